import Foundation
import Raster
import Synchronization
import WCS

/// One picture on its way to other pixels: block by block, each with the patch of the source that it needs.
struct Resampling {
    enum Source: Sendable {
        case picture(PixelBuffer)
        case canvas(CanvasBuffer)

        var size: PixelSize {
            switch self {
            case .picture(let picture): picture.size
            case .canvas(let canvas): canvas.size
            }
        }
    }

    let source: Source
    let map: PixelMap
    /// The full pixel at the source's first one.
    let origin: PixelPoint
    /// Full pixels for one of the source, along each axis.
    let reduction: Double

    /// Small enough that the patch stays in a core's own cache.
    private static let blockSide = 48
    /// Pixels of a patch; where the source is much finer, blocks become smaller.
    private static let largestPatch = 1 << 18

    /// - Returns: the covered part of the target, 0 … 1.
    func run<Sample: PixelSample & SendableMetatype>(
        into target: PixelTarget<Sample>, threads: Int
    ) -> Double {
        target.clear()
        let blocks = map.tiles.flatMap { tile in
            stride(from: 0, to: tile.height, by: Self.blockSide).flatMap { y in
                stride(from: 0, to: tile.width, by: Self.blockSide).map { x in
                    Block(
                        tile: tile, x: tile.x + x, y: tile.y + y, width: min(Self.blockSide, tile.width - x),
                        height: min(Self.blockSide, tile.height - y))
                }
            }
        }
        let total = Mutex(0.0)
        let parts = max(1, min(threads, blocks.count))
        let next = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: parts) { _ in
            var worker = Worker(self, target)
            defer { worker.finish() }
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                guard index < blocks.count else { break }
                worker.make(blocks[index])
            }
            total.withLock { $0 += worker.covered }
        }
        return min(1, total.withLock { $0 } / Double(max(1, target.pixels)))
    }

    struct Block {
        let tile: MapTile
        let x, y, width, height: Int

        var halves: [Block] {
            width >= height
                ? [Block(tile: tile, x: x, y: y, width: width / 2, height: height),
                    Block(tile: tile, x: x + width / 2, y: y, width: width - width / 2, height: height)]
                : [Block(tile: tile, x: x, y: y, width: width, height: height / 2),
                    Block(tile: tile, x: x, y: y + height / 2, width: width, height: height - height / 2)]
        }
    }

    /// What one thread needs.
    struct Worker<Sample: PixelSample & SendableMetatype> {
        let job: Resampling
        let target: PixelTarget<Sample>
        var covered = 0.0
        private var patch = SourcePatch()
        private var kernels = CubicKernels()
        private let xs, ys: UnsafeMutablePointer<Double>

        init(_ job: Resampling, _ target: PixelTarget<Sample>) {
            (self.job, self.target) = (job, target)
            xs = .allocate(capacity: Resampling.blockSide * Resampling.blockSide)
            ys = .allocate(capacity: Resampling.blockSide * Resampling.blockSide)
        }

        func finish() {
            patch.free()
            xs.deallocate()
            ys.deallocate()
        }

        mutating func make(_ block: Block) {
            guard let bounds = locate(block) else { return }
            // Along each source axis: how far a step of one target pixel goes.
            let steps = block.tile.steps
            let stretchX = (steps.map { ($0.alongX.x * $0.alongX.x + $0.alongY.x * $0.alongY.x).squareRoot() } ?? 1) / job.reduction
            let stretchY = (steps.map { ($0.alongX.y * $0.alongX.y + $0.alongY.y * $0.alongY.y).squareRoot() } ?? 1) / job.reduction
            let (across, down) = (kernels[stretchX], kernels[stretchY])
            let left = Int((bounds.minX - across.reach).rounded(.down)) + 1
            let top = Int((bounds.minY - down.reach).rounded(.down)) + 1
            // Both ways as many taps as the longer kernel has; one more, as places are rounded to phases.
            let taps = max(across.taps, down.taps) <= 6 ? max(across.taps, down.taps) : max(8, across.taps, down.taps)
            let right = Int((bounds.maxX - across.reach).rounded(.down)) + 2 + taps
            let bottom = Int((bounds.maxY - down.reach).rounded(.down)) + 2 + taps
            guard (right - left) * (bottom - top) <= Resampling.largestPatch || block.width * block.height == 1 else {
                for half in block.halves { make(half) }
                return
            }
            patch.place(x: left, y: top, width: right - left, height: bottom - top)
            switch job.source {
            case .picture(let picture): patch.fill(from: picture)
            case .canvas(let canvas): patch.fill(from: canvas)
            }
            across.weights.withUnsafeBufferPointer { x in
                down.weights.withUnsafeBufferPointer { y in
                    guard let x = x.baseAddress, let y = y.baseAddress else { return }
                    sum(block, across, x, down, y)
                }
            }
        }

        /// Fills `xs` and `ys` with places in the source's own pixels, NaN outside; nil where all are.
        private func locate(_ block: Block) -> (minX: Double, minY: Double, maxX: Double, maxY: Double)? {
            let (width, height) = (Double(job.source.size.width) - 0.5, Double(job.source.size.height) - 0.5)
            let shift = 0.5 / job.reduction - 0.5
            let factor = 1 / job.reduction
            // A target pixel counts as shown where its centre is.
            var box = (minX: Double.infinity, minY: Double.infinity, maxX: -Double.infinity, maxY: -Double.infinity)
            for row in 0..<block.height {
                let (xs, ys) = (xs + row * block.width, ys + row * block.width)
                block.tile.places(row: block.y + row, columns: block.x..<block.x + block.width, xs, ys)
                for i in 0..<block.width {
                    let x = (xs[i] - job.origin.x) * factor + shift
                    let y = (ys[i] - job.origin.y) * factor + shift
                    (xs[i], ys[i]) = (x, y)
                    // What is no number fails too.
                    guard x >= -0.5, y >= -0.5, x <= width, y <= height else {
                        xs[i] = .nan
                        continue
                    }
                    box = (min(box.minX, x), min(box.minY, y), max(box.maxX, x), max(box.maxY, y))
                }
            }
            return box.minX <= box.maxX ? box : nil
        }

        private mutating func sum(
            _ block: Block, _ across: CubicKernel, _ acrossWeights: UnsafePointer<Float>, _ down: CubicKernel,
            _ downWeights: UnsafePointer<Float>
        ) {
            // With numbers that the compiler knows it leaves no loop over columns.
            switch max(across.taps, down.taps) {
            case ...4: sum(block, 4, across, acrossWeights, down, downWeights)
            case 5: sum(block, 5, across, acrossWeights, down, downWeights)
            case 6: sum(block, 6, across, acrossWeights, down, downWeights)
            case 7, 8: sum(block, 8, across, acrossWeights, down, downWeights)
            default: sum(block, CubicKernel.longest, across, acrossWeights, down, downWeights)
            }
        }

        /// No check of overflow here: every index was made from the patch's own bounds.
        @inline(__always)
        private mutating func sum(
            _ block: Block, _ most: Int, _ across: CubicKernel, _ acrossWeights: UnsafePointer<Float>, _ down: CubicKernel,
            _ downWeights: UnsafePointer<Float>
        ) {
            guard let base = target.base else { return }
            let phases = Double(CubicKernel.phases)
            let isFixed = most <= 8
            let (columns, rows) = isFixed ? (most, most) : (across.taps, down.taps)
            let stride = patch.width
            let first = UnsafePointer(patch.pixels)
            let (offsetX, offsetY) = (Double(patch.x) - 1 + across.reach, Double(patch.y) - 1 + down.reach)
            var known = 0
            for row in 0..<block.height {
                let (xs, ys) = (xs + row &* block.width, ys + row &* block.width)
                var out = base + ((block.y + row) * target.width + block.x) * target.pixelStep
                for i in 0..<block.width {
                    defer { out += target.pixelStep }
                    guard xs[i] == xs[i] else { continue }
                    // Before the first tap of the patch, in phases; never negative.
                    let x = Self.nearest((xs[i] - offsetX) * phases)
                    let y = Self.nearest((ys[i] - offsetY) * phases)
                    let wx = acrossWeights + (x & (CubicKernel.phases - 1)) &* across.rowLength
                    let wy = downWeights + (y & (CubicKernel.phases - 1)) &* down.rowLength
                    var line = first + ((y >> CubicKernel.phaseBits) &* stride &+ x >> CubicKernel.phaseBits)
                    var value = SIMD4<Float>.zero
                    var least = line[0]
                    for j in 0..<rows {
                        var part = line[0] * wx[0]
                        least.replace(with: line[0], where: line[0] .< least)
                        for k in 1..<columns {
                            let pixel = line[k]
                            part += pixel * wx[k]
                            least.replace(with: pixel, where: pixel .< least)
                        }
                        value += part * wy[j]
                        line += stride
                    }
                    let weight = value.w
                    if weight < 0.9999 {
                        // A quarter at a picture's very corner; less beside pixels that are blank.
                        guard weight >= 0.2 else { continue }
                        value /= weight
                    }
                    known &+= 1
                    value.replace(with: least, where: value .< least)
                    target.put(value, out)
                }
            }
            covered += Double(known)
        }

        /// To the nearest whole number, below 2³¹: 1.5 · 2⁵² leaves no digits for a fraction.
        @inline(__always)
        private static func nearest(_ value: Double) -> Int {
            Int(Int32(truncatingIfNeeded: (value + 0x1.8p52).bitPattern))
        }
    }
}
