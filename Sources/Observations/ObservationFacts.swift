public import Foundation

/// What a record of ours holds beyond the existing system's: the member `facts` of the REST API, given to those who ask for it.
public struct ObservationFacts: Sendable, Hashable, Codable {
    public var reason: String?
    public var sha256: String?
    public var originalFile: String?
    public var dateSource: String?
    public var camera: String?
    public var lens: String?
    public var exposureTime: Double?
    public var isoSpeed: Int?
    public var focalLengthMillimetres: Double?
    public var format: String?
    public var width: Int?
    public var height: Int?
    public var exifOrientation: Int?
    public var solveRequest: String?
    public var solution: SolutionFacts?
    public var products: [DataProduct] = []
    /// Seconds since 1970; set by the repository.
    public var created: Double?

    public init(_ o: Observation) {
        (reason, sha256, originalFile, dateSource) = (o.reason, o.sha256, o.originalFile, o.dateSource)
        (camera, lens, exposureTime, isoSpeed) = (o.camera, o.lens, o.exposureTime, o.isoSpeed)
        (focalLengthMillimetres, format) = (o.focalLengthMillimetres, o.format)
        (width, height, exifOrientation) = (o.width, o.height, o.exifOrientation)
        solveRequest = o.solveRequest
        (solution, products, created) = (o.solution, o.products, o.created?.timeIntervalSince1970)
    }

    /// Writes all of them into a record, but for the time it was created.
    public func apply(to o: inout Observation) {
        (o.reason, o.sha256, o.originalFile, o.dateSource) = (reason, sha256, originalFile, dateSource)
        (o.camera, o.lens, o.exposureTime, o.isoSpeed) = (camera, lens, exposureTime, isoSpeed)
        (o.focalLengthMillimetres, o.format) = (focalLengthMillimetres, format)
        (o.width, o.height, o.exifOrientation) = (width, height, exifOrientation)
        o.solveRequest = solveRequest
        (o.solution, o.products) = (solution, products)
    }
}
