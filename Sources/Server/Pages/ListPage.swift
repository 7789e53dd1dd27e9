import Catalogs
import Ephemeris
import Foundation
import HTTPTypes
import Hummingbird
import Observations
import Sky
import TaskQueue
import Threads

/// The page of all observations, newest first.
struct ListPage: Sendable {
    let site: Site
    let catalog: (any SkyCatalog)?
    let collecting: Collecting
    let moving: MovingNames
    /// Where somebody is looked for who moves: in so many photos, the newest.
    private static let searched = 100_000

    func add(to router: Router<VisitContext>) {
        router.get("/") { request, context in
            let parameters = request.query
            let wanted = try await filters(parameters)
            var values = try await fragment(wanted, request, context)
            for name in ["q", "at", "radius", "from", "to", "status", "view"] { values["given_\(name)"] = parameters.given(name) ?? "" }
            values["selects"] = Self.selects(try await site.repository.knownValues(), parameters)
            values["more"] = (["from", "to"] + ListFilters.fields.map(\.name)).contains { parameters.given($0) != nil }
            values["filtered"] = ListFilters.names.contains { !["view", "page"].contains($0) && parameters.given($0) != nil }
            values["source"] = Self.address("/fragment", parameters)
            values["problem"] = wanted.problem
            values["moving"] = wanted.moving
            if let place = wanted.place { values["place"] = Self.values(place, parameters) }
            return site.pages.page(
                "list", title: "Observations", values, scripts: ["filters.js"], request: request, context: context)
        }
        router.get("/fragment") { request, context in
            let text = site.pages.render("fragment", try await fragment(try await filters(request.query), request, context))
            return Response(fragment: text, for: request)
        }
    }

    func filters(_ parameters: QueryParameters) async throws -> ListFilters {
        try await ListFilters(parameters) { text in
            // A planet is what its name says, whatever else bears it; asteroids bear the names of everything.
            if Body(named: text) == nil {
                do {
                    return .place(try await site.files.pool.run { try SkyName.place(text, catalog) })
                } catch let problem as SkyName.Problem {
                    guard let small = try await moving.found(text) else { throw problem }
                    return try await passages(of: small)
                }
            }
            guard let major = try await moving.found(text) else { throw SkyName.Problem(message: "“\(text)” is not known.") }
            return try await passages(of: major)
        }
    }

    private func passages(of found: MovingNames.Found) async throws -> ListFilters.Target {
        let outlines = try await site.repository.outlines(limit: Self.searched)
        let photos = try await site.files.pool.run {
            MovingNames.passages(of: found.body, through: outlines, from: site.configuration.place)
        }
        return .moving(name: found.name, photos: photos)
    }

    private func fragment(_ wanted: ListFilters, _ request: Request, _ context: VisitContext) async throws -> [String: Any] {
        let parameters = request.query
        // What cannot be understood matches nothing.
        let found =
            wanted.problem == nil
            ? try await site.repository.observations(matching: wanted.query) : ObservationPage(total: 0, items: [])
        let counts = try await site.repository.countsByStatus()
        let all = counts.values.reduce(0, +)
        let here = Self.address("/", parameters)
        let isTiles = parameters["view"] == "tiles"
        var values: [String: Any] = [
            "chips": Self.chips(counts, parameters), "hasRows": !found.items.isEmpty, "empty": found.items.isEmpty,
            "isNew": all == 0, "token": context.visitor.formToken ?? "", "tiles": isTiles,
            "sizes": isTiles ? "(max-width: 30rem) 90vw, 16rem" : "7rem",
            "tableAddress": Self.address("/", parameters.setting("view", to: nil)),
            "tilesAddress": Self.address("/", parameters.setting("view", to: "tiles")),
            "rows": found.items.map {
                ObservationRow(observation: $0).values(for: context.visitor, back: here, removedBack: here)
            },
            "countText": found.total == 1 ? "1 observation" : "\(found.total) observations",
        ]
        if let landingPad = site.configuration.landingPad { values["landingPad"] = landingPad }
        if found.total > 0 {
            let query = Self.address("", parameters.setting("page", to: nil).setting("view", to: nil)).dropFirst()
            let label = found.total == 1 ? "Add it to a collection or project" : "Add all \(found.total) to a collection or project"
            values.merge(try await collecting.values("found", String(query), label: label, for: context.visitor)) { $1 }
        }
        if let work = try await work() { values["work"] = work }
        let pageCount = max(1, (found.total + ListFilters.pageSize - 1) / ListFilters.pageSize)
        if pageCount > 1 || wanted.page > 1 {
            var pages: [String: Any] = ["page": wanted.page, "pageCount": pageCount]
            func link(_ page: Int) -> String {
                Self.address("/", parameters.setting("page", to: page == 1 ? nil : String(page)))
            }
            if wanted.page > 1 { pages["previous"] = link(min(wanted.page - 1, pageCount)) }
            if wanted.page < pageCount { pages["next"] = link(wanted.page + 1) }
            values["pages"] = pages
        }
        return values
    }

    private func work() async throws -> String? {
        let counts = try await site.queue.counts()
        let (running, waiting) = counts.reduce((0, 0)) { ($0.0 + $1.running, $0.1 + $1.waiting) }
        if running + waiting == 0 { return nil }
        return running == 0 ? "\(waiting) waiting to be worked on" : "working, \(waiting) more waiting"
    }

    /// The fields of few values, each with what observations hold.
    private static func selects(_ known: KnownValues, _ parameters: QueryParameters) -> [[String: Any]] {
        let values = [
            "image_type": known.imageTypes, "quality": known.qualities, "instrument": known.instruments, "iso": known.isos,
            "focal_length": known.focalLengths.map(String.init),
        ]
        return ListFilters.fields.map { field in
            let current = parameters.given(field.name)
            var choices = values[field.name] ?? []
            if let current, !choices.contains(current) { choices.append(current) }
            let options: [[String: Any]] = choices.map { value in
                ["value": value, "label": field.name == "focal_length" ? "\(value) mm" : value, "selected": value == current]
            }
            return ["name": field.name, "label": field.label, "options": options]
        }
    }

    /// What a name was taken for, and what else goes by it.
    private static func values(_ place: SkyName.Place, _ parameters: QueryParameters) -> [String: Any] {
        let others = place.others.map { name in
            let plain = String(name.prefix { $0 != "(" }).trimmed
            return ["label": name, "address": address("/", parameters.setting("at", to: plain).setting("page", to: nil))]
        }
        return [
            "name": place.name ?? "", "position": Wording.position(ra: place.position.ra, dec: place.position.dec),
            "isNear": parameters.given("radius") != nil, "isArea": place.area != nil, "others": others, "hasOthers": !others.isEmpty,
            "cutouts":
                "/cutouts/new?ra=\(Wording.number(place.position.ra, digits: 5))&dec=\(Wording.number(place.position.dec, digits: 5))&radius=0.5",
            "map": "/sky#ra=\(Wording.number(place.position.ra, digits: 4))&dec=\(Wording.number(place.position.dec, digits: 4))&field=30",
        ]
    }

    private static func chips(_ counts: [ObservationStatus: Int], _ parameters: QueryParameters) -> [[String: Any]] {
        let current = parameters.given("status")
        let order: [ObservationStatus] = [
            .raw, .pending, .submitting, .submitted, .processed, .waiting, .done, .failed, .failedSubmitting, .removing,
        ]
        let present = counts.filter { $0.value > 0 || $0.key.rawValue == current }.keys
        let sorted = present.sorted { a, b in
            let (i, j) = (order.firstIndex(of: a) ?? order.count, order.firstIndex(of: b) ?? order.count)
            return i == j ? a.rawValue < b.rawValue : i < j
        }
        func chip(_ status: ObservationStatus?, _ count: Int) -> [String: Any] {
            let base = parameters.setting("page", to: nil).setting("status", to: status?.rawValue)
            return [
                "label": status?.rawValue ?? "all", "count": count, "class": status.map(Wording.tone) ?? "",
                "address": address("/", base), "current": status?.rawValue == current,
            ]
        }
        guard !sorted.isEmpty else { return [] }
        return [chip(nil, counts.values.reduce(0, +))] + sorted.map { chip($0, counts[$0] ?? 0) }
    }

    /// An address with those of the parameters that the list knows.
    private static func address(_ path: String, _ parameters: QueryParameters) -> String {
        var known = parameters
        known.items.removeAll { !ListFilters.names.contains($0.name) || $0.value.isEmpty }
        return known.items.isEmpty ? path : "\(path)?\(known.encoded)"
    }
}

extension Response {
    /// A part of a page, with a tag of its content: a browser that has it is told so and gets nothing.
    init(fragment text: String, for request: Request) {
        // FNV-1a, 64 bits.
        let hash = text.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        let tag = "\"\(String(hash, radix: 16))\""
        self.init(text: text, type: "text/html; charset=utf-8")
        if request.headers[.ifNoneMatch] == tag { self = Response(status: .notModified) }
        headers[.eTag] = tag
        headers[.cacheControl] = "no-store"
    }
}
