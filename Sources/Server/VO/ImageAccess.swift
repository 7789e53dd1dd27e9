import Foundation
import Hummingbird
import Logging
import Observations
import Sky

/// Simple Image Access (IVOA SIA 2.0): `vo/sia2/query`, with the columns of ObsCore 1.1, and the resources that describe the service.
struct ImageAccess: Sendable {
    let site: Site
    static let most = 10_000
    /// Metres: what cameras without special filters see.
    private static let band = 3.8e-7...7.5e-7

    func add(to group: RouterGroup<VisitContext>) {
        group.get("vo/sia2/query") { request, _ in await answer(request, request.query) }
        group.post("vo/sia2/query") { request, _ in
            let body = String(decoding: try await request.bytes(upTo: 65_536), as: UTF8.self)
            return await answer(request, QueryParameters(decoding: body))
        }
        group.get("vo/sia2/capabilities") { request, _ in
            let address = site.address(of: "\(site.configuration.basePath)/vo/sia2", request)
            return Response(text: VOResources.capabilities(VOTable.escape(address)), type: "text/xml")
        }
        group.get("vo/sia2/availability") { _, _ in Response(text: VOResources.availability, type: "text/xml") }
    }

    private func answer(_ request: Request, _ parameters: QueryParameters) async -> Response {
        do {
            return try await table(try ImageQuestion(parameters, most: Self.most), site.dataHost(request)).response()
        } catch let problem as VOProblem {
            return VOTable.error("UsageFault: \(problem.message)", status: .badRequest)
        } catch {
            site.log.error("An image query failed.", metadata: ["error": "\(error)"])
            return VOTable.error("Error: the server could not do it; its log says why", status: .internalServerError)
        }
    }

    private func table(_ question: ImageQuestion, _ dataHost: String) async throws -> VOTable {
        var table = VOTable(columns: ObsCore.columns)
        guard question.limit > 0, question.bands.isEmpty || question.bands.contains(where: { $0.overlaps(Self.band) }),
            question.isOfImages
        else { return table }
        var seen: Set<Int64> = []
        for region in question.regions.isEmpty ? [nil] : question.regions.map(Optional.some) {
            var query = ObservationQuery()
            (query.filters, query.region, query.limit) = (question.filters, region, 500)
            while true {
                let page = try await site.repository.observations(matching: query)
                for observation in page.items where question.accepts(observation) && seen.insert(observation.id).inserted {
                    guard let row = ObsCore.row(observation, dataHost: dataHost, band: Self.band), question.acceptsFormat(row) else {
                        continue
                    }
                    if table.rows.count == question.limit {
                        table.isCut = true
                        return table
                    }
                    table.rows.append(row)
                }
                query.offset += page.items.count
                if page.items.isEmpty || query.offset >= page.total { break }
                try Task.checkCancellation()
            }
        }
        return table
    }
}
