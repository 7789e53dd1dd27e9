import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// The existing system's REST API, read page by page. It does not tell of its users.
struct BackendAddress: Sendable {
    /// Such as `http://host:8000/my_astrobase`.
    let address: String

    private static let mostBytes = 64 << 20

    func archive() async throws -> ForeignArchive {
        guard let url = URL(string: address), ["http", "https"].contains(url.scheme?.lowercased()), url.host() != nil else {
            throw AdoptionError("\(address) is no address such as http://host:8000/my_astrobase.")
        }
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        do {
            let archive = try await archive(client)
            try? await client.shutdown()
            return archive
        } catch {
            try? await client.shutdown()
            if error is AdoptionError || error is CancellationError { throw error }
            throw AdoptionError("\(address) could not be read: \(error).")
        }
    }

    private func archive(_ client: HTTPClient) async throws -> ForeignArchive {
        var archive = ForeignArchive()
        archive.observations = try await rows("observations2", client)
        archive.products = archive.observations.flatMap(Self.products)
        archive.jobs = try await rows("jobs", client)
        archive.directories = try await rows("cutout_directories", client)
        archive.cutouts = try await rows("cutouts", client)
        archive.collections = try await rows("collections2", client)
        return archive
    }

    /// The files whose addresses a record gives.
    private static func products(_ row: ForeignRow) -> [ForeignRow] {
        let kinds = [
            "raw_image": "raw", "sky_plot_image": "sky_plot", "annotated_image": "annotated", "annotated_grid_image": "annotated_grid",
            "annotated_grid_eq_image": "annotated_grid_eq", "annotated_stars_image": "annotated_stars", "sky_globe_image": "sky_globe",
            "fits": "fits", "annotated_transient_image": "annotated_transient", "annotated_exoplanets_image": "annotated_exoplanets",
        ]
        return kinds.sorted { $0.key < $1.key }.compactMap { field, kind in
            guard let text = row.text("derived_\(field)"), let name = text.split(separator: "/").last.map(String.init), name != "None",
                let id = row.values["id"]
            else { return nil }
            return ForeignRow(values: [
                "observation_id": id, "filename": .text(name.removingPercentEncoding ?? name), "dataproduct_type": .text(kind),
                "new_status": .text("ready"),
            ])
        }
    }

    private func rows(_ table: String, _ client: HTTPClient) async throws -> [ForeignRow] {
        var rows: [ForeignRow] = []
        // Pages are counted here: the next one's address may name a host that only the server knows.
        for page in 1...1_000_000 {
            try Task.checkCancellation()
            let text = "\(address.hasSuffix("/") ? String(address.dropLast()) : address)/\(table)/?page=\(page)"
            let response = try await client.execute(HTTPClientRequest(url: text), timeout: .minutes(2))
            guard response.status == .ok else {
                throw AdoptionError("\(text) answers with status \(response.status.code).")
            }
            let body = try await response.body.collect(upTo: Self.mostBytes)
            guard let answer = try? JSONSerialization.jsonObject(with: Data(body.readableBytesView)) as? [String: Any],
                let results = answer["results"] as? [[String: Any]]
            else { throw AdoptionError("\(text) answers with something that is no list of the Django backend.") }
            rows += results.map(Self.row)
            if answer["next"] is NSNull || answer["next"] == nil { break }
        }
        return rows
    }

    private static func row(_ members: [String: Any]) -> ForeignRow {
        var values: [String: ForeignRow.Value] = [:]
        for (name, value) in members {
            switch value {
            case let text as String: values[name] = .text(text)
            case let number as NSNumber: values[name] = .number(number.doubleValue)
            case let list as [NSNumber]: values[name] = .list(list.map(\.int64Value))
            case let list as [[String: Any]]: values[name] = .list(list.compactMap { ($0["id"] as? NSNumber)?.int64Value })
            default: break
            }
        }
        // The API names a parent by its id; the database calls the column after it.
        if let parent = values["parent"] { values["parent_id"] = parent }
        return ForeignRow(values: values)
    }
}
