/// Lets the changes of one record in this process come one after the other.
actor KeyedLock {
    private var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]

    nonisolated func run<T: Sendable>(_ key: String, _ body: () async throws -> T) async rethrows -> T {
        await lock(key)
        do {
            let value = try await body()
            await unlock(key)
            return value
        } catch {
            await unlock(key)
            throw error
        }
    }

    private func lock(_ key: String) async {
        if waiting[key] == nil {
            waiting[key] = []
        } else {
            await withCheckedContinuation { waiting[key]?.append($0) }
        }
    }

    private func unlock(_ key: String) {
        if waiting[key]?.isEmpty ?? true { waiting[key] = nil } else { waiting[key]?.removeFirst().resume() }
    }
}
