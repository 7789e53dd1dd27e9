/// One entry of a tar file: a regular file, or a second name of an earlier one.
package struct TarEntry: Equatable {
    package enum Kind: Equatable {
        case file(bytes: Int64)
        case link(to: String)
        /// A folder; read and passed over, never written.
        case folder
    }

    package var path: String
    package var kind: Kind
    /// Seconds since 1970.
    package var modified: Int64

    package init(path: String, kind: Kind, modified: Int64 = 0) {
        self.path = path
        self.kind = kind
        self.modified = modified
    }
}

/// The layout of a tar header (POSIX.1-1988 "ustar") of 512 bytes.
enum TarLayout {
    static let block = 512
    static let name = 0..<100
    static let mode = 100..<108
    static let uid = 108..<116
    static let gid = 116..<124
    static let size = 124..<136
    static let modified = 136..<148
    static let checksum = 148..<156
    static let type = 156
    static let link = 157..<257
    static let magic = 257..<265
    static let prefix = 345..<500

    /// The largest size that 11 octal digits hold.
    static let largestPlainSize: Int64 = 0o777_7777_7777

    static func padding(after bytes: Int64) -> Int { Int((512 - bytes % 512) % 512) }

    /// The sum of all bytes with the checksum's own taken as blanks.
    static func sum(_ block: [UInt8]) -> Int {
        block.indices.reduce(0) { $0 + (checksum.contains($1) ? 32 : Int(block[$1])) }
    }
}
