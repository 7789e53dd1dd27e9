import Foundation

/// Held while `up` runs: a home has one master at a time. The kernel lets it go when the process ends, however it ends.
final class HomeLock: Sendable {
    private let descriptor: Int32

    /// - Throws: `PlainError` when another process holds it.
    init(_ home: HomeFolder) throws {
        let path = home.root.appending(path: "astrobase.lock").path
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw PlainError("The lock file \(path) cannot be opened: \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw PlainError("Another `astrobase up` is at work in \(home.root.path).")
        }
    }

    deinit { close(descriptor) }
}
