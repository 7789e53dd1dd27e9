import Foundation

/// Ports of this machine that nobody listens on.
enum FreePorts {
    static func take(_ count: Int) throws -> [Int] {
        var sockets: [Int32] = []
        defer { for socket in sockets { close(socket) } }
        return try (0..<count).map { _ in
            let (socket, port) = try listen()
            sockets.append(socket)
            return port
        }
    }

    /// A socket that listens on a free port.
    static func listen() throws -> (socket: Int32, port: Int) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = loopback(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                bind(listener, raw, length) == 0 && Glibc.listen(listener, 64) == 0 && getsockname(listener, raw, &length) == 0
            }
        }
        guard listener >= 0, isBound else { throw BrokerTrouble(what: "no free port: \(String(cString: strerror(errno)))") }
        return (listener, Int(UInt16(bigEndian: address.sin_port)))
    }

    static func loopback(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    /// A connected socket; nil where nobody listens.
    static func connect(port: Int) -> Int32? {
        let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = loopback(port: port)
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(client, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        if isConnected { return client }
        close(client)
        return nil
    }

    /// Whether a broker there answers a greeting.
    static func answersAMQP(_ port: Int) -> Bool {
        guard let client = connect(port: port) else { return false }
        defer { close(client) }
        var limit = timeval(tv_sec: 1, tv_usec: 0)
        setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let greeting: [UInt8] = Array("AMQP".utf8) + [0, 0, 9, 1]
        guard send(client, greeting, greeting.count, Int32(MSG_NOSIGNAL)) == greeting.count else { return false }
        var byte: UInt8 = 0
        return recv(client, &byte, 1, 0) == 1
    }
}
