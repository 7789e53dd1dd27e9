import CeleryQueue
import Testing

@Suite struct BrokerAddressTests {
    @Test func partsAreTakenAndDecoded() throws {
        let address = try BrokerAddress(url: "amqp://us%40er:p%2Fa%3As@host.example:5673/%2fvh?heartbeat=12")
        #expect(address.user == "us@er")
        #expect(address.password == "p/a:s")
        #expect(address.host == "host.example")
        #expect(address.port == 5673)
        #expect(address.virtualHost == "/vh")
        #expect(address.heartbeat == 12)
    }
}
