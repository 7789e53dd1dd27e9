import Foundation

/// Features of one size, found by their codes, and the stars they are made of: those of an index file of the whole sky, or of all tiles
/// of the sky that are at hand, as if they were one.
///
/// A feature is two stars A and B, the farthest apart, and one to three more within the circle whose diameter is AB. Its code is
/// where these lie in the frame in which A is (0, 0) and B is (1, 1); it is the same whatever the scale, place and rotation (Lang et
/// al. 2010, AJ 139, 1782).
public final class FeatureIndex: Sendable {
    private final class Member: Sendable {
        let table: FeatureTable
        let firstStar: Int
        let firstFeature: Int
        /// Where the tile is; nil: everywhere.
        let cone: SkyCone?

        init(table: FeatureTable, firstStar: Int, firstFeature: Int) {
            (self.table, self.firstStar, self.firstFeature) = (table, firstStar, firstFeature)
            cone = table.info.healpix == nil ? nil : SkyCone(around: table.stars)
        }
    }

    private let members: [Member]
    /// Of the first file; its counts are that file's own.
    public let info: StarIndexInfo
    /// Of all files together.
    public let stars: Int
    public let features: Int
    /// The part of the sky that the files cover, 0 … 1.
    public let skyFraction: Double

    init(_ tables: [FeatureTable]) {
        var (members, stars, features, fraction): ([Member], Int, Int, Double) = ([], 0, 0, 0)
        for table in tables {
            members.append(Member(table: table, firstStar: stars, firstFeature: features))
            stars += table.info.stars
            features += table.info.quads
            fraction += table.info.skyFraction
        }
        info = tables[0].info
        self.members = members
        self.stars = stars
        self.features = features
        skyFraction = min(1, fraction)
    }

    /// Of opened files, largest features first: there are few of them, and wide fields are found soon. Files that cannot be searched
    /// are left out; of two that are the same but for their byte order this machine's own is taken.
    public static func all(of files: [StarIndexFile]) -> [FeatureIndex] {
        struct Kind: Hashable {
            var low, high: Double
            var size: Int
            /// A file of the whole sky stands alone.
            var name: String?
        }
        struct Content: Hashable {
            var low: Double
            var size, stars, features, tile: Int
        }
        var seen: Set<Content> = []
        var kinds: [Kind: [FeatureTable]] = [:]
        func precedence(_ file: StarIndexFile) -> (Int, String) { (file.info.byteOrderNative ? 0 : 1, file.info.name) }
        for file in files.sorted(by: { precedence($0) < precedence($1) }) where file.info.dimquads <= 4 {
            let info = file.info
            let content = Content(
                low: info.scaleLow, size: info.dimquads, stars: info.stars, features: info.quads, tile: info.healpix ?? -1)
            guard seen.insert(content).inserted, let table = try? file.table() else { continue }
            kinds[
                Kind(low: info.scaleLow, high: info.scaleHigh, size: info.dimquads, name: info.healpix == nil ? info.name : nil),
                default: []
            ].append(table)
        }
        return kinds.values.map { FeatureIndex($0) }.sorted { ($0.info.scaleHigh, $0.info.name) > ($1.info.scaleHigh, $1.info.name) }
    }

    /// Stars of a feature.
    public var size: Int { info.dimquads }

    /// Stars per steradian, where the sky is covered.
    public var density: Double { Double(stars) / (4 * .pi * max(skyFraction, 1e-9)) }

    /// Calls `body` with each feature whose code is near.
    ///
    /// - Parameters:
    ///   - code: (Cx, Cy, Dx, Dy …), as many lanes as the index has dimensions.
    ///   - radius: in the same units.
    ///   - cone: tiles that do not reach into it are passed over.
    public func forEachFeature(near code: SIMD8<Float>, within radius: Float, in cone: SkyCone? = nil, _ body: (Int) -> Void) {
        for member in members {
            if let cone, let own = member.cone, !own.touches(cone) { continue }
            member.table.forEachFeature(near: code, within: radius) { body(member.firstFeature + $0) }
        }
    }

    /// The stars of a feature: A, B, C …; nil where a damaged file names a star it does not have.
    public func star(_ number: Int, ofFeature row: Int) -> Int? {
        let member = members.count == 1 ? members[0] : self.member { $0.firstFeature <= row }
        return member.table.star(number, ofFeature: row - member.firstFeature).map { member.firstStar + $0 }
    }

    /// Where a star is, by its number.
    public func direction(ofStar star: Int) -> SIMD3<Double> {
        let member = member(ofStar: star)
        return member.table.stars.direction(ofRow: star - member.firstStar)
    }

    /// How bright a star is among those near it: 0 for the brightest 256th of all, 255 for the faintest.
    public func rank(ofStar star: Int) -> UInt8 {
        let member = member(ofStar: star)
        return member.table.rank(ofStar: star - member.firstStar)
    }

    /// NaN where the file carries none.
    public func magnitude(ofStar star: Int) -> Double {
        let member = member(ofStar: star)
        return member.table.magnitude(ofStar: star - member.firstStar)
    }

    /// The name of the file that has a star.
    public func name(ofStar star: Int) -> String { member(ofStar: star).table.info.name }

    /// Whether there is a star near a direction.
    ///
    /// - Parameter chord: straight distance between the ends of the two unit vectors.
    public func hasStar(within chord: Double, of direction: SIMD3<Double>) -> Bool {
        members.contains { member in
            (member.cone?.holds(direction, beyond: chord) ?? true) && member.table.hasStar(within: chord, of: direction)
        }
    }

    /// Calls `body` with the number and direction of each star near a direction, once, also where tiles overlap.
    public func forEachStar(within chord: Double, of direction: SIMD3<Double>, _ body: (Int, SIMD3<Double>) -> Void) {
        if members.count == 1 { return members[0].table.stars.forEachRow(within: chord, of: direction, body) }
        var found: [(number: Int, direction: SIMD3<Double>, member: Int)] = []
        for (place, member) in members.enumerated() where member.cone?.holds(direction, beyond: chord) ?? true {
            member.table.stars.forEachRow(within: chord, of: direction) { found.append((member.firstStar + $0, $1, place)) }
        }
        // Tiles hold the stars of a margin around them too.
        found.sort { ($0.direction.x, $0.number) < ($1.direction.x, $1.number) }
        for (place, star) in found.enumerated() {
            var isKnown = false
            var before = place - 1
            while before >= 0, star.direction.x - found[before].direction.x < Self.same {
                let off = star.direction - found[before].direction
                if found[before].member != star.member, (off * off).sum() < Self.same * Self.same { isKnown = true }
                before -= 1
            }
            if !isKnown { body(star.number, star.direction) }
        }
    }

    /// 0.02″, more than the rounding of places.
    private static let same = 1e-7

    private func member(ofStar star: Int) -> Member { members.count == 1 ? members[0] : member { $0.firstStar <= star } }

    /// The last member that fulfils a condition which all before it fulfil.
    private func member(where holds: (Member) -> Bool) -> Member {
        var (low, high) = (0, members.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if holds(members[middle]) { low = middle } else { high = middle }
        }
        return members[low]
    }
}
