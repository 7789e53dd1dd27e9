import Threads

extension BlockingPool {
    /// As `run`, with a flag that tells work that has begun that its task was cancelled.
    func runStoppable<T: Sendable>(_ work: @escaping @Sendable (CancelFlag) throws -> T) async throws -> T {
        let flag = CancelFlag()
        return try await withTaskCancellationHandler {
            try await run { try work(flag) }
        } onCancel: {
            flag.set()
        }
    }
}
