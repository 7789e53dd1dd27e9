public import Foundation
import Sky

/// Lists of markers as JSON: `[{"ra": 83.82, "dec": -5.39, "label": "M 42", "shape": "circle", "size": 40, "color": "red"}, …]`.
///
/// Fields, `ra` and `dec` in degrees ICRS; numbers may be given as texts:
/// - `shape`: cross, circle_outline, circle, exoplanet, asteroid, square, ellipse, line, polygon, arrow, text;
/// - `size`: pixels from the middle to the edge, its sign ignored; letter height of a text, length of an arrow;
/// - `color`: a CSS colour;
/// - ellipse: `width` and `height` in pixels, or `major` and `minor` in arcminutes, full axes; `angle` degrees east of north;
/// - line, polygon: `points`, a list of `[ra, dec]` or of `{"ra", "dec"}`, joined along great circles; `ra` and `dec` then say where the
///   label belongs and may be left out;
/// - arrow: its tip is at `ra`, `dec`; `angle` is where it comes from, degrees east of north; or `points`, a course with a tip at the end.
///
/// Fields that are not known are passed over.
public enum MarkerList {
    public static let greatestCount = 100_000
    public static let greatestSize = 20_000.0
    public static let greatestByteCount = 64 << 20
    static let greatestPointCount = 10_000
    static let greatestPointSum = 1_000_000
    static let greatestLabel = 200

    /// - Throws: `MarkerListError`, with the number of the marker and the field. Nothing of a list with a mistake is drawn.
    public static func parse(_ data: Data) throws -> [Marker] {
        guard data.count <= greatestByteCount else {
            throw MarkerListError("it is \(data.count >> 20) MB long; at most \(greatestByteCount >> 20) MB are read")
        }
        return try data.withUnsafeBytes { bytes in
            let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
            return try parse(bytes.starts(with: mark) ? UnsafeRawBufferPointer(rebasing: bytes[mark.count...]) : bytes)
        }
    }

    private static func parse(_ bytes: UnsafeRawBufferPointer) throws -> [Marker] {
        var reader = MarkerReader(bytes)
        guard let first = reader.peek() else { throw MarkerListError("it is empty; write [] for no markers") }
        guard first == UInt8(ascii: "[") else {
            throw MarkerListError("a JSON list of markers is wanted, like [{\"ra\": 83.8, \"dec\": -5.4, \"shape\": \"circle\"}]")
        }
        _ = reader.take(UInt8(ascii: "["))
        var markers: [Marker] = []
        var points = 0
        var palette: MarkerFields.Palette = [:]
        if !reader.take(UInt8(ascii: "]")) {
            repeat {
                let number = markers.count + 1
                guard number <= greatestCount else {
                    throw MarkerListError("it has more than \(greatestCount) markers, which is the most that is drawn")
                }
                let marker = try read(&reader, number: number, &palette)
                points += marker.pointCount
                guard points <= greatestPointSum else {
                    throw MarkerListError(
                        "with this one the list has more than \(greatestPointSum) points", marker: number, field: "points")
                }
                markers.append(marker)
            } while reader.take(UInt8(ascii: ","))
            guard reader.take(UInt8(ascii: "]")) else {
                throw MarkerListError(reader.broken("“,” or “]” is missing after marker \(markers.count)").message)
            }
        }
        guard reader.peek() == nil else { throw MarkerListError(reader.broken("something follows the end of the list").message) }
        return markers
    }

    private static func read(
        _ reader: inout MarkerReader, number: Int, _ palette: inout MarkerFields.Palette
    ) throws -> Marker {
        do {
            var budget = MarkerReader.Budget()
            let value = try reader.value(&budget)
            guard case .object(let fields) = value else {
                throw MarkerListError("an object is wanted, this is \(value.spoken)", marker: number)
            }
            return try MarkerFields(number: number, fields: fields).marker(&palette)
        } catch let broken as MarkerReader.Broken {
            throw MarkerListError(broken.message, marker: number)
        }
    }
}
