import Catalogs
import Foundation
import Observations
import Sky
import Threads

/// Rows of the catalogues as their pages show them.
///
/// What stands still is a few thousand rows: they are kept in memory with the number of photos that show each, counted again when the
/// archive changed. Asteroids and comets stay in their database.
actor CatalogTables {
    struct Cell: Sendable {
        var text: String
        var address: String?
        /// By what rows are put in order; what has none comes last.
        var number: Double?

        init(_ text: String, address: String? = nil, number: Double? = nil) {
            (self.text, self.address, self.number) = (text, address, number)
        }
    }

    struct Row: Sendable {
        var cells: [Cell]
        var words: String
        var position: SkyPosition?
        var photos = 0
    }

    struct Question: Sendable {
        var text = ""
        var onlyMine = false
        var sort: CatalogColumn?
        var descending = false
        var offset = 0
        var limit = 50
    }

    private struct Kept {
        var rows: [Row]
        /// Of the catalogue, and of the archive whose photos were counted.
        var stamp: String
        var version: Int64?
    }

    private let repository: any ObservationRepository
    private let lists: (any CatalogLists)?
    private let catalog: (any SkyCatalog)?
    private let pool: BlockingPool
    private var kept: [CatalogKind: Kept] = [:]

    init(repository: any ObservationRepository, lists: (any CatalogLists)?, catalog: (any SkyCatalog)?, pool: BlockingPool) {
        (self.repository, self.lists, self.catalog, self.pool) = (repository, lists, catalog, pool)
    }

    func deepSkyCount() async throws -> Int { try await still(.deepsky).count }

    /// Deep-sky objects of the archive's photos with how many show each; those of a name that people use first, brightest first.
    func mine() async throws -> [Row] { try await still(.deepsky).filter { $0.photos > 0 } }

    func rows(of kind: CatalogKind, _ question: Question) async throws -> (total: Int, items: [Row]) {
        guard kind.hasCounts else { return try await moving(kind, question) }
        let rows = try await still(kind)
        let columns = CatalogColumn.columns(of: kind)
        return try await pool.run {
            var rows = rows
            if question.onlyMine { rows.removeAll { $0.photos == 0 } }
            let word = Self.plain(question.text)
            if !word.isEmpty { rows.removeAll { !$0.words.contains(word) } }
            if let sort = question.sort, let column = columns.firstIndex(where: { $0.key == sort.key }) {
                rows = Self.sorted(rows, by: column, isNumber: sort.isNumber, descending: question.descending)
            }
            return (rows.count, Array(rows.dropFirst(question.offset).prefix(question.limit)))
        }
    }

    // MARK: What stands still

    private func still(_ kind: CatalogKind) async throws -> [Row] {
        let stamp = try await stamp(kind)
        let version = try await repository.version()
        if let known = kept[kind], known.stamp == stamp, let version, known.version == version { return known.rows }
        let known = kept[kind]
        var rows = known?.stamp == stamp ? known?.rows ?? [] : try await read(kind)
        let outlines = try await repository.outlines(limit: 100_000)
        let column = CatalogColumn.columns(of: kind).firstIndex { $0.key == CatalogColumn.photos }
        let bare = rows
        rows = try await pool.run {
            let counts = SkyCounts(bare.map(\.position)).count(in: outlines)
            return zip(bare, counts).map { row, count in
                var row = row
                row.photos = count
                if let column {
                    let place = row.position.map { "/?at=\(Wording.number($0.ra, digits: 5))%2C\(Wording.number($0.dec, digits: 5))" }
                    row.cells[column] = Cell(count == 0 ? "" : "\(count)", address: count == 0 ? nil : place, number: Double(count))
                }
                return row
            }
        }
        kept[kind] = Kept(rows: rows, stamp: stamp, version: version)
        return rows
    }

    private func stamp(_ kind: CatalogKind) async throws -> String {
        guard let listed = kind.listed else { return "sky" }
        guard let record = try await lists?.record(of: listed) else { return "none" }
        return "\(record.origin) \(record.date.timeIntervalSince1970) \(record.rows)"
    }

    private func read(_ kind: CatalogKind) async throws -> [Row] {
        if kind == .deepsky {
            let catalog = catalog
            return try await pool.run {
                (catalog?.deepSky(within: 180, of: SkyPosition(ra: 0, dec: 0)) ?? []).map(Self.row)
            }
        }
        guard let lists, let listed = kind.listed else { return [] }
        var query = CatalogQuery()
        query.limit = 200_000
        let found = try await lists.list(listed, matching: query).items
        let columns = CatalogColumn.columns(of: kind)
        return try await pool.run { found.map { Self.row($0, columns) } }
    }

    private static func row(_ object: DeepSkyObject) -> Row {
        let name = object.names.first ?? "no name"
        let size = object.majorAxis.map { Wording.number($0, digits: 1) + "′" }
        return Row(
            cells: [
                Cell(name, address: "/?at=\(QueryParameters.encode(name))"), Cell(object.names.dropFirst().joined(separator: ", ")),
                Cell(kindText(object.kind)), Cell(""),
                Cell(object.magnitude.map { Wording.number($0, digits: 1) } ?? "", number: object.magnitude),
                Cell(size ?? "", number: object.majorAxis),
                Cell(Wording.hours(object.position.ra), address: map(object.position), number: object.position.ra),
                Cell(Wording.degrees(object.position.dec), number: object.position.dec),
            ], words: plain(object.names.joined(separator: " ") + " " + kindText(object.kind)), position: object.position)
    }

    private static func kindText(_ kind: DeepSkyObject.Kind) -> String {
        switch kind {
        case .galaxy: "galaxy"
        case .openCluster: "open cluster"
        case .globularCluster: "globular cluster"
        case .planetaryNebula: "planetary nebula"
        case .nebula: "nebula"
        case .darkNebula: "dark nebula"
        case .supernovaRemnant: "supernova remnant"
        case .clusterWithNebula: "cluster with nebula"
        case .galaxyGroup: "galaxy group"
        case .asterism: "asterism"
        case .star: "star"
        case .other: "other"
        }
    }

    // MARK: What moves

    private func moving(_ kind: CatalogKind, _ question: Question) async throws -> (total: Int, items: [Row]) {
        guard let lists, let listed = kind.listed else { return (0, []) }
        var query = CatalogQuery()
        (query.offset, query.limit) = (question.offset, question.limit)
        if !question.text.isEmpty, let field = listed.fields["designation"] {
            query.filters = [FieldFilter(field, .holds(question.text, .anywhere, anyCase: true))]
        }
        if let sort = question.sort, let field = listed.fields[sort.key] {
            query.order = [FieldOrder(field, descending: question.descending)]
        }
        let found = try await lists.list(listed, matching: query)
        let columns = CatalogColumn.columns(of: kind)
        return (found.total, found.items.map { Self.row($0, columns) })
    }

    private static func row(_ fields: [(String, CatalogValue)], _ columns: [CatalogColumn]) -> Row {
        let values = Dictionary(fields) { first, _ in first }
        var row = Row(cells: [], words: "")
        for column in columns { row.cells.append(cell(values[column.key] ?? .none, column)) }
        if case .number(let ra)? = values["ra"], case .number(let dec)? = values["dec"] { row.position = SkyPosition(ra: ra, dec: dec) }
        if let position = row.position, let column = columns.firstIndex(where: { $0.key == "ra" }) {
            row.cells[column].address = map(position)
        }
        row.words = plain(row.cells.prefix(2).map(\.text).joined(separator: " "))
        return row
    }

    private static func map(_ position: SkyPosition) -> String {
        "/sky#ra=\(Wording.number(position.ra, digits: 4))&dec=\(Wording.number(position.dec, digits: 4))&field=10"
    }

    private static func cell(_ value: CatalogValue, _ column: CatalogColumn) -> Cell {
        switch value {
        case .none: return Cell("")
        case .text(let text): return Cell(text)
        case .integer(let number): return Cell("\(number)", number: Double(number))
        case .date(let date): return Cell(String(DateTime.text(date).prefix(10)), number: date.timeIntervalSince1970)
        case .number(let number):
            if column.key == "ra" { return Cell(Wording.hours(number), number: number) }
            if column.key == "dec" { return Cell(Wording.degrees(number), number: number) }
            return Cell(Wording.number(number, digits: column.digits) + column.unit, number: number)
        }
    }

    // MARK: Order and search

    private static func sorted(_ rows: [Row], by column: Int, isNumber: Bool, descending: Bool) -> [Row] {
        if isNumber {
            let known = rows.filter { $0.cells[column].number != nil }
            let sorted = known.enumerated().sorted { a, b in
                let (x, y) = (a.element.cells[column].number ?? 0, b.element.cells[column].number ?? 0)
                return x == y ? a.offset < b.offset : descending ? x > y : x < y
            }
            return sorted.map(\.element) + rows.filter { $0.cells[column].number == nil }
        }
        let keys = rows.map { natural($0.cells[column].text) }
        let order = rows.indices.sorted { a, b in
            if keys[a].isEmpty != keys[b].isEmpty { return keys[b].isEmpty }
            return keys[a] == keys[b] ? a < b : descending ? keys[a] > keys[b] : keys[a] < keys[b]
        }
        return order.map { rows[$0] }
    }

    /// Numbers within names are put in order as numbers: M 2 before M 10.
    private static func natural(_ text: String) -> String {
        var (result, digits) = ("", "")
        func flush() {
            if !digits.isEmpty { result += String(repeating: "0", count: max(0, 8 - digits.count)) + digits }
            digits = ""
        }
        for character in text.lowercased() {
            if character.isASCII, character.isNumber {
                digits.append(character)
            } else {
                flush()
                result.append(character)
            }
        }
        flush()
        return result
    }

    /// In lower case and without blanks, so that "M31" finds "M 31".
    private static func plain(_ text: String) -> String { String(text.lowercased().filter { $0 != " " }) }
}
