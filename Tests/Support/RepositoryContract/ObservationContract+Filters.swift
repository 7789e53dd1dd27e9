package import Observations
import Sky
import Testing

extension ObservationContract {
    /// What the sky map draws and what lists can be filtered by.
    package func outlinesAndKnownValues() async throws {
        var first = Sample.plain("260101001")
        (first.name, first.quality, first.iso, first.focalLength) = ("First", "great", "800", 200)
        first.solution = Sample.solution(SkyPosition(ra: 10, dec: 20), radius: 1.5)
        var second = Sample.plain("260101002")
        (second.quality, second.iso, second.focalLength) = ("bad", "none", 18)
        second.box = "1,2,3,2,3,4,1,4"
        var third = Sample.plain("260101003")
        (third.iso, third.instrument) = ("1600", "Powershot G15")
        for one in [first, second, third] { _ = try await repository.add(one, requesting: []) }
        let outlines = try await repository.outlines(limit: 10)
        #expect(outlines.map(\.id) == [2, 1] && outlines.last?.name == "First")
        #expect(outlines.last?.vertices == first.solution?.footprint && outlines.allSatisfy { !$0.isWide })
        let corner = SkyPosition(try #require(outlines.first?.vertices.first))
        #expect(abs(corner.ra - 1) < 1e-9 && abs(corner.dec - 2) < 1e-9)
        #expect(try await repository.outlines(limit: 1).map(\.id) == [2])
        var known = try await repository.knownValues()
        #expect(known.qualities == ["bad", "good", "great"] && known.isos == ["none", "800", "1600"])
        #expect(known.focalLengths == [18, 135, 200] && known.instruments.contains("Powershot G15"))
        try await repository.remove(id: 2)
        known = try await repository.knownValues()
        #expect(known.qualities == ["good", "great"] && known.focalLengths == [135, 200])
        #expect(try await repository.outlines(limit: 10).map(\.id) == [1])
    }

    /// Filters on fields, orders, and regions of the sky.
    package func filtersAndOrders() async throws {
        for number in 0..<40 {
            var o = Sample.plain("26010\(1 + number / 20)\(100 + number)", status: number % 2 == 0 ? .raw : .done)
            o.name = number % 3 == 0 ? "M 42, Größe" : "Photo \(number)"
            o.fieldRA = number % 5 == 0 ? nil : Double(number) * 8.25
            o.focalLength = [50, 135, 200][number % 3]
            o.usedInHips = number % 4 != 0
            if number < 4 { o.box = "\(number * 10 + 2),2,\(number * 10),2,\(number * 10),0,\(number * 10 + 2),0" }
            _ = try await repository.add(o, requesting: [])
        }
        let all = try await list { _ in }
        func field(_ name: String) throws -> FilterField { try #require(FilterField.observation[name]) }
        func check(
            _ name: String, _ test: FieldFilter.Test, _ holds: (Observation) -> Bool, sourceLocation: SourceLocation = #_sourceLocation
        ) async throws {
            let filter = FieldFilter(try field(name), test)
            let found = try await list { $0.filters = [filter] }
            #expect(found == all.filter(holds), sourceLocation: sourceLocation)
        }
        for value in [0.0, 8.25, 100, 330, -1] {
            try await check("field_ra", .atLeast(.number(value))) { ($0.fieldRA ?? -99) >= value }
            try await check("field_ra", .above(.number(value))) { ($0.fieldRA ?? -99) > value }
            try await check("field_ra", .below(.number(value))) { ($0.fieldRA ?? 999) < value }
            try await check("field_ra", .atMost(.number(value))) { ($0.fieldRA ?? 999) <= value }
        }
        try await check("field_ra", .isMissing(true)) { $0.fieldRA == nil }
        try await check("focal_length", .isAny([.integer(50), .integer(200)])) { $0.focalLength != 135 }
        try await check("used_in_hips", .isAny([.flag(false)])) { !$0.usedInHips }
        try await check("name", .holds("größe", .end, anyCase: true)) { $0.name.hasSuffix("Größe") }
        try await check("name", .holds("Photo 1", .start, anyCase: false)) { $0.name.hasPrefix("Photo 1") }
        try await check("taskID", .holds("260102", .start, anyCase: false)) { $0.taskID.hasPrefix("260102") }
        try await check("my_status", .isAny([.text("raw")])) { $0.status == .raw }
        let order = [FieldOrder(try field("focal_length"), descending: true), FieldOrder(try field("name"))]
        let ordered = try await list { $0.order = order }
        #expect(ordered == all.sorted { ($1.focalLength, $0.name, $0.id) < ($0.focalLength, $1.name, $1.id) })
        for (radius, count) in [(0.5, 1), (8.9, 1), (9.1, 2), (90.0, 4)] {
            let found = try await list { $0.region = .cap(SkyPosition(ra: 1, dec: 1), radius: radius) }
            #expect(found.count == count, "\(radius)")
        }
    }

    private func list(_ change: (inout ObservationQuery) -> Void) async throws -> [Observation] {
        var query = ObservationQuery()
        change(&query)
        let page = try await repository.observations(matching: query)
        #expect(page.total == page.items.count)
        return page.items
    }
}
