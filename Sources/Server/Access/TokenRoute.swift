import Accounts
import Hummingbird

/// `obtain-auth-token/`: a token for a user and a password, to be sent as `Authorization: Token …`.
///
/// A token is a session without a browser: it ends with the user, with a new password, or after a year.
struct TokenRoute: Sendable {
    let site: Site
    static let days = 365.0

    func add(to group: RouterGroup<VisitContext>) {
        group.post("obtain-auth-token") { request, _ in
            let members = try await request.input(upTo: 65_536).members()
            var form = ObservationInput.Form(members: members)
            var (name, password) = ("", "")
            for field in ["username", "password"] where members[field] == nil {
                form.problems.append(APIError.FieldMessage(field: field, message: "This field is required."))
            }
            form.read("username") { value throws(FieldParsing.Problem) in
                name = try FieldParsing.text(value, maximum: 150, blankAllowed: false)
            }
            form.read("password") { value throws(FieldParsing.Problem) in
                guard case .string(let text) = value, !text.isEmpty else { throw .init("This field may not be blank.") }
                password = text
            }
            if !form.problems.isEmpty { throw APIError(fields: form.problems) }
            guard let user = try await site.authenticator.verify(user: name, password: password) else {
                throw APIError(field: "non_field_errors", "Unable to log in with provided credentials.")
            }
            let (secret, _) = try await site.authenticator.openSession(for: user, days: Self.days)
            var json = JSONWriter()
            json.object { $0.member("token", secret) }
            var response = Response(json: json)
            response.headers[.cacheControl] = "no-store"
            return response
        }
    }
}
