import Annotation
import FITS
import Foundation
import Sky
import Testing
import WCS

/// Lines of grids against astropy: every place it puts on a line lies on the line as drawn.
@Suite struct GridAccuracyTests {
    /// The polyline's own tolerance is 0.03 px; the rest is for systems that astropy turns by way of others (0.03″).
    private static let most = 0.035

    @Test(arguments: GridGolden.cases)
    func linesGoWhereAstropySays(_ golden: GridGolden.Case) throws {
        guard let field = try golden.field() else { return }
        let system = golden.system.sky
        // FK5 and the frame bias stand between: 0.03″.
        let allowed = Self.most + (golden.system == .equatorial ? 0 : 0.03 / field.wcs.pixelScale)
        for line in golden.lines {
            let paths =
                line.kind == "meridian"
                ? SkyCurve.paths(in: field, from: -90, to: 90) { system.icrs(longitude: line.value, latitude: $0) }
                : SkyCurve.paths(in: field, from: 0, to: 360) { system.icrs(longitude: $0, latitude: line.value) }
            for point in line.points {
                let off = paths.map { distance(of: point, to: $0) }.min() ?? .infinity
                #expect(off < allowed, "\(golden.name): \(line.kind) \(line.value) passes \(point) at \(off) px")
            }
        }
    }

    /// The other way round: nothing is drawn where the line is not.
    @Test(arguments: GridGolden.cases)
    func nothingIsDrawnElsewhere(_ golden: GridGolden.Case) throws {
        guard let field = try golden.field() else { return }
        let system = golden.system.sky
        for line in golden.lines where line.kind == "parallel" {
            let paths = SkyCurve.paths(in: field, from: 0, to: 360) { system.icrs(longitude: $0, latitude: line.value) }
            for (a, b) in paths.flatMap({ zip($0, $0.dropFirst()) }) {
                let middle = PixelPoint(x: (a.x + b.x) / 2, y: (a.y + b.y) / 2)
                // Pieces cut at the picture's edge may end where there is no sky any more.
                guard let sky = try field.wcs.sky([middle])[0] else { continue }
                let longitude = system.own(sky).longitude
                guard let wanted = field.pixel(system.icrs(longitude: longitude, latitude: line.value)) else { continue }
                // Across the piece: along it the line is the same.
                let length = max(1e-9, hypot(b.x - a.x, b.y - a.y))
                let off = abs((wanted.x - middle.x) * (b.y - a.y) - (wanted.y - middle.y) * (b.x - a.x)) / length
                #expect(off < 0.05, "\(golden.name): \(line.value) is drawn \(off) px beside itself at \(middle)")
            }
        }
    }

    private func distance(of p: [Double], to path: [PixelPoint]) -> Double {
        zip(path, path.dropFirst()).map { a, b in
            let (dx, dy) = (b.x - a.x, b.y - a.y)
            let length = dx * dx + dy * dy
            let part = length > 0 ? max(0, min(1, ((p[0] - a.x) * dx + (p[1] - a.y) * dy) / length)) : 0
            return hypot(p[0] - a.x - part * dx, p[1] - a.y - part * dy)
        }.min() ?? .infinity
    }
}

/// What `Tests/Support/make-grid-golden.py` wrote.
enum GridGolden {
    struct Line: Decodable, Sendable {
        var kind: String
        var value: Double
        var points: [[Double]]
    }

    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        var name: String
        var system: GridSystem
        /// Nil for a solved picture of the shared folder.
        var header: [String: Entry]?
        var lines: [Line]

        var testDescription: String { name }

        /// Nil where the folder of pictures is missing.
        func field() throws -> Field? {
            if let header {
                let cards = header.map { FITSCard($0.key, $0.value.value) }
                return Field(try WCS(header: FITSHeader(cards: cards), width: 1500, height: 1000, frame: .upright))
            }
            let file = GridGolden.support.appending(path: "../../../shared/images/wcs/\(name).wcs").standardized
            guard FileManager.default.fileExists(atPath: file.path) else { return nil }
            let header = try FITSHeader(parsing: Data(contentsOf: file))
            return Field(
                try WCS(
                    header: header, width: header.integer("IMAGEW") ?? 0, height: header.integer("IMAGEH") ?? 0, frame: .upright))
        }
    }

    struct Entry: Decodable, Sendable {
        var value: FITSValue

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let text = try? container.decode(String.self) {
                value = .string(text)
            } else {
                value = .real(try container.decode(Double.self))
            }
        }
    }

    private struct All: Decodable { var cases: [Case] }

    fileprivate static let support = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Support").standardized

    static let cases: [Case] = {
        let data = (try? Data(contentsOf: support.appending(path: "grid-golden.json"))) ?? Data()
        let cases = (try? JSONDecoder().decode(All.self, from: data))?.cases ?? []
        precondition(!cases.isEmpty, "grid-golden.json is missing or damaged")
        return cases
    }()
}
