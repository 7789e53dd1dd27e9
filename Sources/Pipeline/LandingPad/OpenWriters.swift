import Glibc

/// Whether somebody has a file open for writing.
enum OpenWriters {
    enum Answer { case none, some, unknown }

    // From linux/fcntl.h; Swift does not import macros that are sums.
    private static let setLease: Int32 = 1024
    private static let setSignal: Int32 = 10

    /// Asks for a read lease, which the kernel grants only while nobody has the file open for writing, and gives it back.
    ///
    /// Network file systems, and files of other users, have no leases: `unknown`.
    static func of(_ path: String) -> Answer {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard file >= 0 else { return .unknown }
        defer { close(file) }
        // A writer who comes while we hold the lease makes the kernel send a signal: SIGIO would end this process.
        guard fcntl(file, setSignal, SIGURG) == 0 else { return .unknown }
        guard fcntl(file, setLease, Int32(F_RDLCK)) == 0 else { return errno == EAGAIN ? .some : .unknown }
        _ = fcntl(file, setLease, Int32(F_UNLCK))
        return .none
    }
}
