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

    /// From the tables beside the solution; a solution made elsewhere may have no table of matches.
    private static func solverStars(
        _ files: JobFiles, job: String, wcs name: String, picture: String, _ context: JobContext
    ) throws -> [SolverStar] {
        let header = try files.header(name)
        let facts = try PictureFile.facts(path: files.existing(picture).path, limitMegapixels: context.limitMegapixels)
        let corr = "\(job)_corr_file.fits"
        let tables = SolutionTables(
            corr: files.exists(corr) ? try files.existing(corr).path : nil, axy: try files.existing("\(job)_axy_file.fits").path)
        let source = SolverStars(
            catalog: context.catalog, index: StarIndexFile.matching(header.string("INDEXNAM"), in: context.indexFolder))
        return try source.used(tables, header: header, facts: facts, named: picture, date: files.observation.date)
    }
}
