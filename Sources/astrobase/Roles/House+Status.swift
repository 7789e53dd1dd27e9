import Logging
import Operations
import Server
import ServiceLifecycle

extension House {
    /// `/healthz` and `/metrics` of a role that has no pages; nothing where no port is set.
    static func status(_ settings: Settings, health: Health, metrics: MetricsPage, _ log: Logger) -> [ServiceConfiguration] {
        guard let port = settings.statusPort else { return [] }
        let server = StatusServer(host: settings.statusHost, port: port, health: health, metrics: metrics, log: log)
        return [ServiceConfiguration(service: server)]
    }
}
