import Annotation
import Foundation
import Sky
import Testing
import WCS

@Suite struct GridLayerTests {
    private func drawing(_ field: Field, _ system: GridSystem = .equatorial, spacing: Double? = nil) -> Drawing {
        let measure = PangoMeasure()
        var sketch = Sketch(field: field)
        GridLayer(system: system, spacing: spacing).add(to: &sketch, measure: measure)
        return sketch.finished(measure: measure)
    }

    private func labels(_ drawing: Drawing) -> [String] {
        drawing.layers.flatMap(\.texts).map { $0.string.replacing("\u{2009}", with: " ") }
    }

    private static let fields: [(Double, [String])] = [
        (15, ["5ʰ 30ᵐ", "+4°"]), (1.0 / 3, ["5ʰ 32ᵐ 00ˢ", "+5° 00′"]), (10.0 / 3600, ["5ʰ 32ᵐ 00.0ˢ", "+5° 00′ 02″"]),
        (1.0 / 3600, ["5ʰ 32ᵐ 00.00ˢ", "+5° 00′ 00.2″"]), (120, ["6ʰ", "+10°"]),
    ]

    @Test(arguments: fields)
    func stepsSuitTheField(_ degrees: Double, _ wanted: [String]) throws {
        let found = labels(drawing(try MadeField.tan(ra: 83, dec: 5, degrees: degrees)))
        for text in wanted { #expect(found.contains(text), "\(found)") }
        #expect((6...40).contains(found.count), "\(found)")
    }

    @Test func namesGoRoundMidnight() throws {
        let found = labels(drawing(try MadeField.tan(ra: 0.01, dec: 10, degrees: 15)))
        #expect(found.contains("0ʰ 00ᵐ") && found.contains("23ʰ 40ᵐ") && found.contains("0ʰ 20ᵐ"), "\(found)")
        #expect(!found.contains { $0.hasPrefix("-") || $0.hasPrefix("24") }, "\(found)")
    }

    @Test(arguments: ["AIT", "MOL", "CAR", "SIN", "ZEA", "ARC", "STG"])
    func zeroHasNoSign(_ projection: String) throws {
        for system in GridSystem.allCases {
            let found = labels(drawing(try MadeField.whole(projection), system))
            #expect(!found.contains { $0.contains("-") }, "\(found)")
            #expect(found.count > 6, "\(found)")
        }
    }

    @Test func otherSystemsAreInDegrees() throws {
        let field = try MadeField.tan(ra: 266, dec: -29, degrees: 10)
        let galactic = labels(drawing(field, .galactic))
        #expect(galactic.contains("b 0°") && galactic.contains("l 0°"), "\(galactic)")
        #expect(labels(drawing(field, .ecliptic)).contains("λ 266°"))
    }

    @Test(arguments: [0.0, 30, 90, 135, 180, 260], [false, true])
    func labelsAreInsideAndApart(_ turn: Double, _ mirrored: Bool) throws {
        for dec in [0.0, 50, 84, 89.9, -90] {
            let field = try MadeField.tan(ra: 3, dec: dec, degrees: 14, turned: turn, mirrored: mirrored)
            let drawing = drawing(field)
            let texts = drawing.layers.flatMap(\.texts)
            for (index, text) in texts.enumerated() {
                #expect(field.bounds.contains(text.box), "\(text.string)")
                for other in texts[(index + 1)...] { #expect(!text.box.overlaps(other.box), "\(text.string) \(other.string)") }
            }
            #expect(texts.count >= 6)
            // One label a line.
            #expect(Set(texts.map(\.string)).count == texts.count)
        }
    }

    @Test func rightAscensionsStandBelowAndDeclinationsLeft() throws {
        let field = try MadeField.tan(ra: 83, dec: 5, degrees: 15)
        for text in drawing(field).layers.flatMap(\.texts) {
            if text.string.contains("ʰ") { #expect(text.box.maxY > 960) } else { #expect(text.box.minX < 30) }
        }
    }

    @Test func aLineTouchingTheEdgeHasNoName() throws {
        // The parallel of +10° bends into the picture's margin only.
        let field = try MadeField.tan(ra: 83, dec: 5, degrees: 15)
        #expect(!labels(drawing(field)).contains("+10°"))
    }

    @Test(arguments: [1e-9, 0, -3, Double.nan, Double.infinity, 1000])
    func spacingsOutOfRangeAreHeld(_ spacing: Double) throws {
        let drawing = drawing(try MadeField.tan(ra: 83, dec: 5, degrees: 15), spacing: spacing)
        #expect(drawing.layers.flatMap(\.marks).count < 1700)
    }
}
