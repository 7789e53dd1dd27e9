import Foundation
import HTTPTypes
import Hummingbird
import Observations
import Sky
import TaskQueue

/// The page of all observations, newest first.
struct ListPage: Sendable {
    let site: Site
    static let pageSize = 50

    /// What the address asks for.
    private struct Wanted {
        var query = ObservationQuery()
        var page = 1
        var problem: String?
    }

    func add(to router: Router<VisitContext>) {
        router.get("/") { request, context in
            var values = try await fragment(request, context)
            let parameters = request.query
            values["text"] = parameters["q"] ?? ""
            values["at"] = parameters["at"] ?? ""
            values["filtered"] = ["q", "at", "status"].contains { parameters.given($0) != nil }
            values["source"] = Self.address("/fragment", parameters)
            return site.pages.page("list", title: "Observations", values, request: request, context: context)
        }
        router.get("/fragment") { request, context in
            let text = site.pages.render("fragment", try await fragment(request, context))
            return Response(fragment: text, for: request)
        }
    }

    private func fragment(_ request: Request, _ context: VisitContext) async throws -> [String: Any] {
        let parameters = request.query
        let wanted = Self.wanted(parameters)
        let found = try await site.repository.observations(matching: wanted.query)
        let counts = try await site.repository.countsByStatus()
        let all = counts.values.reduce(0, +)
        let here = Self.address("/", parameters)
        var values: [String: Any] = [
            "chips": Self.chips(counts, parameters), "hasRows": !found.items.isEmpty, "empty": found.items.isEmpty,
            "isNew": all == 0, "token": context.visitor.formToken ?? "",
            "rows": found.items.map {
                ObservationRow(observation: $0).values(for: context.visitor, back: here, removedBack: here)
            },
            "countText": found.total == 1 ? "1 observation" : "\(found.total) observations",
        ]
        if let status = parameters.given("status") { values["status"] = status }
        if let problem = wanted.problem { values["problem"] = problem }
        if let landingPad = site.configuration.landingPad { values["landingPad"] = landingPad }
        if let work = try await work() { values["work"] = work }
        let pageCount = max(1, (found.total + Self.pageSize - 1) / Self.pageSize)
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

    private static func wanted(_ parameters: QueryParameters) -> Wanted {
        var wanted = Wanted()
        wanted.query.newestFirst = true
        wanted.query.limit = pageSize
        wanted.page = min(max(1, parameters["page"].flatMap { Int($0) } ?? 1), 1_000_000)
        wanted.query.offset = (wanted.page - 1) * pageSize
        wanted.query.text = parameters.given("q")?.trimmed
        if let status = parameters.given("status") { wanted.query.statuses = [ObservationStatus(rawValue: status)] }
        if let text = parameters.given("at") {
            let parts = text.split(whereSeparator: { ", ;\t".contains($0) }).map { Double($0) }
            if parts.count == 2, let ra = parts[0], let dec = parts[1], (-360...720).contains(ra), (-90...90).contains(dec) {
                wanted.query.containing = SkyPosition(ra: ra, dec: dec)
            } else {
                wanted.problem = "A position is right ascension and declination in degrees, such as 83.82,-5.39."
            }
        }
        return wanted
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
        known.items.removeAll { !["q", "at", "status", "page"].contains($0.name) || $0.value.isEmpty }
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
