import Foundation
public import Sky

/// A star: ra, dec, east and north proper motion (0.1 mas a year), HD number, offsets of name and designation, V and B − V in
/// thousandths of a magnitude.
extension CatalogFile {
    public func stars(within radius: Double, of centre: SkyPosition, brighterThan limit: Double) -> [ListedStar] {
        guard let cap = Cap(centre, radius: radius), !limit.isNaN else { return [] }
        let faintest = Int16(clamping: Int((max(-33, min(33, limit)) * 1000 + 1e-6).rounded(.down)))
        let (bytes, start, end) = (mapped.bytes, offset(.stars), count(.stars))
        var found: [(magnitude: Int16, index: Int)] = []
        var index = firstRecord(.stars, from: cap.decs.lowerBound)
        while index < end {
            let record = start + index * 32
            guard Int64(bytes.int(record + 4)) <= cap.decs.upperBound else { break }
            let magnitude = bytes.short(record + 28)
            if magnitude <= faintest, cap.mayHold(ra: bytes.word(record)), cap.holds(position(at: record)) {
                found.append((magnitude, index))
            }
            index += 1
        }
        found.sort { ($0.magnitude, $0.index) < ($1.magnitude, $1.index) }
        return found.map { star($0.index) }
    }

    /// The star of this number, 0 ..< `starCount`.
    func star(_ index: Int) -> ListedStar {
        let (bytes, record) = (mapped.bytes, offset(.stars) + index * 32)
        let (hd, colour) = (bytes.word(record + 16), bytes.short(record + 30))
        return ListedStar(
            position: position(at: record), magnitude: Double(bytes.short(record + 28)) / 1000,
            colour: colour == CatalogFormat.unknown ? nil : Double(colour) / 1000,
            properMotion: (Double(bytes.int(record + 8)) / 10, Double(bytes.int(record + 12)) / 10),
            name: text(bytes.word(record + 20)), designation: text(bytes.word(record + 24)), hd: hd == 0 ? nil : Int(hd))
    }

    func position(at record: Int) -> SkyPosition {
        SkyPosition(
            ra: Double(mapped.bytes.word(record)) / CatalogFormat.perDegree,
            dec: Double(mapped.bytes.int(record + 4)) / CatalogFormat.perDegree)
    }
}
