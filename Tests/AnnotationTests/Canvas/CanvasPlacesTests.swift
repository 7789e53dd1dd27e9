import Annotation
import Foundation
import Raster
import Testing
import WCS

/// What is drawn is where it was asked for, and always the same.
@Suite struct CanvasPlacesTests {
    private static let places = (0..<64).map { PixelPoint(x: 30 + Double($0 % 8) * 0.137, y: 31 + Double($0 / 8) * 0.131) }

    private func centroid(_ marks: [Mark]) -> PixelPoint {
        let canvas = CanvasBuffer(size: PixelSize(width: 64, height: 64))
        Canvas.draw(Drawing(size: canvas.size, layers: [Layer(.markers, marks: marks)]), onto: canvas)
        var (sum, x, y) = (0.0, 0.0, 0.0)
        for row in 0..<64 {
            let line = canvas.rowPointer(row)
            for column in 0..<64 {
                let light = Double(line[column * 4 + 1])
                (sum, x, y) = (sum + light, x + light * Double(column), y + light * Double(row))
            }
        }
        return PixelPoint(x: x / sum, y: y / sum)
    }

    @Test(arguments: [3.3, 7, 22.4], [0.7, 1.5, 4]) func circlesAreCentred(radius: Double, width: Double) {
        for place in Self.places {
            let found = centroid([Mark(.circle(centre: place, radius: radius), stroke: Stroke(.white, width: width))])
            #expect(found.distance(from: place) <= 0.02)
        }
    }

    @Test(arguments: [2, 5, 10.7]) func discsAreCentred(radius: Double) {
        for place in Self.places {
            #expect(centroid([Mark(.circle(centre: place, radius: radius), fill: .white)]).distance(from: place) <= 0.02)
        }
    }

    @Test(arguments: [(1.0, 0.02), (2, 0.02), (3, 0.02), (1.7, 0.045)]) func crossesAreCentred(width: Double, most: Double) {
        // Light gathered in pixels has its centroid off by up to this where the width is no whole number, however exactly it is drawn.
        for place in Self.places {
            let arms = [(1.0, 0.0), (0, 1), (-1, 0), (0, -1)].map { dx, dy in
                Mark(
                    .path(
                        [PixelPoint(x: place.x + 4 * dx, y: place.y + 4 * dy), PixelPoint(x: place.x + 14 * dx, y: place.y + 14 * dy)],
                        closed: false), stroke: Stroke(.white, width: width))
            }
            #expect(centroid(arms).distance(from: place) <= most)
        }
    }

    @Test func ellipsesAreCentred() {
        for place in Self.places {
            let figure = Figure.ellipse(centre: place, semiMajor: 17.3, semiMinor: 6.1, angle: 33)
            #expect(centroid([Mark(figure, stroke: Stroke(.white, width: 2))]).distance(from: place) <= 0.02)
        }
    }

    @Test func aCircleHasTheLightOfItsLine() {
        for (radius, width) in [(20.0, 1.0), (12.3, 2.6), (5, 0.6)] {
            let canvas = CanvasBuffer(size: PixelSize(width: 64, height: 64))
            let mark = Mark(.circle(centre: PixelPoint(x: 31.3, y: 30.9), radius: radius), stroke: Stroke(.white, width: width))
            Canvas.draw(Drawing(size: canvas.size, layers: [Layer(.markers, marks: [mark])]), onto: canvas)
            let light = (0..<64 * 64).reduce(0) { $0 + Double(canvas.bytes[$1 * 4]) } / 255
            #expect(abs(light / (2 * .pi * radius * width) - 1) < 0.02)
        }
    }

    @Test func severalThreadsDrawTheSame() async {
        let drawing = SomeDrawings.random(seed: 4, count: 300, size: PixelSize(width: 700, height: 500))
        let pictures = await withTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let canvas = CanvasBuffer(size: drawing.size)
                    Canvas.draw(drawing, onto: canvas)
                    return Array(canvas.bytes)
                }
            }
            return await group.reduce(into: [[UInt8]]()) { $0.append($1) }
        }
        #expect(pictures.count == 8)
        #expect(pictures.allSatisfy { $0 == pictures[0] })
        #expect(pictures[0].contains(200...255))
    }
}

extension [UInt8] {
    fileprivate func contains(_ range: ClosedRange<UInt8>) -> Bool { contains { range.contains($0) } }
}
