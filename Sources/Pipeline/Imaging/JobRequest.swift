import Foundation
import Observations

/// What a job's command and parameters ask for, checked as far as words can be: names are plain, numbers are numbers.
enum JobRequest: Sendable, Hashable {
    case grid(PictureFiles, title: String, northUp: Bool)
    case stars(directory: String, job: String)
    case box(directory: String, fits: String)
    /// - product: the type of what comes out; nil where it is no product of the observation.
    case markers(PictureFiles, product: String?)
    case cutout(CutoutRequest)

    /// A picture, its solution, and what is to become of it: names of files in an observation's folder.
    struct PictureFiles: Sendable, Hashable {
        var directory: String
        var fits: String
        var input: String
        var output: String
    }

    static let commands = [
        "grid", "stars", "box", "draw_extra", "transient", "asteroids", "exoplanets", "image_cutout",
    ]

    /// - Throws: `JobError` that says which parameter is wrong.
    init(command: String, parameters: String, extra: String?) throws {
        guard parameters.utf8.count <= 4096 else { throw JobError("The parameters are longer than 4096 bytes") }
        let words = parameters.split(separator: ",", omittingEmptySubsequences: false)
            .map { $0.trimmingCharacters(in: .whitespaces) }
        func expect(_ counts: ClosedRange<Int>, _ names: String) throws {
            guard counts.contains(words.count), words != [""] else {
                throw JobError("“\(command)” takes the parameters \(names), comma separated, and got \(words == [""] ? 0 : words.count)")
            }
        }
        switch command {
        case "grid":
            try expect(5...6, "directory, FITS file, input, output, title (“,” written “#”) and, if wanted, “equatorial”")
            guard words.count == 5 || words[5] == "equatorial" else {
                throw JobError("The sixth parameter of “grid” can only be “equatorial”, not “\(words[5].prefix(40))”")
            }
            var files = try Self.files(words)
            let northUp = words.count == 6
            if northUp {
                let name = FileNameParts(files.input)
                files.output = "\(name.stem)_grid_eq.\(name.fileExtension)"
                try Self.check(files.output, "output")
            }
            self = .grid(files, title: words[4].replacing("#", with: ","), northUp: northUp)
        case "stars":
            try expect(2...2, "directory and solver job")
            try Self.check(words[0], "directory")
            try Self.check(words[1], "solver job")
            self = .stars(directory: words[0], job: words[1])
        case "box":
            try expect(2...2, "directory and FITS file")
            try Self.check(words[0], "directory")
            try Self.check(words[1], "FITS file")
            self = .box(directory: words[0], fits: words[1])
        case "draw_extra", "transient", "asteroids", "exoplanets":
            try expect(4...4, "directory, FITS file, input and output")
            let products = ["transient": "annotated_transient", "asteroids": "annotated_transient"]
            self = .markers(
                try Self.files(words), product: command == "exoplanets" ? "annotated_exoplanets" : products[command])
        case "image_cutout":
            try expect(4...4, "directory, FITS file, input and “cutout directory/file”")
            self = .cutout(try CutoutRequest(words, extra: extra))
        default:
            throw JobError(
                "“\(command.prefix(40))” is no command; there are \(Self.commands.joined(separator: ", "))")
        }
    }

    private static func files(_ words: [String]) throws -> PictureFiles {
        for (word, name) in zip(words, ["directory", "FITS file", "input", "output"]) { try check(word, name) }
        return PictureFiles(directory: words[0], fits: words[1], input: words[2], output: words[3])
    }

    /// Only plain names: neither folders, nor ways out of one, nor hidden files.
    static func check(_ name: String, _ what: String) throws {
        do {
            try ArchivePath.check(name)
        } catch {
            throw JobError("The \(what) “\(name.prefix(80))” is not a plain name of a file in the data folder")
        }
    }
}
