import FITS
import Foundation
import Observations
import Pipeline
import Testing

@Suite struct ImagingJobsTests {
    private static let grid = "261122002,4660627.fits,4660627_annotated.jpg,4660627_annotated_grid.jpg,orion belt# M42"
    private static let marker = #"[{"ra": "83.8", "dec": -5.4, "label": "host - 12.5", "shape": "circle_outline", "size": -30, "color": "red"}]"#

    @Test func gridDrawsAndRecords() async throws {
        let home = try await JobHome()
        let result = try await home.run("grid", Self.grid)
        #expect(result.products.map(\.filename) == ["4660627_annotated_grid.jpg"])
        let observation = try #require(home.observation)
        let product = try #require(observation.products.first { $0.type == "annotated_grid" })
        #expect(product.filename == "4660627_annotated_grid.jpg" && product.size > 0)
        #expect(try await home.archive.digest(ArchivePath("261122002/4660627_annotated_grid.jpg")).sha256 == product.sha256)
        #expect(try home.difference("4660627_annotated.jpg", "4660627_annotated_grid.jpg") > 100)
        #expect(observation.raDecFOV == "5.0, 3.33")
        // 5° wide at declination -5.4: half of it is 2.51° of right ascension on the outer edge.
        let (raMin, raMax) = (try #require(observation.raMin), try #require(observation.raMax))
        let (decMin, decMax) = (try #require(observation.decMin), try #require(observation.decMax))
        #expect(abs(raMin - 81.28) < 0.03 && abs(raMax - 86.32) < 0.03)
        #expect(abs(decMin + 7.07) < 0.03 && abs(decMax + 3.73) < 0.03)
        // Again: the same files, no second product.
        _ = try await home.run("grid", Self.grid)
        #expect(home.observation?.products.count { $0.type == "annotated_grid" } == 1)
    }

    @Test func equatorialGridHasItsOwnName() async throws {
        let home = try await JobHome()
        let result = try await home.run("grid", Self.grid + ",equatorial")
        #expect(result.products.map(\.filename) == ["4660627_annotated_grid_eq.jpg"])
        #expect(result.products.map(\.type) == ["annotated_grid_eq"])
        #expect(home.files.contains("4660627_annotated_grid_eq.jpg") && !home.files.contains("4660627_annotated_grid.jpg"))
    }

    @Test func boxIsThatOfTheCorners() async throws {
        let home = try await JobHome()
        _ = try await home.run("box", "261122002,4660627.fits")
        let box = try #require(home.observation?.box).split(separator: ",").compactMap { Double($0) }
        // Pixel (0,0) is north-east, then (w,0), (w,h), (0,h).
        let expected = [86.31, -3.72, 81.29, -3.72, 81.28, -7.05, 86.32, -7.05]
        #expect(box.count == 8 && zip(box, expected).allSatisfy { abs($0 - $1) < 0.05 })
    }

    @Test(arguments: [
        ("transient", "annotated_transient"), ("asteroids", "annotated_transient"), ("exoplanets", "annotated_exoplanets"),
    ])
    func markersBecomeAProduct(_ command: String, _ type: String) async throws {
        let home = try await JobHome()
        let output = "4660627_\(type).jpg"
        let result = try await home.run(command, "261122002,4660627.fits,4660627_annotated.jpg,\(output)", extra: Self.marker)
        #expect(result.products.map(\.type) == [type])
        #expect(home.observation?.products.contains { $0.filename == output && $0.type == type } == true)
        #expect(try home.difference("4660627_annotated.jpg", output) > 50)
    }

    @Test func drawExtraMakesAFileAndNoProduct() async throws {
        let home = try await JobHome()
        let before = home.observation?.products
        let result = try await home.run("draw_extra", "261122002,4660627.fits,4660627_annotated.jpg,extra.jpg", extra: Self.marker)
        #expect(result.products.isEmpty && home.files.contains("extra.jpg") && home.observation?.products == before)
    }

    @Test(arguments: [nil, "", "{", "[1]", #"[{"ra": 400, "dec": "x"}]"#, #"[{"ra": 1, "dec": 2, "shape": "heart"}]"#, "[{\"ra\": NaN, \"dec\": 1}]"])
    func badMarkersDrawNothing(_ list: String?) async throws {
        let home = try await JobHome()
        await #expect(throws: (any Error).self) {
            try await home.run("transient", "261122002,4660627.fits,4660627_annotated.jpg,t.jpg", extra: list)
        }
        #expect(!home.files.contains("t.jpg"))
    }

    @Test func starsAreDrawnOnTheAnnotatedPicture() async throws {
        let home = try await JobHome()
        // Without catalogue and index files, magnitudes are not known: the stars are ringed all the same.
        let columns = ["index_ra": 83.8, "index_dec": -5.4, "field_x": 150.5, "field_y": 100.5].map {
            FITSColumn(name: $0.key, values: .numbers([$0.value]))
        }
        try await home.archive.place(taskID: JobHome.taskID, filename: "4660627_corr_file.fits") {
            try FITSTable(columns: columns, rowCount: 1).write(path: $0)
        }
        let axy = ["X": 150.5, "Y": 100.5].map { FITSColumn(name: $0.key, values: .numbers([$0.value])) }
        try await home.archive.place(taskID: JobHome.taskID, filename: "4660627_axy_file.fits") {
            try FITSTable(columns: axy, rowCount: 1).write(path: $0)
        }
        let result = try await home.run("stars", "261122002,4660627")
        #expect(result.products.map(\.filename) == ["4660627_annotated_stars.jpg"])
        #expect(result.products.map(\.type) == ["annotated_stars"])
    }
}
