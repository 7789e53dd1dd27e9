import Glibc
import Observations
import Synchronization

/// The right to ingest, held as a lock on a file: the system takes it back when the process dies.
final class IngestLock: IngestRight {
    private let file: Mutex<Int32?>

    /// nil when somebody holds it already.
    init?(path: String) throws {
        let number = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard number >= 0 else { throw Posix.failure("The archive cannot be locked for ingest (\(path))", writing: true) }
        guard flock(number, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            close(number)
            if reason == EWOULDBLOCK { return nil }
            throw Posix.failure("The archive cannot be locked for ingest (\(path))", writing: true, code: reason)
        }
        file = Mutex(number)
    }

    func release() {
        file.withLock { number in
            if let number { close(number) }
            number = nil
        }
    }

    deinit { release() }
}
