import HTTPTypes
import Hummingbird
import Observations
import Pipeline

/// `run-command/` and the commands that set one value and lead back to a page of the list.
///
/// They change something, so they are POST. The existing front end sends them as GET: that needs credentials too, unless
/// `ServerConfiguration.legacyOpenCommands`.
struct CommandRoutes: Sendable {
    let site: Site
    let maker: JobMaker

    /// Whether an address is that of a command, whatever its method.
    static func isCommand(_ path: String, basePath: String) -> Bool {
        guard path.hasPrefix("\(basePath)/") else { return false }
        let parts = path.dropFirst(basePath.count + 1).split(separator: "/")
        return parts.first == "run-command" || (parts.first?.hasPrefix("update_") ?? false)
            || (parts.first == "observations" && parts.count >= 3 && parts[2].hasPrefix("set"))
    }

    func add(to group: RouterGroup<VisitContext>) {
        group.get("run-command", use: run)
        group.post("run-command", use: run)
        for setter in Setter.allCases {
            let handler: @Sendable (Request, VisitContext) async throws -> Response = { request, context in
                try await set(setter, request, context)
            }
            for path in ["observations/:id/\(setter.rawValue)/:value", "observations/:id/\(setter.rawValue)/:value/:page"] {
                group.get(RouterPath(path), use: handler)
                group.post(RouterPath(path), use: handler)
            }
        }
    }

    private func check(_ request: Request, _ context: VisitContext) throws {
        if request.method != .post && site.configuration.legacyOpenCommands { return }
        try context.visitor.requireEditor()
    }

    @Sendable private func run(_ request: Request, _ context: VisitContext) async throws -> Response {
        try check(request, context)
        var values: [String: String] = [:]
        for (name, value) in request.query.items { values[name] = value }
        if request.method == .post {
            for (name, value) in try await request.input(upTo: site.configuration.maximumBody).members() {
                switch value {
                case .string(let text), .number(let text): values[name] = text
                case .null: values[name] = nil
                case .bool, .array, .object: throw APIError(field: name, "Not a valid string.")
                }
            }
        }
        let command = values["command"] ?? ""
        guard !command.isEmpty else { throw APIError(field: "command", "This field is required.") }
        var id: Int64?
        if let text = values["observation_id"], !text.isEmpty {
            guard let number = Int64(text.trimmed) else { throw APIError(field: "observation_id", "A valid integer is required.") }
            id = number
        }
        let made: [Job]
        do {
            made = try await maker.make(command, observation: id, parameters: values["params"])
        } catch let error as JobError {
            throw APIError(field: "command", error.message)
        }
        var json = JSONWriter()
        json.object { json in
            json.member("command", command)
            json.member("observation_id", values["observation_id"])
            json.member("params", values["params"])
            json.member("result", "dispatched")
            if request.method == .post {
                json.key("jobs")
                json.array { json in for job in made { json.value(job.id) } }
            }
        }
        return Response(json: json)
    }

    private enum Setter: String, CaseIterable {
        case status = "setstatus"
        case quality = "setquality"
        case hips = "sethips"
        case taskType = "settasktype"

        /// The field that it sets, by the name that inputs have.
        var field: String {
            switch self {
            case .status: "new_status"
            case .quality: "quality"
            case .hips: "used_in_hips"
            case .taskType: "task_type"
            }
        }
    }

    private func set(_ setter: Setter, _ request: Request, _ context: VisitContext) async throws -> Response {
        try check(request, context)
        let page = context.parameters.get("page") ?? "1"
        guard page.utf8.count < 10, page.utf8.allSatisfy({ (48...57).contains($0) }) else { throw APIError.notFound }
        guard let id = context.parameters.get("id", as: Int64.self), try await site.repository.observation(id: id) != nil,
            let value = context.decoded("value")
        else { throw APIError.notFound }
        let input = try ObservationInput(
            .object([(setter.field, .string(value))]), choices: site.configuration.choices, whole: false)
        try await site.repository.change(id: id, expecting: nil, requesting: StatusTasks.tasks(for: input.status)) {
            try input.apply(to: &$0)
        }
        return Response(redirectingTo: "\(site.configuration.basePath)/?page=\(page)", status: .found)
    }
}
