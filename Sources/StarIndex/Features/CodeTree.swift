import FITS

/// The codes of an index file's features in their kd-tree: two 16-bit numbers for each star inside the feature's circle.
final class CodeTree: Sendable {
    let shape: KDTreeShape
    /// 2, 4 or 6.
    let dimensions: Int
    let codes: IndexColumn<UInt16>
    let division: KDTreeDivision<UInt16>
    /// From the order of the tree to that of the table of features; nil where they are the same.
    let permutation: IndexColumn<UInt32>?
    let lowest: [Double]
    let scale: Double

    init(tables: IndexTables, dimensions: Int) throws {
        let (file, order) = (tables.file, tables.order)
        let header = try tables.table("kdtree_header_codes").header
        guard header.integer("KDT_NDIM") == dimensions, header.string("KDT_DATA") == "u16", header.string("KDT_INT") == "u16" else {
            throw StarIndexError(path: file.path, message: "keeps its codes in a form that cannot be read here (not \(dimensions) × u16)")
        }
        self.dimensions = dimensions
        shape = try KDTreeShape(header: header, limits: tables["kdtree_lr_codes"], in: file, order: order)
        codes = try IndexColumn(try tables.table("kdtree_data_codes"), in: file, perRow: dimensions, order: order)
        guard codes.count == dimensions * shape.points else {
            throw StarIndexError(
                path: file.path, message: "announces \(shape.points) codes but holds \(codes.count / dimensions)")
        }
        division = try KDTreeDivision(tables: tables, tree: "codes", dimensions: dimensions, shape: shape)
        let points = shape.points
        permutation = try tables["kdtree_perm_codes"].map {
            try IndexColumn(table: $0, of: "codes", count: points, in: file, order: order)
        }
        let range = try IndexColumn<UInt64>(try tables.table("kdtree_range_codes"), in: file, perRow: 1, order: order)
        let values = (0..<range.count).map { Double(bitPattern: range[$0]) }
        guard values.count == 2 * dimensions + 1, values.allSatisfy(\.isFinite), values[2 * dimensions] > 0 else {
            throw StarIndexError(path: file.path, message: "has no valid range of codes")
        }
        lowest = Array(values.prefix(dimensions))
        scale = values[2 * dimensions]
    }

    /// In stored units, unused lanes 0.
    func stored(_ code: SIMD8<Float>) -> SIMD8<Float> {
        var out = SIMD8<Float>.zero
        for lane in 0..<dimensions { out[lane] = (code[lane] - Float(lowest[lane])) * Float(scale) }
        return out
    }
}

extension CodeTree {
    /// Calls `body` with the row of each feature whose code is near.
    ///
    /// - Parameters:
    ///   - code: its first `dimensions` lanes; two neighbours of them that are not numbers stand for a star that nobody saw.
    ///   - radius: in units of the code, where A is (0, 0) and B is (1, 1).
    func forEachRow(near code: SIMD8<Float>, within radius: Float, _ body: (Int) -> Void) {
        let query = stored(code)
        let reach = radius * Float(scale)
        let known = (0..<dimensions).filter { !query[$0].isNaN }
        guard let first = known.first, let last = known.last else { return }
        division.forEachLeaf(of: shape, reach: Double(reach), query: { Double(query[$0]) }) { points in
            scan(points, first...last, query, reach, body)
            return true
        }
    }

    private func scan(_ points: Range<Int>, _ lanes: ClosedRange<Int>, _ query: SIMD8<Float>, _ reach: Float, _ body: (Int) -> Void) {
        codes.withWords { words, swapped in
            for point in points {
                var distance: Float = 0
                for lane in lanes {
                    let word = words[point * dimensions + lane]
                    let difference = Float(swapped ? word.byteSwapped : word) - query[lane]
                    distance += difference * difference
                }
                guard distance <= reach * reach else { continue }
                body(permutation.map { Int($0[point]) } ?? point)
            }
        }
    }
}
