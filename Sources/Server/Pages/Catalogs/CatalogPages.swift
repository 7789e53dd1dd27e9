import Catalogs
import Ephemeris
import Foundation
import HTTPTypes
import Hummingbird
import Observations
import Pipeline
import Sky
import Threads

/// The pages of the catalogues: what is there and whence, a table of each, what moves in one photo.
struct CatalogPages: Sendable {
    let site: Site
    let lists: (any CatalogLists)?
    let bodies: (any SmallBodies)?
    let tables: CatalogTables
    private let updates = CatalogUpdates()
    static let pageSize = 50

    func add(to router: Router<VisitContext>) {
        router.get("/catalogs") { request, context in
            var values = try await overview(context)
            values["source"] = "/catalogs/fragment"
            return site.pages.page("catalogs", title: "Catalogues", values, request: request, context: context)
        }
        router.get("/catalogs/fragment") { request, context in
            Response(fragment: site.pages.render("catalogCards", try await overview(context)), for: request)
        }
        router.get("/catalogs/in-photo/:id") { request, context in try await inPhoto(request, context) }
        router.get("/catalogs/:kind") { request, context in
            guard let kind = context.parameters.get("kind").flatMap(CatalogKind.init(rawValue:)) else { throw APIError.notFound }
            return try await table(kind, request, context)
        }
        for (action, places) in [("update", false), ("places", true)] {
            router.post(RouterPath("/catalogs/:kind/\(action)")) { request, context in
                _ = try await request.checkedForm(context.visitor)
                try context.visitor.requireAdmin()
                guard let catalog = context.parameters.get("kind").flatMap(ListedCatalog.init(rawValue:)), let lists,
                    !places || catalog != .exoplanets
                else { throw APIError.notFound }
                await updates.start(catalog, places: places, lists: lists, log: site.log)
                return Response(redirectingTo: "/catalogs", status: .seeOther)
            }
        }
    }

    // MARK: What there is

    private func overview(_ context: VisitContext) async throws -> [String: Any] {
        var cards: [[String: Any]] = []
        for kind in CatalogKind.allCases {
            var card: [String: Any] = [
                "title": kind.title, "address": "/catalogs/\(kind.rawValue)", "about": kind.about, "kind": kind.rawValue,
            ]
            if let catalog = kind.listed {
                if let record = try await record(catalog) {
                    card["facts"] = Self.facts(record)
                    card["there"] = true
                }
                card["canUpdate"] = lists != nil && context.visitor.isAdmin
                card["canPlace"] = catalog != .exoplanets && card["there"] != nil && context.visitor.isAdmin
                switch await updates.state(of: catalog) {
                case .none: break
                case .running(let since):
                    card["busy"] = "Being brought up to date since \(Wording.date(since)) …"
                case .ended(let text, let date): card["outcome"] = "\(Wording.date(date)): \(text)"
                case .failed(let text, let date): card["failure"] = "\(Wording.date(date)): \(text)"
                }
            } else {
                let sources = site.configuration.skySources
                let count = try await tables.deepSkyCount()
                if count > 0 {
                    card["there"] = true
                    card["facts"] =
                        [["label": "Rows", "value": "\(count)"]]
                        + sources.map { ["label": $0.name, "value": "\($0.version), \($0.date)"] }
                    card["note"] = "A newer one is taken in by “astrobase import sky”."
                }
            }
            cards.append(card)
        }
        return ["cards": cards, "token": context.visitor.formToken ?? ""]
    }

    private func record(_ catalog: ListedCatalog) async throws -> CatalogRecord? {
        guard let lists else { return nil }
        return try await lists.record(of: catalog)
    }

    private static func facts(_ record: CatalogRecord) -> [[String: String]] {
        var facts = [("Rows", "\(record.rows)"), ("From", record.origin), ("Taken in", Wording.date(record.date))]
        if let modified = record.modified { facts.append(("Published", modified)) }
        if record.badLines > 0 { facts.append(("Not readable", record.badLines == 1 ? "1 line" : "\(record.badLines) lines")) }
        return facts.map { ["label": $0.0, "value": $0.1] }
    }

    // MARK: A table

    private func table(_ kind: CatalogKind, _ request: Request, _ context: VisitContext) async throws -> Response {
        let parameters = request.query
        let columns = CatalogColumn.columns(of: kind)
        var asked = CatalogTables.Question()
        asked.text = String((parameters.given("q") ?? "").prefix(100)).trimmed
        asked.onlyMine = parameters.given("mine") == "1" && kind.hasCounts
        if let word = parameters.given("sort") {
            asked.descending = word.hasPrefix("-")
            asked.sort = columns.first { $0.key == word.drop { $0 == "-" } }
        }
        let page = max(1, min(1_000_000, parameters.given("page").flatMap { Int($0) } ?? 1))
        (asked.offset, asked.limit) = ((page - 1) * Self.pageSize, Self.pageSize)
        let found = try await tables.rows(of: kind, asked)
        var values: [String: Any] = [
            "title": kind.title, "about": kind.about, "q": asked.text, "mine": asked.onlyMine, "hasCounts": kind.hasCounts,
            "orders": orders(columns, asked), "address": "/catalogs/\(kind.rawValue)", "moves": kind == .asteroids || kind == .comets,
            "columns": columns.map { header($0, kind, asked, parameters) },
            "rows": found.items.map { row in
                [
                    "cells": zip(columns, row.cells).map { column, cell in
                        var cell: [String: Any] = [
                            "text": cell.text, "label": column.title, "isNumber": column.isNumber, "isName": column.isName,
                        ]
                        .merging(cell.address.map { ["link": $0] } ?? [:]) { $1 }
                        if (cell["text"] as? String)?.isEmpty ?? true { cell["isEmpty"] = true }
                        return cell
                    }
                ]
            },
            "hasRows": !found.items.isEmpty, "countText": found.total == 1 ? "1 row" : "\(found.total) rows",
            "filtered": !asked.text.isEmpty || asked.onlyMine,
        ]
        if let catalog = kind.listed {
            if let record = try await record(catalog) {
                values["origin"] = "From \(record.origin), taken in \(Wording.date(record.date))"
            } else {
                values["missing"] = "This catalogue was not taken in yet. An admin can fetch it on the page of catalogues."
            }
        } else if try await tables.deepSkyCount() == 0 {
            values["missing"] = "The offline catalogue is not installed: “astrobase import sky” takes it in."
        }
        let pageCount = max(1, (found.total + Self.pageSize - 1) / Self.pageSize)
        if pageCount > 1 || page > 1 {
            var pages: [String: Any] = ["page": page, "pageCount": pageCount]
            func link(_ number: Int) -> String { Self.address(kind, parameters.setting("page", to: number == 1 ? nil : String(number))) }
            if page > 1 { pages["previous"] = link(min(page - 1, pageCount)) }
            if page < pageCount { pages["next"] = link(page + 1) }
            values["pages"] = pages
        }
        return site.pages.page("catalogTable", title: kind.title, values, request: request, context: context)
    }

    /// The orders to choose from where the columns' heads are not seen: on a phone.
    private func orders(_ columns: [CatalogColumn], _ asked: CatalogTables.Question) -> [[String: Any]] {
        let current = asked.sort.map { (asked.descending ? "-" : "") + $0.key } ?? ""
        let choices = [("", "as listed")] + columns.flatMap { [($0.key, "\($0.title) ▴"), ("-\($0.key)", "\($0.title) ▾")] }
        return choices.map { ["value": $0.0, "label": $0.1, "selected": $0.0 == current] }
    }

    /// A column's head: a link that sorts by it, the other way where it is sorted by already.
    private func header(
        _ column: CatalogColumn, _ kind: CatalogKind, _ asked: CatalogTables.Question, _ parameters: QueryParameters
    ) -> [String: Any] {
        let isCurrent = asked.sort?.key == column.key
        // What there is more of comes first, of numbers of photos.
        let down = isCurrent ? !asked.descending : column.key == CatalogColumn.photos
        var values: [String: Any] = [
            "title": column.title, "isNumber": column.isNumber,
            "address": Self.address(kind, parameters.setting("page", to: nil).setting("sort", to: (down ? "-" : "") + column.key)),
        ]
        if isCurrent {
            values["direction"] = asked.descending ? "descending" : "ascending"
            values["arrow"] = asked.descending ? "▾" : "▴"
        }
        return values
    }

    private static func address(_ kind: CatalogKind, _ parameters: QueryParameters) -> String {
        var known = parameters
        known.items.removeAll { !["q", "sort", "page", "mine"].contains($0.name) || $0.value.isEmpty }
        return known.items.isEmpty ? "/catalogs/\(kind.rawValue)" : "/catalogs/\(kind.rawValue)?\(known.encoded)"
    }

    // MARK: What moves in a photo

    private func inPhoto(_ request: Request, _ context: VisitContext) async throws -> Response {
        let observation = try await site.observation(context)
        var values: [String: Any] = ["name": observation.name, "back": "/observations/\(observation.id)"]
        if let bodies {
            do {
                let (centre, radius) = try SkyMarkers.field(of: observation)
                let time = try SkyMarkers.time(of: observation)
                let found = try await bodies.sightings(
                    within: radius, of: centre, at: time, from: site.configuration.place, brighterThan: SkyMarkers.faintest)
                values["rows"] = found.prefix(500).map { one in
                    [
                        "name": one.name, "magnitude": one.place.magnitude.map { Wording.number($0, digits: 1) } ?? "–",
                        "position": Wording.position(ra: one.place.position.ra, dec: one.place.position.dec),
                        "distance": "\(Wording.number(one.place.distance, digits: 2)) au",
                    ]
                }
                values["hasRows"] = !found.isEmpty
                values["summary"] =
                    "\(found.count == 1 ? "1 asteroid or comet" : "\(found.count) asteroids and comets") to magnitude "
                    + "\(Wording.number(SkyMarkers.faintest, digits: 0)) within \(Wording.angle(radius)) of the middle at \(Wording.date(time))."
            } catch let error as JobError {
                values["problem"] = "\(error.message)."
            }
        } else {
            values["problem"] = "No catalogue of asteroids and comets is here."
        }
        return site.pages.page("inPhoto", title: "Asteroids and comets", values, request: request, context: context)
    }
}
