import Accounts
import Foundation
import HTTPTypes
import Hummingbird

/// Adding and removing users, their passwords and roles. For admins; there is always one left.
struct SettingsUsers: Sendable {
    let page: SettingsPage
    let accounts: any AccountStore
    /// One change at a time: two admins who take each other's role leave one.
    private let turn = Turn()

    init(page: SettingsPage, accounts: any AccountStore) { (self.page, self.accounts) = (page, accounts) }

    static let leastPassword = 8

    /// Why a change is not made; a sentence.
    private struct Problem: Error {
        let message: String
    }

    func add(to router: Router<VisitContext>) {
        act(router, "add", "added") { form, _ in
            let name = (form["name"] ?? "").trimmed
            guard Self.isName(name) else {
                throw Problem(message: "A user's name has 1 to 64 letters, digits or any of . _ - @.")
            }
            guard try await accounts.user(named: name) == nil else { throw Problem(message: "There is a user “\(name)” already.") }
            let (role, password) = (try Self.role(form), try Self.password(form))
            try await accounts.save(
                User(name: name, role: role, passwordHash: try await PasswordHasher().hash(password), created: Date()))
        }
        act(router, "password", "password") { form, _ in
            var user = try await user(form)
            user.passwordHash = try await PasswordHasher().hash(try Self.password(form))
            try await accounts.save(user)
        }
        act(router, "role", "role") { form, _ in
            var user = try await user(form)
            let role = try Self.role(form)
            if role != .admin { try await requireAnotherAdmin(than: user) }
            user.role = role
            try await accounts.save(user)
        }
        act(router, "remove", "removed") { form, _ in
            let user = try await user(form)
            try await requireAnotherAdmin(than: user)
            _ = try await accounts.removeUser(named: user.name)
        }
    }

    private func act(
        _ router: Router<VisitContext>, _ name: String, _ done: String,
        _ work: @escaping @Sendable (QueryParameters, Visitor) async throws -> Void
    ) {
        router.post(RouterPath("/settings/users/\(name)")) { request, context in
            let form = try await request.checkedForm(context.visitor)
            try context.visitor.requireAdmin()
            do {
                try await turn.take { try await work(form, context.visitor) }
            } catch let problem as Problem {
                let given = name == "add" ? ["name": form["name"] ?? ""] : [:]
                return try await page.page(request, context, problem: problem.message, given: given)
            }
            return Response(redirectingTo: "/settings?done=\(done)", status: .seeOther)
        }
    }

    private func user(_ form: QueryParameters) async throws -> User {
        let name = form["name"] ?? ""
        guard let user = try await accounts.user(named: name) else { throw Problem(message: "There is no user “\(name.prefix(80))”.") }
        return user
    }

    private func requireAnotherAdmin(than user: User) async throws {
        let others = try await accounts.users().filter { $0.role == .admin && $0.name != user.name }
        guard user.role != .admin || !others.isEmpty else {
            throw Problem(message: "\(user.name) is the last admin; make another one first.")
        }
    }

    private static func role(_ form: QueryParameters) throws -> Role {
        guard let role = Role(rawValue: form["role"] ?? "") else { throw Problem(message: "A role is reader, editor or admin.") }
        return role
    }

    private static func password(_ form: QueryParameters) throws -> String {
        let password = form["password"] ?? ""
        guard password.count >= leastPassword, password.utf8.count <= 1_000 else {
            throw Problem(message: "A password has \(leastPassword) characters or more.")
        }
        return password
    }

    private static func isName(_ name: String) -> Bool {
        (1...64).contains(name.unicodeScalars.count)
            && name.unicodeScalars.allSatisfy { CharacterSet.alphanumerics.contains($0) || "._-@".unicodeScalars.contains($0) }
    }
}

/// Lets one piece of work in at a time, in the order in which they came.
private actor Turn {
    private var last: Task<Void, Never>?

    func take(_ work: @escaping @Sendable () async throws -> Void) async throws {
        let before = last
        let mine = Task {
            await before?.value
            try await work()
        }
        last = Task { _ = try? await mine.value }
        try await mine.value
    }
}
