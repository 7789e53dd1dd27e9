import Foundation
import Sky

/// The fields of one marker, checked.
struct MarkerFields {
    /// Colours by their names: a list repeats a few.
    typealias Palette = [String: Colour]

    let number: Int
    let fields: [String: MarkerValue]

    func marker(_ palette: inout Palette) throws -> Marker {
        let (position, shape) = try place()
        return Marker(
            position: position, label: try label(), shape: shape, size: try length("size"),
            colour: try colour(&palette) ?? Marker.defaultColour)
    }

    private func place() throws -> (SkyPosition, Marker.Shape) {
        let name = try word("shape") ?? "circle"
        let points = try self.points()
        if name == "line" || name == "polygon" {
            let least = name == "line" ? 2 : 3
            guard let points, points.count >= least else {
                throw wrong("points", "a \(name) needs at least \(least) points, like [[83.8, -5.4], [84.1, -1.2]]")
            }
            // Without a place of its own the label belongs to the middle of a line, to the first corner of a polygon.
            let middle = name == "line" ? points[points.count / 2] : points[0]
            let position = fields["ra"] == nil && fields["dec"] == nil ? middle : try position()
            return (position, name == "line" ? .line(points) : .polygon(points))
        }
        if name == "arrow", let points {
            guard points.count >= 2, let end = points.last else { throw wrong("points", "an arrow needs at least 2 points") }
            return (end, .course(points))
        }
        return (try position(), try shape(name))
    }

    private func shape(_ name: String) throws -> Marker.Shape {
        switch name {
        case "cross": return .cross
        case "circle_outline": return .circleOutline
        case "circle": return .circle
        case "exoplanet": return .exoplanet
        case "asteroid": return .asteroid
        case "square": return .square
        case "ellipse": return .ellipse(try axes())
        case "arrow": return .arrow(from: try angle())
        case "text":
            guard try label() != nil else { throw wrong("label", "a text needs a label") }
            return .text
        default:
            throw wrong("shape", "“\(name.prefix(40))” is not known; there are \(Self.shapes.joined(separator: ", "))")
        }
    }

    private static let shapes = [
        "cross", "circle_outline", "circle", "exoplanet", "asteroid", "square", "ellipse", "line", "polygon", "arrow", "text",
    ]

    private func axes() throws -> Marker.Axes {
        if let major = try number("major", 0...10_000) {
            return .arcminutes(major: major, minor: try number("minor", 0...10_000) ?? major, angle: try angle() ?? 0)
        }
        guard let width = try length("width") else {
            throw wrong("width", "an ellipse needs width and height in pixels, or major and minor in arcminutes")
        }
        return .pixels(width: width, height: try length("height") ?? width, angle: try angle())
    }

    private func points() throws -> [SkyPosition]? {
        guard let value = fields["points"], value != .null else { return nil }
        guard case .list(let list) = value else { throw wrong("points", "a list of [ra, dec] is wanted, not \(value.spoken)") }
        guard list.count <= MarkerList.greatestPointCount else {
            throw wrong("points", "there are \(list.count); at most \(MarkerList.greatestPointCount) are drawn")
        }
        return try list.enumerated().map { index, point in
            let name = "points: point \(index + 1)"
            switch point {
            case .list(let pair) where pair.count == 2: return try position(pair[0], pair[1], name + ", ra", name + ", dec")
            case .object(let pair): return try position(pair["ra"], pair["dec"], name + ", ra", name + ", dec")
            default: throw wrong(name, "[ra, dec] is wanted, not \(point.spoken)")
            }
        }
    }

    private func position() throws -> SkyPosition { try position(fields["ra"], fields["dec"], "ra", "dec") }

    private func position(
        _ ra: MarkerValue?, _ dec: MarkerValue?, _ raName: String, _ decName: String
    ) throws -> SkyPosition {
        guard let ra = try number(ra, raName, -360...360) else { throw wrong(raName, "it is missing; degrees are wanted") }
        guard let dec = try number(dec, decName, -90...90) else { throw wrong(decName, "it is missing; degrees are wanted") }
        return SkyPosition(ra: ra, dec: dec)
    }

    private func angle() throws -> Double? { try number("angle", -36_000...36_000) }

    /// A length in pixels, without its sign.
    private func length(_ name: String) throws -> Double? {
        try number(name, -MarkerList.greatestSize...MarkerList.greatestSize).map(abs)
    }

    private func number(_ name: String, _ range: ClosedRange<Double>) throws -> Double? {
        try number(fields[name], name, range)
    }

    private func number(_ value: MarkerValue?, _ name: String, _ range: ClosedRange<Double>) throws -> Double? {
        let number: Double
        switch value {
        case nil, .null: return nil
        case .number(let given): number = given
        case .text(let text):
            guard let read = text.bare.plainNumber else {
                throw wrong(name, "\(MarkerValue.text(text).spoken) is not a number")
            }
            number = read
        case .some(let other): throw wrong(name, "a number is wanted, not \(other.spoken)")
        }
        guard number.isFinite else { throw wrong(name, "\(number) is not a number that can be drawn") }
        guard range.contains(number) else {
            throw wrong(name, "\(number) is not within \(Self.plain(range.lowerBound)) … \(Self.plain(range.upperBound))")
        }
        return number
    }

    private static func plain(_ number: Double) -> String { String(Int(number)) }

    private func label() throws -> String? {
        let text: String
        switch fields["label"] {
        case nil, .null: return nil
        case .text(let given): text = given
        // Day numbers come as numbers.
        case .number(let number) where number.isFinite:
            text = Int(exactly: number).map(String.init) ?? String(number)
        case .some(let other): throw wrong("label", "a text is wanted, not \(other.spoken)")
        }
        guard text.unicodeScalars.count <= MarkerList.greatestLabel else {
            throw wrong("label", "it is longer than \(MarkerList.greatestLabel) characters")
        }
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) {
            let bare = text.bare
            return bare.isEmpty ? nil : bare
        }
        // One line, and nothing that a font or an XML reader chokes on.
        let line = String(String.UnicodeScalarView(text.unicodeScalars.map { $0.isDrawn ? $0 : " " }))
            .bare
        return line.isEmpty ? nil : line
    }

    private func colour(_ palette: inout Palette) throws -> Colour? {
        let name = fields["color"] == nil ? "colour" : "color"
        guard let text = try word(name) else { return nil }
        if let known = palette[text] { return known }
        guard let colour = Colour(css: text) else {
            throw wrong(name, "“\(text.prefix(40))” is not a CSS colour, like red or #ff8800")
        }
        if palette.count < 256 { palette[text] = colour }
        return colour
    }

    private func word(_ name: String) throws -> String? {
        switch fields[name] {
        case nil, .null: return nil
        case .text(let text): return text.bare
        case .some(let other): throw wrong(name, "a text is wanted, not \(other.spoken)")
        }
    }

    private func wrong(_ field: String, _ message: String) -> MarkerListError {
        MarkerListError(message, marker: number, field: field)
    }
}

extension Unicode.Scalar {
    fileprivate var isDrawn: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: false
        default: true
        }
    }
}

extension Marker {
    var pointCount: Int {
        switch shape {
        case .line(let points), .polygon(let points), .course(let points): points.count
        default: 0
        }
    }
}
