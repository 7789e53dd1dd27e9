import Observations

/// Lists of the API, which come in pages.
struct RESTPages: Sendable {
    let backend: RESTBackend
    /// Such as `jobs/`.
    let path: String
    let query: [(name: String, value: String)]

    struct Page {
        var total: Int
        var items: [JSON]
        var isLast: Bool
    }

    /// - Parameter number: from 1 on.
    /// - Returns: nil where there is no such page.
    func page(_ number: Int) async throws -> Page? {
        var call = RESTCall(method: .get, path: path, query: query)
        if number > 1 { call.query.append(("page", String(number))) }
        let answer = try await backend.send(call)
        if answer.status == 404 && number > 1 { return nil }
        guard answer.status == 200, let total = answer.json["count"]?.integer, case .array(let items)? = answer.json["results"]
        else { throw backend.unexpected(call, "no page of a list (\(answer.status)); is ASTROBASE_URL right?") }
        return Page(total: Int(clamping: total), items: items, isLast: answer.json["next"].map { $0 == .null } ?? true)
    }

    /// The records from one place to another in the backend's order, and how many there are in all.
    ///
    /// How many records a page holds is the backend's choice: the first one tells.
    func slice(_ range: Range<Int>) async throws -> (total: Int, items: [JSON]) {
        guard let first = try await page(1) else { return (0, []) }
        let size = max(1, first.items.count)
        let end = min(range.upperBound, first.total)
        guard range.lowerBound < end else { return (first.total, []) }
        var items: [JSON] = []
        for number in (range.lowerBound / size)...((end - 1) / size) {
            guard let page = number == 0 ? first : try await page(number + 1) else { break }
            let offset = number * size
            items += page.items.enumerated().filter { range.contains(offset + $0.offset) }.map(\.element)
        }
        return (first.total, items)
    }

    /// Hands on every record once, in the backend's order.
    func forEach(_ body: (JSON) throws -> Void) async throws {
        var number = 1
        while let page = try await page(number) {
            for item in page.items { try body(item) }
            if page.isLast || page.items.isEmpty { return }
            number += 1
        }
    }
}

/// How many may match, and which of them are wanted.
struct Window: Sendable {
    let offset: Int
    let limit: Int

    init(offset: Int, limit: Int) {
        self.offset = max(0, offset)
        self.limit = max(0, limit)
    }

    /// Their places in the order of the list.
    var range: Range<Int> { offset..<(limit > Int.max - offset ? Int.max : offset + limit) }

    /// Their places where the order of the list is the other way round.
    func reversed(total: Int) -> Range<Int> {
        let end = max(0, total - offset)
        return max(0, end - min(limit, end))..<end
    }
}
