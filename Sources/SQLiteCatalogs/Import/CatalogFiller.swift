import Catalogs
import Ephemeris
import Foundation
import GRDB
import Observations
import Sky

/// Writes the lines of a published file as rows. Lines that cannot be read are counted and the first of them kept.
struct CatalogFiller {
    let catalog: ListedCatalog
    let db: Database
    /// For which places and magnitudes are worked out.
    let vantage: Vantage
    let date: Date
    private(set) var rows = 0
    private(set) var badLines: [Int] = []
    private(set) var badCount = 0
    private let statement: Statement
    private var exoplanets = ExoplanetTable()
    private var block: [PackedOrbit] = []
    private var blocks = 0

    private static let blockSize = 8192

    init(_ catalog: ListedCatalog, into db: Database, places date: Date) throws {
        (self.catalog, self.db, self.date) = (catalog, db, date)
        vantage = Vantage(date)
        statement = try db.makeStatement(sql: catalog.insertion)
    }

    /// Whether what was read is a file of this kind at all.
    var isOfItsKind: Bool { rows > 0 && (catalog != .exoplanets || exoplanets.isExoplanets) }

    mutating func take(_ line: String, number: Int) throws {
        let taken: Bool?
        switch catalog {
        case .exoplanets: taken = try takeExoplanet(line)
        case .asteroids: taken = try takeAsteroid(line)
        case .comets: taken = try takeComet(line)
        }
        switch taken {
        case true?: rows += 1
        case nil: break
        case false?:
            // Before the first row stands what tells of the file.
            guard rows > 0, !line.allSatisfy({ $0.isWhitespace || $0 == "-" }) else { return }
            badCount += 1
            if badLines.count < 10 { badLines.append(number) }
        }
    }

    mutating func finish() throws { try writeBlock() }

    private mutating func takeExoplanet(_ line: String) throws -> Bool? {
        switch exoplanets.read(line) {
        case .nothing: return nil
        case .bad: return false
        case .planet(let values):
            let kinds = catalog.columns.dropFirst().map(\.kind)
            var arguments: [(any DatabaseValueConvertible)?] = [rows + 1]
            for (value, kind) in zip(values, kinds) {
                switch kind {
                case .text: arguments.append(value)
                case .integer: arguments.append(value.flatMap(Double.init).flatMap { Int64(exactly: $0.rounded()) })
                default: arguments.append(value.flatMap(Double.init).flatMap { $0.isFinite ? $0 : nil })
                }
            }
            try statement.execute(arguments: StatementArguments(arguments))
            return true
        }
    }

    private mutating func takeAsteroid(_ line: String) throws -> Bool {
        guard let one = MinorPlanet(mpcorb: line),
            let orbit = Orbit(
                semimajorAxis: one.semimajorAxis, eccentricity: one.eccentricity, meanAnomaly: one.meanAnomaly, epoch: one.epoch,
                argument: one.argument, node: one.node, inclination: one.inclination)
        else { return false }
        let place = vantage.place(of: .asteroid(orbit, h: one.h, g: one.g))
        let name = AsteroidName(one.name)
        let arguments: [(any DatabaseValueConvertible)?] =
            placed(one.name, one.h, place) + [
                name.number, one.g, one.epoch, one.meanAnomaly, one.argument, one.node, one.inclination, one.eccentricity,
                one.semimajorAxis, name.key,
            ]
        try statement.execute(arguments: StatementArguments(arguments))
        if let packed = PackedOrbit(orbit, h: one.h, number: Int64(rows + 1)) { block.append(packed) }
        if block.count == Self.blockSize { try writeBlock() }
        return true
    }

    private mutating func takeComet(_ line: String) throws -> Bool {
        guard let one = Comet(cometEls: line),
            let orbit = Orbit(
                perihelionDistance: one.perihelionDistance, eccentricity: one.eccentricity, perihelionTime: one.perihelionTime,
                argument: one.argument, node: one.node, inclination: one.inclination)
        else { return false }
        let place = vantage.place(of: .comet(orbit, m1: one.m1, k: one.k))
        let arguments: [(any DatabaseValueConvertible)?] =
            placed(one.name, one.m1, place) + [
                one.k, JulianDate.seconds(one.perihelionTime), one.perihelionDistance, one.argument, one.node, one.inclination,
                one.eccentricity,
            ]
        try statement.execute(arguments: StatementArguments(arguments))
        return true
    }

    private func placed(_ name: String, _ h: Double?, _ place: Place) -> [(any DatabaseValueConvertible)?] {
        [rows + 1, name, h, date.timeIntervalSince1970, place.magnitude, place.position.ra, place.position.dec]
    }

    private mutating func writeBlock() throws {
        guard !block.isEmpty else { return }
        let bytes = block.withUnsafeBytes { Data($0) }
        try db.execute(sql: "INSERT INTO block (id, orbits) VALUES (?, ?)", arguments: [blocks, bytes])
        blocks += 1
        block.removeAll(keepingCapacity: true)
    }
}
