extension Sketch {
    /// The drawing, with every label at its place.
    ///
    /// Labels never overlap each other, the things they name, nor what `keepClear` and `write` took, and never leave the picture;
    /// only required ones may. Those for which there is no room are listed in `dropped`.
    public func finished(measure: any TextMeasure) -> Drawing {
        var placer = LabelPlacer(bounds: field.bounds, measure: measure)
        for box in obstacles { placer.keepClear(TurnedBox(box)) }
        for text in texts.values.joined() { placer.keepClear(TurnedBox(text.box, angle: text.angle)) }
        let placed = placer.place(requests)
        let used = Set(marks.keys).union(texts.keys).union(placed.texts.keys)
        let known = Set(LayerID.drawingOrder)
        let order = LayerID.drawingOrder + used.subtracting(known).sorted { $0.rawValue < $1.rawValue }
        let layers = order.filter(used.contains).map { id in
            Layer(
                id, marks: (placed.leaders[id] ?? []) + (marks[id] ?? []), texts: (texts[id] ?? []) + (placed.texts[id] ?? []))
        }
        return Drawing(size: field.size, layers: layers, dropped: placed.dropped, objects: objects)
    }
}
