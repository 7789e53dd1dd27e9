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

    /// Where a part of the upright picture is stored.
    package func stored(_ upright: PixelRegion, of size: PixelSize) -> PixelRegion {
        var region = upright
        if transposes {
            (region.x, region.y) = (upright.y, upright.x)
            (region.width, region.height) = (upright.height, upright.width)
        }
        if reversesColumns { region.x = size.width - region.x - region.width }
        if reversesRows { region.y = size.height - region.y - region.height }
        return region
    }
}
