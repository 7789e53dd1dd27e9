import Foundation
import Imaging
import Observations
import Sky
import Threads

extension ImagingJobs {
    /// Cuts, places, and writes down what became of it: a failure too, so that a list of cutouts shows why one is missing.
    func cutout(_ request: CutoutRequest) async throws -> JobResult {
        let files = try await JobFiles(directory: request.directory, in: context)
        try await record(request, files.observation)
        do {
            let coverage = try await cut(request, files)
            try await context.cutouts.change(cutout: request.filename) {
                ($0.visible, $0.status, $0.coverage, $0.reason) = (true, .done, coverage, nil)
            }
            return JobResult(
                "cutout \(request.cutoutDirectory)/\(request.filename), "
                    + "\(Int((100 * coverage).rounded())) % of it covered by the picture")
        } catch {
            try await context.cutouts.change(cutout: request.filename) {
                ($0.status, $0.reason) = (.failed, "\(error)")
            }
            throw error
        }
    }

    private func cut(_ request: CutoutRequest, _ files: JobFiles) async throws -> Double {
        let picture = try files.existing(request.input).path
        let header = try files.header(request.fits)
        let centre = SkyPosition(ra: request.ra, dec: request.dec)
        return try await JobScratch.file(request.filename, in: context.archive) { path in
            let report = try await pool.run {
                try CutoutMaker.cut(
                    picture: picture, wcs: header, centre: centre, fieldDegrees: request.field, size: request.size, to: path)
            }
            try await context.archive.place(cutout: request.filename, directory: request.cutoutDirectory) { place in
                try FileManager.default.copyItem(atPath: path, toPath: place)
            }
            return report.coverage
        }
    }

    /// The record of the cutout: the one that asked for it, or a new one.
    private func record(_ request: CutoutRequest, _ observation: Observation) async throws {
        if let known = try await context.cutouts.cutout(request.filename) {
            guard known.directory == request.cutoutDirectory, known.observationTaskID == observation.taskID else {
                throw JobError("There is a cutout “\(request.filename)” of another observation or in another directory")
            }
            return
        }
        var cutout = Cutout(
            filename: request.filename, directory: request.cutoutDirectory, observationTaskID: observation.taskID)
        cutout.fieldName = request.title
        (cutout.fieldRA, cutout.fieldDec) = (request.ra, request.dec)
        (cutout.fieldFOV, cutout.cutoutSize) = (request.field, request.size)
        cutout.observationDate = observation.date
        cutout.observationName = observation.name
        cutout.observationQuality = observation.quality
        _ = try await context.cutouts.add(cutout)
    }
}
