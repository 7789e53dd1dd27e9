import Foundation
import Glibc

/// From where pictures may be fetched for others: any public address, and hosts that are allowed by name wherever they are.
///
/// A server that fetches what it is told to could be made to ask the machines of its own network, which trust it.
public struct FetchPolicy: Sendable, Hashable {
    /// Lower case; these may have private addresses.
    public var allowedHosts: Set<String>

    public init(allowedHosts: Set<String> = []) { self.allowedHosts = Set(allowedHosts.map { $0.lowercased() }) }

    /// The address that a host has, checked: it is the one to be connected to. Blocks.
    ///
    /// - Throws: `NovaError.refused` where it has none, or one that is not for everybody.
    func address(of host: String) throws -> String {
        let plain = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(plain, nil, &hints, &list) == 0, let first = list else {
            throw NovaError.refused("There is no host \(plain).")
        }
        defer { freeaddrinfo(first) }
        let isAllowed = allowedHosts.contains(plain.lowercased())
        var next: UnsafeMutablePointer<addrinfo>? = first
        while let entry = next {
            defer { next = entry.pointee.ai_next }
            guard let socket = entry.pointee.ai_addr, let bytes = Self.bytes(socket) else { continue }
            // One private address among several is enough to refuse the host: which one is taken is not ours to choose later.
            guard isAllowed || Self.isPublic(bytes) else {
                throw NovaError.refused("\(plain) is an address of a private network, from which nothing is fetched.")
            }
        }
        var name = [CChar](repeating: 0, count: 64)
        guard getnameinfo(first.pointee.ai_addr, first.pointee.ai_addrlen, &name, 64, nil, 0, NI_NUMERICHOST) == 0 else {
            throw NovaError.refused("There is no host \(plain).")
        }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// 4 or 16 bytes.
    private static func bytes(_ address: UnsafeMutablePointer<sockaddr>) -> [UInt8]? {
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                withUnsafeBytes(of: $0.pointee.sin_addr) { Array($0) }
            }
        case AF_INET6:
            return address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
                withUnsafeBytes(of: $0.pointee.sin6_addr) { Array($0) }
            }
        default: return nil
        }
    }

    /// Whether an address is one of the Internet: of the blocks of the IANA registries of special purpose addresses, none.
    package static func isPublic(_ bytes: [UInt8]) -> Bool {
        guard bytes.count == 16 else { return bytes.count == 4 && isPublicIPv4(bytes) }
        // IPv4 inside IPv6: mapped, translated (RFC 6052), 6to4.
        if bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10..<12].allSatisfy({ $0 == 0xff }) { return isPublicIPv4(Array(bytes[12...])) }
        if bytes.starts(with: [0, 0x64, 0xff, 0x9b]) { return isPublicIPv4(Array(bytes[12...])) }
        if bytes.starts(with: [0x20, 0x02]) { return isPublicIPv4(Array(bytes[2..<6])) }
        // Global unicast is 2000::/3; within it Teredo, ORCHID and documentation are none.
        guard bytes[0] & 0xe0 == 0x20 else { return false }
        if bytes.starts(with: [0x20, 0x01, 0x0d, 0xb8]) || bytes.starts(with: [0x3f, 0xff]) { return false }
        return !(bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] < 0x02)
    }

    private static func isPublicIPv4(_ b: [UInt8]) -> Bool {
        switch (b[0], b[1], b[2]) {
        case (0, _, _), (10, _, _), (127, _, _), (224..., _, _): false
        case (100, 64...127, _), (169, 254, _), (172, 16...31, _), (192, 168, _), (198, 18...19, _): false
        case (192, 0, 0), (192, 0, 2), (192, 88, 99), (198, 51, 100), (203, 0, 113): false
        default: true
        }
    }
}
