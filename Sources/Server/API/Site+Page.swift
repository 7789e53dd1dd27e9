import Hummingbird

extension Site {
    /// One page of a table, by the parameter `page`.
    ///
    /// - Parameters:
    ///   - table: such as `jobs`.
    ///   - isRemembered: the answer depends on nothing but the archive's records.
    ///   - load: how many there are in all, and those from an offset on, up to a limit.
    func page<Record>(
        _ request: Request, _ table: String, size: Int, isRemembered: Bool = false,
        load: (_ offset: Int, _ limit: Int) async throws -> (total: Int, items: [Record]),
        write: (Record, inout JSONWriter) -> Void
    ) async throws -> Response {
        guard isRemembered else { return Response(json: try await self.json(request, table, size, load, write)) }
        return try await remembered(request) { try await self.json(request, table, size, load, write) }
    }

    private func json<Record>(
        _ request: Request, _ table: String, _ size: Int,
        _ load: (_ offset: Int, _ limit: Int) async throws -> (total: Int, items: [Record]),
        _ write: (Record, inout JSONWriter) -> Void
    ) async throws -> JSONWriter {
        let parameters = request.query
        var number = 1
        if let text = parameters["page"], text != "last" {
            guard let given = Int(text), (1...Int.max / size).contains(given) else { throw APIError.invalidPage }
            number = given
        }
        var page = try await load((number - 1) * size, size)
        if parameters["page"] == "last", page.total > size {
            number = (page.total + size - 1) / size
            page = try await load((number - 1) * size, size)
        }
        guard number == 1 || (number - 1) * size < page.total else { throw APIError.invalidPage }
        let envelope = PageEnvelope(
            total: page.total, page: number, pageSize: size,
            address: address(of: "\(configuration.basePath)/\(table)/", request), parameters: parameters)
        var json = JSONWriter(capacity: 512 * (page.items.count + 1))
        envelope.write(to: &json) { json in
            for item in page.items { write(item, &json) }
        }
        return json
    }
}
