import Annotation
import FITS
import Foundation
import Imaging
import Observations
import Pictures
import Raster
import StarIndex
import Threads
import WCS

extension ImagingJobs {
    /// The stars the solver used, each with its magnitude, on the annotated picture; the faintest one into the record.
    func stars(directory: String, job: String) async throws -> JobResult {
        let request = JobRequest.PictureFiles(
            directory: directory, fits: "\(job)_wcs_file.fits", input: "\(job)_annotated.jpg",
            output: "\(job)_annotated_stars.jpg")
        let files = try await JobFiles(directory: directory, in: context)
        var options = AnnotationOptions()
        options.stars = try await pool.run { [context] in
            try Self.solverStars(files, job: job, wcs: request.fits, picture: request.input, context)
        }
        guard !options.stars.isEmpty else {
            throw JobError("None of the stars in “\(job)_axy_file.fits” is known to the star catalogue or the index files")
        }
        let product = try await draw(request, files, options, product: "annotated_stars")
        if let faintest = options.stars.compactMap(\.magnitude).max() {
            try await context.observations.change(id: files.observation.id, expecting: nil, requesting: []) {
                if $0.magnitude == nil { $0.magnitude = (faintest * 100).rounded() / 100 }
            }
        }
        return JobResult("\(options.stars.count) stars drawn on \(request.output)", products: product)
    }

    /// The table of matches where there is one, as solutions made here have it; else the detected stars.
    private static func solverStars(
        _ files: JobFiles, job: String, wcs name: String, picture: String, _ context: JobContext
    ) throws -> [SolverStar] {
        let header = try files.header(name)
        let facts = try PictureFile.facts(path: files.existing(picture).path, limitMegapixels: context.limitMegapixels)
        let wcs = try SolutionFrame.upright(header, stored: facts.size, orientation: facts.orientation)
        // The tables speak of the pixels that the solution speaks of.
        let frame =
            PixelFrame(markedIn: header) == .upright || facts.orientation == .up
            ? nil
            : FrameTransform(
                exifOrientation: facts.orientation.rawValue, storedWidth: facts.size.width, storedHeight: facts.size.height)
        let source = SolverStars(
            catalog: context.catalog, index: StarIndexFile.matching(header.string("INDEXNAM"), in: context.indexFolder))
        let date = files.observation.date
        let axy = try table("\(job)_axy_file.fits", files)
        if files.exists("\(job)_corr_file.fits") {
            let stars = try source.matched(table("\(job)_corr_file.fits", files), wcs: wcs, frame: frame, date: date)
            if !stars.isEmpty { return stars }
        }
        return source.detected(axy, wcs: wcs, frame: frame, date: date)
    }

    private static func table(_ name: String, _ files: JobFiles) throws -> FITSTable {
        do {
            return try FITSTable(path: files.existing(name).path)
        } catch let error as FITSError {
            throw JobError("“\(name)” of observation \(files.observation.taskID) is no readable FITS table: \(error.message)")
        }
    }
}

extension StarIndexFile {
    /// The index file that a solution was found with, else the densest one; nil where there is none to be read.
    static func matching(_ name: String?, in folder: String?) -> StarIndexFile? {
        guard let folder else { return nil }
        let indexes = IndexFolder.scan(folder).indexes
        let wanted = name.map { URL(fileURLWithPath: $0).lastPathComponent }
        let chosen =
            indexes.first { index in wanted.map { index.name == $0 || URL(fileURLWithPath: index.path).lastPathComponent == $0 } ?? false }
            ?? indexes.max { $0.stars < $1.stars }
        return chosen.flatMap { try? StarIndexFile(path: $0.path) }
    }
}
