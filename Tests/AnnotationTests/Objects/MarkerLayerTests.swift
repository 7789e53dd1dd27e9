import Annotation
import Foundation
import Sky
import Testing
import WCS

@Suite struct MarkerLayerTests {
    private func drawing(_ markers: [Marker], in field: Field) -> Drawing { Drawing(MarkerLayer(markers), on: field) }

    @Test(arguments: [
        Marker.Shape.cross, .circleOutline, .circle, .exoplanet, .asteroid, .square, .ellipse(.pixels(width: 30, height: 10, angle: 20)),
        .ellipse(.arcminutes(major: 2, minor: 1, angle: 70)),
    ])
    func shapesAreCentred(_ shape: Marker.Shape) throws {
        let field = try MadeField.tan(ra: 0.1, dec: 89.5, degrees: 1.2, width: 1200, height: 800, turned: 31)
        let position = SkyPosition(ra: 100, dec: 89.73)
        let pixel = try #require(field.pixel(position))
        let drawn = drawing([Marker(position: position, label: "x", shape: shape)], in: field)
        let points = drawn.marks(.markers).flatMap(\.figure.points)
        #expect(!points.isEmpty)
        let mean = PixelPoint(
            x: points.reduce(0) { $0 + $1.x } / Double(points.count), y: points.reduce(0) { $0 + $1.y } / Double(points.count))
        #expect(mean.distance(from: pixel) < 0.001)
        #expect(drawn.objects[0].pixel.distance(from: pixel) < 0.001)
        #expect(drawn.texts(.markers).map(\.string) == ["x"])
    }

    @Test func markersOutsideAreNotDrawn() throws {
        let field = try MadeField.tan(ra: 10, dec: 0, degrees: 1.2, width: 1200, height: 800)
        let behind = Marker(position: SkyPosition(ra: 190, dec: 0), label: "behind", shape: .circle)
        let beside = Marker(position: SkyPosition(ra: 11, dec: 0), label: "beside", shape: .cross)
        let drawn = drawing([behind, beside], in: field)
        #expect(drawn.marks(.markers).isEmpty && drawn.texts(.markers).isEmpty && drawn.objects.isEmpty)
    }

    @Test func contractShapesDiffer() throws {
        let field = try MadeField.tan(ra: 10, dec: 0, degrees: 1.2, width: 1200, height: 800)
        let shapes: [Marker.Shape] = [.cross, .circleOutline, .circle, .exoplanet, .asteroid]
        let sizes = shapes.compactMap { shape in
            drawing([Marker(position: SkyPosition(ra: 10, dec: 0), label: "a", shape: shape)], in: field).texts(.markers).first?.style.size
        }
        #expect(Set(sizes).count == 5)
    }

    @Test func textStandsOnItsPosition() throws {
        let field = try MadeField.tan(ra: 10, dec: 0, degrees: 1.2, width: 1200, height: 800)
        let marker = Marker(position: SkyPosition(ra: 10.1, dec: 0.1), label: "here", shape: .text, size: 20)
        let drawn = drawing([marker], in: field)
        let text = try #require(drawn.texts(.markers).first)
        let pixel = try #require(field.pixel(marker.position))
        #expect(text.box.centre.distance(from: pixel) < 0.001)
        #expect(text.style.size == 20)
    }

    @Test func linesFollowGreatCircles() throws {
        let field = try MadeField.tan(ra: 0, dec: 60, degrees: 60, width: 1200, height: 800)
        let (a, b) = (SkyPosition(ra: 340, dec: 60), SkyPosition(ra: 20, dec: 60))
        let drawn = drawing([Marker(position: a, label: "arc", shape: .line([a, b]))], in: field)
        let path = try #require(drawn.marks(.markers).first).figure
        // Halfway along the great circle: δ = atan(tan 60° / cos 20°).
        let middle = try #require(field.pixel(SkyPosition(ra: 0, dec: atan(tan(.pi / 3) / cos(.pi / 9)) * 180 / .pi)))
        #expect(path.distance(to: middle) < 0.1)
    }

    @Test func enormousShapesDoNotHurt() throws {
        let field = try MadeField.tan(ra: 10, dec: 0, degrees: 1.2, width: 1200, height: 800)
        let here = SkyPosition(ra: 10, dec: 0)
        let markers = [
            Marker(position: here, label: "a", shape: .circle, size: 20_000), Marker(position: here, shape: .square, size: 0),
            Marker(position: here, label: "b", shape: .ellipse(.arcminutes(major: 10_000, minor: 0, angle: 0))),
            Marker(position: here, label: "c", shape: .ellipse(.pixels(width: 0, height: 0, angle: 0))),
            Marker(position: here, label: "d", shape: .polygon([here, here, here])),
            Marker(position: here, label: "e", shape: .text, size: 20_000),
        ]
        let drawn = drawing(markers, in: field)
        #expect(drawn.marks(.markers).count < 200)
    }
}
