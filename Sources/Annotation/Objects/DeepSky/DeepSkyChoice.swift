import Catalogs
import Foundation
import WCS

/// Which deep-sky objects a picture shows when nobody asked for a limit: the prominent ones, so many that they can still be read.
struct DeepSkyChoice {
    let field: Field
    let kinds: Set<DeepSkyObject.Kind>
    /// Asked for; nil: chosen from the field.
    let magnitudeLimit: Double?

    /// However faint a limit is asked for.
    private static let greatestCount = 4000

    /// Objects with how prominent they are, 0 … 1, the most prominent first.
    func pick(_ objects: [DeepSkyObject]) -> [(object: DeepSkyObject, prominence: Double)] {
        let pixelsPerArcminute = field.wcs.pixelScale > 0 ? 60 / field.wcs.pixelScale : 0
        let usualLimit = Self.usualLimit(radius: field.radius)
        var chosen: [(object: DeepSkyObject, prominence: Double)] = []
        for object in objects where kinds.contains(object.kind) || object.isMessier {
            let limit = magnitudeLimit ?? usualLimit
            // How large it is drawn, in units; and how bright, above the limit.
            let size = (object.majorAxis ?? 0) * pixelsPerArcminute / field.unit
            let isLarge = size >= 24
            let famous = object.isMessier || object.commonName != nil
            if let magnitude = object.magnitude {
                guard magnitude <= limit || (magnitudeLimit == nil && (object.isMessier || (isLarge && magnitude <= limit + 2)))
                else { continue }
            } else if !isLarge && !(famous && size >= 4) && field.radius > 1.5 {
                continue
            }
            let bright = object.magnitude.map { min(1, max(0, (limit - $0) / 8)) } ?? 0.15
            let wide = min(1, max(0, size / 300)).squareRoot()
            let score = (object.isMessier ? 0.5 : object.commonName != nil ? 0.2 : 0) + 0.3 * bright + 0.2 * wide
            chosen.append((object, score))
        }
        chosen.sort { $0.prominence > $1.prominence }
        return Array(chosen.prefix(magnitudeLimit == nil ? budget : Self.greatestCount))
    }

    /// One object for so much of the picture as a label with some sky about it takes.
    private var budget: Int {
        max(12, min(200, Int(field.area / 20_000)))
    }

    /// In a field of a degree amateurs reach 16 mag; in one of a constellation only the showpieces are seen.
    static func usualLimit(radius: Double) -> Double { min(17, max(7, 15.4 - 4.6 * log10(max(radius, 0.1)))) }
}

extension DeepSkyObject {
    var isMessier: Bool { names.contains { $0.isMessierName } }

    /// "Andromeda Galaxy"; nil where it only has numbers.
    var commonName: String? {
        names.first { !$0.contains(where: \.isNumber) && $0.count > 3 }
    }
}

extension String {
    /// "M 31" or "M31".
    var isMessierName: Bool {
        guard first == "M" else { return false }
        let rest = dropFirst().drop { $0 == " " }
        return !rest.isEmpty && rest.count <= 3 && rest.allSatisfy(\.isNumber)
    }
}
