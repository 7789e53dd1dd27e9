import FITS
import Foundation

/// What an index file says about itself.
public struct StarIndexInfo: Sendable, Hashable, Codable {
    public let path: String
    /// The file's name without folder and without `.fits`.
    public let name: String
    /// `INDEXID`, such as 4107.
    public let identifier: Int?
    public let stars: Int
    /// How many features (quads or triangles) it can recognise.
    public let quads: Int
    /// Stars per feature: 4, or 3 for the indexes of wide fields.
    public let dimquads: Int
    /// The size of the features, arcminutes between their two outermost stars.
    public let scaleLow: Double
    public let scaleHigh: Double
    /// The same in radians.
    public var radians: (low: Double, high: Double) { (scaleLow / 60 * .pi / 180, scaleHigh / 60 * .pi / 180) }
    /// The part of the sky that is covered, in astrometry.net's own numbering at `healpixSide`; nil for the whole sky.
    public let healpix: Int?
    public let healpixSide: Int?
    /// The part of the sky that is covered, 0 … 1.
    public var skyFraction: Double { healpixSide.map { 1 / (12 * Double($0) * Double($0)) } ?? 1 }
    /// Whether its numbers are stored in this machine's byte order. Files in the other one are readable too, a little slower.
    public let byteOrderNative: Bool
    public let bytes: Int

    init(tables: IndexTables) throws {
        let header = tables.primary
        guard let stars = header.integer("NSTARS"), stars > 0, let quads = header.integer("NQUADS"), quads > 0,
            let dimquads = header.integer("DIMQUADS"), (3...5).contains(dimquads),
            let low = header.double("SCALE_L"), let high = header.double("SCALE_U"), low >= 0, high > low, high <= .pi
        else {
            throw StarIndexError(
                path: tables.file.path, message: "has no valid NSTARS, NQUADS, DIMQUADS, SCALE_L and SCALE_U in its header")
        }
        let table = try tables.table("quads")
        guard table.rows == quads, table.rowBytes == 4 * dimquads else {
            throw StarIndexError(
                path: tables.file.path, message: "announces \(quads) quads of \(dimquads) stars but holds something else")
        }
        path = tables.file.path
        name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
        identifier = header.integer("INDEXID")
        self.stars = stars
        self.quads = quads
        self.dimquads = dimquads
        scaleLow = low * 180 * 60 / .pi
        scaleHigh = high * 180 * 60 / .pi
        let tile = header.integer("HEALPIX") ?? -1
        healpix = tile >= 0 ? tile : nil
        healpixSide = tile >= 0 ? max(1, header.integer("HPNSIDE") ?? 1) : nil
        byteOrderNative = tables.order == .native
        bytes = tables.file.bytes.count
    }
}
