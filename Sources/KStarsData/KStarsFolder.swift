public import Catalogs
import Foundation
import Sky

/// The data files of the planetarium program KStars, as Debian's package `kstars-data` brings them.
public struct KStarsFolder: Sendable {
    public let path: String

    /// - Parameter path: the folder with `stars.dat`, or one that holds it as `share/kstars` or `usr/share/kstars`.
    /// - Throws: `KStarsError` when there is no `stars.dat`.
    public init(path: String) throws {
        let folders = [path, path + "/kstars", path + "/share/kstars", path + "/usr/share/kstars"]
        guard let folder = folders.first(where: { FileManager.default.fileExists(atPath: $0 + "/stars.dat") }) else {
            throw KStarsError(path, "there is no stars.dat in it, so it is no folder of kstars-data's")
        }
        self.path = folder
    }

    /// Reads everything; blocks, for about a second.
    ///
    /// - Parameter origin: where the folder comes from, such as "Debian's kstars-data 5:3.6.2-2".
    /// - Throws: `KStarsError` naming the file, and the line where there is one, that is missing or makes no sense.
    public func read(origin: String) throws -> (contents: CatalogContents, report: KStarsReport) {
        let binary = try ["namedstars.dat", "unnamedstars.dat"].flatMap { try BinaryStars.read(bytes($0), file: $0) }
        var stars = try StarLines.read(bytes("stars.dat"))
        HenryDraper.number(&stars, from: binary)
        StarNames.correct(&stars)

        let figures = try FigureLines.read(text("clines.dat"))
        let boundaries = try BoundaryLines.read(text("cbounds.dat"))
        let middles = try MiddleLines.read(text("cnames.dat"))
        var assembly = ConstellationAssembly(positions: HenryDraper.positions(stars: stars, binary: binary))
        let constellations = try assembly.constellations(figures: figures, boundaries: boundaries, middles: middles)

        let openNGC = try OpenNGC.read(path: path + "/OpenNGC.kscat")
        let sources = [Self.starSource(origin: origin, date: date(of: "stars.dat")), openNGC.source(origin: origin)]
        let report = KStarsReport(
            stars: stars.count, withHD: stars.count { $0.hd != nil }, deepSky: openNGC.objects.count,
            leftOut: openNGC.leftOut, missingFigureStars: assembly.missing.sorted())
        return (
            CatalogContents(stars: stars, deepSky: openNGC.objects, constellations: constellations, sources: sources), report
        )
    }

    private static func starSource(origin: String, date: String) -> CatalogSource {
        CatalogSource(
            name: "Stars and constellations of KStars (Hipparcos, Tycho)", version: "as in \(origin)",
            license: "GPL-2.0-or-later", date: date, url: "https://edu.kde.org/kstars/")
    }

    private func date(of file: String) -> String {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path + "/" + file)
        guard let date = attributes?[.modificationDate] as? Date else { return "" }
        return String(date.formatted(.iso8601).prefix(10))
    }

    /// No file of the package's is larger than 8 MB.
    private static let largest = 64 << 20

    private func bytes(_ file: String) throws -> [UInt8] {
        let whole = path + "/" + file
        do {
            let size = try FileManager.default.attributesOfItem(atPath: whole)[.size] as? Int ?? 0
            guard size <= Self.largest else { throw KStarsError(file, "is far too large (\(size) bytes)") }
            return Array(try Data(contentsOf: URL(fileURLWithPath: whole)))
        } catch let error as KStarsError {
            throw error
        } catch {
            let isThere = FileManager.default.fileExists(atPath: whole)
            throw KStarsError(
                file, isThere ? "cannot be read: \(error.localizedDescription)" : "is missing in \(path)")
        }
    }

    private func text(_ file: String) throws -> String { String(decoding: try bytes(file), as: UTF8.self) }
}

/// What reading a folder came to.
public struct KStarsReport: Sendable, Hashable, Codable {
    public var stars: Int
    /// Stars whose number in the Henry Draper catalogue is known.
    public var withHD: Int
    public var deepSky: Int
    /// Entries of OpenNGC that are no objects, or the same as others.
    public var leftOut: Int
    /// Numbers of stars that constellations are drawn through and that were not found.
    public var missingFigureStars: [Int]

    public init(stars: Int, withHD: Int, deepSky: Int, leftOut: Int, missingFigureStars: [Int]) {
        (self.stars, self.withHD, self.deepSky) = (stars, withHD, deepSky)
        (self.leftOut, self.missingFigureStars) = (leftOut, missingFigureStars)
    }
}
