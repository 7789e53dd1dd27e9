import Foundation

/// Draws a picture in bands of rows, so that only one band is in memory as electrons.
struct BandRenderer {
    static let bandRows = 64

    let geometry: SampleGeometry
    let background: SkyBackground
    let camera: Camera
    let channels: Int
    private let stamps: [StarStamp]
    /// The numbers of the stars that reach into each band.
    private let bands: [[Int32]]

    init(geometry: SampleGeometry, background: SkyBackground, camera: Camera, channels: Int, stamps: [StarStamp]) {
        (self.geometry, self.background, self.camera) = (geometry, background, camera)
        (self.channels, self.stamps) = (channels, stamps)
        let count = (geometry.height + Self.bandRows - 1) / Self.bandRows
        var bands = [[Int32]](repeating: [], count: count)
        for (number, stamp) in stamps.enumerated() {
            let reach = max(stamp.reach, stamp.bleeding) + 1
            let first = max(0, Int(((stamp.y - reach) / Double(Self.bandRows)).rounded(.down)))
            let last = min(count - 1, Int(((stamp.y + reach) / Double(Self.bandRows)).rounded(.down)))
            guard first <= last else { continue }
            for band in first...last { bands[band].append(Int32(number)) }
        }
        self.bands = bands
    }

    /// Calls `deliver` with each row from the first to the last: interleaved samples, of which 8-bit pictures use the low byte.
    func render(_ deliver: (_ row: Int, _ samples: UnsafeMutableBufferPointer<UInt16>) throws -> Void) rethrows {
        let rowLength = geometry.width * channels
        let electrons = UnsafeMutableBufferPointer<Float>.allocate(capacity: rowLength * Self.bandRows)
        let sky = UnsafeMutableBufferPointer<Float>.allocate(capacity: geometry.width)
        let samples = UnsafeMutableBufferPointer<UInt16>.allocate(capacity: rowLength)
        defer {
            electrons.deallocate()
            sky.deallocate()
            samples.deallocate()
        }
        try NormalTable.values.withUnsafeBufferPointer { table in
            for band in bands.indices {
                let first = band * Self.bandRows
                let rows = first..<min(geometry.height, first + Self.bandRows)
                for row in rows {
                    background.fill(row: row, into: sky)
                    paint(sky, into: line(electrons, row - first))
                }
                for number in bands[band] { draw(stamps[Int(number)], into: electrons, rows: rows) }
                for row in rows {
                    camera.develop(row: row, line(electrons, row - first), table, into: samples)
                    try deliver(row, samples)
                }
            }
        }
    }

    private func line(_ band: UnsafeMutableBufferPointer<Float>, _ row: Int) -> UnsafeMutableBufferPointer<Float> {
        let length = geometry.width * channels
        return UnsafeMutableBufferPointer(rebasing: band[row * length..<(row + 1) * length])
    }

    private func paint(_ sky: UnsafeMutableBufferPointer<Float>, into line: UnsafeMutableBufferPointer<Float>) {
        guard channels == 3 else {
            _ = line.update(fromContentsOf: sky)
            return
        }
        for x in 0..<sky.count {
            line[3 * x] = sky[x] * Camera.skyColour.0
            line[3 * x + 1] = sky[x] * Camera.skyColour.1
            line[3 * x + 2] = sky[x] * Camera.skyColour.2
        }
    }

    private func draw(_ stamp: StarStamp, into band: UnsafeMutableBufferPointer<Float>, rows: Range<Int>) {
        let top = max(rows.lowerBound, Int((stamp.y - stamp.reach).rounded(.up)))
        let bottom = min(rows.upperBound - 1, Int((stamp.y + stamp.reach).rounded(.down)))
        if top <= bottom {
            for y in top...bottom {
                let dy = Double(y) - stamp.y
                let half = max(0, stamp.reach * stamp.reach - dy * dy).squareRoot()
                let left = max(0, Int((stamp.x - half).rounded(.up)))
                let right = min(geometry.width - 1, Int((stamp.x + half).rounded(.down)))
                guard left <= right else { continue }
                let line = self.line(band, y - rows.lowerBound)
                for x in left...right {
                    let light = stamp.pixelProfile(Float(Double(x) - stamp.x), Float(dy))
                    if channels == 3 {
                        line[3 * x] += light * stamp.peaks.0
                        line[3 * x + 1] += light * stamp.peaks.1
                        line[3 * x + 2] += light * stamp.peaks.2
                    } else {
                        line[x] += light * stamp.peaks.1
                    }
                }
            }
        }
        if stamp.bleeding > 0 { bleed(stamp, into: band, rows: rows) }
    }

    /// Overflowing charge fills the column above and below a very bright star.
    private func bleed(_ stamp: StarStamp, into band: UnsafeMutableBufferPointer<Float>, rows: Range<Int>) {
        let column = Int(stamp.x.rounded())
        let top = max(rows.lowerBound, Int((stamp.y - stamp.bleeding).rounded()))
        let bottom = min(rows.upperBound - 1, Int((stamp.y + stamp.bleeding).rounded()))
        guard top <= bottom, column >= 0, column < geometry.width else { return }
        for y in top...bottom {
            let line = self.line(band, y - rows.lowerBound)
            for channel in 0..<channels { line[column * channels + channel] += Float(Exposure.full) }
        }
    }
}
