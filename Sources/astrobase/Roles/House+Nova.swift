import Accounts
import Catalogs
import Foundation
import Logging
import NovaService
import PlateSolving
import SQLiteAccounts
import SQLiteStore
import Server

extension House {
    /// The face of nova's API; nil where it is switched off.
    static func nova(
        home: HomeFolder, settings: Settings, store: Store, catalog: CatalogFile?, _ log: Logger
    ) throws -> NovaFace? {
        guard settings.novaServes else { return nil }
        var service = NovaSettings()
        service.slots = settings.solveSlots
        service.solveSeconds = settings.solveSeconds
        service.largestUpload = settings.novaMegabytes << 20
        service.limitMegapixels = settings.maxMegapixels
        service.keepDays = settings.novaDays
        service.fetching = fetching(settings.novaFetch)
        // What others hand in is solved here: sent on to a server, it might come back.
        let names = settings.engines.names.filter { $0 != .nova }
        let engines = try (names.isEmpty ? [.index] : names).map { try engine($0, settings, ledger: home.nova, log) }
        return NovaFace(
            desk: NovaDesk(
                store: NovaStore(store: store), folder: home.nova, engine: engines.count == 1 ? engines[0] : ChainEngine(engines),
                catalog: catalog, settings: service, log: log),
            keys: APIKeys(store: SQLiteAPIKeyStore(store: store)))
    }

    /// "public", and hosts that may have private addresses.
    private static func fetching(_ words: String?) -> FetchPolicy? {
        guard let words else { return nil }
        let hosts = words.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty && $0 != "public" }
        return FetchPolicy(allowedHosts: Set(hosts))
    }
}
