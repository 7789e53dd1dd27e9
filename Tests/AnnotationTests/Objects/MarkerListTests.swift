import Annotation
import Foundation
import Sky
import Testing

@Suite struct MarkerListTests {
    private func parse(_ text: String) throws -> [Marker] { try MarkerList.parse(Data(text.utf8)) }

    private func message(_ text: String) -> String {
        do {
            _ = try parse(text)
            return "no error"
        } catch { return "\(error)" }
    }

    @Test func readsTheFieldsOfTheContract() throws {
        let markers = try parse(
            #"[{"ra": 83.822, "dec": -5.391, "label": "M 42", "shape": "circle_outline", "size": -40, "color": "red"},"#
                + ##" {"ra": "0.5", "dec": " -12.25 ", "label": 24, "shape": "cross", "size": "12", "color": "#00ff00"}]"##)
        #expect(markers.count == 2)
        #expect(markers[0].position == SkyPosition(ra: 83.822, dec: -5.391))
        #expect(markers[0].label == "M 42")
        #expect(markers[0].shape == .circleOutline)
        #expect(markers[0].size == 40, "the sign of a size says nothing")
        #expect(markers[0].colour == Colour(1, 0, 0))
        #expect(markers[1].position == SkyPosition(ra: 0.5, dec: -12.25))
        #expect(markers[1].label == "24")
        #expect(markers[1].size == 12)
        #expect(markers[1].colour == Colour(0, 1, 0))
    }

    @Test(arguments: ["cross", "circle_outline", "circle", "exoplanet", "asteroid", "square", "arrow"])
    func readsEveryShape(_ shape: String) throws {
        #expect(try parse(#"[{"ra": 1, "dec": 2, "shape": "\#(shape)"}]"#).count == 1)
    }

    @Test func readsFiguresOfTheSky() throws {
        let markers = try parse(
            """
            [{"shape": "line", "points": [[359, 1], ["1", 2], {"ra": 3, "dec": 4}]},
             {"shape": "polygon", "points": [[1, 1], [2, 1], [2, 2]], "ra": 1.5, "dec": 1.5, "label": "field"},
             {"shape": "ellipse", "ra": 10.68, "dec": 41.27, "major": 178, "minor": 63, "angle": 35},
             {"shape": "ellipse", "ra": 10.68, "dec": 41.27, "width": 20, "height": 10},
             {"shape": "arrow", "points": [[1, 1], [2, 1]]},
             {"shape": "arrow", "ra": 1, "dec": 1, "angle": 90, "size": 50},
             {"shape": "text", "ra": 1, "dec": 1, "label": "α Orionis"}]
            """)
        #expect(
            markers[0].shape
                == .line([SkyPosition(ra: 359, dec: 1), SkyPosition(ra: 1, dec: 2), SkyPosition(ra: 3, dec: 4)]))
        #expect(markers[0].position == SkyPosition(ra: 1, dec: 2), "a line is labelled in the middle")
        #expect(markers[1].position == SkyPosition(ra: 1.5, dec: 1.5))
        #expect(markers[2].shape == .ellipse(.arcminutes(major: 178, minor: 63, angle: 35)))
        #expect(markers[3].shape == .ellipse(.pixels(width: 20, height: 10, angle: nil)))
        #expect(markers[4].shape == .course([SkyPosition(ra: 1, dec: 1), SkyPosition(ra: 2, dec: 1)]))
        #expect(markers[5].shape == .arrow(from: 90))
        #expect(markers[6].label == "α Orionis")
    }

    @Test func readsTextsAsJSONWritesThem() throws {
        let markers = try parse(#"[{"ra": 1, "dec": 2, "label": "\u03b1 \"Ori\"\n\ud83d\ude00\ud83d /\/"}]"#)
        #expect(markers[0].label == "α \"Ori\" 😀\u{FFFD} //")
        #expect(try MarkerList.parse(Data([0xEF, 0xBB, 0xBF]) + Data(" [ ] ".utf8)).isEmpty, "a byte order mark does no harm")
    }

    @Test(arguments: [
        (#"[{"dec": 2}]"#, "marker 1: ra: it is missing"),
        (#"[{"ra": 1, "dec": 2}, {"ra": 1, "dec": 91}]"#, "marker 2: dec: 91.0 is not within -90 … 90"),
        (#"[{"ra": NaN, "dec": 2}]"#, "marker 1: ra: nan is not a number"),
        (#"[{"ra": 1e999, "dec": 2}]"#, "marker 1: ra: inf is not a number"),
        (#"[{"ra": "12h30m", "dec": 2}]"#, "marker 1: ra: “12h30m” is not a number"),
        (#"[{"ra": "0x10", "dec": 2}]"#, "marker 1: ra: “0x10” is not a number"),
        (#"[{"ra": [1], "dec": 2}]"#, "marker 1: ra: a number is wanted, not a list"),
        (#"[{"ra": 1, "dec": 2, "shape": "heart"}]"#, "marker 1: shape: “heart” is not known; there are cross, circle_outline"),
        (#"[{"ra": 1, "dec": 2, "size": 1e9}]"#, "marker 1: size: 1000000000.0 is not within -20000 … 20000"),
        (#"[{"ra": 1, "dec": 2, "color": "greenish"}]"#, "marker 1: color: “greenish” is not a CSS colour"),
        (#"[{"ra": 1, "dec": 2, "label": {"a": 1}}]"#, "marker 1: label: a text is wanted, not an object"),
        (#"[{"shape": "polygon", "points": [[1, 2], [2, 3]]}]"#, "marker 1: points: a polygon needs at least 3 points"),
        (#"[{"shape": "line", "points": [[1, 2], [2]]}]"#, "marker 1: points: point 2: [ra, dec] is wanted"),
        (#"[{"shape": "line", "points": [[1, 2], [2, 95]]}]"#, "marker 1: points: point 2, dec: 95.0 is not within"),
        (#"[{"shape": "ellipse", "ra": 1, "dec": 2}]"#, "marker 1: width: an ellipse needs width and height"),
        (#"[{"shape": "text", "ra": 1, "dec": 2}]"#, "marker 1: label: a text needs a label"),
        (#"[{"ra": 1, "dec": 2}, 7]"#, "marker 2: an object is wanted, this is 7"),
        (#"[{"ra": 1, "dec": 2}, {"ra" 1}]"#, "marker 2: “:” is missing (line 1, column"),
        (#"[{"ra": 1, "dec": 2}"#, "marker list: “,” or “]” is missing after marker 1"),
        (#"[{"ra": 1, "dec": 2}] x"#, "marker list: something follows the end"),
        (#"{"ra": 1, "dec": 2}"#, "marker list: a JSON list of markers is wanted"),
        ("", "marker list: it is empty"),
        ("[[[[[[[[[[[[[", "marker 1: lists or objects are nested too deeply"),
    ])
    func saysWhatIsWrongWithWhichMarker(_ text: String, _ start: String) {
        let said = message(text)
        #expect(said.hasPrefix(start), "\(said)")
    }

    @Test func refusesTooManyBeforeBuildingThem() {
        let million = "[" + Array(repeating: #"{"ra":1,"dec":2}"#, count: 1_000_000).joined(separator: ",") + "]"
        #expect(message(million) == "marker list: it has more than 100000 markers, which is the most that is drawn")
        let points = Array(repeating: "[1,2]", count: 10_001).joined(separator: ",")
        #expect(message(#"[{"shape":"line","points":[\#(points)]}]"#).hasPrefix("marker 1: points: there are 10001"))
        let label = String(repeating: "x", count: 201)
        #expect(message(#"[{"ra":1,"dec":2,"label":"\#(label)"}]"#).hasPrefix("marker 1: label: it is longer than 200"))
    }

    /// Damaged lists are refused or read, never worse.
    @Test func survivesDamage() {
        let sound = Array(
            #"[{"ra": 83.8, "dec": -5.4, "label": "α\u03b1\ud83d\ude00", "shape": "circle", "size": "-4e1", "color": "red"},"#.utf8
        ) + Array(#" {"shape": "line", "points": [[1, 2], {"ra": 3, "dec": 4.5e0}]}, {"ra": 1, "dec": null, "x": [true, NaN]}]"#.utf8)
        var state: UInt64 = 20
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let bytes = Array(#"[]{}",:\u0-+.eE"#.utf8) + [0, 10, 0x80, 0xC3, 0xFF]
        var read = 0
        for _ in 0..<20_000 {
            var text = sound
            for _ in 0...random(4) {
                let place = random(text.count)
                switch random(4) {
                case 0: text[place] = bytes[random(bytes.count)]
                case 1: text.remove(at: place)
                case 2: text.insert(bytes[random(bytes.count)], at: place)
                default: text.removeSubrange(place..<min(text.count, place + random(12)))
                }
                if text.isEmpty { break }
            }
            do {
                _ = try MarkerList.parse(Data(text))
                read += 1
            } catch let error as MarkerListError {
                #expect(!error.description.isEmpty)
            } catch { Issue.record("\(error)") }
        }
        #expect(read < 20_000)
    }
}
