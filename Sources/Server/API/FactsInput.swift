import Foundation
import Observations

/// The member `facts` that a worker wrote: what this server keeps beyond the existing system's record.
enum FactsInput {
    static func facts(_ value: JSONValue) throws(FieldParsing.Problem) -> ObservationFacts {
        var json = JSONWriter()
        json.value(value)
        let facts: ObservationFacts
        do {
            facts = try JSONDecoder().decode(ObservationFacts.self, from: Data(json.bytes))
        } catch {
            throw .init("The facts of the record cannot be read: \(error)")
        }
        try check(facts)
        return facts
    }

    /// Names become paths of the archive.
    private static func check(_ facts: ObservationFacts) throws(FieldParsing.Problem) {
        if let name = facts.originalFile, !ArchiveFiles.isPlainName(name) { throw .init("originalFile is no file's plain name.") }
        for sum in [facts.sha256] + facts.products.map(\.sha256) {
            guard let sum else { continue }
            guard sum.utf8.count == 64, sum.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else {
                throw .init("A SHA-256 is 64 hexadecimal digits in lower case.")
            }
        }
        guard facts.products.count <= 1_000, facts.products.allSatisfy({ ArchiveFiles.isPlainName($0.filename) && $0.size >= 0 })
        else { throw .init("products have a file's plain name each and a size, and are 1000 at most.") }
        guard Set(facts.products.map(\.filename)).count == facts.products.count else {
            throw .init("products have file names of their own each.")
        }
        if let solution = facts.solution, solution.footprint.count > 10_000 || solution.corners.count > 100 {
            throw .init("The solution's outline has too many points.")
        }
    }
}
