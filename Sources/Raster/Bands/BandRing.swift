import Dispatch
import Synchronization

/// A few bands of a picture that go round between the thread that fills them and the one that empties them.
final class BandRing: Sendable {
    static let bands = 4

    private struct State {
        var isStopped = false
        var filled = 0
    }

    private let canvases: [CanvasBuffer]
    private let state = Mutex(State())
    // Begins at 0 and is raised: a semaphore that ends below where it began is taken for a fault.
    private let free = DispatchSemaphore(value: 0)
    private let full = DispatchSemaphore(value: 0)

    /// - Parameter size: of a band.
    init(size: PixelSize) {
        canvases = (0..<Self.bands).map { _ in CanvasBuffer(size: size) }
        for _ in canvases { free.signal() }
    }

    /// Waits until band `number`, counted from the picture's top, may be filled; nil when nobody wants any more.
    func toFill(_ number: Int) -> CanvasBuffer? {
        free.wait()
        return state.withLock { $0.isStopped } ? nil : canvases[number % Self.bands]
    }

    func filled() {
        state.withLock { $0.filled += 1 }
        full.signal()
    }

    /// Waits for band `number`; nil when there will be none.
    func toEmpty(_ number: Int) -> CanvasBuffer? {
        full.wait()
        return state.withLock { $0.filled > number } ? canvases[number % Self.bands] : nil
    }

    func emptied() { free.signal() }

    /// From either side: the other one's waiting ends.
    func stop() {
        state.withLock { $0.isStopped = true }
        free.signal()
        full.signal()
    }
}
