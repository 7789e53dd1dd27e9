import Foundation
import Observations

/// The names that records use: originals in `raw/` and products per task id.
struct KnownNames: Sendable {
    private(set) var originals: Set<String> = []
    /// A hash stands for each product's path, which keeps a large archive's list small; a file that shares one by chance
    /// would be taken for known, once in some billion archives.
    private var products: Set<Int> = []

    mutating func add(_ observation: Observation) {
        if let original = observation.originalFile { originals.insert(original) }
        for product in observation.products { products.insert((observation.taskID + "/" + product.filename).hashValue) }
    }

    func knows(product path: String) -> Bool { products.contains(path.hashValue) }
}

/// Finds files in the data folder that no record knows. Blocks.
struct StraySearch: Sendable {
    struct Candidate: Sendable {
        var path: String
        /// The folder it stands in, unless that is `raw`.
        var taskID: String?
    }

    let data: URL
    /// Only files placed before this are looked at.
    let before: Date

    func candidates(_ known: KnownNames) throws -> [Candidate] {
        var found: [Candidate] = []
        let limit = Int(before.timeIntervalSince1970.rounded(.up))
        // Cutouts have records of their own kind.
        for folder in try Folder.entries(data.path) where !folder.isHidden && folder.name != "cutouts" {
            guard folder.isFolder else {
                if folder.changed <= limit { found.append(Candidate(path: folder.name, taskID: nil)) }
                continue
            }
            for file in try Folder.entries(data.path + "/" + folder.name) where file.changed <= limit {
                let path = folder.name + "/" + file.name
                if folder.name == "raw" {
                    if !known.originals.contains(file.name) { found.append(Candidate(path: path, taskID: nil)) }
                } else if !known.knows(product: path) {
                    found.append(Candidate(path: path, taskID: folder.name))
                }
            }
        }
        return found
    }

    func leftovers() throws -> [VerifyFinding] {
        var findings: [VerifyFinding] = []
        let limit = Int(before.timeIntervalSince1970.rounded(.up))
        for entry in try Folder.entries(data.path + "/.incoming") where entry.changed <= limit {
            guard [".part", ".product", ".intent"].contains(where: entry.name.hasSuffix) else { continue }
            findings.append(
                VerifyFinding(
                    .leftover, file: ".incoming/" + entry.name,
                    message: "data/.incoming/\(entry.name) was left over by interrupted work; "
                        + "`astrobase up` finishes it or removes it."))
        }
        return findings
    }
}
