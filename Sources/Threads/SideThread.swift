import Foundation
import Synchronization

/// Work that runs on a thread of its own while the one that began it, which may block too, does something else.
public final class SideThread<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, any Error>?>(nil)
    private let done = DispatchSemaphore(value: 0)

    public init(_ work: @escaping @Sendable () throws -> Value) {
        let thread = Thread { [self] in
            let outcome = Result(catching: work)
            result.withLock { $0 = outcome }
            done.signal()
        }
        // Fonts and codecs want more than the half megabyte that secondary threads get.
        thread.stackSize = 8 << 20
        thread.start()
    }

    /// Waits for the work and returns what it returned. Blocks; may be called more than once.
    ///
    /// - Throws: what the work threw.
    public func value() throws -> Value {
        done.wait()
        done.signal()
        guard let result = result.withLock({ $0 }) else { throw CancellationError() }
        return try result.get()
    }
}
