import Foundation
public import Observations
public import Sky

extension JobMaker {
    /// Cutouts of every picture that covers a position, each once: exact on the sphere, also over the poles and across RA 0h.
    ///
    /// - Parameter parameters: "ra,dec,field,name,size".
    func makeCutouts(_ parameters: String) async throws -> [Job] {
        let words = parameters.split(separator: ",", omittingEmptySubsequences: false).map { $0.trimmingCharacters(in: .whitespaces) }
        guard words.count == 5, let ra = Double(words[0]), let dec = Double(words[1]), (0...360).contains(ra),
            (-90...90).contains(dec), let field = Double(words[2]), (1e-4...180).contains(field), let size = Int(words[4]),
            (1...20_000).contains(size)
        else {
            throw JobError(
                "“image_cutout” takes ra,dec,field,name,size: degrees, degrees, degrees, a name without commas, pixels up to 20000")
        }
        let directory = Self.plain(words.joined(separator: "_"))
        guard directory.utf8.count <= 200 else { throw JobError("The name of the cutout is too long") }
        if try await cutouts.cutoutDirectory(directory) == nil {
            var record = CutoutDirectory(directory)
            (record.fieldName, record.fieldRA, record.fieldDec) = (words[3], ra, dec)
            (record.fieldFOV, record.cutoutSize) = (field, size)
            try await cutouts.put(record)
        }
        let extra = "\(words[0]), \(words[1]), \(words[2]), \(words[3]), \(words[4])"
        return try await covering(SkyPosition(ra: ra, dec: dec)).asyncMap { observation, files in
            let path = "\(directory)/\(directory)_\(observation.taskID).jpg"
            let parameters = "\(files.directory),\(files.fits),\(files.input),\(path)"
            return try await add(Job(command: "image_cutout", parameters: parameters, extra: extra))
        }
    }

    /// Makes cutouts for the pictures of a folder's position that have none there yet, or whose cutout failed; the folder's record too
    /// where that is not known.
    ///
    /// - Returns: how many pictures show the position, and the jobs that were made.
    /// - Throws: `JobError` where the folder is not one of a position, or no picture shows it; nothing is made then.
    @discardableResult
    public func makeCutouts(in directory: CutoutDirectory) async throws -> (covering: Int, jobs: [Job]) {
        guard let ra = directory.fieldRA, let dec = directory.fieldDec, let field = directory.fieldFOV, let size = directory.cutoutSize,
            !directory.directory.contains(",")
        else { throw JobError("“\(directory.directory)” does not say position, width and size: nothing more can be cut for it") }
        let found = try await covering(SkyPosition(ra: ra, dec: dec))
        guard !found.isEmpty else { throw JobError("None of the solved pictures shows this position") }
        let name = directory.directory
        if try await cutouts.cutoutDirectory(name) == nil { try await cutouts.put(directory) }
        let title = (directory.fieldName ?? name).replacing(",", with: "#")
        let extra = "\(Self.number(ra)), \(Self.number(dec)), \(Self.number(field)), \(title), \(size)"
        var made: [Job] = []
        for (observation, files) in found {
            let file = "\(name)_\(observation.taskID).jpg"
            let known = try await cutouts.cutout(file)
            guard known == nil || known?.status == .failed else { continue }
            let job = Job(
                command: "image_cutout", parameters: "\(files.directory),\(files.fits),\(files.input),\(name)/\(file)", extra: extra)
            if try await isWaiting(job) { continue }
            made.append(try await add(job))
        }
        return (found.count, made)
    }

    /// The folder for cutouts of a position, named as `image_cutout` names it.
    ///
    /// - Parameters:
    ///   - field: from edge to edge, degrees.
    ///   - size: pixels.
    public static func cutoutDirectory(_ position: SkyPosition, field: Double, name: String, size: Int) -> CutoutDirectory {
        let word = String(name.prefix(60)).replacing(",", with: " ")
        let words = [number(position.ra), number(position.dec), number(field), word, String(size)]
        var directory = CutoutDirectory(plain(words.joined(separator: "_")))
        (directory.fieldName, directory.fieldRA, directory.fieldDec) = (name, Double(words[0]), Double(words[1]))
        (directory.fieldFOV, directory.cutoutSize) = (Double(words[2]), size)
        return directory
    }

    /// With as many digits as a name of a folder can do with: a hundredth of an arcsecond.
    private static func number(_ degrees: Double) -> String {
        var text = String(format: "%.6f", degrees)
        while text.hasSuffix("0") { text.removeLast() }
        return text.hasSuffix(".") ? String(text.dropLast()) : text
    }

    private func isWaiting(_ job: Job) async throws -> Bool {
        var query = JobQuery()
        (query.command, query.statuses, query.limit) = (job.command, [.new, .handling], 1)
        if let field = FilterField.job["parameters"] { query.filters = [FieldFilter(field, .isAny([.text(job.parameters)]))] }
        return try await jobs.jobs(matching: query).total > 0
    }

    /// How many solved pictures show a position.
    public func count(covering position: SkyPosition) async throws -> Int { try await covering(position).count }

    /// Solved observations whose picture holds the position. The photo itself is cut, without what was drawn on it.
    private func covering(_ position: SkyPosition) async throws -> [(Observation, CommandFiles)] {
        var query = ObservationQuery()
        (query.containing, query.limit) = (position, 200)
        var found: [(Observation, CommandFiles)] = []
        var seen: Set<Int64> = []
        while true {
            let page = try await observations.observations(matching: query)
            for observation in page.items where observation.taskType != "master" && seen.insert(observation.id).inserted {
                if let files = try? CommandFiles(observation, plainPhoto: true) { found.append((observation, files)) }
            }
            query.offset += page.items.count
            if page.items.isEmpty || query.offset >= page.total { return found }
        }
    }

    /// A name for a folder: what could lead out of it, or hide it, becomes `_`.
    private static func plain(_ name: String) -> String {
        let safe = String(
            String.UnicodeScalarView(
                name.unicodeScalars.map { "/\\".unicodeScalars.contains($0) || $0.value < 32 || $0.value == 127 ? "_" : $0 }))
        return safe.hasPrefix(".") ? "_" + safe.dropFirst() : safe
    }
}

extension Sequence {
    /// One after the other.
    fileprivate func asyncMap<T>(_ transform: (Element) async throws -> T) async rethrows -> [T] {
        var result: [T] = []
        for element in self { result.append(try await transform(element)) }
        return result
    }
}
