import Crypto
import Foundation
import Tar
import Threads

/// SHA-256 of a file, in lower-case hexadecimal, in pieces so that memory stays flat.
package enum FileHash {
    static let pieceBytes = 1 << 20

    package static func sha256(path: String) throws -> String { try sha256(PlainFile.reading(path)).digest }

    static func sha256(_ file: PlainFile, stopping: CancelFlag? = nil) throws -> (digest: String, bytes: Int64) {
        var hash = SHA256()
        var total: Int64 = 0
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceBytes, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            if let stopping, stopping.isSet { throw CancellationError() }
            let count = try file.read(into: buffer)
            if count == 0 { break }
            hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            total += Int64(count)
        }
        return (hexadecimal(hash.finalize()), total)
    }

    static func hexadecimal(_ digest: SHA256.Digest) -> String {
        let letters = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for byte in digest {
            text.append(letters[Int(byte >> 4)])
            text.append(letters[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
