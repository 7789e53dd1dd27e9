import CPNG

/// The chunks of a PNG file, walked without inflating anything.
struct PNGStructure {
    struct Header {
        var size: PixelSize
        var depth: Int
        /// Of the picture; an index into a palette stands for three.
        var channels: Int
        var isIndexed: Bool

        /// Of all pixels, unpacked.
        var pixelBytes: Int { size.height * ((size.width * depth * (isIndexed ? 1 : channels) + 7) / 8) }
    }

    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    let header: Header
    /// The content of the eXIf chunk.
    private(set) var exif: [UInt8]?

    /// - Parameter wholeFile: walk to the end and ask for an IEND chunk; otherwise what is missing at the end is no error.
    init(_ file: FileBytes, wholeFile: Bool) throws {
        guard try file.bytes(at: 0, count: 8) == Self.signature else {
            throw PictureError(.notAPicture, "no PNG signature")
        }
        header = try Self.header(of: file)
        var position = Self.headerEnd
        var sawData = false
        while true {
            guard wholeFile || position + 12 <= file.count else { return }
            let chunk = try Self.chunk(file, at: position)
            switch chunk.name {
            case "IDAT": sawData = true
            case "PLTE", "tRNS":
                guard chunk.length <= 1024 else { throw PictureError(.damaged, "a PNG palette of impossible length") }
                _ = try Self.content(of: chunk, in: file)
            case "eXIf" where chunk.length <= 1 << 20 && chunk.end <= file.count:
                // A damaged one costs the date of the picture, not the picture.
                exif = try? Self.content(of: chunk, in: file)
            case "IEND":
                _ = try Self.content(of: chunk, in: file)
                guard sawData else { throw PictureError(.damaged, "the PNG file holds no picture data") }
                return
            default: break
            }
            if wholeFile, chunk.end > file.count {
                throw PictureError(.truncated, "the PNG file ends within its \(chunk.name) chunk")
            }
            position = chunk.end
        }
    }

    private struct Chunk {
        var name: String
        var start: Int
        var length: Int
        var end: Int { start + 12 + length }
    }

    private static func chunk(_ file: FileBytes, at position: Int) throws -> Chunk {
        let bytes = try file.exactly(8, at: position, "the PNG chunks, before IEND")
        let length = bytes[0..<4].reduce(0) { $0 << 8 | Int($1) }
        let letters = bytes[4..<8]
        guard length <= 0x7FFF_FFFF, letters.allSatisfy({ ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }) else {
            throw PictureError(.damaged, "what should be a PNG chunk at byte \(position) is none")
        }
        return Chunk(name: String(decoding: letters, as: UTF8.self), start: position, length: length)
    }

    /// The content of a chunk whose checksum is right.
    private static func content(of chunk: Chunk, in file: FileBytes) throws -> [UInt8] {
        let bytes = try file.exactly(chunk.length + 8, at: chunk.start + 4, "its \(chunk.name) chunk")
        let stored = bytes.suffix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let computed = bytes.withUnsafeBufferPointer { cpng_crc32(0, $0.baseAddress, chunk.length + 4) }
        guard stored == computed else { throw PictureError(.damaged, "the checksum of the PNG chunk \(chunk.name) is wrong") }
        return Array(bytes[4..<4 + chunk.length])
    }

    /// Behind signature and IHDR chunk.
    private static let headerEnd = 33

    static func header(of file: FileBytes) throws -> Header {
        let first = try chunk(file, at: 8)
        guard first.name == "IHDR", first.length == 13 else { throw PictureError(.damaged, "the PNG header is missing") }
        let bytes = try content(of: first, in: file)
        let width = bytes[0..<4].reduce(0) { $0 << 8 | Int($1) }
        let height = bytes[4..<8].reduce(0) { $0 << 8 | Int($1) }
        guard let channels = [0: 1, 2: 3, 3: 3, 4: 2, 6: 4][Int(bytes[9])], [1, 2, 4, 8, 16].contains(bytes[8]) else {
            throw PictureError(.damaged, "the PNG header names a kind of pixel that does not exist")
        }
        return Header(size: PixelSize(width: width, height: height), depth: Int(bytes[8]), channels: channels, isIndexed: bytes[9] == 3)
    }
}
