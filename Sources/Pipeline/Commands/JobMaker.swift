import Foundation
public import Observations

/// Makes the jobs that a command of a user asks for (`run-command` of the REST API, buttons of the pages), in the words that
/// the existing workers know.
public struct JobMaker: Sendable {
    public static let commands = [
        "grid", "grid_eq", "stars", "box", "draw_extra", "transient", "exoplanets", "asteroids", "image_cutout",
    ]

    let observations: any ObservationRepository
    let jobs: any JobRepository
    let cutouts: any CutoutRepository
    private let markers: any CommandMarkers

    public init(
        observations: any ObservationRepository, jobs: any JobRepository, cutouts: any CutoutRepository, markers: any CommandMarkers
    ) {
        (self.observations, self.jobs, self.cutouts, self.markers) = (observations, jobs, cutouts, markers)
    }

    /// Makes the jobs of a command and has the workers look at them.
    ///
    /// - Parameters:
    ///   - observation: its id; `image_cutout` needs none.
    ///   - parameters: "ra,dec,field,name,size" of `image_cutout` (degrees, degrees, pixels), the object's name of `transient`.
    /// - Throws: `JobError` in words for the one who asked; `RepositoryError.notFound`.
    @discardableResult
    public func make(_ command: String, observation id: Int64?, parameters: String?) async throws -> [Job] {
        guard Self.commands.contains(command) else {
            throw JobError("“\(command.prefix(40))” is no command; there are \(Self.commands.joined(separator: ", "))")
        }
        if command == "image_cutout" { return try await makeCutouts(parameters ?? "") }
        guard let id else { throw JobError("“\(command)” is for an observation: name its id") }
        guard let observation = try await observations.observation(id: id) else {
            throw RepositoryError.notFound("observation \(id)")
        }
        return [try await add(try await job(command, observation, parameters?.trimmingCharacters(in: .whitespaces) ?? ""))]
    }

    /// Makes the job of a command for an observation, unless there is one like it already.
    ///
    /// - Throws: as `make`.
    public func makeOnce(_ command: String, for observation: Observation) async throws {
        let job = try await job(command, observation, "")
        var query = JobQuery()
        for (name, value) in [("command", job.command), ("parameters", job.parameters)] {
            if let field = FilterField.job[name] { query.filters.append(FieldFilter(field, .isAny([.text(value)]))) }
        }
        query.limit = 1
        if try await jobs.jobs(matching: query).total == 0 { _ = try await add(job) }
    }

    func add(_ job: Job) async throws -> Job {
        try await jobs.add(job, requesting: [JobTasks.request()])
    }

    private func job(_ command: String, _ observation: Observation, _ text: String) async throws -> Job {
        let files = try CommandFiles(observation)
        switch command {
        case "grid", "grid_eq":
            let suffix = command == "grid" ? "grid" : "grid_eq"
            let title = (observation.fieldName ?? observation.name).replacing(",", with: "#")
            let words = [files.words(suffix), title] + (command == "grid" ? [] : ["equatorial"])
            return Job(command: "grid", parameters: words.joined(separator: ","))
        case "stars":
            return Job(command: command, parameters: "\(files.directory),\(FileNameParts(files.fits).stem)")
        case "box":
            return Job(command: command, parameters: "\(files.directory),\(files.fits)")
        case "draw_extra":
            let list = text.isEmpty ? observation.extra ?? "" : text
            guard !list.isEmpty else {
                throw JobError("“draw_extra” takes a JSON list of markers, as parameter or in the observation's field “extra”")
            }
            return Job(command: command, parameters: files.words("extra"), extra: list)
        case "transient":
            let name = text.isEmpty ? observation.transient ?? "" : text
            guard !name.isEmpty else {
                throw JobError("“transient” takes a name, as parameter or in the observation's field “transient”")
            }
            guard let found = try await markers.transient(named: name, in: observation) else {
                throw JobError("Nothing called “\(name.prefix(80))” is known")
            }
            return Job(command: command, parameters: files.words("transient"), extra: try Self.list(found))
        case "exoplanets":
            let found = try await markers.exoplanets(in: observation)
            return Job(command: command, parameters: files.words("exoplanets"), extra: try Self.list(found))
        default:
            let found = try await markers.asteroids(in: observation)
            return Job(command: command, parameters: files.words("asteroids"), extra: try Self.list(found))
        }
    }

    private static func list(_ markers: [CommandMarker]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(markers), as: UTF8.self)
    }
}
