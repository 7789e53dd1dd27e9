import FITS

/// Which points belong to which leaf of an astrometry.net kd-tree: a complete binary heap in which the children of node i
/// are 2i+1 and 2i+2, and whose points are in leaf order.
struct KDTreeShape: Sendable {
    let points: Int
    let interiorNodes: Int
    let leaves: Int
    /// The last point of each leaf; nil where the limits follow from the counts.
    private let lastPoints: IndexColumn<UInt32>?
    private let linear: Bool

    /// - Parameters:
    ///   - header: the tree's `kdtree_header_…` unit.
    ///   - limits: its `kdtree_lr_…` table, if it has one.
    init(header: FITSHeader, limits: IndexTable?, in file: MappedFile, order: ByteOrder) throws {
        let name = header.string("KDT_NAME") ?? "?"
        guard let points = header.integer("KDT_NDAT"), points > 0, points <= Int(Int32.max),
            let nodes = header.integer("KDT_NNOD"), nodes > 0, nodes <= Int(Int32.max), nodes & (nodes + 1) == 0
        else {
            throw StarIndexError(path: file.path, message: "has a \(name) tree with senseless numbers of points or nodes")
        }
        self.points = points
        leaves = (nodes + 1) / 2
        interiorNodes = nodes - leaves
        linear = header.logical("KDT_LINL") ?? false
        lastPoints = try limits.map { try IndexColumn(table: $0, of: name, count: (nodes + 1) / 2, in: file, order: order) }
    }

    func isLeaf(_ node: Int) -> Bool { node >= interiorNodes }

    /// The points of a leaf node; empty where a damaged file claims something impossible.
    func points(ofLeaf node: Int) -> Range<Int> {
        let leaf = node - interiorNodes
        if let lastPoints {
            let first = leaf == 0 ? 0 : Int(lastPoints[leaf - 1]) + 1
            let end = min(points, Int(lastPoints[leaf]) + 1)
            return first < end ? first..<end : 0..<0
        }
        if linear {
            return leaf * points / leaves..<(leaf + 1) * points / leaves
        }
        return halved(leaf)
    }

    /// The leaf's share when points are split in half at every level, the left half being the smaller one.
    private func halved(_ leaf: Int) -> Range<Int> {
        var (first, count, width) = (0, points, leaves)
        while width > 1 {
            width /= 2
            let left = count / 2
            if leaf & width == 0 {
                count = left
            } else {
                first += left
                count -= left
            }
        }
        return first..<first + count
    }
}

extension IndexColumn {
    /// One number per row, `count` of them.
    init(table: IndexTable, of tree: String, count: Int, in file: MappedFile, order: ByteOrder) throws {
        try self.init(table, in: file, perRow: 1, order: order)
        guard self.count == count else {
            throw StarIndexError(
                path: file.path,
                message: "has \(self.count) rows in its table \"\(table.name)\" where its \(tree) tree needs \(count)")
        }
    }
}
