import Foundation
public import Observations

/// Does jobs of the table of jobs, and writes down how they ended. A job that failed stays, with status `error` and the reason.
public struct JobRunner: Sendable {
    private let jobs: any JobRepository
    private let imaging: ImagingJobs

    public init(jobs: any JobRepository, imaging: ImagingJobs) {
        self.jobs = jobs
        self.imaging = imaging
    }

    /// Does one job, unless somebody else has it.
    ///
    /// - Parameter again: the one who began it is gone: a job that is being handled is taken too.
    /// - Returns: the job as it ended; nil when it was somebody else's or is gone.
    /// - Throws: `CancellationError`, with the job to be done again; what the table of jobs throws.
    @discardableResult
    public func run(job id: Int64, again: Bool = false) async throws -> Job? {
        let job: Job
        do {
            job = try await jobs.change(job: id, expecting: again ? [.new, .handling] : [.new], requesting: []) {
                $0.status = .handling
            }
        } catch is JobStatusIs {
            return nil
        } catch RepositoryError.notFound {
            return nil
        }
        let (status, result): (JobStatus, String)
        do {
            let done = try await imaging.run(command: job.command, parameters: job.parameters, extra: job.extra)
            (status, result) = (.done, done.summary)
        } catch is CancellationError {
            try await jobs.change(job: id, expecting: [.handling], requesting: []) { $0.status = .new }
            throw CancellationError()
        } catch {
            (status, result) = (.error, "\(error)")
        }
        do {
            return try await jobs.change(job: id, expecting: [.handling], requesting: []) {
                ($0.status, $0.result, $0.finished) = (status, result, Date())
            }
        } catch RepositoryError.notFound {
            // Deleted meanwhile: nobody wants to know.
            return nil
        }
    }
}
