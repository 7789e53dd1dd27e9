import Foundation
public import Observations
import Sky

extension RESTObservationRepository {
    /// Status, task id and, with this server, text and position are looked for by the backend. The rest is looked for here, over
    /// all pages: the existing backend searches plain ranges of degrees, which is wrong near the poles and across RA 0h.
    public func observations(matching query: ObservationQuery) async throws -> ObservationPage {
        if query.statuses?.isEmpty ?? false { return ObservationPage(total: 0, items: []) }
        var parameters = RESTFacts.query
        if let statuses = query.statuses, !statuses.contains(where: { $0.rawValue.contains(",") }) {
            parameters.append(("my_status__in", statuses.map(\.rawValue).joined(separator: ",")))
        }
        if let taskID = query.taskID { parameters.append(("taskID", taskID)) }
        let text = (query.text ?? "").isEmpty ? nil : query.text
        let isPlain = query.filters.isEmpty && query.order.isEmpty && query.region == nil && !query.projectsOnly && !query.outlinesOnly
        let ours = isPlain && text == nil && query.containing == nil ? false : try await backend.isOurs()
        if !isPlain { parameters += try Self.further(query, isOurs: ours, backend) }
        if ours {
            if let text { parameters.append(("fieldsearch", text)) }
            if let position = query.containing { parameters.append(("coordsearch", "\(position.ra),\(position.dec)")) }
        }
        let pages = RESTPages(backend: backend, path: "observations2/", query: parameters)
        let window = Window(offset: query.offset, limit: query.limit)
        let isFound = query.taskTypes == nil && (ours || (text == nil && query.containing == nil))
        return isFound
            ? try await listed(pages, window, newestFirst: query.newestFirst)
            : try await searched(pages, window, query, text: ours ? nil : text, position: ours ? nil : query.containing)
    }

    /// What only a backend of ours is asked for.
    private static func further(_ query: ObservationQuery, isOurs: Bool, _ backend: RESTBackend) throws -> [(String, String)] {
        var parameters = RESTFilters.parameters(query.filters, query.order)
        switch query.region {
        case .cap(let centre, let radius) where isOurs: parameters.append(("cone", "\(centre.ra),\(centre.dec),\(radius)"))
        case nil where isOurs && !query.projectsOnly && !query.outlinesOnly: break
        default:
            throw RESTError.unexpected(
                backend: backend.access.base, call: "observations2/", reason: "it cannot be asked for such a list")
        }
        return parameters
    }

    private func listed(_ pages: RESTPages, _ window: Window, newestFirst: Bool) async throws -> ObservationPage {
        var (total, items) = try await pages.slice(newestFirst ? 0..<1 : window.range)
        if newestFirst {
            (total, items) = try await pages.slice(window.reversed(total: total))
            items.reverse()
        }
        return ObservationPage(total: total, items: try items.map { try ObservationRecord.read($0, backend) })
    }

    private func searched(
        _ pages: RESTPages, _ window: Window, _ query: ObservationQuery, text: String?, position: SkyPosition?
    ) async throws -> ObservationPage {
        var total = 0
        var found: [Observation] = []
        // Only what may be in the window is kept: the first ones, or the last ones so far.
        let kept = window.range.upperBound
        try await pages.forEach { json in
            let observation = try ObservationRecord.read(json, backend)
            if let types = query.taskTypes, !types.contains(observation.taskType) { return }
            if let text, !Self.holds(observation, text) { return }
            if let position, !Self.covers(observation, position) { return }
            total += 1
            if query.newestFirst {
                found.append(observation)
                if found.count / 2 >= kept { found.removeFirst(found.count - kept) }
            } else if window.range.contains(total - 1) {
                found.append(observation)
            }
        }
        if query.newestFirst { found = Array(found.reversed().dropFirst(window.offset).prefix(window.limit)) }
        return ObservationPage(total: total, items: found)
    }

    private static func holds(_ o: Observation, _ text: String) -> Bool {
        [o.name, o.fieldName ?? "", o.description, o.taskID].contains {
            $0.range(of: text, options: .caseInsensitive) != nil
        }
    }

    /// By the corners in `box`.
    private static func covers(_ o: Observation, _ position: SkyPosition) -> Bool {
        let numbers = o.box?.split(separator: ",").map { Double($0.trimmingCharacters(in: .whitespaces)) ?? .nan } ?? []
        guard numbers.count == 8, numbers.allSatisfy(\.isFinite) else { return false }
        let corners = stride(from: 0, to: 8, by: 2).map { SkyPosition(ra: numbers[$0], dec: numbers[$0 + 1]) }
        return Set(corners).count >= 3 && SphericalPolygon(corners.map(\.unitVector)).contains(position.unitVector)
    }
}
