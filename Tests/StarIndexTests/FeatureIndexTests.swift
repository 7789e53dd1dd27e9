import Foundation
import Sky
import StarIndex
import Testing

@Suite(.enabled(if: Fixture.folder != nil, "needs Debian's astrometry-data-tycho2"))
struct FeatureIndexTests {
    /// The code of a feature from its stars: section 2 of Lang et al. 2010 (AJ 139, 1782), in the handedness of the files.
    private func code(_ stars: [SIMD3<Double>]) -> SIMD8<Float> {
        let middle = normalized(stars[0] + stars[1])
        let east = normalized(SIMD3(-middle.y, middle.x, 0))
        let north = SIMD3(
            middle.y * east.z - middle.z * east.y, middle.z * east.x - middle.x * east.z, middle.x * east.y - middle.y * east.x)
        let plane = stars.map { SIMD2(dot($0, north), dot($0, east)) / dot($0, middle) }
        let d = plane[1] - plane[0]
        let square = d.x * d.x + d.y * d.y
        let (cosine, sine) = ((d.y + d.x) / square, (d.y - d.x) / square)
        var code = SIMD8<Float>.zero
        for (number, star) in plane.dropFirst(2).enumerated() {
            let p = star - plane[0]
            code[2 * number] = Float(cosine * p.x + sine * p.y)
            code[2 * number + 1] = Float(-sine * p.x + cosine * p.y)
        }
        return code
    }

    private func dot(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> Double { (a * b).sum() }
    private func normalized(_ a: SIMD3<Double>) -> SIMD3<Double> { a / dot(a, a).squareRoot() }

    /// Every feature that is asked for by the code of its stars is found, and near it lie no more than a search through all finds.
    private func check(_ index: FeatureIndex, against plain: FeatureIndex? = nil, count: Int = 300) throws {
        var random = SplitMix(state: 4)
        for _ in 0..<count {
            let row = Int.random(in: 0..<index.info.quads, using: &random)
            let stars = try (0..<index.size).map { index.direction(ofStar: try #require(index.star($0, ofFeature: row))) }
            let code = code(stars)
            var exact: [Int] = []
            // Codes are rounded to 1/46340.
            index.forEachFeature(near: code, within: 3e-5) { exact.append($0) }
            #expect(exact.contains(row))
            if let plain {
                var (here, there): (Set<Int>, Set<Int>) = ([], [])
                index.forEachFeature(near: code, within: 0.02) { here.insert($0) }
                plain.forEachFeature(near: code, within: 0.02) { there.insert($0) }
                #expect(here.count == there.count && !here.isEmpty)
            }
            let size = 2 * asin(dot(stars[0] - stars[1], stars[0] - stars[1]).squareRoot() / 2) * 180 / .pi * 60
            #expect(size > index.info.scaleLow * 0.999 && size < index.info.scaleHigh * 1.001)
        }
    }

    @Test(arguments: ["10", "11", "14", "19"]) func featuresAreFoundByTheirCodes(name: String) throws {
        try check(try StarIndexFile(path: Fixture.path(name)).features())
    }

    @Test(arguments: ["10", "14"]) func searchesFindWhatIsNear(name: String) throws {
        let index = try StarIndexFile(path: Fixture.path(name)).features()
        // All codes, from all features.
        let codes = try (0..<min(index.info.quads, 20_000)).map { row in
            code(try (0..<index.size).map { index.direction(ofStar: try #require(index.star($0, ofFeature: row))) })
        }
        for row in stride(from: 0, to: codes.count, by: 1999) {
            var found: Set<Int> = []
            index.forEachFeature(near: codes[row], within: 0.05) { if $0 < codes.count { found.insert($0) } }
            for (other, code) in codes.enumerated() {
                let d = code - codes[row]
                let distance = (d * d).sum().squareRoot()
                if distance < 0.0499 { #expect(found.contains(other)) }
                if distance > 0.0501 { #expect(!found.contains(other)) }
            }
        }
    }

    /// Asked often enough, another way of looking takes over; it says the same.
    @Test(arguments: ["13", "19"]) func whetherThereIsAStarNearby(name: String) throws {
        let file = try StarIndexFile(path: Fixture.path(name))
        let index = try file.features()
        let stars = file.allStars.map { SIMD3($0.position.x, $0.position.y, $0.position.z) }
        var random = SplitMix(state: 9)
        var found = 0
        for number in 0..<max(3000, stars.count) {
            // Near stars, near the edges of a cube around the sky, and anywhere; circles of a second to three degrees.
            let chord = pow(10, Double.random(in: -5...(-1.3), using: &random))
            var place = SIMD3<Double>.random(in: -1...1, using: &random)
            if number % 3 == 0 { place = stars[number % stars.count] + chord * place }
            if number % 3 == 1 { place = SIMD3(place.x, place.x.magnitude * (1 + 0.01 * place.y), place.z) }
            let direction = normalized(place)
            let answer = index.hasStar(within: chord, of: direction)
            // All of them would take minutes.
            guard number % 4 == 0 || number > stars.count / 2 && number % 16 < 3 else { continue }
            let nearest = stars.map { dot($0 - direction, $0 - direction) }.min() ?? 9
            guard abs(nearest.squareRoot() - chord) > 2e-7 else { continue }
            #expect(answer == (nearest.squareRoot() < chord), "\(number): \(direction), \(chord)")
            found += answer ? 1 : 0
        }
        #expect(found > 100)
    }

    @Test(arguments: ["10", "14"]) func otherKindsOfTablesReadTheSame(name: String) throws {
        let original = try Data(contentsOf: URL(fileURLWithPath: Fixture.path(name)))
        let plain = try StarIndexFile(path: Fixture.path(name))
        let changes: [(String, (inout RewrittenIndex) -> Void)] = [
            ("planes with dimensions apart", { $0.separateDimensions() }), ("boxes", { $0.boxInsteadOfPlanes() }),
            ("permuted", { $0.permute() }),
            (
                "no divisions",
                { for name in ["kdtree_split_codes", "kdtree_split_stars"] { $0.remove(name) } }
            ),
            (
                "permuted boxes",
                { index in
                    index.boxInsteadOfPlanes()
                    index.permute()
                }
            ),
        ]
        for (what, change) in changes {
            var index = RewrittenIndex(original)
            #expect(index.serialized() == original, "taken apart and put together")
            change(&index)
            try TemporaryFile.with(index.serialized()) { path in
                let file = try StarIndexFile(path: path)
                try check(file.features(), against: plain.features(), count: 40)
                let centre = SkyPosition(ra: 83, dec: -5)
                #expect(Set(file.stars(within: 12, of: centre)) == Set(plain.stars(within: 12, of: centre)), "\(what)")
            }
        }
    }

    @Test func otherByteOrderFindsTheSame() throws {
        let data = try Fixture.byteSwapped(Data(contentsOf: URL(fileURLWithPath: Fixture.path("14"))))
        try TemporaryFile.with(data) { path in
            try check(try StarIndexFile(path: path).features(), against: StarIndexFile(path: Fixture.path("14")).features(), count: 100)
        }
    }
}
