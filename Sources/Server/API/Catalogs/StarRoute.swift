import Catalogs
import Foundation
import Hummingbird
import Sky

/// `stars/`: stars of the offline catalogue round a position (`ra`, `dec`, `radius`), to a `magnitude`, the brightest first.
struct StarRoute: Sendable {
    let site: Site
    let catalog: any SkyCatalog

    func add(to group: RouterGroup<VisitContext>) {
        group.get("stars") { request, _ in
            let parameters = request.query
            let centre = SkyPosition(ra: try parameters.number("ra", in: -360...720), dec: try parameters.number("dec", in: -90...90))
            let radius = try parameters.number("radius", in: 0...180)
            let limit = try parameters.number("magnitude", in: -30...30, otherwise: 8)
            let found = catalog.stars(within: radius, of: centre, brighterThan: limit)
            return try await site.page(request, "stars", size: CatalogRoutes.pageSize) { offset, limit in
                (found.count, Array(found.dropFirst(offset).prefix(limit)))
            } write: { star, json in
                json.object { json in
                    json.member("name", star.name)
                    json.member("designation", star.designation)
                    json.member("hd", star.hd)
                    json.member("ra", star.position.ra)
                    json.member("dec", star.position.dec)
                    json.member("magnitude", star.magnitude)
                    json.member("colour", star.colour)
                }
            }
        }
    }
}
