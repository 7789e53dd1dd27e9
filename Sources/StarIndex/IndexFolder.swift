import Foundation

/// A folder of astrometry.net index files.
public enum IndexFolder {
    /// Looks at every `.fits` file of a folder (not of its subfolders).
    /// - Returns: the readable indexes, smallest features first, and what is wrong with the other files or with the folder
    ///   itself.
    public static func scan(_ folder: String) -> (indexes: [StarIndexInfo], problems: [(path: String, message: String)]) {
        let (files, problems) = open(folder)
        return (files.map(\.info), problems)
    }

    /// The same, with the files opened.
    public static func open(_ folder: String) -> (files: [StarIndexFile], problems: [(path: String, message: String)]) {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            return ([], [(folder, "cannot be listed: is it there, and readable?")])
        }
        var files: [StarIndexFile] = []
        var problems: [(path: String, message: String)] = []
        for name in names.sorted() where name.lowercased().hasSuffix(".fits") && !name.hasPrefix(".") {
            let path = URL(fileURLWithPath: folder).appendingPathComponent(name).path
            do {
                files.append(try StarIndexFile(path: path))
            } catch let error as StarIndexError {
                problems.append((path, error.message))
            } catch {
                problems.append((path, "\(error)"))
            }
        }
        if files.isEmpty {
            problems.append((folder, "holds no readable astrometry.net index file"))
        }
        return (files.sorted { ($0.info.scaleLow, $0.info.name) < ($1.info.scaleLow, $1.info.name) }, problems)
    }
}
