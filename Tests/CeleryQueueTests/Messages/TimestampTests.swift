import CeleryQueue
import Foundation
import Testing

@Suite struct TimestampTests {
    /// The recorded task's eta, in seconds since 1970.
    static let recorded = 1_795_364_924.794396

    @Test(arguments: [
        "2026-11-22T16:28:44.794396+00:00", "2026-11-22T16:28:44.794396Z", "2026-11-22 16:28:44.794396", "2026-11-22T17:28:44.794396+01:00",
        "2026-11-22T21:58:44.794396+0530", "2026-11-22T11:28:44.794396-05", "2026-11-22T16:28:45.794396+00:00:01",
    ])
    func zones(_ text: String) throws {
        let date = try #require(Timestamp.parse(text))
        #expect(abs(date.timeIntervalSince1970 - Self.recorded) < 1e-6)
    }

    @Test func shortForms() {
        #expect(Timestamp.parse("1970-01-02")?.timeIntervalSince1970 == 86400)
        #expect(Timestamp.parse("1970-01-01T00:01")?.timeIntervalSince1970 == 60)
        #expect(Timestamp.parse("2000-02-29T00:00:00Z")?.timeIntervalSince1970 == 951_782_400)
        #expect(Timestamp.parse("0001-01-01")?.timeIntervalSince1970 == -62_135_596_800)
        #expect(Timestamp.parse("9999-12-31T23:59:59")?.timeIntervalSince1970 == 253_402_300_799)
    }

    @Test(arguments: [
        "", "now", "2026", "2026-13-01", "2026-02-29", "2026-11-31", "0000-01-01", "2026-11-22T24:00", "2026-11-22T12:60", "2026-11-22T",
        "2026-11-22T12", "2026-11-22T12:00+", "2026-11-22T12:00+1", "2026-11-22T12:00+25:00", "2026-11-22T12:00:00.", "2026-11-22T12:00Zx",
        "1795364924", "２０２６-11-22",
    ])
    func whatIsNoTime(_ text: String) {
        #expect(Timestamp.parse(text) == nil)
    }

    @Test func written() {
        #expect(Timestamp.text(Date(timeIntervalSince1970: Self.recorded)) == "2026-11-22T16:28:44.794396+00:00")
        #expect(Timestamp.text(Date(timeIntervalSince1970: 0)) == "1970-01-01T00:00:00.000000+00:00")
        for seconds in stride(from: -62_135_596_800.0, through: 253_402_300_799, by: 86_400 * 1013 + 4321.5) {
            let date = Date(timeIntervalSince1970: seconds)
            #expect(Timestamp.parse(Timestamp.text(date)) == date)
        }
    }
}
