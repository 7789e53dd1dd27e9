public import Sky

/// The offline catalogue: stars, deep-sky objects and constellations, with where they come from.
public protocol SkyCatalog: Sendable {
    /// Stars no farther from `centre` than `radius` degrees and no fainter than `limit`, brightest first.
    func stars(within radius: Double, of centre: SkyPosition, brighterThan limit: Double) -> [ListedStar]
    /// Objects whose centre is no farther than `radius` degrees plus their own half major axis, brightest first, those without
    /// magnitude last.
    func deepSky(within radius: Double, of centre: SkyPosition) -> [DeepSkyObject]
    var constellations: [Constellation] { get }
    /// What goes by this name, or by one that is spelt nearly so.
    func search(name: String, limit: Int) -> [CatalogMatch]
    var sources: [CatalogSource] { get }
}

extension SkyCatalog {
    /// For catalogues without names.
    public func search(name: String, limit: Int) -> [CatalogMatch] { [] }
}

/// Where data come from, to be shown wherever they are used.
public struct CatalogSource: Sendable, Hashable, Codable {
    /// "OpenNGC".
    public var name: String
    /// "as in Debian's kstars-data 5:3.6.2-2".
    public var version: String
    /// "CC-BY-SA-4.0".
    public var license: String
    /// When the data were published or packaged, yyyy-mm-dd.
    public var date: String
    public var url: String

    public init(name: String, version: String, license: String, date: String, url: String) {
        (self.name, self.version, self.license, self.date, self.url) = (name, version, license, date, url)
    }
}

extension CatalogSource: CustomStringConvertible {
    public var description: String { "\(name), \(version), \(date), \(license)" }
}
