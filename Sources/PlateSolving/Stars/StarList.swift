import FITS
import Foundation

/// Stars that some other program found: a FITS table with columns X and Y, brightest first or with a column FLUX, as astrometry.net's
/// `.axy` and `.xyls` files.
struct StarList: Sendable {
    /// Of the picture they were found in, pixels.
    let width: Int
    let height: Int
    /// Brightest first.
    let stars: [DetectedStar]

    private static let largest = 1_000_000
    private static let mostStars = 1000

    /// - Throws: `FITSError` where the file is no FITS table; `SolveFailure` where it is one, but no list of stars.
    init(path: String) throws {
        let table = try FITSTable(path: path)
        let name = URL(fileURLWithPath: path).lastPathComponent
        guard let xs = table["X"], let ys = table["Y"] else {
            throw SolveFailure("\(name) is a FITS table, but has no columns X and Y to be a list of stars.", cause: .unreadable)
        }
        let places = zip(xs, ys).enumerated().filter { $1.0.isFinite && $1.1.isFinite && abs($1.0) < 1e6 && abs($1.1) < 1e6 }
        let flux = table["FLUX"]
        // Without a flux the order tells.
        func brightness(_ row: Int) -> Double {
            guard let flux, flux[row].isFinite else { return flux == nil ? Double(xs.count - row) : 0 }
            return flux[row]
        }
        // FITS counts pixels from 1.
        let all = places.map { DetectedStar(x: $1.0 - 1, y: $1.1 - 1, flux: brightness($0), peak: brightness($0)) }
        stars = Array(all.sorted { ($0.flux, $1.y, $1.x) > ($1.flux, $0.y, $0.x) }.prefix(Self.mostStars))
        func side(_ keyword: String, _ values: [Double]) -> Int {
            let told = table.primary.integer(keyword) ?? table.header.integer(keyword) ?? 0
            return (1...Self.largest).contains(told) ? told : min(Self.largest, max(1, Int(values.max() ?? 0) + 1))
        }
        width = side("IMAGEW", all.map(\.x))
        height = side("IMAGEH", all.map(\.y))
    }
}
