import Accounts
import ArgumentParser
import Foundation
import SQLiteAccounts
import SQLiteStore

struct ListUsersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Who may log in, and what each may do.")

    @OptionGroup var homeOptions: HomeOptions
    @Flag(help: "Print one JSON object a user.") var json = false

    func run() async throws {
        struct Listed: Encodable {
            var name: String
            var role: String
            var created: Date
        }
        for user in try await HomeAccounts.open(homeOptions).users() {
            if json {
                try printJSON(Listed(name: user.name, role: user.role.rawValue, created: user.created))
            } else {
                printLine("\(user.name)  \(user.role.rawValue)  since \(user.created.formatted(.iso8601.year().month().day()))")
            }
        }
    }
}

struct PasswordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "password", abstract: "Give a user a new password; it ends that user's sessions and tokens.",
        discussion: "Without --password-stdin a password is made up and shown once.")

    @OptionGroup var homeOptions: HomeOptions
    @Argument(help: "The user's name.") var name: String
    @Flag(help: "Read the password from the first line of standard input.") var passwordStdin = false
    @Flag(help: "Print one JSON object.") var json = false

    func run() async throws {
        let accounts = try HomeAccounts.open(homeOptions)
        guard var user = try await accounts.user(named: name) else { throw PlainError("There is no user \"\(name)\".") }
        let given = passwordStdin ? try NewUser.passwordFromInput() : nil
        let password = given ?? NewUser.madeUpPassword()
        user.passwordHash = try await PasswordHasher().hash(password)
        try await accounts.save(user)
        if json {
            struct Changed: Encodable {
                var name: String
                var password: String?
            }
            try printJSON(Changed(name: name, password: given == nil ? password : nil))
        } else {
            printLine("User \(name) has a new password.\(given == nil ? " Password: \(password)" : "")")
        }
    }
}

struct RemoveUserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove a user with all sessions and tokens.",
        discussion: "The last user who is admin stays: give somebody else that role first.")

    @OptionGroup var homeOptions: HomeOptions
    @Argument(help: "The user's name.") var name: String
    @Flag(help: "Print one JSON object.") var json = false

    func run() async throws {
        let accounts = try HomeAccounts.open(homeOptions)
        let users = try await accounts.users()
        if users.filter({ $0.role == .admin }).map(\.name) == [name] {
            throw PlainError("\(name) is the last admin; make another one first: astrobase user add NAME --role admin.")
        }
        guard try await accounts.removeUser(named: name) else { throw PlainError("There is no user \"\(name)\".") }
        if json { try printJSON(["removed": name]) } else { printLine("User \(name) is removed.") }
    }
}

/// The accounts of a home that exists.
private enum HomeAccounts {
    static func open(_ options: HomeOptions) throws -> SQLiteAccountStore {
        let home = options.folder(try Settings.read())
        try home.requireDatabase()
        return SQLiteAccountStore(store: try Store.open(path: home.database.path))
    }
}
