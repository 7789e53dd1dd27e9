import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
public import Observations
import Threads

/// Fetches published files, and only where they changed since they were last taken in.
struct CatalogDownload: Sendable {
    enum Answer: Sendable {
        case unchanged
        case came(tag: String?, modified: String?)
    }

    /// MPCORB.DAT has 300 MB.
    private static let mostBytes = 2 << 30
    private static let pool = BlockingPool(name: "download", width: 1)

    /// - Parameter known: what was said of the file when it was last fetched.
    /// - Throws: `CatalogListError` with the server's answer, or what kept it from answering.
    static func fetch(_ address: String, to target: URL, known: CatalogRecord?) async throws -> Answer {
        guard let url = URL(string: address), ["http", "https"].contains(url.scheme?.lowercased()), url.host() != nil else {
            throw CatalogListError("\(address) is no address beginning with http:// or https://.")
        }
        var configuration = HTTPClient.Configuration(redirectConfiguration: .follow(max: 5, allowCycles: false))
        configuration.timeout = .init(connect: .seconds(30), read: .seconds(90))
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            let answer = try await fetch(url, client, to: target, known)
            try? await client.shutdown()
            return answer
        } catch {
            try? await client.shutdown()
            if error is CatalogListError || error is CancellationError { throw error }
            throw CatalogListError("\(address) could not be fetched: \(error). What was there stays.")
        }
    }

    private static func fetch(_ url: URL, _ client: HTTPClient, to target: URL, _ known: CatalogRecord?) async throws -> Answer {
        var request = HTTPClientRequest(url: url.absoluteString)
        request.headers.add(name: "User-Agent", value: "Astrobase")
        if let tag = known?.tag { request.headers.add(name: "If-None-Match", value: tag) }
        if let modified = known?.modified { request.headers.add(name: "If-Modified-Since", value: modified) }
        let response = try await client.execute(request, timeout: .hours(2))
        if response.status == .notModified, known != nil { return .unchanged }
        guard response.status == .ok else {
            throw CatalogListError("\(url.absoluteString) answers with status \(response.status.code). What was there stays.")
        }
        guard FileManager.default.createFile(atPath: target.path, contents: nil) else {
            throw CatalogListError("\(target.path) cannot be written.")
        }
        let file = try FileHandle(forWritingTo: target)
        defer { try? file.close() }
        var size = 0
        for try await piece in response.body {
            size += piece.readableBytes
            guard size <= mostBytes else { throw CatalogListError("\(url.absoluteString) is larger than 2 GB: that is no catalogue.") }
            let bytes = Data(piece.readableBytesView)
            try await pool.run { try file.write(contentsOf: bytes) }
        }
        if let announced = response.headers.first(name: "Content-Length").flatMap({ Int($0) }), announced != size {
            throw CatalogListError("\(url.absoluteString) was cut off after \(size) of \(announced) bytes. What was there stays.")
        }
        return .came(tag: response.headers.first(name: "ETag"), modified: response.headers.first(name: "Last-Modified"))
    }
}

extension ListedCatalog {
    /// Where it is published.
    public var published: String {
        switch self {
        case .exoplanets:
            "https://exoplanetarchive.ipac.caltech.edu/TAP/sync?format=csv&query=select+"
                + "pl_name,hostname,pl_letter,hd_name,hip_name,tic_id,gaia_dr3_id,sy_snum,sy_pnum,discoverymethod,disc_year,disc_facility,"
                + "pl_orbper,pl_rade,pl_bmasse,st_spectype,ra,dec,sy_dist,sy_vmag+from+pscomppars"
        case .asteroids: "https://www.minorplanetcenter.net/iau/MPCORB/MPCORB.DAT.gz"
        case .comets: "https://www.minorplanetcenter.net/iau/MPCORB/CometEls.txt"
        }
    }
}

extension CatalogFolder {
    /// Fetches a file and takes it in.
    ///
    /// - Parameter address: nil: whence it came the last time, else where it is published; and only where it changed since.
    public func fetch(
        _ catalog: ListedCatalog, from address: String? = nil, progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> CatalogImport {
        let record = try await record(of: catalog)
        let known = record.flatMap { $0.origin.contains("://") ? $0 : nil }
        let address = address ?? known?.origin ?? catalog.published
        let target = folder.appending(path: ".\(catalog.rawValue).\(UUID().uuidString).download")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: target) }
        switch try await CatalogDownload.fetch(address, to: target, known: known?.origin == address ? known : nil) {
        case .unchanged:
            guard let record else { throw CatalogListError("\(address) has not changed, yet nothing was taken in before.") }
            return CatalogImport(record: record, badLines: [], isUnchanged: true)
        case .came(let tag, let modified):
            return try await take(catalog, from: target.path, origin: address, tag: tag, modified: modified, progress: progress)
        }
    }

    public func update(_ catalog: ListedCatalog) async throws -> Int { try await fetch(catalog).record.rows }
}
