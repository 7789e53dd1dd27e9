import Annotation
import Foundation
import FoundationXML
import Raster
import Testing
import WCS

@Suite struct SVGFaceTests {
    /// Texts and names of elements, as an XML reader sees them.
    private final class Reader: NSObject, XMLParserDelegate {
        var texts: [String] = []
        var elements: [(name: String, attributes: [String: String])] = []
        private var text = ""

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            elements.append((name, attributes))
            text = ""
        }

        func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

        func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
            if name == "text" || name == "title" { texts.append(text) }
            text = ""
        }
    }

    private func read(_ drawing: Drawing) throws -> Reader {
        let reader = Reader()
        let parser = XMLParser(data: Data(SVGFace.write(drawing).utf8))
        parser.delegate = reader
        try #require(parser.parse(), "\(String(describing: parser.parserError))")
        return reader
    }

    private func text(_ string: String, title: String? = nil) -> PlacedText {
        PlacedText(
            string, style: TextStyle(size: 12, colour: .white), box: Box(minX: 5, minY: 5, maxX: 80, maxY: 20), inset: 2, baseline: 10,
            title: title)
    }

    private static let typed = [
        "</text><script>alert(1)</script>", "a & b < c > d \" e ' f", "]]>", "&amp;", "\u{0}\u{1}\u{8}\u{1b}x\u{7f}\u{85}", "α Ori 12° 30′ 10″",
        "\u{fffe}\u{ffff}z", "👩‍🚀", "\r\n\t", "",
    ]

    @Test func whatUsersTypeIsText() throws {
        for typed in Self.typed {
            let mark = Mark(.circle(centre: PixelPoint(x: 9, y: 9), radius: 4), stroke: Stroke(.white, width: 1), title: typed)
            let id = LayerID(rawValue: "layer" + typed)
            let drawing = Drawing(
                size: PixelSize(width: 90, height: 30), layers: [Layer(id, marks: [mark], texts: [text(typed, title: typed)])])
            let names = Set(try read(drawing).elements.map(\.name))
            #expect(names.isSubset(of: ["svg", "g", "circle", "title", "text"]))
        }
        let seen = try read(
            Drawing(size: PixelSize(width: 90, height: 30), layers: [Layer(.markers, texts: [text("a & b < c > d \" e ' f")])]))
        #expect(seen.texts == ["a & b < c > d \" e ' f"])
    }

    @Test func liesExactlyOnThePicture() throws {
        let mark = Mark(.circle(centre: PixelPoint(x: 0, y: 0), radius: 4), stroke: Stroke(.white, width: 1))
        let reader = try read(Drawing(size: PixelSize(width: 90, height: 30), layers: [Layer(.grid, marks: [mark])]))
        #expect(reader.elements[0].attributes["viewBox"] == "-0.5 -0.5 90 30")
        #expect(reader.elements[0].attributes["width"] == "90")
        #expect(reader.elements[1].attributes["id"] == "grid")
        #expect(reader.elements[2].attributes["cx"] == "0")
    }

    @Test func anyDrawingIsWellFormed() throws {
        for seed in 0..<10 {
            let drawing = SomeDrawings.random(seed: UInt64(seed), count: 200, size: PixelSize(width: 300, height: 200))
            let reader = try read(drawing)
            #expect(reader.elements.count > 150)
        }
    }

    @Test func noNumberIsOneThatReadersCannotTake() throws {
        let numbers = [Double.nan, .infinity, -1e308, 1e12, 3, 0]
        var marks: [Mark] = []
        for a in numbers {
            for b in numbers {
                let point = PixelPoint(x: a, y: b)
                marks.append(Mark(.circle(centre: point, radius: b), stroke: Stroke(.white, width: a, dash: [a, b])))
                marks.append(Mark(.ellipse(centre: point, semiMajor: a, semiMinor: b, angle: a), fill: .white))
                marks.append(Mark(.path([point, PixelPoint(x: 10, y: 10), point], closed: true), stroke: Stroke(.white, width: b)))
            }
        }
        let reader = try read(Drawing(size: PixelSize(width: 90, height: 30), layers: [Layer(.grid, marks: marks)]))
        for element in reader.elements {
            for value in element.attributes.values { #expect(!value.contains("nan") && !value.contains("inf") && !value.contains("e+")) }
        }
    }
}
