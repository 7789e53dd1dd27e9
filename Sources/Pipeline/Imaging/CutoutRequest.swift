import Foundation

/// The parameters and the extra text of an `image_cutout` job.
struct CutoutRequest: Sendable, Hashable {
    /// Of the observation.
    var directory: String
    var fits: String
    var input: String
    /// Below `cutouts/`.
    var cutoutDirectory: String
    var filename: String
    /// Degrees, ICRS.
    var ra: Double
    var dec: Double
    /// From edge to edge, degrees.
    var field: Double
    var title: String
    /// Pixels.
    var size: Int

    /// - Parameter extra: "ra, dec, field in degrees, title, size in pixels"; a title may hold commas.
    init(_ words: [String], extra: String?) throws {
        for (word, name) in zip(words, ["directory", "FITS file", "input"]) { try JobRequest.check(word, name) }
        (directory, fits, input) = (words[0], words[1], words[2])
        let path = words[3].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard path.count == 2 else {
            throw JobError("The cutout “\(words[3].prefix(80))” is to be a directory and a file, joined by “/”")
        }
        try JobRequest.check(path[0], "cutout directory")
        try JobRequest.check(path[1], "cutout file")
        (cutoutDirectory, filename) = (path[0], path[1])

        let parts = (extra ?? "").split(separator: ",", omittingEmptySubsequences: false)
            .map { $0.trimmingCharacters(in: .whitespaces) }
        guard parts.count >= 5, (extra ?? "").utf8.count <= 4096 else {
            throw JobError("The extra text of “image_cutout” is to be “ra, dec, field (deg), title, size (px)”")
        }
        func number(_ text: String, _ name: String, _ range: ClosedRange<Double>) throws -> Double {
            guard let value = Double(text), range.contains(value) else {
                throw JobError("The \(name) of a cutout is \(range.lowerBound) to \(range.upperBound), not “\(text.prefix(40))”")
            }
            return value
        }
        ra = try number(parts[0], "right ascension", 0...360)
        dec = try number(parts[1], "declination", -90...90)
        field = try number(parts[2], "field in degrees", 1e-4...180)
        title = parts[3..<(parts.count - 1)].joined(separator: ", ").replacing("#", with: ",")
        let last = parts[parts.count - 1]
        guard let size = Int(last), (1...20_000).contains(size) else {
            throw JobError("The size of a cutout is 1 to 20000 pixels, not “\(last.prefix(40))”")
        }
        self.size = size
    }
}
