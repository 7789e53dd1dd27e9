import NovaService
import PlateSolving

/// Reads the members of `request-json`. Members that are not known are passed over, as nova does; those of a wrong type are refused
/// by name, where nova breaks down.
struct NovaRequestReader {
    let members: [String: JSONValue]

    /// - Throws: `NovaRefusal` in nova's words.
    init(json text: [UInt8]) throws(NovaRefusal) {
        guard let value = try? JSONReader.value(of: text), case .object(let members) = value else {
            throw NovaRefusal("failed to parse JSON: \"\(Self.shown(text))\"")
        }
        self.members = Dictionary(members.map { ($0.key, $0.value) }) { _, last in last }
    }

    init(members: [String: JSONValue]) { self.members = members }

    private static func shown(_ text: [UInt8]) -> String { String(decoding: text.prefix(300), as: UTF8.self) }

    func text(_ name: String) throws(NovaRefusal) -> String? {
        switch members[name] {
        case nil, .null: nil
        case .string(let text): text
        default: throw NovaRefusal("\"\(name)\" is to be a text.")
        }
    }

    func number(_ name: String) throws(NovaRefusal) -> Double? {
        switch members[name] {
        case nil, .null: return nil
        case .number(let text), .string(let text):
            if let value = Double(text.trimmed), value.isFinite { return value }
            if text.isEmpty { return nil }
            fallthrough
        default: throw NovaRefusal("\"\(name)\" is to be a number.")
        }
    }

    private func numbers(_ name: String) throws(NovaRefusal) -> [Double]? {
        guard let value = members[name] else { return nil }
        guard case .array(let elements) = value else { throw NovaRefusal("\"\(name)\" is to be a list of numbers.") }
        var numbers: [Double] = []
        for element in elements {
            guard case .number(let text) = element, let number = Double(text), number.isFinite else {
                throw NovaRefusal("\"\(name)\" is to be a list of numbers.")
            }
            numbers.append(number)
        }
        return numbers
    }

    func flag(_ name: String) -> Bool {
        switch members[name] {
        case nil, .null: false
        case .bool(let flag): flag
        case .string(let text): !["", "0", "false", "n", "no"].contains(text.lowercased())
        case .number(let text): Double(text) != 0
        default: false
        }
    }

    func stars() throws(NovaRefusal) -> StarPlaces? {
        guard let x = try numbers("x"), let y = try numbers("y") else { return nil }
        func side(_ name: String) throws(NovaRefusal) -> Int? { try number(name).map { Int(max(-1, min(1e7, $0))) } }
        return StarPlaces(x: x, y: y, width: try side("image_width"), height: try side("image_height"))
    }

    func request() throws(NovaRefusal) -> SolveRequest {
        var request = SolveRequest()
        if let units = try text("scale_units"), !units.isEmpty {
            guard let known = SolveRequest.ScaleUnits(rawValue: units) else {
                throw NovaRefusal("\"scale_units\" is one of \(SolveRequest.ScaleUnits.allCases.map(\.rawValue).joined(separator: ", ")).")
            }
            request.units = known
        }
        switch try text("scale_type") {
        case "ev":
            if let estimate = try number("scale_est") {
                let error = min(99, max(0, try number("scale_err") ?? 10)) / 100
                (request.scaleLower, request.scaleUpper) = (estimate * (1 - error), estimate * (1 + error))
            }
        case nil, "", "ul":
            let (lower, upper) = (try number("scale_lower"), try number("scale_upper"))
            if lower != nil || upper != nil { (request.scaleLower, request.scaleUpper) = (lower ?? 0.1, upper ?? 180) }
        default: throw NovaRefusal("\"scale_type\" is ul (scale_lower, scale_upper) or ev (scale_est, scale_err).")
        }
        (request.ra, request.dec, request.radius) = (try number("center_ra"), try number("center_dec"), try number("radius"))
        if let dec = request.dec, abs(dec) > 90 { throw NovaRefusal("\"center_dec\" is to be -90 to 90 degrees.") }
        // Checked although our own solver chooses them itself, so that a mistake is told.
        var more: [String: SolveOption] = [:]
        for name in ["tweak_order", "downsample_factor", "parity", "positional_error"] { more[name] = try number(name).map { .number($0) } }
        for name in ["publicly_visible", "allow_modifications", "allow_commercial_use"] { more[name] = try text(name).map { .text($0) } }
        request.more = more.isEmpty ? nil : more
        request.isPublic = more["publicly_visible"] != .text("n")
        return request
    }
}

/// A call is answered by an error in nova's shape.
struct NovaRefusal: Error, Sendable, Equatable {
    var message: String

    init(_ message: String) { self.message = message }
}
