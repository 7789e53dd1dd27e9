import Foundation
public import PlateSolving

/// What is asked of nova beside a picture: its `request-json`.
public struct NovaOptions: Sendable, Hashable {
    /// Whether nova shows the picture to everybody.
    public var isPublic: Bool
    /// Further members, as the API documentation has them: `tweak_order`, `downsample_factor`, `parity`, `allow_commercial_use` …
    public var more: [String: SolveOption]

    private static let numbers: Set<String> = [
        "scale_lower", "scale_upper", "scale_est", "scale_err", "center_ra", "center_dec", "radius", "tweak_order", "downsample_factor",
        "parity", "positional_error",
    ]

    public init(isPublic: Bool = false, more: [String: SolveOption] = [:]) { (self.isPublic, self.more) = (isPublic, more) }

    /// - Parameter json: an object with further members, or nothing.
    /// - Throws: `NovaSetupError`: a member of the wrong type makes nova answer with a page of HTML.
    public init(isPublic: Bool, json: String?) throws {
        self.init(isPublic: isPublic)
        guard let json, !json.isEmpty else { return }
        guard let members = try? JSONDecoder().decode([String: SolveOption].self, from: Data(json.utf8)) else {
            throw NovaSetupError("ASTROMETRY_OPTIONS is no JSON object of words and numbers, such as {\"tweak_order\": 3}.")
        }
        for (name, value) in members where Self.numbers.contains(name) {
            guard case .number = value else { throw NovaSetupError("ASTROMETRY_OPTIONS: \(name) takes a number.") }
        }
        more = members
    }

    /// The members for a picture; what is known of it goes before the defaults.
    func members(_ hints: SolveHints) -> [String: SolveOption] {
        var members: [String: SolveOption] = [
            "publicly_visible": .text(isPublic ? "y" : "n"), "allow_modifications": .text("d"), "allow_commercial_use": .text("d"),
        ]
        members.merge(more) { $1 }
        members.merge(hints.options ?? [:]) { $1 }
        if let low = hints.scaleLow, let high = hints.scaleHigh, low > 0, high >= low {
            members["scale_units"] = .text("arcsecperpix")
            members["scale_type"] = .text("ul")
            members["scale_lower"] = .number(low)
            members["scale_upper"] = .number(high)
        }
        if let ra = hints.ra, let dec = hints.dec {
            // Nova's solver drops zeros, and with one of them the whole position.
            members["center_ra"] = .number(ra == 0 ? 360 : ra)
            members["center_dec"] = .number(dec == 0 ? 1e-9 : dec)
            members["radius"] = .number(max(0.1, hints.radius ?? 10))
        }
        return members
    }
}
