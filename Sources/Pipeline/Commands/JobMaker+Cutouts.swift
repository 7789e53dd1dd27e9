import Foundation
import Observations
import Sky

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
