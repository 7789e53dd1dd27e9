import Dispatch
import Foundation

/// Ends the process when an orderly stop takes too long. Solvers notice by themselves that it is gone, and work in hand
/// is done again at the next start.
final class LastResort {
    private static let seconds = 8.5
    private let sources: [any DispatchSourceSignal]

    /// Beside the handlers of the service group: the first signal starts the clock.
    init() {
        sources = [SIGTERM, SIGINT].map { DispatchSource.makeSignalSource(signal: $0, queue: .global()) }
        for source in sources {
            source.setEventHandler {
                DispatchQueue.global().asyncAfter(deadline: .now() + Self.seconds) { _exit(0) }
            }
            source.activate()
        }
    }

    func disarm() { for source in sources { source.cancel() } }
}
