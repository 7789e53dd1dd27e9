import Server
import Sky
import Testing

@Suite struct PositionTextTests {
    /// The Trapezium in Orion, to 10 arcseconds.
    @Test(arguments: [
        "83.8187,-5.3897", "83.8187 -5.3897", "5h35m16.5s -5d23m23s", "05:35:16.5 -05:23:23", "5 35 16.5 -5 23 23",
        "05h 35m 16.5s, −05° 23′ 23″", "83°49′7″ -5°23′23″",
    ])
    func isRead(_ text: String) throws {
        let position = try #require(PositionText.position(text))
        #expect(abs(position.ra - 83.8187) < 0.003 && abs(position.dec + 5.3897) < 0.003)
    }

    @Test func aDeclinationJustSouthKeepsItsSign() throws {
        #expect(try #require(PositionText.position("5:00:00 -0:30:00")).dec == -0.5)
        #expect(try #require(PositionText.position("5 00 00 0 30 00")).dec == 0.5)
    }

    @Test(arguments: ["", "M31", "1", "5:70:00 -5:00", "5h -95d", "1 2 3 4 5", "5:00:00:00 1", "nan nan", "5h,"])
    func isNone(_ text: String) { #expect(PositionText.position(text) == nil) }
}
