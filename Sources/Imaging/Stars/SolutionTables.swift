import FITS
import Foundation

/// The tables of stars that a solver leaves beside its solution.
public struct SolutionTables: Sendable, Hashable {
    /// Detected stars matched with the index.
    public var corr: String?
    /// All detected stars.
    public var axy: String?

    public init(corr: String?, axy: String?) { (self.corr, self.axy) = (corr, axy) }

    /// The tables that lie beside a solution: `X_corr_file.fits` and `X_axy_file.fits` beside `X_wcs_file.fits`, else `X.corr` and
    /// `X.axy` beside `X.wcs`, as solve-field names them.
    public init(beside wcs: String) {
        let file = URL(fileURLWithPath: wcs)
        let (folder, name) = (file.deletingLastPathComponent(), file.lastPathComponent)
        func found(_ name: String) -> String? {
            let path = folder.appendingPathComponent(name).path
            return FileManager.default.fileExists(atPath: path) ? path : nil
        }
        let ending = "_wcs_file.fits"
        if name.hasSuffix(ending) {
            let stem = name.dropLast(ending.count)
            self.init(corr: found("\(stem)_corr_file.fits"), axy: found("\(stem)_axy_file.fits"))
        } else {
            let stem = file.deletingPathExtension().lastPathComponent
            self.init(corr: found("\(stem).corr"), axy: found("\(stem).axy"))
        }
    }

    /// - Throws: `ImagingError` that names the file.
    static func table(_ path: String) throws -> FITSTable {
        do {
            return try FITSTable(path: path)
        } catch let error as FITSError {
            throw ImagingError("\(URL(fileURLWithPath: path).lastPathComponent) is no readable FITS table: \(error.message)")
        }
    }
}
