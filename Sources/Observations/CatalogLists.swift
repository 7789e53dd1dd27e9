public import Foundation

/// A published catalogue that is taken in and listed as it is.
public enum ListedCatalog: String, CaseIterable, Sendable {
    case exoplanets, asteroids, comets

    /// What its list can be filtered and ordered by.
    public var fields: [String: FilterField] {
        switch self {
        case .exoplanets: FilterField.exoplanet
        case .asteroids: FilterField.asteroid
        case .comets: FilterField.comet
        }
    }
}

/// Where a catalogue's rows come from.
public struct CatalogRecord: Sendable, Hashable, Codable {
    /// The file or address that it was read from.
    public var origin: String
    /// When it was taken in.
    public var date: Date
    public var rows: Int
    /// Lines that could not be read.
    public var badLines: Int
    /// What the server said of the file, to ask whether there is a newer one.
    public var tag: String?
    public var modified: String?

    public init(origin: String, date: Date, rows: Int, badLines: Int, tag: String? = nil, modified: String? = nil) {
        (self.origin, self.date, self.rows, self.badLines) = (origin, date, rows, badLines)
        (self.tag, self.modified) = (tag, modified)
    }
}

/// One value of a listed row.
public enum CatalogValue: Sendable, Hashable {
    case none
    case text(String)
    case number(Double)
    case integer(Int64)
    case date(Date)
}

public struct CatalogQuery: Sendable {
    public var filters: [FieldFilter] = []
    public var order: [FieldOrder] = []
    public var offset = 0
    public var limit = 100

    public init() {}
}

/// The published catalogues that were taken in.
public protocol CatalogLists: Sendable {
    /// Nil where that catalogue was not taken in.
    func record(of catalog: ListedCatalog) async throws -> CatalogRecord?
    /// Rows as fields with their values, in the order in which they are shown; none where the catalogue was not taken in.
    func list(_ catalog: ListedCatalog, matching query: CatalogQuery) async throws -> (total: Int, items: [[(String, CatalogValue)]])
    /// Fetches the published file where it changed, and takes it in.
    ///
    /// - Returns: how many rows there are then.
    func update(_ catalog: ListedCatalog) async throws -> Int
    /// Works out the listed places and magnitudes of asteroids or comets for a time.
    ///
    /// - Returns: how many; 0 where there are none.
    func updatePlaces(of catalog: ListedCatalog, at date: Date) async throws -> Int
}

/// Why nothing was taken in; what was there stays.
public struct CatalogListError: Error, Sendable, Hashable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}
