import Annotation
import Raster
import Testing
import WCS

/// Labels are where they can be read.
@Suite struct LabelPlacingTests {
    private func sketch(_ count: Int, _ seed: UInt64, width: Int, height: Int, radius: Double = 8) throws -> Sketch {
        var sketch = Sketch(field: try MadeField.tan(ra: 80, dec: 10, degrees: 10, width: width, height: height))
        let unit = sketch.field.unit
        var dice = Dice(seed)
        for index in 0..<count {
            let place = PixelPoint(
                x: .random(in: 0..<Double(width), using: &dice), y: .random(in: 0..<Double(height), using: &dice))
            sketch.draw(Mark(.circle(centre: place, radius: radius * unit), stroke: Stroke(.white, width: unit)), in: .markers)
            sketch.label(
                LabelRequest(
                    layer: .markers, text: String("NGC 7000 abc".prefix(5 + index % 8)), style: TextStyle(size: 14 * unit, colour: .white),
                    anchor: .beside(Box(centre: place, width: 2 * radius * unit, height: 2 * radius * unit)),
                    priority: .random(in: 0...5, using: &dice), title: "\(index)"))
        }
        return sketch
    }

    private func texts(_ drawing: Drawing) -> [PlacedText] { drawing.layers.flatMap(\.texts) }

    private func boxesOfMarks(_ drawing: Drawing) -> [Box] {
        drawing.layers.flatMap(\.marks).compactMap {
            guard case .circle(let centre, let radius) = $0.figure else { return nil }
            return Box(centre: centre, width: 2 * radius, height: 2 * radius)
        }
    }

    @Test(arguments: 0..<12) func nothingOverlaps(seed: Int) throws {
        var sketch = try sketch(20 + 25 * seed, UInt64(seed), width: 900, height: 600)
        var dice = Dice(UInt64(seed) + 100)
        let obstacles = (0..<6).map { _ in
            Box(
                centre: PixelPoint(x: .random(in: 0...900, using: &dice), y: .random(in: 0...600, using: &dice)),
                width: .random(in: 1...150, using: &dice), height: .random(in: 1...90, using: &dice))
        }
        obstacles.forEach { sketch.keepClear($0) }
        let count = 20 + 25 * seed
        let drawing = sketch.finished(measure: PangoMeasure())
        let texts = texts(drawing)
        #expect(texts.count + drawing.dropped.count == count)
        let marks = boxesOfMarks(drawing)
        for (index, text) in texts.enumerated() {
            #expect(sketch.field.bounds.contains(text.box))
            #expect(!obstacles.contains { $0.overlaps(text.box) })
            #expect(!marks.contains { $0.overlaps(text.box) })
            #expect(!texts[..<index].contains { $0.box.overlaps(text.box) })
        }
    }

    @Test(arguments: [1, 2, 3]) func fortyAMegapixelHaveRoom(seed: UInt64) throws {
        let drawing = try sketch(960, seed, width: 6000, height: 4000).finished(measure: PangoMeasure())
        #expect(Double(texts(drawing).count) >= 0.95 * 960)
        #expect(texts(drawing).count + drawing.dropped.count == 960)
    }

    @Test func aCrowdIsListed() throws {
        let drawing = try sketch(30_000, 5, width: 2000, height: 1500).finished(measure: PangoMeasure())
        #expect(texts(drawing).count + drawing.dropped.count == 30_000)
    }

    @Test func theImportantOnesComeFirst() throws {
        var sketch = Sketch(field: try MadeField.tan(ra: 80, dec: 10, degrees: 10, width: 300, height: 200))
        for index in 0..<60 {
            sketch.label(
                LabelRequest(
                    layer: .markers, text: "label \(index)", style: TextStyle(size: 20, colour: .white),
                    anchor: .centred([PixelPoint(x: 150, y: 100)]), priority: Double(index)))
        }
        let drawing = sketch.finished(measure: PangoMeasure())
        #expect(texts(drawing).map(\.string) == ["label 59"])
        #expect(drawing.dropped.count == 59)
    }

    @Test func requestsOfNonsenseAreDropped() throws {
        var sketch = Sketch(field: try MadeField.tan(ra: 80, dec: 10, degrees: 10, width: 300, height: 200))
        let nowhere = PixelPoint(x: .nan, y: .infinity)
        for anchor in [
            LabelRequest.Anchor.centred([]), .centred([nowhere]), .beside(Box(centre: nowhere, width: 1, height: 1)),
            .beside(Box(minX: 50, minY: 50, maxX: 20, maxY: 20)), .beside(Box(minX: -1e300, minY: 0, maxX: -1e299, maxY: 5)),
        ] {
            for size in [12, .nan, -4, 1e300] {
                sketch.label(
                    LabelRequest(
                        layer: .markers, text: "x", style: TextStyle(size: size, colour: .white), anchor: anchor, priority: .nan,
                        angle: .nan))
            }
        }
        sketch.keepClear(Box(centre: nowhere, width: 3, height: .nan))
        let drawing = sketch.finished(measure: PangoMeasure())
        #expect(drawing.dropped.count == 20)
    }
}
