import Sky
import WCS

/// Where the names of constellations go: in the middle of what the picture shows of each.
struct ConstellationPlaces {
    struct Place {
        var name: String
        /// Whether the middle of the constellation is in the picture.
        var isWhole: Bool
        var points: [PixelPoint]
    }

    let field: Field
    let near: NearSky

    private static let columns = 18
    private static let rows = 12

    func places(of constellations: [ConstellationSky]) -> [Place] {
        // A chart of the sky has all of most constellations: their middles will do.
        guard field.radius < 60 else { return middles(of: constellations) }
        let samples = self.samples()
        var left = Array(samples.indices)
        var places: [Place] = []
        for constellation in constellations {
            let polygons = constellation.rings.filter(near.mayShow).map { SphericalPolygon($0) }
            // A piece of sky belongs to one constellation only.
            var own: [PixelPoint] = []
            left.removeAll { index in
                guard polygons.contains(where: { $0.contains(samples[index].direction) }) else { return false }
                own.append(samples[index].point)
                return true
            }
            guard !own.isEmpty else { continue }
            let middle = field.pixel(constellation.middle).flatMap { field.bounds.contains($0) ? $0 : nil }
            guard middle != nil || own.count * 40 >= samples.count else { continue }
            let centroid = PixelPoint(
                x: own.reduce(0) { $0 + $1.x } / Double(own.count), y: own.reduce(0) { $0 + $1.y } / Double(own.count))
            let start = middle ?? centroid
            places.append(
                Place(
                    name: constellation.name, isWhole: middle != nil,
                    points: Array(([start] + own.sorted { $0.distance(to: start) < $1.distance(to: start) }).prefix(40))))
        }
        return places
    }

    private func middles(of constellations: [ConstellationSky]) -> [Place] {
        zip(constellations, field.pixels(constellations.map(\.middle))).compactMap { constellation, pixel in
            guard let pixel, field.bounds.contains(pixel) else { return nil }
            let around = [(0.0, 0.0), (0, -14), (0, 14), (-24, 0), (24, 0), (0, -28), (0, 28)].map { dx, dy in
                PixelPoint(x: pixel.x + dx * field.unit, y: pixel.y + dy * field.unit)
            }
            return Place(name: constellation.name, isWhole: false, points: around)
        }
    }

    private func samples() -> [(point: PixelPoint, direction: UnitVector)] {
        var points: [PixelPoint] = []
        for row in 0..<Self.rows {
            for column in 0..<Self.columns {
                points.append(
                    PixelPoint(
                        x: field.bounds.minX + (Double(column) + 0.5) / Double(Self.columns) * field.bounds.width,
                        y: field.bounds.minY + (Double(row) + 0.5) / Double(Self.rows) * field.bounds.height))
            }
        }
        let sky = (try? field.wcs.sky(points)) ?? []
        return zip(points, sky).compactMap { point, position in position.map { (point, $0.unitVector) } }
    }
}
