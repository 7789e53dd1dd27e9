import FITS
import Foundation
import WCS

/// The folder of real photos beside the project, where there is one.
enum SharedImages {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../shared/images")
        .standardized

    static var areThere: Bool { FileManager.default.fileExists(atPath: folder.appending(path: "truth.tsv").path) }

    static func solution(_ file: String) throws -> WCS {
        let header = try FITSHeader(parsing: Data(contentsOf: folder.appending(path: "wcs/\(file).wcs")))
        return try WCS(
            header: header, width: header.integer("IMAGEW") ?? 0, height: header.integer("IMAGEH") ?? 0, frame: .upright)
    }

    /// Rows of truth.tsv that have a solution.
    static func truth() throws -> [[String]] {
        let text = try String(contentsOf: folder.appending(path: "truth.tsv"), encoding: .utf8)
        return text.split(separator: "\n").dropFirst().map { line in
            line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }.filter { $0.count > 9 && $0[1] == "solvable" }
    }
}
