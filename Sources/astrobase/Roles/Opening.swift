import Accounts
import Foundation
import Operations
import SQLiteAccounts
import SQLiteStore

/// The start of a role that keeps a home: its folder, lock, database and first user.
struct Opening {
    let home: HomeFolder
    let settings: Settings
    let printer: ProgressPrinter

    func run(_ house: (Opening, Store) async throws -> House) async throws {
        try home.create()
        let lock = try HomeLock(home)
        defer { withExtendedLifetime(lock) {} }
        try await examine()
        let store = try await House.explaining { try Store.open(path: home.database.path) }
        try await addFirstUser(SQLiteAccountStore(store: store))
        try await House.explaining { try await house(self, store).run() }
        printer.note("Stopped.")
    }

    /// Says what is missing. Only what makes work impossible ends the start.
    private func examine() async throws {
        if Restore.isUnfinished(home.paths) {
            throw PlainError("A restore into \(home.root.path) was not finished: run `astrobase restore` again.")
        }
        for finding in await House.doctor(home, settings).examine() where finding.status != .ok {
            printError(finding.description)
            if finding.status == .problem, finding.name == "database" {
                throw PlainError("Astrobase cannot start without a sound database.")
            }
        }
    }

    private func addFirstUser(_ accounts: any AccountStore) async throws {
        guard try await accounts.users().isEmpty else { return }
        let password = NewUser.madeUpPassword()
        try await NewUser.add("astrobase", role: .admin, password: password, to: accounts)
        printer.firstUser(name: "astrobase", password: password)
    }
}
