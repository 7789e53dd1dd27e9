public import Foundation

/// A system call on a file failed.
public struct FileError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was tried, such as `writing`.
    public var action: String
    public var path: String
    /// The system's error number.
    public var code: Int32

    public init(_ action: String, _ path: String, code: Int32 = errno) {
        self.action = action
        self.path = path
        self.code = code
    }

    public var isFull: Bool { code == ENOSPC || code == EDQUOT }
    public var isMissing: Bool { code == ENOENT || code == ENOTDIR }

    public var description: String {
        isFull
            ? "\(action) \(path): the disk is full. Make room there, or choose another place."
            : "\(action) \(path): \(String(cString: strerror(code)))"
    }
}
