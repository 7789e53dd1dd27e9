import Annotation
import ArgumentParser
import Catalogs
import FITS
import Foundation
import Imaging
import Raster
import Threads
import WCS

extension House {
    private static let imagingPool = BlockingPool(name: "imaging", width: 1)

    /// Runs what blocks on a thread of its own, and turns errors that explain themselves into what the command line prints.
    static func imaging<R: Sendable>(_ work: @escaping @Sendable () throws -> R) async throws -> R {
        try await explaining { try await imagingPool.run(work) }
    }

    /// - Throws: `ValidationError` where a file to write is one that is read.
    static func refuse(overwriting sources: [String], by places: [String]) throws {
        for place in places where sources.contains(where: { isSame($0, place) }) {
            throw ValidationError("\(place) would be written over what it is made from.")
        }
    }

    static func isSame(_ a: String, _ b: String) -> Bool {
        URL(fileURLWithPath: a).resolvingSymlinksInPath() == URL(fileURLWithPath: b).resolvingSymlinksInPath()
    }

    /// The FITS header with a solution, from a file of any size that begins with it.
    static func solution(_ path: String) throws -> FITSHeader {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw PlainError("The solution \(path) cannot be read: \(String(cString: strerror(errno)))")
        }
        defer { try? file.close() }
        do {
            // A header with thousands of cards; the pictures that may follow are not read.
            return try FITSHeader(parsing: try file.read(upToCount: 2880 * 200) ?? Data())
        } catch let error as FITSError {
            throw PlainError("The solution \(path) is no FITS header: \(error.message)")
        }
    }

    /// - Throws: `PlainError` that says how to get one.
    static func catalog(_ file: URL) throws -> CatalogFile {
        guard FileManager.default.fileExists(atPath: file.path) else {
            throw PlainError("There is no star catalogue at \(file.path): `./run` gets it, or set ASTROBASE_CATALOG.")
        }
        return try CatalogFile(path: file.path)
    }
}
