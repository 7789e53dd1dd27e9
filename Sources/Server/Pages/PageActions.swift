import HTTPTypes
import Hummingbird
import Observations

/// What the pages' buttons do. Each is a form with a token, and leads back to the page it stood on.
struct PageActions: Sendable {
    let site: Site

    func add(to router: Router<VisitContext>) {
        router.post("/observations/:id/process") { request, context in
            try await act(request, context, from: ObservationRow.processable, to: .pending)
        }
        router.post("/observations/:id/remove") { request, context in
            try await act(request, context, from: nil, to: .removing)
        }
    }

    private func act(
        _ request: Request, _ context: VisitContext, from expected: Set<ObservationStatus>?, to status: ObservationStatus
    ) async throws -> Response {
        let form = try await request.checkedForm(context.visitor)
        try context.visitor.requireEditor()
        let observation = try await site.observation(context)
        do {
            try await site.repository.change(
                id: observation.id, expecting: expected, requesting: StatusTasks.tasks(for: status)
            ) { observation in
                observation.status = status
                observation.reason = nil
            }
        } catch RepositoryError.statusIs {
            // Somebody else was faster; the page shows how it stands now.
        }
        return Response(redirectingTo: LocalAddress.checked(form["back"]), status: .seeOther)
    }
}

extension Request {
    /// The fields of a page's form.
    /// - Throws: 403 where it does not bring the token that this browser was given.
    func checkedForm(_ visitor: Visitor) async throws -> QueryParameters {
        guard isForm else { throw APIError(.unsupportedMediaType, detail: "A form was expected.") }
        let form = QueryParameters(decoding: String(decoding: try await bytes(upTo: 65_536), as: UTF8.self))
        guard FormToken.isRight(form[FormToken.field], for: visitor) else {
            throw APIError(.forbidden, detail: "This form is no longer valid. Go back, reload the page and try again.")
        }
        return form
    }
}

/// An address on this server to go to: a form must not lead elsewhere.
enum LocalAddress {
    static func checked(_ address: String?) -> String {
        guard let address, address.hasPrefix("/"), !address.hasPrefix("//"), address.utf8.count < 2_000,
            address.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") })
        else { return "/" }
        return address
    }
}
