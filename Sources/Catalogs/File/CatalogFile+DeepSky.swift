import Foundation
public import Sky

/// A deep-sky object: ra, dec, full axes in thousandths of an arcminute, position angle in thousandths of a degree, offset of
/// the names (joined by the unit separator), magnitude in thousandths, kind.
extension CatalogFile {
    public func deepSky(within radius: Double, of centre: SkyPosition) -> [DeepSkyObject] {
        guard let wide = Cap(centre, radius: min(180, radius + Self.largestHalfAxis)), radius >= 0 else { return [] }
        let (bytes, start, end) = (mapped.bytes, offset(.deepSky), count(.deepSky))
        var found: [(magnitude: Int16, index: Int)] = []
        var index = firstRecord(.deepSky, from: wide.decs.lowerBound)
        while index < end {
            let record = start + index * 32
            guard Int64(bytes.int(record + 4)) <= wide.decs.upperBound else { break }
            if wide.mayHold(ra: bytes.word(record)) {
                let half = min(max(0, Double(bytes.int(record + 8))) / 120_000, Self.largestHalfAxis)
                if position(at: record).separation(to: centre) <= radius + half + 1e-9 {
                    let magnitude = bytes.short(record + 24)
                    found.append((magnitude == CatalogFormat.unknown ? .max : magnitude, index))
                }
            }
            index += 1
        }
        found.sort { ($0.magnitude, $0.index) < ($1.magnitude, $1.index) }
        return found.map { deepSkyObject($0.index) }
    }

    /// Degrees: objects larger than this are looked for as if they were of this size. The Large Magellanic Cloud has 5.4.
    static let largestHalfAxis = 8.0

    /// The object of this number, 0 ..< `deepSkyCount`.
    func deepSkyObject(_ index: Int) -> DeepSkyObject {
        let (bytes, record) = (mapped.bytes, offset(.deepSky) + index * 32)
        func thousandths(_ offset: Int) -> Double? {
            let value = bytes.int(record + offset)
            return value == CatalogFormat.unknownAxis ? nil : Double(value) / 1000
        }
        let magnitude = bytes.short(record + 24)
        let kinds = DeepSkyObject.Kind.allCases
        let kind = Int(bytes[record + 26])
        return DeepSkyObject(
            kind: kind < kinds.count ? kinds[kind] : .other, position: position(at: record),
            names: (text(bytes.word(record + 20)) ?? "").split(separator: "\u{1f}").map(String.init),
            magnitude: magnitude == CatalogFormat.unknown ? nil : Double(magnitude) / 1000,
            majorAxis: thousandths(8), minorAxis: thousandths(12), positionAngle: thousandths(16))
    }
}
