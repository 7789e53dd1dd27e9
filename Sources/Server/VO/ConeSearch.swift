import Catalogs
import Foundation
import Hummingbird
import Observations
import Sky
import Threads

/// Simple Cone Search (IVOA SCS 1.03): `vo/scs/observations`, and `vo/scs/stars`, `vo/scs/deep-sky` of the offline catalogue.
struct ConeSearch: Sendable {
    let site: Site
    let catalog: (any SkyCatalog)?
    static let most = 10_000

    /// What a cone search asks for.
    struct Question: Sendable {
        var centre: SkyPosition
        /// Degrees.
        var radius: Double
        var limit: Int

        /// - Throws: the message for the asker.
        init(_ parameters: QueryParameters) throws(VOProblem) {
            // Names of parameters are the same in capitals and small letters.
            func number(_ name: String, _ range: ClosedRange<Double>) throws(VOProblem) -> Double {
                guard let text = parameters.voValues(name).last?.trimmed, let value = Double(text), range.contains(value) else {
                    throw VOProblem("\(name) is to be a number of degrees from \(range.lowerBound) to \(range.upperBound)")
                }
                return value
            }
            centre = SkyPosition(ra: try number("RA", -360...720), dec: try number("DEC", -90...90))
            radius = try number("SR", 0...180)
            limit = try parameters.voLimit(ConeSearch.most)
        }
    }

    func add(to group: RouterGroup<VisitContext>) {
        group.get("vo/scs/observations") { request, _ in
            try await answer(request) { try await observations($0, site.dataHost(request)) }
        }
        guard let catalog else { return }
        group.get("vo/scs/stars") { request, _ in
            try await answer(request) { question in
                try await site.files.pool.run { Self.stars(catalog, question) }
            }
        }
        group.get("vo/scs/deep-sky") { request, _ in
            try await answer(request) { question in
                try await site.files.pool.run { Self.deepSky(catalog, question) }
            }
        }
    }

    private func answer(_ request: Request, _ table: (Question) async throws -> VOTable) async throws -> Response {
        do {
            return try await table(Question(request.query)).response()
        } catch let problem as VOProblem {
            // The standard wants its errors in a table, with the status of one.
            return VOTable.error(problem.message, infoName: "Error", status: .ok)
        }
    }

    private func observations(_ question: Question, _ dataHost: String) async throws -> VOTable {
        var table = VOTable(columns: Self.observationColumns)
        guard question.limit > 0 else { return table }
        var query = ObservationQuery()
        query.region = .centres(question.centre, radius: question.radius)
        query.limit = question.limit
        let page = try await site.repository.observations(matching: query)
        table.isCut = page.total > page.items.count
        let writer = ObservationJSON(dataHost: dataHost)
        table.rows = page.items.map { o in
            let fits = o.products.last { $0.type == "fits" }.map { writer.address(o.taskID, $0.filename) }
            return [
                .text(o.taskID), .number(o.fieldRA), .number(o.fieldDec), .text(o.name), .text(o.fieldName),
                .number(o.fieldFOV.map { 2 * $0 }),
                .text(o.date.map(DateTime.text)), .number(o.magnitude), .text(o.quality), .text(o.imageType), .text(fits),
            ]
        }
        return table
    }

    private static let observationColumns: [VOTable.Column] = [
        .init("id", .char, ucd: "ID_MAIN", "Task id of the observation"),
        .init("ra", .double, ucd: "POS_EQ_RA_MAIN", unit: "deg", "Right ascension of the centre, ICRS"),
        .init("dec", .double, ucd: "POS_EQ_DEC_MAIN", unit: "deg", "Declination of the centre, ICRS"),
        .init("name", .char, ucd: "meta.title", "Name"), .init("field_name", .char, ucd: "meta.id", "Name of the field"),
        .init("fov", .double, ucd: "pos.angDistance;instr.fov", unit: "deg", "Diameter of the field"),
        .init("date", .char, ucd: "time.epoch", "Time of the observation, UTC"),
        .init("limit_mag", .double, ucd: "phot.mag;stat.max", unit: "mag", "Magnitude of the faintest star"),
        .init("quality", .char, ucd: "meta.code.qual", "Quality"), .init("image_type", .char, ucd: "meta.code.class", "Kind of picture"),
        .init("fits", .char, ucd: "meta.ref.url", "Address of the solved picture"),
    ]

    private static func stars(_ catalog: any SkyCatalog, _ question: Question) -> VOTable {
        var table = VOTable(columns: [
            .init("id", .char, ucd: "ID_MAIN", "Number, designation or place"),
            .init("ra", .double, ucd: "POS_EQ_RA_MAIN", unit: "deg", "Right ascension, ICRS, epoch J2000"),
            .init("dec", .double, ucd: "POS_EQ_DEC_MAIN", unit: "deg", "Declination, ICRS, epoch J2000"),
            .init("vmag", .double, ucd: "phot.mag;em.opt.V", unit: "mag", "Johnson V"),
            .init("b_v", .double, ucd: "phot.color;em.opt.B;em.opt.V", unit: "mag", "Colour B-V"),
            .init("pmra", .double, ucd: "pos.pm;pos.eq.ra", unit: "mas/yr", "Proper motion to the east"),
            .init("pmdec", .double, ucd: "pos.pm;pos.eq.dec", unit: "mas/yr", "Proper motion to the north"),
            .init("name", .char, ucd: "meta.id", "Proper name"), .init("designation", .char, ucd: "meta.id", "Bayer or Flamsteed"),
        ])
        table.sources = catalog.sources.map(\.description)
        guard question.limit > 0 else { return table }
        let found = catalog.stars(within: question.radius, of: question.centre, brighterThan: 99)
        table.isCut = found.count > question.limit
        table.rows = found.prefix(question.limit).map { star in
            let id = star.hd.map { "HD \($0)" } ?? star.designation ?? "\(star.position.ra) \(star.position.dec)"
            return [
                .text(id), .number(star.position.ra), .number(star.position.dec), .number(star.magnitude), .number(star.colour),
                .number(star.properMotion.east), .number(star.properMotion.north), .text(star.name), .text(star.designation),
            ]
        }
        return table
    }

    private static func deepSky(_ catalog: any SkyCatalog, _ question: Question) -> VOTable {
        var table = VOTable(columns: [
            .init("id", .char, ucd: "ID_MAIN", "Usual name"),
            .init("ra", .double, ucd: "POS_EQ_RA_MAIN", unit: "deg", "Right ascension, ICRS"),
            .init("dec", .double, ucd: "POS_EQ_DEC_MAIN", unit: "deg", "Declination, ICRS"),
            .init("kind", .char, ucd: "src.class", "What it is"), .init("mag", .double, ucd: "phot.mag", unit: "mag", "V, else B"),
            .init("major", .double, ucd: "phys.angSize.smajAxis", unit: "arcmin", "Full major axis"),
            .init("minor", .double, ucd: "phys.angSize.sminAxis", unit: "arcmin", "Full minor axis"),
            .init("pa", .double, ucd: "pos.posAng", unit: "deg", "Position angle of the major axis, east of north"),
            .init("names", .char, ucd: "meta.id", "All names"),
        ])
        table.sources = catalog.sources.map(\.description)
        guard question.limit > 0 else { return table }
        // The catalogue finds what reaches into the cone; a cone search asks for centres.
        let found = catalog.deepSky(within: question.radius, of: question.centre)
            .filter { $0.position.separation(to: question.centre) <= question.radius }
        table.isCut = found.count > question.limit
        table.rows = found.prefix(question.limit).map { object in
            [
                .text(object.names.first ?? "\(object.position.ra) \(object.position.dec)"), .number(object.position.ra),
                .number(object.position.dec), .text(object.kind.rawValue), .number(object.magnitude), .number(object.majorAxis),
                .number(object.minorAxis), .number(object.positionAngle), .text(object.names.joined(separator: "; ")),
            ]
        }
        return table
    }
}

/// What is wrong with a question of a VO client.
struct VOProblem: Error {
    let message: String

    init(_ message: String) { self.message = message }
}

extension QueryParameters {
    /// All values of a parameter, whose name is the same in capitals and small letters.
    func voValues(_ name: String) -> [String] {
        items.filter { $0.name.uppercased() == name && !$0.value.trimmed.isEmpty }.map(\.value)
    }

    /// How many rows are wanted: MAXREC, as far as `most` allows.
    func voLimit(_ most: Int) throws(VOProblem) -> Int {
        guard let text = voValues("MAXREC").last else { return most }
        guard let number = Int(text.trimmed), number >= 0 else { throw VOProblem("MAXREC is to be a whole number of rows") }
        return min(most, number)
    }
}
