import Catalogs
import Ephemeris
import Foundation

/// A file of orbital elements as the Minor Planet Center publishes them: MPCORB.DAT or CometEls.txt. Blocks.
struct ElementsFile {
    let path: String

    /// The first orbits with these names.
    ///
    /// - Throws: `PlainError` where the file cannot be read, or holds no elements.
    func bodies(named names: [String]) throws -> [String: (name: String, body: Body)] {
        guard let file = fopen(path, "re") else {
            throw PlainError("The file of elements \(path) cannot be read: \(String(cString: strerror(errno))).")
        }
        defer { fclose(file) }
        var found: [String: (name: String, body: Body)] = [:]
        var (text, room): (UnsafeMutablePointer<CChar>?, Int) = (nil, 0)
        defer { free(text) }
        var read = 0
        while found.count < names.count, case let count = getline(&text, &room, file), count > 0, let start = text {
            // Lines of elements have some 200 characters.
            guard count < 1000 else { continue }
            let line = String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
            guard let (name, body) = Self.body(line) else { continue }
            read += 1
            for wanted in names where found[wanted] == nil && BodyName.means(name, wanted) { found[wanted] = (name, body) }
        }
        guard read > 0 else { throw PlainError("\(path) holds no elements in the form of MPCORB.DAT or CometEls.txt.") }
        return found
    }

    private static func body(_ line: String) -> (name: String, body: Body)? {
        if let one = MinorPlanet(mpcorb: line) {
            return Orbit(
                semimajorAxis: one.semimajorAxis, eccentricity: one.eccentricity, meanAnomaly: one.meanAnomaly, epoch: one.epoch,
                argument: one.argument, node: one.node, inclination: one.inclination
            ).map { (one.name, .asteroid($0, h: one.h, g: one.g)) }
        }
        guard let one = Comet(cometEls: line) else { return nil }
        return Orbit(
            perihelionDistance: one.perihelionDistance, eccentricity: one.eccentricity, perihelionTime: one.perihelionTime,
            argument: one.argument, node: one.node, inclination: one.inclination
        ).map { (one.name, .comet($0, m1: one.m1, k: one.k)) }
    }
}

/// How people name asteroids and comets.
enum BodyName {
    /// Whether "(1) Ceres" is meant by "Ceres", "1" or "(1) ceres"; "12P/Pons-Brooks" by "12P" or "Pons-Brooks"; "C/2023 A3
    /// (Tsuchinshan-ATLAS)" by what stands before or in the brackets.
    static func means(_ name: String, _ wanted: String) -> Bool {
        let (name, wanted) = (name.lowercased(), wanted.lowercased().trimmingCharacters(in: .whitespaces))
        guard !wanted.isEmpty else { return false }
        if name == wanted { return true }
        var parts = name.split(whereSeparator: { "()".contains($0) }).map { $0.trimmingCharacters(in: .whitespaces) }
        // "C/" and the like begin a designation; before any other stroke stands a number.
        if let stroke = name.firstIndex(of: "/"), name[..<stroke].contains(where: \.isNumber) {
            parts += name.split(separator: "/", maxSplits: 1).map(String.init)
        }
        return parts.contains(wanted)
    }
}
