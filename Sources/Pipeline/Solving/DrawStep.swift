import Annotation
public import Catalogs
import FITS
import Foundation
import Imaging
public import Observations
import PlateSolving
import Raster
import StarIndex
import Threads
import WCS

/// Draws what belongs to a solved picture: its place on a globe and among the constellations, and the picture with what is in it;
/// and measures its limiting magnitude.
///
/// A task of its own for each picture, asked for in the instant that the solution is recorded: so drawing never keeps a solution
/// waiting, and a drawing that was cut off is done again.
public actor DrawStep {
    let archive: any Archive
    let repository: any ObservationRepository
    let catalog: (any SkyCatalog)?
    let indexFolder: String?
    let inspector: any PictureInspector
    let configuration: PipelineConfiguration
    private let annotations: WantedAnnotations?
    private let progress: ProgressFeed
    let pool = BlockingPool(name: "draw", width: 1)

    /// - Parameters:
    ///   - catalog: nil: charts without stars, annotated pictures with a grid only.
    ///   - indexFolder: the folder of the star index files, for magnitudes of stars that the catalogue does not have.
    public init(
        archive: any Archive, repository: any ObservationRepository, catalog: (any SkyCatalog)?, indexFolder: String?,
        inspector: any PictureInspector = PictureFileInspector(), annotations: WantedAnnotations? = nil,
        configuration: PipelineConfiguration, progress: ProgressFeed
    ) {
        (self.archive, self.repository, self.catalog, self.indexFolder) = (archive, repository, catalog, indexFolder)
        (self.inspector, self.annotations, self.configuration, self.progress) = (inspector, annotations, configuration, progress)
    }

    /// Draws for one observation. What cannot be drawn is told and left out; it never changes the observation's status.
    ///
    /// - Throws: `CancellationError`; what may be better another time: a full disk, a database that is busy.
    public func run(observation id: Int64, job: String) async throws {
        guard let observation = try await repository.observation(id: id), observation.status == .done, observation.job == job
        else { return }
        let solved: Solved
        do {
            solved = try await pool.run { [self] in try self.solved(observation) }
        } catch {
            return tell(observation, "charts", error)
        }
        // It stands in the annotated picture.
        let limit: Double?
        do {
            let measured = try await pool.run { [self] in try self.limitingMagnitude(observation, solved) }
            try await keep(observation) { $0.solution?.limitingMagnitude = measured }
            limit = measured
        } catch is Superseded {
            return
        } catch {
            try stop(error)
            limit = nil
            tell(observation, "limiting magnitude", error)
        }
        for kind in ProductName.drawings {
            try Task.checkCancellation()
            let name = kind(job)
            do {
                let digest = try await JobScratch.file(name.filename, in: archive) { path in
                    try await pool.run { [self] in try self.draw(name, solved, limit: limit, to: path) }
                    return try await archive.place(
                        URL(fileURLWithPath: path), taskID: observation.taskID, filename: name.filename)
                }
                let product = DataProduct(
                    filename: name.filename, type: name.type, size: digest.size, sha256: digest.sha256)
                try await keep(observation) { observation in
                    observation.products.removeAll { $0.filename == product.filename }
                    observation.products.append(product)
                }
            } catch is Superseded {
                return
            } catch {
                try stop(error)
                if try await repository.observation(id: id)?.status != .done { return }
                tell(observation, name.type, error)
            }
        }
        for command in annotations?.commands ?? [] {
            do {
                if let now = try await repository.observation(id: id), now.status == .done, now.job == job {
                    try await annotations?.maker.makeOnce(command, for: now)
                }
            } catch let error as JobError {
                tell(observation, command, error)
            }
        }
    }

    /// Changes the record as long as it is of the solution that was drawn.
    private func keep(_ observation: Observation, _ edit: @Sendable (inout Observation) -> Void) async throws {
        let job = observation.job
        do {
            try await repository.change(id: observation.id, expecting: [.done], requesting: []) {
                if $0.job == job { edit(&$0) }
            }
        } catch RepositoryError.statusIs, RepositoryError.notFound {
            throw Superseded()
        }
    }

    /// Solved again or removed meanwhile: the next solution has its own drawings.
    private struct Superseded: Error {}

    /// Throws what another try may mend.
    private func stop(_ error: any Error) throws {
        if error is CancellationError { throw error }
        if let error = error as? ArchiveError, error.concernsWholeArchive { throw error }
    }

    private func tell(_ observation: Observation, _ what: String, _ error: any Error) {
        progress.send(
            ProgressEvent(
                photo: observation.name, taskID: observation.taskID, step: .draw, outcome: .refused,
                detail: "no \(what.replacing("_", with: " ")): \(error)"))
    }
}
