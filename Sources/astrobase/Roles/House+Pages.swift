import Accounts
import FileArchive
import Foundation
import Imaging
import SQLiteAccounts
import SQLiteStore
import Server
import Threads

extension House {
    /// What the pages do beside showing records.
    static func pageServices(_ home: HomeFolder, _ settings: Settings, _ store: Store, _ nova: NovaFace?) -> PageServices {
        var services = PageServices()
        services.accounts = SQLiteAccountStore(store: store)
        services.keys = APIKeys(store: SQLiteAPIKeyStore(store: store))
        services.doctor = doctor(home, settings)
        services.engines = settings.engines.names.map(\.rawValue)
        services.archive = try? FileArchive(folder: home.data)
        services.cacheFolder = home.cache
        let pool = BlockingPool(name: "animations", width: 1)
        services.animation = { pictures, labels, seconds, target in
            _ = try await pool.run {
                try Blink.write(cutouts: pictures.map(\.path), to: target.path, seconds: seconds, labels: labels)
            }
        }
        return services
    }
}
