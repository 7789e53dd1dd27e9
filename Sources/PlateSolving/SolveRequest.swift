import Foundation

/// What somebody asks for beside a picture, in the terms of nova's `request-json`.
public struct SolveRequest: Sendable, Hashable, Codable {
    public enum ScaleUnits: String, Sendable, Codable, CaseIterable {
        /// Degrees and minutes of arc, of the picture's width.
        case degwidth, arcminwidth
        case arcsecperpix
        /// Focal length in millimetres, of a picture 36 mm wide.
        case focalmm
    }

    public var units = ScaleUnits.degwidth
    /// In those units.
    public var scaleLower: Double?
    public var scaleUpper: Double?
    /// Degrees, ICRS.
    public var ra: Double?
    public var dec: Double?
    public var radius: Double?
    /// Whether others may see it in lists.
    public var isPublic = true
    /// Further members, for servers that know them: `tweak_order`, `downsample_factor`, `parity`, licences …
    public var more: [String: SolveOption]?

    public init() {}

    /// - Parameter width: of the picture, pixels.
    public func hints(width: Int) -> SolveHints {
        var hints = SolveHints()
        hints.options = more
        if let ra, let dec, abs(dec) <= 90 {
            (hints.ra, hints.dec, hints.radius) = (ra.truncatingRemainder(dividingBy: 360), dec, min(180, max(0.1, radius ?? 15)))
        }
        let limits = [scaleLower, scaleUpper].compactMap { $0 }.filter { $0 > 0 }.map { scale($0, width) }.filter { $0 > 0 && $0.isFinite }
        // Programs send 0.1° to 180° when they know nothing.
        if limits.count == 2, let low = limits.min(), let high = limits.max(), high / low < 100 {
            (hints.scaleLow, hints.scaleHigh) = (low, high)
        }
        return hints
    }

    /// Arcsec per pixel.
    private func scale(_ value: Double, _ width: Int) -> Double {
        switch units {
        case .degwidth: value * 3600 / Double(max(1, width))
        case .arcminwidth: value * 60 / Double(max(1, width))
        case .arcsecperpix: value
        case .focalmm: 2 * atan(18 / value) * 180 / .pi * 3600 / Double(max(1, width))
        }
    }
}

/// A member's value: a word or a number.
public enum SolveOption: Sendable, Hashable, Codable {
    case text(String)
    case number(Double)

    public init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let number = try? value.decode(Double.self) { self = .number(number) } else { self = .text(try value.decode(String.self)) }
    }

    public func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .text(let text): try value.encode(text)
        case .number(let number):
            if let whole = Int(exactly: number) { try value.encode(whole) } else { try value.encode(number) }
        }
    }
}
