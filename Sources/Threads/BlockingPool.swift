public import Foundation

/// Threads of their own for calls that block (C codecs, file system, database dumps), so that Swift's cooperative
/// pool never waits for a disk.
///
/// At most `width` calls run at once; further ones queue up in order. A call that has begun runs to its end; one
/// whose task is cancelled before it begins is not started.
public struct BlockingPool: Sendable {
    private let queue: Queue

    /// - Parameters:
    ///   - name: shown as the thread name in debuggers.
    ///   - width: how many calls may run at the same time, at least 1.
    public init(name: String, width: Int) {
        queue = Queue(name: name, width: width)
    }

    /// Runs `work` on a thread of the pool and returns what it returns.
    ///
    /// - Throws: what `work` throws, or `CancellationError` when the task was cancelled before the work began.
    public func run<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        try Task.checkCancellation()
        let flag = CancelFlag()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                queue.operations.addOperation {
                    if flag.isSet {
                        continuation.resume(throwing: CancellationError())
                    } else {
                        continuation.resume(with: Result(catching: work))
                    }
                }
            }
        } onCancel: {
            flag.set()
        }
    }

    /// `OperationQueue` is documented as safe to use from several threads; Foundation on Linux has not marked it so.
    private final class Queue: @unchecked Sendable {
        let operations = OperationQueue()

        init(name: String, width: Int) {
            operations.name = name
            operations.maxConcurrentOperationCount = max(1, width)
            operations.qualityOfService = .utility
        }
    }
}
