import Foundation
import FITS
import Imaging
import Pictures
import PlateSolving
import Threads
import WCS

/// A picture that was solved outside of any archive.
struct SolvedPicture: Sendable {
    var results: SolveResults
    var wcs: WCS
}

extension House {
    private static let pool = BlockingPool(name: "pictures", width: 1)

    /// Solves a picture and reads the solution back.
    ///
    /// - Parameter folder: the results' files are left there.
    static func solve(
        _ picture: URL, engine: any SolveEngine, hints: SolveHints, folder: URL, seconds: Double
    ) async throws -> SolvedPicture {
        let results = try await engine.solve(picture: picture, hints: hints, in: folder, timeout: seconds)
        let wcs = try await pool.run {
            let header = try FITSHeader(parsing: Data(contentsOf: results.wcs))
            guard let width = header.integer("IMAGEW"), let height = header.integer("IMAGEH") else {
                throw SolveFailure("The solver's result does not say of which picture size it is.")
            }
            return try WCS(header: header, width: width, height: height, frame: .upright)
        }
        return SolvedPicture(results: results, wcs: wcs)
    }

    /// Writes what the solver saw in a picture that it could not solve: the table of stars, and the picture with the stars marked.
    static func writeEvidence(of picture: URL, stars: URL, to folder: URL, limitMegapixels: Int) async throws {
        try await pool.run {
            let stem = picture.deletingPathExtension().lastPathComponent
            try place("\(stem)_axy_file.fits", in: folder) { try FileManager.default.copyItem(at: stars, to: $0) }
            guard (try? PictureFile.facts(path: picture.path, limitMegapixels: limitMegapixels)) != nil else { return }
            try place("\(stem)_stars.jpg", in: folder) {
                try SeenStars.draw(on: picture.path, table: stars.path, to: $0.path, limitMegapixels: limitMegapixels)
            }
        }
    }

    /// Writes a file whole or not at all.
    private static func place(_ name: String, in folder: URL, _ write: (URL) throws -> Void) throws {
        let files = FileManager.default
        try files.createDirectory(at: folder, withIntermediateDirectories: true)
        let target = folder.appending(path: name)
        let part = folder.appending(path: ".\(name).part")
        try? files.removeItem(at: part)
        defer { try? files.removeItem(at: part) }
        try write(part)
        guard rename(part.path, target.path) == 0 else {
            throw PlainError("\(target.path) cannot be written: \(String(cString: strerror(errno)))")
        }
    }

    /// Writes the products of a solved picture, named after it.
    static func writeProducts(of picture: URL, solved: SolvedPicture, to folder: URL, limitMegapixels: Int) async throws {
        try await pool.run {
            let stem = picture.deletingPathExtension().lastPathComponent
            // A list of stars has no pixels to be written.
            if let facts = try? PictureFile.facts(path: picture.path, limitMegapixels: limitMegapixels) {
                try place("\(stem).fits", in: folder) {
                    try PictureFile.writeFITS(
                        path: picture.path, facts: facts, to: $0.path, cards: solved.wcs.header.cards)
                }
            }
            let tables = [
                ("wcs_file", solved.results.wcs), ("axy_file", solved.results.axy),
                ("corr_file", solved.results.corr), ("rdls_file", solved.results.rdls),
            ]
            for (kind, source) in tables {
                guard let source else { continue }
                try place("\(stem)_\(kind).fits", in: folder) { try FileManager.default.copyItem(at: source, to: $0) }
            }
        }
    }
}
