import Glibc
import Observations
import Synchronization

/// Copies that share their blocks with the original where the file system can (Btrfs, XFS, bcachefs).
final class CloneSupport: Sendable {
    /// `FICLONE`, from linux/fs.h: `_IOW(0x94, 9, int)`.
    private static let request: UInt = 0x4004_9409

    /// Asked once: a file system that cannot clone will not learn it while we run.
    private let missing = Atomic<Bool>(false)

    /// The file system has said that it cannot.
    var isKnownMissing: Bool { missing.load(ordering: .relaxed) }

    /// Makes `target` share the blocks of `source`; false when the file system cannot.
    func clone(_ source: Descriptor, to target: Descriptor) -> Bool {
        if isKnownMissing { return false }
        if ioctl(target.number, Self.request, source.number) == 0 { return true }
        // EXDEV says something of this pair only: the source lies in another file system.
        if errno == EOPNOTSUPP || errno == ENOTTY || errno == ENOSYS { missing.store(true, ordering: .relaxed) }
        return false
    }
}
