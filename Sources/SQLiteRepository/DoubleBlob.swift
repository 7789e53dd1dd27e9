import Foundation
import Sky

/// Directions as blobs of little-endian doubles.
enum DoubleBlob {
    /// x, y, z of each.
    static func data(_ vectors: [UnitVector]) -> Data {
        data(vectors.flatMap { [$0.x, $0.y, $0.z] })
    }

    /// ra, dec of each in degrees.
    static func data(_ positions: [SkyPosition]) -> Data {
        data(positions.flatMap { [$0.ra, $0.dec] })
    }

    static func vectors(_ data: Data) -> [UnitVector] {
        let v = doubles(data)
        return stride(from: 0, to: v.count - v.count % 3, by: 3).map { UnitVector(x: v[$0], y: v[$0 + 1], z: v[$0 + 2]) }
    }

    static func positions(_ data: Data) -> [SkyPosition] {
        let v = doubles(data)
        return stride(from: 0, to: v.count - v.count % 2, by: 2).map { SkyPosition(ra: v[$0], dec: v[$0 + 1]) }
    }

    private static func data(_ values: [Double]) -> Data {
        var data = Data(capacity: values.count * 8)
        for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) } }
        return data
    }

    private static func doubles(_ data: Data) -> [Double] {
        data.withUnsafeBytes { bytes in
            (0..<bytes.count / 8).map {
                let bits = bytes.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self)
                return Double(bitPattern: UInt64(littleEndian: bits))
            }
        }
    }
}
