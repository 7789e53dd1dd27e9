import Foundation

/// The markers of a JPEG file, walked to its end without decoding.
struct JPEGStructure {
    private let file: FileBytes
    /// A window of the file; large enough that reading costs little more than copying.
    private var window: [UInt8]
    private var windowStart = 0
    private var windowCount = 0

    /// Throws `.truncated` when the file has no end marker where its structure asks for one.
    static func check(_ file: FileBytes) throws {
        var structure = JPEGStructure(file: file)
        try structure.walk()
    }

    private init(file: FileBytes) {
        self.file = file
        window = [UInt8](repeating: 0, count: 1 << 20)
    }

    private mutating func walk() throws {
        guard try byte(at: 0) == 0xFF, try byte(at: 1) == 0xD8 else {
            throw PictureError(.notAPicture, "no JPEG start marker")
        }
        var position = 2
        var scans = 0
        while true {
            position = try nextMarker(from: position)
            let marker = try byte(at: position)
            position += 1
            switch marker {
            case 0xD9:
                guard scans > 0 else { throw PictureError(.damaged, "the JPEG file ends before any picture data") }
                return
            case 0x01, 0xD0...0xD8:
                continue
            default:
                let length = Int(try byte(at: position)) << 8 | Int(try byte(at: position + 1))
                guard length >= 2 else { throw PictureError(.damaged, "a JPEG segment of impossible length") }
                position += length
                if marker == 0xDA { scans += 1 }
            }
        }
    }

    /// The place of the next marker's code byte, past entropy-coded data and fill bytes.
    private mutating func nextMarker(from start: Int) throws -> Int {
        var position = start
        while true {
            try load(position)
            let found = window.withUnsafeBytes { bytes -> Int? in
                guard let base = bytes.baseAddress else { return nil }
                var offset = position - windowStart
                // Within coded data FF 00 stands for FF and FF D0...D7 are restart marks; both are passed by here, as
                // they are far more frequent than anything else.
                while offset < windowCount, let hit = memchr(base + offset, 0xFF, windowCount - offset) {
                    offset = UnsafeRawPointer(hit) - base + 1
                    guard offset < windowCount else { return nil }
                    let code = bytes[offset]
                    if code != 0x00 && code != 0xFF && !(0xD0...0xD7).contains(code) { return offset }
                }
                return nil
            }
            if let found { return windowStart + found }
            // An FF may be the window's last byte: look at it again together with what follows.
            let end = windowStart + windowCount
            guard end < file.count else { throw PictureError(.truncated, "the JPEG file has no end marker") }
            position = max(end - 1, start)
            windowCount = 0
        }
    }

    private mutating func byte(at position: Int) throws -> UInt8 {
        try load(position)
        return window[position - windowStart]
    }

    private mutating func load(_ position: Int) throws {
        guard position < windowStart || position >= windowStart + windowCount else { return }
        windowStart = position
        windowCount = try window.withUnsafeMutableBytes { buffer in
            position < file.count ? try file.read(at: position, into: buffer) : 0
        }
        guard windowCount > 0 else { throw PictureError(.truncated, "the JPEG file ends within a segment") }
    }
}
