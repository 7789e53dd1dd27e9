import Foundation
import Server
import Testing

@Suite struct MultipartReaderTests {
    typealias Event = MultipartReader.Event

    private let body = Array(
        ("ignored\r\n--XX\r\nContent-Disposition: form-data; name=\"request-json\"\r\n\r\n{\"a\": 1}\r\n--XX\r\n"
            + "Content-disposition: form-data; filename=\"/home/a \\\"b\\\"; c.jpg\"; name=file\r\nContent-Type: image/jpeg\r\n\r\n"
            + "\r\n--X\r\n--XY no line of its own --XX\r\n\r\n\r\n--XX--\r\nignored").utf8)

    /// What was read, the bytes of a part together.
    private func read(_ pieces: [ArraySlice<UInt8>], type: String = "multipart/form-data; boundary=XX") throws -> [Event] {
        var reader = try #require(MultipartReader(contentType: type))
        var events: [Event] = []
        for piece in pieces {
            for event in try reader.feed(piece) {
                if case .bytes(let more) = event, case .bytes(let before)? = events.last {
                    events[events.count - 1] = .bytes(before + more)
                } else {
                    events.append(event)
                }
            }
        }
        try reader.finish()
        return events
    }

    private let wanted: [Event] = [
        .part(name: "request-json", filename: nil), .bytes(Array("{\"a\": 1}".utf8)), .end,
        .part(name: "file", filename: "/home/a \"b\"; c.jpg"),
        .bytes(Array("\r\n--X\r\n--XY no line of its own --XX\r\n\r\n".utf8)), .end,
    ]

    @Test func isTheSameHoweverItComesIn() throws {
        #expect(try read([body[...]]) == wanted)
        for cut in body.indices { #expect(try read([body[..<cut], body[cut...]]) == wanted, "cut at \(cut)") }
        #expect(try read(body.indices.map { body[$0...$0] }) == wanted)
    }

    /// `client.py` of nova ends its lines so.
    @Test func takesBareLineFeeds() throws {
        let body = Array("--=6==\nMIME-Version: 1.0\nContent-disposition: form-data; name=\"f\"\n\n\n1\r\n\n--=6==--\n".utf8)
        #expect(
            try read([body[...]], type: "Multipart/Form-Data; charset=x; boundary=\"=6==\"")
                == [.part(name: "f", filename: nil), .bytes(Array("\n1\r\n".utf8)), .end])
    }

    @Test func refusesWhatIsNone() throws {
        #expect(MultipartReader(contentType: "multipart/form-data") == nil)
        #expect(MultipartReader(contentType: "application/json; boundary=x") == nil)
        for cut in [0, 20, 60, 100, body.count - 20] {
            #expect(throws: MultipartReader.Failure.self) { try read([body[..<cut]]) }
        }
        let endless = Array(repeating: UInt8(ascii: "a"), count: 100_000)
        #expect(throws: MultipartReader.Failure.self) { try read([endless[...]]) }
        #expect(throws: MultipartReader.Failure.self) { try read([Array("--XX\r\nA: ".utf8)[...], endless[...]]) }
        let crowd = Array(String(repeating: "--XX\r\n\r\n\r\n", count: 200).utf8)
        #expect(throws: MultipartReader.Failure.self) { try read([crowd[...]]) }
    }

    @Test func staysWholeWhateverComes() throws {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            var bytes = body
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let place = Int.random(in: bytes.indices, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.removeSubrange(place..<min(bytes.count, place + 30))
                default: bytes.insert(contentsOf: Array("\r\n--XX".utf8.prefix(Int.random(in: 1...6, using: &generator))), at: place)
                }
                if bytes.isEmpty { break }
            }
            // It ends, and parts begin before they end.
            guard let events = try? read([bytes[...]]) else { continue }
            var depth = 0
            for event in events {
                switch event {
                case .part: depth += 1
                case .end: depth -= 1
                case .bytes: #expect(depth == 1)
                }
                #expect((0...1).contains(depth))
            }
        }
    }
}
