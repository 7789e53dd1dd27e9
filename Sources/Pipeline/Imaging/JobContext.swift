public import Catalogs
import Foundation
public import Observations

/// What jobs work with.
public struct JobContext: Sendable {
    public var archive: any Archive
    public var observations: any ObservationRepository
    public var cutouts: any CutoutRepository
    /// Nil where there is none: stars then have the magnitudes of the index files.
    public var catalog: (any SkyCatalog)?
    /// The folder with the solver's star index files, where magnitudes of stars come from that the catalogue does not have.
    public var indexFolder: String?
    public var limitMegapixels: Int

    public init(
        archive: any Archive, observations: any ObservationRepository, cutouts: any CutoutRepository,
        catalog: (any SkyCatalog)? = nil, indexFolder: String? = nil, limitMegapixels: Int = 400
    ) {
        self.archive = archive
        self.observations = observations
        self.cutouts = cutouts
        self.catalog = catalog
        self.indexFolder = indexFolder
        self.limitMegapixels = limitMegapixels
    }
}

/// What a job did.
public struct JobResult: Sendable, Hashable {
    /// In a sentence.
    public var summary: String
    /// What was added to the observation.
    public var products: [DataProduct]

    public init(_ summary: String, products: [DataProduct] = []) {
        self.summary = summary
        self.products = products
    }
}
