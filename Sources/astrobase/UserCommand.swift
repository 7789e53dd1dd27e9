public import Accounts
public import ArgumentParser
import Foundation
import SQLiteAccounts
import SQLiteStore

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Who may log in.",
        subcommands: [AddUserCommand.self, ListUsersCommand.self, PasswordCommand.self, RemoveUserCommand.self])
}

extension Role: ExpressibleByArgument {}

struct AddUserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a user, or give an existing one a new password and role.",
        discussion: "Without --password-stdin a password is made up and shown once.")

    @OptionGroup var homeOptions: HomeOptions
    @Argument(help: "The name to log in with.") var name: String
    @Option(help: "What the user may do: reader, editor or admin.") var role = Role.editor
    @Flag(help: "Read the password from the first line of standard input.") var passwordStdin = false
    @Flag(help: "Print one JSON object.") var json = false

    func validate() throws {
        guard Self.isName(name) else {
            throw ValidationError(
                "A user's name has 1 to 64 letters, digits or any of . _ - @ and no colon; \"\(name)\" has not.")
        }
    }

    static func isName(_ name: String) -> Bool {
        (1...64).contains(name.unicodeScalars.count)
            && name.unicodeScalars.allSatisfy { CharacterSet.alphanumerics.contains($0) || "._-@".unicodeScalars.contains($0) }
    }

    func run() async throws {
        let home = homeOptions.folder(try Settings.read())
        try home.create()
        let accounts = SQLiteAccountStore(store: try Store.open(path: home.database.path))
        let given = passwordStdin ? try NewUser.passwordFromInput() : nil
        let password = given ?? NewUser.madeUpPassword()
        try await NewUser.add(name, role: role, password: password, to: accounts)
        if json {
            struct Added: Encodable {
                var name: String
                var role: String
                var password: String?
            }
            try printJSON(Added(name: name, role: role.rawValue, password: given == nil ? password : nil))
        } else {
            printLine("User \(name) may log in as \(role.rawValue).\(given == nil ? " Password: \(password)" : "")")
        }
    }
}

enum NewUser {
    /// 20 characters of a 32-letter alphabet without look-alikes: 100 bits.
    static func madeUpPassword() -> String {
        let letters = Array("abcdefghijkmnpqrstuvwxyz23456789")
        var generator = SystemRandomNumberGenerator()
        return (0..<4).map { _ in String((0..<5).map { _ in letters[Int.random(in: 0..<32, using: &generator)] }) }
            .joined(separator: "-")
    }

    static func passwordFromInput() throws -> String {
        guard let line = readLine(), !line.isEmpty else { throw PlainError("There is no password on standard input.") }
        if line.count < 8 { printError("This password is short: fewer than 8 characters are soon guessed.") }
        return line
    }

    static func add(_ name: String, role: Role, password: String, to accounts: any AccountStore) async throws {
        let hash = try await PasswordHasher().hash(password)
        try await accounts.save(User(name: name, role: role, passwordHash: hash, created: Date()))
    }
}
