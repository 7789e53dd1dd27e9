/// How the interior nodes of a kd-tree divide their points among their two children: by a plane each (`split`, with the dimension in its
/// lowest bits or in a table `splitdim` of its own), by a box around the points of each node (`bb`), or not told.
struct KDTreeDivision<Word: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    private let planes: IndexColumn<Word>?
    private let lanes: IndexColumn<UInt8>?
    /// Low corner, then high corner of each node, in stored units.
    private let boxes: IndexColumn<Word>?
    private let boxed: Int
    private let dimensions: Int
    private let laneBits: Word

    init(tables: IndexTables, tree: String, dimensions: Int, shape: KDTreeShape) throws {
        let (file, order) = (tables.file, tables.order)
        self.dimensions = dimensions
        let interior = shape.interiorNodes
        planes = try tables["kdtree_split_\(tree)"].map { try IndexColumn(table: $0, of: tree, count: interior, in: file, order: order) }
        let lanes = try tables["kdtree_splitdim_\(tree)"].map {
            try IndexColumn<UInt8>(table: $0, of: tree, count: interior, in: file, order: order)
        }
        self.lanes = lanes
        let bits = dimensions <= 2 ? 1 : dimensions <= 4 ? 2 : 3
        laneBits = lanes == nil ? Word((1 << bits) - 1) : 0
        let boxes =
            try planes == nil
            ? tables["kdtree_bb_\(tree)"].map { try IndexColumn<Word>($0, in: file, perRow: 2 * dimensions, order: order) } : nil
        boxed = (boxes?.count ?? 0) / (2 * dimensions)
        guard boxes == nil || boxed == interior || boxed == interior + shape.leaves else {
            throw StarIndexError(path: file.path, message: "has \(boxed) boxes where its \(tree) tree has \(interior + shape.leaves) nodes")
        }
        self.boxes = boxes
    }

    /// Calls `body` with the points of each leaf that can hold some within reach; false ends the walk.
    ///
    /// - Parameters:
    ///   - reach: in stored units.
    ///   - query: the place in stored units, by dimension.
    @inline(__always)
    func forEachLeaf(of shape: KDTreeShape, reach: Double, query: (Int) -> Double, _ body: (Range<Int>) -> Bool) {
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: 64) { pending in
            var count = 1
            pending[0] = 0
            while count > 0 {
                count -= 1
                let node = Int(pending[count])
                if shape.isLeaf(node) {
                    guard body(shape.points(ofLeaf: node)) else { return }
                    continue
                }
                let (left, right) = sides(of: node, reach: reach, query: query)
                // A tree of 31 levels has 2^31 nodes: more than a file can name.
                guard count + 2 <= pending.count else { return }
                if right {
                    pending[count] = Int32(2 * node + 2)
                    count += 1
                }
                if left {
                    pending[count] = Int32(2 * node + 1)
                    count += 1
                }
            }
        }
    }

    /// Which children of a node can hold points within reach.
    @inline(__always)
    private func sides(of node: Int, reach: Double, query: (Int) -> Double) -> (left: Bool, right: Bool) {
        if let planes {
            let word = planes[node]
            let lane = lanes.map { Int($0[node]) } ?? Int(word & laneBits)
            guard lane < dimensions else { return (true, true) }
            // One unit more than the reach, for the rounding of both; points on the plane itself are on both sides.
            let offset = query(lane) - Double(word & ~laneBits)
            // Not the other way round: a lane that is free is not a number, and both sides hold points then.
            return (!(offset > reach + 1), !(offset < -reach - 1))
        }
        guard let boxes else { return (true, true) }
        return (touches(2 * node + 1, boxes, reach, query), touches(2 * node + 2, boxes, reach, query))
    }

    private func touches(_ node: Int, _ boxes: IndexColumn<Word>, _ reach: Double, _ query: (Int) -> Double) -> Bool {
        guard node < boxed else { return true }
        var distance = 0.0
        for lane in 0..<dimensions {
            let value = query(lane)
            guard !value.isNaN else { continue }
            let (low, high) = (Double(boxes[(2 * node) * dimensions + lane]), Double(boxes[(2 * node + 1) * dimensions + lane]))
            let off = max(low - value, value - high, 0)
            distance += off * off
        }
        return distance <= (reach + 1) * (reach + 1)
    }
}
