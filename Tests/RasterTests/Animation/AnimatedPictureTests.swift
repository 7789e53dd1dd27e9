import Foundation
import Raster
import Testing

@Suite struct AnimatedPictureTests {
    /// Noise of many colours, different in each frame.
    private func frames(_ count: Int, _ width: Int, _ height: Int, colours: Int = 1 << 24) -> [CanvasBuffer] {
        var state: UInt32 = 1
        return (0..<count).map { _ in
            let canvas = CanvasBuffer(size: PixelSize(width: width, height: height))
            for index in 0..<width * height {
                state = state &* 1_664_525 &+ 1_013_904_223
                let value = (state >> 8) % UInt32(colours)
                let pixel = canvas.rowPointer(0) + 4 * index
                (pixel[0], pixel[1], pixel[2]) = (UInt8(value & 255), UInt8(value >> 8 & 255), UInt8(value >> 16 & 255))
            }
            return canvas
        }
    }

    /// The blocks of a GIF file, walked as a viewer does.
    private func gif(_ path: String) throws -> (size: [Int], colours: Int, frames: Int, delays: [Int], loops: Bool) {
        let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
        func word(_ at: Int) -> Int { Int(bytes[at]) | Int(bytes[at + 1]) << 8 }
        try #require(bytes.starts(with: Array("GIF89a".utf8)))
        let colours = 2 << Int(bytes[10] & 7)
        var (at, frames, delays, loops) = (13 + 3 * colours, 0, [Int](), false)
        func skip(_ start: Int) -> Int {
            var at = start
            while bytes[at] != 0 { at += 1 + Int(bytes[at]) }
            return at + 1
        }
        while bytes[at] != 0x3B {
            switch bytes[at] {
            case 0x21:
                if bytes[at + 1] == 0xF9 { delays.append(word(at + 4)) }
                if bytes[at + 1] == 0xFF {
                    loops = bytes[at + 3..<at + 14].elementsEqual(Array("NETSCAPE2.0".utf8)) && word(at + 16) == 0
                }
                at = skip(at + 2)
            case 0x2C:
                try #require(word(at + 5) == word(6) && word(at + 7) == word(8))
                frames += 1
                at = skip(at + 11)
            default: try #require(Bool(false), "no block at \(at)")
            }
        }
        #expect(at == bytes.count - 1)
        return ([word(6), word(8)], colours, frames, delays, loops)
    }

    @Test func gifShowsAllFramesForEver() throws {
        try TestPictures.inFolder { folder in
            let path = "\(folder)/a.gif"
            try AnimatedPicture.write(frames: frames(5, 61, 40), seconds: 0.75, to: path, as: .gif)
            let found = try gif(path)
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect((mode ?? 0) & 0o444 == 0o444, "others may look at it")
            #expect(found.size == [61, 40] && found.colours == 256 && found.frames == 5 && found.loops)
            #expect(found.delays == Array(repeating: 75, count: 5))
            try AnimatedPicture.write(frames: frames(2, 30, 40, colours: 3), seconds: 0.5, to: path, as: .gif)
            #expect(try gif(path).colours == 4)
            try PictureOutput.write(frames(1, 9, 7)[0], to: path, as: .gif)
            let still = try gif(path)
            #expect(still.frames == 1 && !still.loops && still.delays.isEmpty)
        }
    }

    @Test func webpShowsAllFramesForEver() throws {
        try TestPictures.inFolder { folder in
            let path = "\(folder)/a.webp"
            try AnimatedPicture.write(frames: frames(4, 61, 40), seconds: 0.5, to: path, as: .webp)
            let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
            #expect(bytes.starts(with: Array("RIFF".utf8)) && bytes[8..<16].elementsEqual(Array("WEBPVP8X".utf8)))
            var (at, durations, loops) = (12, [Int](), -1)
            while at + 8 <= bytes.count {
                let length = bytes[at + 4..<at + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
                switch String(decoding: bytes[at..<at + 4], as: UTF8.self) {
                case "ANIM": loops = Int(bytes[at + 12]) | Int(bytes[at + 13]) << 8
                case "ANMF": durations.append(bytes[at + 20..<at + 23].reversed().reduce(0) { $0 << 8 | Int($1) })
                default: break
                }
                at += 8 + length + length % 2
            }
            #expect(loops == 0 && durations == [500, 500, 500, 500])
        }
    }

    @Test func whatCannotBlinkIsSaid() throws {
        try TestPictures.inFolder { folder in
            let path = "\(folder)/a.gif"
            let mixed = frames(2, 20, 10) + frames(1, 20, 11)
            for (given, seconds, format, word) in [
                ([], 1, OutputFormat.gif, "no frames"), (mixed, 1, .gif, "frame 3 is 20 x 11"), (mixed, 1, .webp, "frame 3"),
                (frames(2, 4, 4), .nan, .gif, "seconds"), (frames(2, 4, 4), 0, .webp, "seconds"),
                (frames(2, 4, 4), 1, .jpeg, "jpeg"),
            ] as [([CanvasBuffer], Double, OutputFormat, String)] {
                #expect { try AnimatedPicture.write(frames: given, seconds: seconds, to: path, as: format) } throws: {
                    ($0 as? PictureError)?.code == .unsupported && "\($0)".contains(word)
                }
            }
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }
}
