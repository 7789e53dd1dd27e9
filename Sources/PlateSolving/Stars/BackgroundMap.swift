/// The smooth part of a picture, sky glow and nebulae, and how much the pixels scatter about it, on a grid of cells.
struct BackgroundMap {
    let cell: Int
    let columns: Int
    let rows: Int
    private(set) var level: [Float]
    private(set) var noise: [Float]

    /// - Parameter cell: side of a cell in pixels, well above the size of a star.
    init(_ image: GreyImage, cell: Int) {
        let columns = max(1, (image.width + cell / 2) / cell)
        let rows = max(1, (image.height + cell / 2) / cell)
        self.cell = cell
        self.columns = columns
        self.rows = rows
        level = [Float](repeating: 0, count: columns * rows)
        noise = level
        var samples: [Float] = []
        samples.reserveCapacity(cell * cell / 2)
        for row in 0..<rows {
            let ys = row * image.height / rows..<(row + 1) * image.height / rows
            for column in 0..<columns {
                let xs = column * image.width / columns..<(column + 1) * image.width / columns
                samples.removeAll(keepingCapacity: true)
                // Neighbours say nearly the same: every third pixel of every second row is enough for a median.
                image.pixels.withUnsafeBufferPointer { pixels in
                    for y in stride(from: ys.lowerBound, to: ys.upperBound, by: 2) {
                        for x in stride(from: xs.lowerBound + y % 3, to: xs.upperBound, by: 3) { samples.append(pixels[y * image.width + x]) }
                    }
                }
                guard !samples.isEmpty else { continue }
                samples.sort()
                let median = samples[samples.count / 2]
                // The lower half only: stars and nebulae make the upper one wider. 16 % lie below -1 sigma.
                level[row * columns + column] = median
                noise[row * columns + column] = median - samples[samples.count * 16 / 100]
            }
        }
        level = medianFiltered(level)
        noise = medianFiltered(noise)
    }

    /// The typical scatter of the whole picture.
    var typicalNoise: Float {
        let sorted = noise.sorted()
        return sorted[sorted.count / 2]
    }

    /// The picture less the background, interpolated linearly between the cells' centres.
    func subtracted(from image: GreyImage) -> GreyImage {
        var out = image
        let (width, height) = (image.width, image.height)
        var line = [Float](repeating: 0, count: width)
        let xs = (0..<width).map { position(of: $0, length: width, cells: columns) }
        out.pixels.withUnsafeMutableBufferPointer { pixels in
            for y in 0..<height {
                let (top, down) = position(of: y, length: height, cells: rows)
                let upper = top * columns
                let lower = min(top + 1, rows - 1) * columns
                // Between two rows of cells first, then along the row.
                let cells = (0..<columns).map { level[upper + $0] + down * (level[lower + $0] - level[upper + $0]) }
                for x in 0..<width {
                    let (left, right) = xs[x]
                    let a = cells[left]
                    line[x] = a + right * (cells[min(left + 1, columns - 1)] - a)
                }
                for x in 0..<width { pixels[y * width + x] -= line[x] }
            }
        }
        return out
    }

    func noise(x: Int, y: Int, in image: GreyImage) -> Float {
        noise[min(rows - 1, y * rows / image.height) * columns + min(columns - 1, x * columns / image.width)]
    }

    func level(x: Int, y: Int, in image: GreyImage) -> Float {
        level[min(rows - 1, y * rows / image.height) * columns + min(columns - 1, x * columns / image.width)]
    }

    private func position(of pixel: Int, length: Int, cells: Int) -> (Int, Float) {
        let at = max(0, (Float(pixel) + 0.5) * Float(cells) / Float(length) - 0.5)
        let index = min(cells - 1, Int(at))
        return (index, at - Float(index))
    }

    /// Each cell becomes the median of itself and its neighbours, so that one bright star does not make a hill.
    private func medianFiltered(_ values: [Float]) -> [Float] {
        var out = values
        for row in 0..<rows {
            for column in 0..<columns {
                var near: [Float] = []
                for r in max(0, row - 1)...min(rows - 1, row + 1) {
                    for c in max(0, column - 1)...min(columns - 1, column + 1) { near.append(values[r * columns + c]) }
                }
                near.sort()
                out[row * columns + column] = near[near.count / 2]
            }
        }
        return out
    }
}
