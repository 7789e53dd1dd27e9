import Foundation
import Logging
import Observations

/// Updates of catalogues that somebody started from a page: one of a catalogue at a time, with what came of the last one.
actor CatalogUpdates {
    enum State: Sendable {
        case none
        case running(since: Date)
        case ended(String, Date)
        case failed(String, Date)
    }

    private var states: [ListedCatalog: State] = [:]

    func state(of catalog: ListedCatalog) -> State { states[catalog] ?? .none }

    /// - Parameter places: work out today's places instead of fetching the list.
    func start(_ catalog: ListedCatalog, places: Bool, lists: any CatalogLists, log: Logger) {
        if case .running = state(of: catalog) { return }
        states[catalog] = .running(since: Date())
        // A million asteroids take minutes: longer than a browser waits. It ends with the program at the latest.
        Task {
            do {
                let count = places ? try await lists.updatePlaces(of: catalog, at: Date()) : try await lists.update(catalog)
                end(catalog, .ended(places ? "places of \(count) worked out" : "up to date, \(count) rows", Date()))
            } catch {
                log.warning("A catalogue was not updated.", metadata: ["catalog": "\(catalog.rawValue)", "error": "\(error)"])
                end(catalog, .failed("\(error)", Date()))
            }
        }
    }

    private func end(_ catalog: ListedCatalog, _ state: State) { states[catalog] = state }
}
