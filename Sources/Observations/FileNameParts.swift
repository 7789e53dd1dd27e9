/// A file name in two parts: `m42.v2.jpg` is `m42.v2` and `jpg`, `m42.fits.gz` is `m42` and `fits.gz`.
public struct FileNameParts: Sendable, Hashable {
    public var stem: String
    /// Without the dot in front; empty where there is none.
    public var fileExtension: String

    public init(_ name: String) {
        var parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        var ending: [String] = []
        func takeLast() {
            guard parts.count > 1, !(parts.count == 2 && parts[0].isEmpty) else { return }
            ending.insert(parts.removeLast(), at: 0)
        }
        takeLast()
        // Compressed FITS files carry two endings that belong together.
        if let last = ending.first?.lowercased(), ["gz", "fz", "bz2", "z"].contains(last), parts.count > 1,
            ["fits", "fit", "fts"].contains(parts[parts.count - 1].lowercased())
        {
            takeLast()
        }
        stem = parts.joined(separator: ".")
        fileExtension = ending.joined(separator: ".")
    }

    public init(stem: String, fileExtension: String) {
        self.stem = stem
        self.fileExtension = fileExtension
    }

    public var name: String { fileExtension.isEmpty ? stem : "\(stem).\(fileExtension)" }

    /// `m42.jpg`, `m42-2.jpg`, `m42-3.jpg` for 1, 2, 3; never longer than the 255 bytes a file system takes.
    public func numbered(_ number: Int) -> String {
        let ending = (number > 1 ? "-\(number)" : "") + (fileExtension.isEmpty ? "" : ".\(fileExtension)")
        var short = stem
        while short.utf8.count + ending.utf8.count > 255, !short.isEmpty { short.removeLast() }
        return short + ending
    }
}
