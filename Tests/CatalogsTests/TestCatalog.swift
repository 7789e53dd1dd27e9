import Catalogs
import Foundation
import Sky

/// A catalogue in a temporary folder, removed with the value.
final class TestCatalog: Sendable {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "catalog-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    var path: String { folder.appending(path: "sky.catalog").path }

    func write(_ contents: CatalogContents) throws -> CatalogFile {
        try CatalogWriter.write(contents, to: path)
        return try CatalogFile(path: path)
    }

    func put(_ bytes: [UInt8]) throws { try Data(bytes).write(to: URL(fileURLWithPath: path)) }

    var bytes: [UInt8] { get throws { Array(try Data(contentsOf: URL(fileURLWithPath: path))) } }
}

extension CatalogContents {
    /// A few of everything.
    static let small = CatalogContents(
        stars: [
            ListedStar(
                position: SkyPosition(ra: 101.28716, dec: -16.71612), magnitude: -1.44, colour: 0.01,
                properMotion: (-546.0, -1223.1), name: "Sirius", designation: "α CMa", hd: 48915),
            ListedStar(
                position: SkyPosition(ra: 88.79294, dec: 7.40706), magnitude: 0.45, name: "Betelgeuse", designation: "α Ori"),
            ListedStar(position: SkyPosition(ra: 72.46005, dec: 6.96128), magnitude: 3.19, designation: "π³ Ori", hd: 30652),
            ListedStar(position: SkyPosition(ra: 344.36658, dec: 20.76883), magnitude: 5.45, colour: 0.67, designation: "51 Peg"),
            ListedStar(position: SkyPosition(ra: 219.90206, dec: -60.83397), magnitude: -0.01, designation: "α¹ Cen"),
            ListedStar(position: SkyPosition(ra: 0, dec: 90), magnitude: 7),
        ],
        deepSky: [
            DeepSkyObject(
                kind: .galaxy, position: SkyPosition(ra: 10.68479, dec: 41.26906),
                names: ["M 31", "NGC 224", "Andromeda Galaxy"], magnitude: 3.4, majorAxis: 177.83, minorAxis: 69.66,
                positionAngle: 35),
            DeepSkyObject(kind: .nebula, position: SkyPosition(ra: 84, dec: -2.5), names: ["IC 434"]),
            DeepSkyObject(
                kind: .planetaryNebula, position: SkyPosition(ra: 284, dec: 33), names: ["NGC 40", "Little Ghost Nebula"]),
        ],
        constellations: [
            Constellation(
                abbreviation: "Ori", name: "Orion", lines: [[SkyPosition(ra: 80, dec: 5), SkyPosition(ra: 85, dec: -5)]],
                boundaries: [[SkyPosition(ra: 70, dec: -10), SkyPosition(ra: 90, dec: -10), SkyPosition(ra: 80, dec: 20)]],
                middle: SkyPosition(ra: 81, dec: 3)),
            Constellation(
                abbreviation: "And", name: "Andromeda", lines: [], boundaries: [], middle: SkyPosition(ra: 20, dec: 41)),
        ],
        sources: [
            CatalogSource(name: "A list", version: "1", license: "CC0-1.0", date: "2026-01-02", url: "https://example.org")
        ])
}
