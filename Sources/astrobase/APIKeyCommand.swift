import Accounts
import ArgumentParser
import Foundation
import SQLiteAccounts
import SQLiteStore

struct APIKeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "api-key", abstract: "Which programs may have pictures solved here, as at nova.astrometry.net.",
        subcommands: [AddAPIKeyCommand.self, ListAPIKeysCommand.self, RemoveAPIKeyCommand.self])
}

extension HomeOptions {
    func keys() throws -> APIKeys {
        let home = folder(try Settings.read())
        try home.create()
        return APIKeys(store: SQLiteAPIKeyStore(store: try Store.open(path: home.database.path)))
    }
}

struct AddAPIKeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Make a key for a program, and show it once.")

    @OptionGroup var homeOptions: HomeOptions
    @Argument(help: "What it is for, such as the program's name.") var name: String
    @Flag(help: "Print one JSON object.") var json = false

    func validate() throws {
        guard AddUserCommand.isName(name) else {
            throw ValidationError("A key's name has 1 to 64 letters, digits or any of . _ - @; \"\(name)\" has not.")
        }
    }

    func run() async throws {
        let key: String
        do { key = try await homeOptions.keys().add(name) } catch let error as APIKeyError {
            throw PlainError("No key was made: \(error).")
        }
        if json {
            struct Added: Encodable {
                var name: String
                var key: String
            }
            try printJSON(Added(name: name, key: key))
        } else {
            printLine("Key of \(name): \(key)")
        }
    }
}

struct ListAPIKeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "The keys' names; the keys themselves are kept nowhere.")

    @OptionGroup var homeOptions: HomeOptions
    @Flag(help: "Print one JSON object per line.") var json = false

    func run() async throws {
        let keys = try await homeOptions.keys().all()
        if json {
            struct Line: Encodable {
                var name: String
                var created: String
            }
            for key in keys { try printJSON(Line(name: key.name, created: key.created.formatted(.iso8601))) }
        } else if keys.isEmpty {
            printLine("There is no key. `astrobase api-key add NAME` makes one.")
        } else {
            for key in keys { printLine("\(key.name), made \(key.created.formatted(.iso8601))") }
        }
    }
}

struct RemoveAPIKeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "remove", abstract: "Take a key back; its sessions end at once.")

    @OptionGroup var homeOptions: HomeOptions
    @Argument(help: "The key's name.") var name: String

    func run() async throws {
        guard try await homeOptions.keys().remove(name) else { throw PlainError("There is no key named \(name).") }
        printLine("The key of \(name) is good for nothing any more.")
    }
}
