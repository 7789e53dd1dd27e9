import Annotation
import FITS
import Foundation
import Imaging
import Observations
import Sky
import Threads
import WCS

/// The jobs of the existing workers: `grid`, `stars`, `box`, `draw_extra`, `transient`, `asteroids`, `exoplanets`, `image_cutout`.
///
/// Every job can be done again: files and records are replaced by the same.
public struct ImagingJobs: Sendable {
    let context: JobContext
    let pool: BlockingPool

    /// - Parameter width: how many pictures are drawn at the same time; each is held in memory.
    public init(context: JobContext, width: Int = 2) {
        self.context = context
        pool = BlockingPool(name: "jobs", width: width)
    }

    /// Does a job.
    ///
    /// - Parameters: as the table of jobs has them; names of files come from outside and are confined to the data folder.
    /// - Throws: an error whose description says what was wrong; then no picture was written.
    public func run(command: String, parameters: String, extra: String?) async throws -> JobResult {
        switch try JobRequest(command: command, parameters: parameters, extra: extra) {
        case .grid(let files, let title, let northUp): try await grid(files, title: title, northUp: northUp)
        case .stars(let directory, let job): try await stars(directory: directory, job: job)
        case .box(let directory, let fits): try await box(directory: directory, fits: fits)
        case .markers(let files, let product): try await markers(files, product: product, list: extra)
        case .cutout(let request): try await cutout(request)
        }
    }

    private func grid(_ request: JobRequest.PictureFiles, title: String, northUp: Bool) async throws -> JobResult {
        let files = try await JobFiles(directory: request.directory, in: context)
        let wcs = try WCS(solutionIn: files.header(request.fits), named: request.fits)
        var options = AnnotationOptions()
        options.contractGrid = title
        options.northUp = northUp
        let product = try await draw(request, files, options, product: northUp ? "annotated_grid_eq" : "annotated_grid")
        try await context.observations.change(id: files.observation.id, expecting: nil, requesting: []) {
            $0.takeBounds(of: wcs)
        }
        return JobResult("grid drawn on \(request.output)", products: product)
    }

    private func markers(_ request: JobRequest.PictureFiles, product: String?, list: String?) async throws -> JobResult {
        guard let list, !list.isEmpty else { throw JobError("The extra text is to be a JSON list of markers, and there is none") }
        var options = AnnotationOptions()
        options.markers = try await pool.run { try MarkerList.parse(Data(list.utf8)) }
        let files = try await JobFiles(directory: request.directory, in: context)
        let products = try await draw(request, files, options, product: product)
        return JobResult("\(options.markers.count) markers drawn on \(request.output)", products: products)
    }

    private func box(directory: String, fits: String) async throws -> JobResult {
        let files = try await JobFiles(directory: directory, in: context)
        let wcs = try WCS(solutionIn: files.header(fits), named: fits)
        let box = Observation.box(of: wcs)
        try await context.observations.change(id: files.observation.id, expecting: nil, requesting: []) { $0.box = box }
        return JobResult("box \(box)")
    }

    /// Draws on a picture of the observation, and records what came out.
    func draw(
        _ request: JobRequest.PictureFiles, _ files: JobFiles, _ options: AnnotationOptions, product: String?
    ) async throws -> [DataProduct] {
        let picture = try files.existing(request.input).path
        try files.checkOutput(request.output, product: product, sources: [request.input, request.fits])
        let header = try files.header(request.fits)
        let annotator = PictureAnnotator(catalog: context.catalog, limitMegapixels: context.limitMegapixels)
        let digest = try await files.place(request.output) { path in
            _ = try await pool.run {
                try annotator.annotate(picture: picture, wcs: header, options: options, to: .init(picture: path))
            }
        }
        guard let product else { return [] }
        let made = DataProduct(filename: request.output, type: product, size: digest.size, sha256: digest.sha256)
        try await context.observations.addProducts([made], taskID: files.observation.taskID)
        return [made]
    }
}
