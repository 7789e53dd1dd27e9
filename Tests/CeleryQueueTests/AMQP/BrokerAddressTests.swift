import CeleryQueue
import Testing

@Suite struct BrokerAddressTests {
    @Test func partsAreTakenAndDecoded() throws {
        let address = try BrokerAddress(url: "amqp://us%40er:p%2Fa%3As@host.example:5673/%2fvh?heartbeat=12&connection_timeout=1500")
        #expect(address.user == "us@er")
        #expect(address.password == "p/a:s")
        #expect(address.host == "host.example")
        #expect(address.port == 5673)
        #expect(address.virtualHost == "/vh")
        #expect(address.heartbeat == 12)
        #expect(address.connectTimeout == 1.5)
        #expect(address.tls == nil)
    }

    @Test(arguments: [
        ("amqp://h", "h", 5672, "/"), ("amqp://h/", "h", 5672, "/"), ("amqp://h//", "h", 5672, "/"), ("amqp://h/%2F", "h", 5672, "/"),
        ("amqp://h/vh", "h", 5672, "vh"), ("amqps://h", "h", 5671, "/"), ("pyamqp://u:p@h:1//", "h", 1, "/"), ("amqp://", "localhost", 5672, "/"),
        ("amqp://[::1]:99/x", "::1", 99, "x"), ("amqp://u:p%40@h", "h", 5672, "/"), ("amqp://u:a@b@h", "h", 5672, "/"),
    ])
    func shortFormsMeanWhatTheyDoToCelery(url: String, host: String, port: Int, virtualHost: String) throws {
        let address = try BrokerAddress(url: url)
        #expect(address.host == host)
        #expect(address.port == port)
        #expect(address.virtualHost == virtualHost)
    }

    @Test func withoutALogInItIsTheGuest() throws {
        let address = try BrokerAddress(url: "amqp://h")
        #expect(address.user == "guest")
        #expect(address.password == "guest")
        #expect(try BrokerAddress(url: "amqp://u@h").password.isEmpty)
    }

    @Test func theOptionsOfTLSAreTaken() throws {
        let tls = try #require(try BrokerAddress(url: "amqps://h?cacertfile=/a&certfile=/b&keyfile=/c&verify=verify_none").tls)
        #expect(tls.authorities == "/a")
        #expect(tls.certificate == "/b")
        #expect(tls.key == "/c")
        #expect(!tls.verify)
        #expect(try BrokerAddress(url: "amqps://h").tls?.verify == true)
    }

    @Test(arguments: [
        "", "localhost", "redis://h", "amqp://u:SeCrEt77@h:port", "amqp://u:SeCrEt77@h:0", "amqp://u:SeCrEt77@h:70000",
        "amqp://u:SeCrEt77@h?heartbeat=-1", "amqp://u:SeCrEt77@h?heartbeat=x", "amqp://u:SeCrEt77@h?cacertfile=/a", "amqp://u:SeCrEt77@h?what=1",
        "amqps://u:SeCrEt77@h?verify=maybe", "amqp://u:SeCrEt77%ZZ@h", "amqp://u:SeCrEt77@a,b", "amqp://u:SeCrEt77@a;amqp://u:SeCrEt77@b",
        "amqp://u:SeCrEt77%00@h",
    ])
    func whatIsNoAddressIsSaidWithoutThePassword(url: String) {
        let error = #expect(throws: AMQPError.self) { try BrokerAddress(url: url) }
        #expect(error?.kind == .invalid)
        #expect(error?.message.contains("SeCrEt77") == false)
    }

    @Test func aDescriptionKeepsThePasswordToItself() throws {
        let address = try BrokerAddress(url: "amqps://user:SeCrEt77@[::1]:5/a%2Fb?verify=verify_none")
        #expect("\(address)" == "amqps://user@[::1]:5/a%2Fb")
        var dumped = ""
        dump(address, to: &dumped)
        for text in [address.debugDescription, String(reflecting: address), dumped] { #expect(!text.contains("SeCrEt77")) }
    }
}
