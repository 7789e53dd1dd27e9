import FITS

/// The stars of an index file, in a kd-tree of unit vectors stored as three 32-bit whole numbers each.
final class StarTree: Sendable {
    let shape: KDTreeShape
    let coordinates: IndexColumn<UInt32>
    let division: KDTreeDivision<UInt32>
    /// From the order of the tree to that of the other tables; nil where they are the same.
    private let permutation: IndexColumn<UInt32>?
    /// The other way round.
    private let points: [UInt32]?
    let lowest: (x: Double, y: Double, z: Double)
    let scale: Double

    init(tables: IndexTables) throws {
        let (file, order) = (tables.file, tables.order)
        let header = try tables.table("kdtree_header_stars").header
        guard header.integer("KDT_NDIM") == 3, header.string("KDT_DATA") == "u32", header.string("KDT_INT") == "u32" else {
            throw StarIndexError(path: file.path, message: "keeps its stars in a form that cannot be read here (not 3 × u32)")
        }
        shape = try KDTreeShape(header: header, limits: tables["kdtree_lr_stars"], in: file, order: order)
        coordinates = try IndexColumn(try tables.table("kdtree_data_stars"), in: file, perRow: 3, order: order)
        guard coordinates.count == 3 * shape.points else {
            throw StarIndexError(
                path: file.path, message: "announces \(shape.points) stars but holds the positions of \(coordinates.count / 3)")
        }
        division = try KDTreeDivision(tables: tables, tree: "stars", dimensions: 3, shape: shape)
        let count = shape.points
        let permutation = try tables["kdtree_perm_stars"].map {
            try IndexColumn<UInt32>(table: $0, of: "stars", count: count, in: file, order: order)
        }
        self.permutation = permutation
        points = permutation.map { permutation in
            var points = [UInt32](repeating: 0, count: count)
            for point in 0..<count where permutation[point] < count { points[Int(permutation[point])] = UInt32(point) }
            return points
        }
        let range = try IndexColumn<UInt64>(try tables.table("kdtree_range_stars"), in: file, perRow: 1, order: order)
        guard range.count == 7 else {
            throw StarIndexError(path: file.path, message: "has no valid range of star coordinates")
        }
        let values = (0..<7).map { Double(bitPattern: range[$0]) }
        guard values.allSatisfy(\.isFinite), values[6] > 0 else {
            throw StarIndexError(path: file.path, message: "has no valid range of star coordinates")
        }
        lowest = (values[0], values[1], values[2])
        scale = values[6]
    }

    /// The row of a point in the tables beside the tree (magnitudes, brightness ranks, quads).
    func row(ofPoint point: Int) -> Int {
        permutation.map { Int($0[point]) } ?? point
    }

    /// The point of a row in the tables beside the tree.
    func point(ofRow row: Int) -> Int { points.map { Int($0[row]) } ?? row }

    /// The stored vector of a point; of length 1 but for rounding (0.0001″), unless the file is damaged.
    func vector(ofPoint point: Int) -> (x: Double, y: Double, z: Double) {
        (
            Double(coordinates[3 * point]) / scale + lowest.x, Double(coordinates[3 * point + 1]) / scale + lowest.y,
            Double(coordinates[3 * point + 2]) / scale + lowest.z
        )
    }
}
