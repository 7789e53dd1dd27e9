import Accounts
import Foundation
import HTTPTypes
import Hummingbird
import Operations

/// What `astrobase doctor` says, who may log in, what solves, which programs hold keys.
///
/// Only admins are told more than the engines: the doctor's words name folders, and its checks cost work.
struct SettingsPage: Sendable {
    let site: Site
    let services: PageServices

    func add(to router: Router<VisitContext>) {
        router.get("/settings") { request, context in
            let values = try await values(context, outcome: Self.outcomes[request.query.given("done") ?? ""])
            return site.pages.page("settings", title: "Settings", values, request: request, context: context)
        }
        if let accounts = services.accounts { SettingsUsers(page: self, accounts: accounts).add(to: router) }
    }

    /// What the address says after something was done: words of ours alone, never the address's.
    static let outcomes = [
        "added": "The user may log in now.", "password": "The password is changed; that user's sessions ended.",
        "role": "The role is changed.", "removed": "The user is removed.",
    ]

    func page(
        _ request: Request, _ context: VisitContext, problem: String, given: [String: String] = [:],
        status: HTTPResponse.Status = .badRequest
    ) async throws -> Response {
        var values = try await values(context, outcome: nil)
        values["problem"] = problem
        for (name, value) in given { values["given_\(name)"] = value }
        return site.pages.page("settings", title: "Settings", values, request: request, context: context, status: status)
    }

    private func values(_ context: VisitContext, outcome: String?) async throws -> [String: Any] {
        let isAdmin = context.visitor.isAdmin
        var values: [String: Any] = [
            "isAdmin": isAdmin, "user": context.visitor.user?.name ?? "", "logInAddress": "/login?next=%2Fsettings",
        ]
        values["isKnown"] = context.visitor.user != nil
        if let outcome { values["outcome"] = outcome }
        values["engines"] = services.engines.map { ["name": $0, "about": Self.about($0)] }
        values["hasEngines"] = !services.engines.isEmpty
        guard isAdmin else { return values }
        let findings = await services.doctor?.examine() ?? []
        values["hasDoctor"] = services.doctor != nil
        values["worst"] = Self.summary(findings)
        values["findings"] = findings.map(Self.values)
        values["indexFiles"] = findings.filter { $0.name == "index files" }.prefix(1).map { ["message": $0.message] }
        if let accounts = services.accounts {
            let users = try await accounts.users().sorted { $0.name < $1.name }
            let admins = users.count { $0.role == .admin }
            values["users"] = users.map { user in
                [
                    "name": user.name, "role": user.role.rawValue, "created": Wording.date(user.created),
                    "isSelf": user.name == context.visitor.user?.name, "isLastAdmin": user.role == .admin && admins == 1,
                    "roles": Self.roles(selected: user.role),
                ]
            }
            values["hasUsers"] = true
            values["newRoles"] = Self.roles(selected: .editor)
        }
        if let keys = services.keys {
            let all = try await keys.all()
            values["keys"] = all.map { ["name": $0.name, "created": Wording.date($0.created)] }
            values["hasKeys"] = !all.isEmpty
        }
        return values
    }

    private static func roles(selected: Role) -> [[String: Any]] {
        Role.allCases.map { ["role": $0.rawValue, "selected": $0 == selected] }
    }

    /// The same words as on the command line.
    private static func values(_ finding: DoctorFinding) -> [String: Any] {
        var values: [String: Any] = [
            "name": finding.name, "status": finding.status.rawValue, "tone": tone(finding.status), "message": finding.message,
        ]
        if let remedy = finding.remedy { values["remedy"] = remedy }
        return values
    }

    private static func summary(_ findings: [DoctorFinding]) -> String {
        switch findings.worst {
        case .ok: "Everything that is needed is there."
        case .warning: "It works, with something missing or soon to go wrong."
        case .problem: "Something that is needed is missing."
        }
    }

    private static func tone(_ status: DoctorFinding.Status) -> String {
        switch status {
        case .ok: "good"
        case .warning: "busy"
        case .problem: "bad"
        }
    }

    private static func about(_ engine: String) -> String {
        switch engine {
        case "index": "Astrobase's own, on star index files"
        case "solve-field": "astrometry.net's program"
        case "nova": "a server with nova.astrometry.net's API"
        default: ""
        }
    }
}
