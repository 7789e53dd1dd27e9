import Foundation

/// Speaks just enough AMQP for a client to log in and consume, then sends it what a real broker never would, and hangs up.
final class FakeBroker: Sendable {
    let port: Int
    private let listener: Int32

    /// - Parameter script: what is sent to the consumer of the connection of that number, from 0.
    init(script: @escaping @Sendable (Int) -> [UInt8]) throws {
        let (listener, port) = try FreePorts.listen()
        (self.listener, self.port) = (listener, port)
        Thread {
            var number = 0
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                Self.serve(client, script(number))
                close(client)
                number += 1
            }
        }.start()
    }

    func end() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private static func serve(_ client: Int32, _ script: [UInt8]) {
        var limit = timeval(tv_sec: 5, tv_usec: 0)
        setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        guard read(client, 8) != nil else { return }
        write(client, method(0, 10, 10, [0, 9] + long(0) + longString("PLAIN") + longString("en_US")))
        while let head = read(client, 7) {
            let channel = UInt16(head[1]) << 8 | UInt16(head[2])
            let size = Int(head[3]) << 24 | Int(head[4]) << 16 | Int(head[5]) << 8 | Int(head[6])
            guard let body = read(client, size + 1), head[0] == 1 else { continue }
            switch (body[1], body[3]) {
            case (10, 11): write(client, method(0, 10, 30, [0, 100] + long(131_072) + [0, 0]))
            case (10, 40): write(client, method(0, 10, 41, [0]))
            case (10, 50): return write(client, method(0, 10, 51, []))
            case (20, 10): write(client, method(channel, 20, 11, long(0)))
            case (60, 10): write(client, method(channel, 60, 11, []))
            case (60, 20):
                write(client, method(channel, 60, 21, [1, 0x63]))
                write(client, script)
                // It has a moment to read before the line goes dead.
                Thread.sleep(forTimeInterval: 0.02)
                return
            default: break
            }
        }
    }

    private static func read(_ client: Int32, _ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var have = 0
        while have < count {
            let part = bytes.withUnsafeMutableBytes { recv(client, $0.baseAddress?.advanced(by: have), count - have, 0) }
            guard part > 0 else { return nil }
            have += part
        }
        return bytes
    }

    private static func write(_ client: Int32, _ bytes: [UInt8]) { _ = send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }

    // MARK: Frames

    static func frame(_ type: UInt8, _ channel: UInt16, _ payload: [UInt8]) -> [UInt8] {
        [type, UInt8(channel >> 8), UInt8(channel & 255)] + long(payload.count) + payload + [0xCE]
    }

    static func method(_ channel: UInt16, _ kind: UInt8, _ number: UInt8, _ arguments: [UInt8]) -> [UInt8] {
        frame(1, channel, [0, kind, 0, number] + arguments)
    }

    /// A delivery, tag 1, with this table as its headers.
    static func delivery(channel: UInt16 = 1, headers: [UInt8], body: [UInt8], size: Int? = nil) -> [UInt8] {
        let properties: [UInt8] = [0, 60, 0, 0, 0, 0, 0, 0] + long(size ?? body.count) + [0x20, 0] + long(headers.count) + headers
        return method(channel, 60, 60, [1, 0x63] + [0, 0, 0, 0, 0, 0, 0, 1] + [0] + [1, 0x65] + [1, 0x72])
            + frame(2, channel, properties) + (body.isEmpty ? [] : frame(3, channel, body))
    }

    static func long(_ value: Int) -> [UInt8] { [UInt8(value >> 24 & 255), UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)] }
    static func longString(_ text: String) -> [UInt8] { long(text.utf8.count) + Array(text.utf8) }
    static func entry(_ name: String, _ type: Character, _ value: [UInt8]) -> [UInt8] {
        [UInt8(name.utf8.count)] + Array(name.utf8) + [type.asciiValue ?? 0] + value
    }
}
