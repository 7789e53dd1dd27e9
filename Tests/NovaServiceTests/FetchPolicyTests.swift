import Glibc
import NovaService
import Testing

@Suite struct FetchPolicyTests {
    private func bytes(_ address: String) -> [UInt8] {
        var (v4, v6) = (in_addr(), in6_addr())
        if inet_pton(AF_INET, address, &v4) == 1 { return withUnsafeBytes(of: v4) { Array($0) } }
        #expect(inet_pton(AF_INET6, address, &v6) == 1)
        return withUnsafeBytes(of: v6) { Array($0) }
    }

    @Test(arguments: [
        "8.8.8.8", "1.1.1.1", "172.15.0.1", "172.32.0.1", "100.63.0.1", "100.128.0.1", "192.167.0.1", "223.255.255.1", "2606:4700::1",
        "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::808:808",
    ])
    func publicAddresses(_ address: String) { #expect(FetchPolicy.isPublic(bytes(address))) }

    /// From the registries of special purpose addresses (RFC 6890 and its successors).
    @Test(arguments: [
        "0.0.0.0", "10.1.2.3", "127.0.0.1", "127.255.255.254", "100.64.0.1", "100.127.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.1",
        "192.168.1.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "255.255.255.255", "::", "::1",
        "fe80::1", "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "2001:db8::1",
        "2001::1", "3fff::1", "100::1",
    ])
    func othersAreNot(_ address: String) { #expect(!FetchPolicy.isPublic(bytes(address))) }
}
