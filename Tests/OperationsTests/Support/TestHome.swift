import Foundation
import Observations
import Operations

/// A home in a temporary folder, removed with the value.
final class TestHome: Sendable {
    let paths: HomePaths

    init() throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "operations-\(UUID().uuidString)")
        paths = HomePaths(
            root: root, landingPad: root.appending(path: "landing_pad"), data: root.appending(path: "data"),
            database: root.appending(path: "astrobase.sqlite"))
        for folder in [paths.landingPad, paths.data.appending(path: "raw")] {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        }
    }

    deinit { try? FileManager.default.removeItem(at: paths.root) }

    func write(_ text: String, to path: String) throws {
        let url = paths.root.appending(path: path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
    }

    func read(_ path: String) -> String? {
        (try? Data(contentsOf: paths.root.appending(path: path))).map { String(decoding: $0, as: UTF8.self) }
    }

    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: paths.root.appending(path: path).path) }

    /// Every visible file below the home by its path, hard links included.
    func files() -> [String] {
        let found = FileManager.default.enumerator(atPath: paths.root.path)?.compactMap { $0 as? String } ?? []
        return found.filter { path in
            let values = try? paths.root.appending(path: path).resourceValues(forKeys: [.isDirectoryKey])
            return values?.isDirectory != true
        }.sorted()
    }

    /// Archives an observation: its original, hard-linked as `_raw`, and products.
    func archive(_ taskID: String, name: String, content: String, done: Bool = true) throws -> Observation {
        var record = Observation(taskID: taskID, name: name)
        record.sha256 = sha256(content)
        record.originalFile = name
        record.status = done ? .done : .raw
        try write(content, to: "data/raw/\(name)")
        try FileManager.default.createDirectory(
            at: paths.data.appending(path: taskID), withIntermediateDirectories: true)
        try FileManager.default.linkItem(
            at: paths.data.appending(path: "raw/\(name)"), to: paths.data.appending(path: "\(taskID)/\(taskID)_raw.jpg"))
        record.products = [product("\(taskID)_raw.jpg", type: "raw", content: content)]
        if done {
            for (file, type) in [("1.fits", "fits"), ("1_wcs_file.fits", "wcs_fits")] {
                try write("\(type) of \(taskID)", to: "data/\(taskID)/\(file)")
                record.products.append(product(file, type: type, content: "\(type) of \(taskID)"))
            }
        }
        return record
    }

    private func product(_ file: String, type: String, content: String) -> DataProduct {
        DataProduct(filename: file, type: type, size: Int64(content.utf8.count), sha256: sha256(content))
    }
}
