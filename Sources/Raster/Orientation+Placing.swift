extension Orientation {
    /// Where stored pixels land in the upright picture, counted in pixels from its first one: stored pixel (x, y) goes to
    /// `start + x * stepX + y * stepY`.
    func placing(of stored: PixelSize) -> (start: Int, stepX: Int, stepY: Int) {
        let (column, row) = (reversesColumns ? -1 : 1, reversesRows ? -1 : 1)
        let width = uprightSize(of: stored).width
        let stepX = transposes ? column * width : column
        let stepY = transposes ? row : row * width
        let start = (column < 0 ? (stored.width - 1) * -stepX : 0) + (row < 0 ? (stored.height - 1) * -stepY : 0)
        return (start, stepX, stepY)
    }
}
