import Foundation
public import StarIndex

extension StarIndexFile {
    /// The index file that a solution was found with, else the densest one; nil where there is none to be read.
    public static func matching(_ name: String?, in folder: String?) -> StarIndexFile? {
        guard let folder else { return nil }
        let indexes = IndexFolder.scan(folder).indexes
        let wanted = name.map { URL(fileURLWithPath: $0).lastPathComponent }
        let chosen =
            indexes.first { index in
                wanted.map { index.name == $0 || URL(fileURLWithPath: index.path).lastPathComponent == $0 } ?? false
            }
            ?? indexes.max { $0.stars < $1.stars }
        return chosen.flatMap { try? StarIndexFile(path: $0.path) }
    }
}
