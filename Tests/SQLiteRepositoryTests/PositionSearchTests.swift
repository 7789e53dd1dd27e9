import Foundation
import Observations
import RepositoryContract
import SQLiteRepository
import SQLiteStore
import Sky
import Testing

@Suite struct PositionSearchTests {
    @Test("The same observations as by trying every footprint, at random places, poles and RA 0h")
    func agreesWithBruteForce() async throws {
        var random = SplitMix(state: 7)
        let repository = SQLiteObservationRepository(store: try Store.temporary())
        var footprints: [Int64: SphericalPolygon] = [:]
        for number in 0..<400 {
            var o = Sample.plain("26\(1000 + number)001")
            o.solution = Sample.solution(
                random.position(number), radius: Double.random(in: 0.05...40, using: &random),
                turn: Double.random(in: 0...90, using: &random))
            let added = try await repository.add(o, requesting: [])
            footprints[added.id] = SphericalPolygon(added.solution?.footprint ?? [])
        }
        var found = 0
        for number in 0..<400 {
            var query = ObservationQuery()
            let position = random.position(number)
            query.containing = position
            query.limit = 1000
            let page = try await repository.observations(matching: query)
            let wanted = footprints.filter { $0.value.contains(position.unitVector) }.map(\.key).sorted()
            #expect(page.items.map(\.id) == wanted, "at \(position)")
            #expect(page.total == wanted.count)
            found += wanted.count
        }
        #expect(found > 1000)
    }

    @Test(arguments: [
        // Across RA 0h; round the north pole; round the south pole.
        ("359,-1,1,-1,1,1,359,1", SkyPosition(ra: 0, dec: 0), SkyPosition(ra: 180, dec: 0)),
        ("0,88,90,88,180,88,270,88", SkyPosition(ra: 200, dec: 90), SkyPosition(ra: 45, dec: 87.9)),
        ("0,-88,90,-88,180,-88,270,-88", SkyPosition(ra: 10, dec: -89.5), SkyPosition(ra: 10, dec: 89.5)),
    ])
    func archiveRecordsAreFoundByTheirBox(box: String, inside: SkyPosition, outside: SkyPosition) async throws {
        let repository = SQLiteObservationRepository(store: try Store.temporary())
        var o = Sample.plain("260101001")
        o.box = box
        _ = try await repository.add(o, requesting: [])
        var query = ObservationQuery()
        query.containing = inside
        #expect(try await repository.observations(matching: query).total == 1)
        query.containing = outside
        #expect(try await repository.observations(matching: query).total == 0)
    }

    @Test(arguments: ["", "1,2,3", "0,0,0,0,0,0,0,0", "a,b,c,d,e,f,g,h", "nan,nan,nan,nan,nan,nan,nan,nan"])
    func aBoxThatSaysNothingIsNowhere(box: String) async throws {
        let repository = SQLiteObservationRepository(store: try Store.temporary())
        var o = Sample.plain("260101001")
        o.box = box
        _ = try await repository.add(o, requesting: [])
        var query = ObservationQuery()
        query.containing = SkyPosition(ra: 0, dec: 0)
        #expect(try await repository.observations(matching: query).total == 0)
    }

    @Test("Fields as wide as half the sky and more")
    func wideFields() async throws {
        let repository = SQLiteObservationRepository(store: try Store.temporary())
        let centre = SkyPosition(ra: 100, dec: 30)
        for (number, radius) in [70.0, 89, 91, 120].enumerated() {
            var o = Sample.plain("26010100\(number)")
            o.solution = Sample.solution(centre, radius: radius)
            o.solution?.footprint = (0..<36).map { Sample.point(centre, radius, Double($0) * 10) }
            _ = try await repository.add(o, requesting: [])
        }
        for (distance, count) in [(0.0, 4), (60, 4), (80, 3), (90, 2), (110, 1), (130, 0), (180, 0)] {
            var query = ObservationQuery()
            query.containing = SkyPosition(Sample.point(centre, distance, 77))
            #expect(try await repository.observations(matching: query).total == count, "\(distance)° away")
        }
    }

    @Test func followsChangesOfTheSolution() async throws {
        let repository = SQLiteObservationRepository(store: try Store.temporary())
        let added = try await repository.add(Sample.full("260101001"), requesting: [])
        var query = ObservationQuery()
        query.containing = SkyPosition(ra: 10, dec: 20)
        #expect(try await repository.observations(matching: query).total == 1)
        try await repository.change(id: added.id, expecting: nil, requesting: []) {
            $0.solution = Sample.solution(SkyPosition(ra: 200, dec: -50), radius: 2)
        }
        #expect(try await repository.observations(matching: query).total == 0)
        query.containing = SkyPosition(ra: 200, dec: -50)
        #expect(try await repository.observations(matching: query).total == 1)
    }
}
