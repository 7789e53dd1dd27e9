import Foundation
import NIOCore
import Threads

/// A form with a file in it, read piece by piece while it is sent.
struct FilePieces: AsyncSequence, Sendable {
    typealias Element = ByteBuffer
    let head: String
    let file: FileHandle
    let tail: String
    let piece: Int
    let pool: BlockingPool

    func makeAsyncIterator() -> Iterator { Iterator(pieces: self) }

    struct Iterator: AsyncIteratorProtocol {
        private enum Part { case head, file, end }

        let pieces: FilePieces
        private var part = Part.head

        init(pieces: FilePieces) { self.pieces = pieces }

        mutating func next() async throws -> ByteBuffer? {
            switch part {
            case .head:
                part = .file
                return ByteBuffer(string: pieces.head)
            case .file:
                let (file, size) = (pieces.file, pieces.piece)
                if let data = try await pieces.pool.run({ try file.read(upToCount: size) }), !data.isEmpty {
                    return ByteBuffer(bytes: data)
                }
                part = .end
                return ByteBuffer(string: pieces.tail)
            case .end:
                return nil
            }
        }
    }
}
