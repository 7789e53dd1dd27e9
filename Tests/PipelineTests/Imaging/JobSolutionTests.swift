import Catalogs
import FITS
import Foundation
import Observations
import Pipeline
import Raster
import Sky
import Testing

/// Jobs with solutions that are not as they should be, turned ones, and with a star catalogue.
@Suite struct JobSolutionTests {
    private static func header(_ change: [String: FITSValue] = [:], without: Set<String> = []) -> FITSHeader {
        FITSHeader(cards: JobHome.header.cards.filter { !without.contains($0.keyword) }.map { card in
            change[card.keyword].map { FITSCard(card.keyword, $0) } ?? card
        })
    }

    private func place(_ header: FITSHeader, in home: JobHome) async throws {
        try await home.archive.place(taskID: JobHome.taskID, filename: "other.fits") {
            try FITSImageWriter.writeHeaderOnly(path: $0, header: header)
        }
    }

    static let unusable: [(FITSHeader, String)] = [
        (header(without: ["CTYPE1", "CTYPE2"]), "WCS"),
        (header(["CD1_1": .real(0), "CD2_2": .real(0)]), "WCS"),
        (header(["IMAGEW": .integer(999)]), "999"),
        (header(without: ["IMAGEW", "IMAGEH"]), "size"),
    ]

    @Test(arguments: unusable.indices) func unusableSolutionsAreToldAndNothingIsWritten(_ number: Int) async throws {
        let (header, word) = Self.unusable[number]
        let home = try await JobHome()
        try await place(header, in: home)
        let (files, before) = (home.folder.paths(), home.observation)
        let error = await #expect(throws: (any Error).self) {
            try await home.run("grid", "261122002,other.fits,4660627_annotated.jpg,out.jpg,title")
        }
        #expect(error.map { "\($0)" }?.contains(word) == true, "\(error.map { "\($0)" } ?? "")")
        #expect(home.folder.paths() == files && home.observation == before)
    }

    @Test func solutionsOfAnotherSizeDrawNoMarkersAndCutNothing() async throws {
        let home = try await JobHome()
        try await place(Self.header(["IMAGEH": .integer(201)]), in: home)
        let files = home.folder.paths()
        for command in ["draw_extra", "transient", "asteroids", "exoplanets"] {
            let error = await #expect(throws: (any Error).self) {
                try await home.run(command, "261122002,other.fits,4660627_annotated.jpg,out.jpg", extra: #"[{"ra": 83.8, "dec": -5.4}]"#)
            }
            #expect(error.map { "\($0)" }?.contains("300 x 201") == true)
        }
        await #expect(throws: (any Error).self) {
            try await home.run("image_cutout", "261122002,other.fits,4660627_annotated.jpg,d/c.jpg", extra: "83.8, -5.4, 1, t, 100")
        }
        #expect(home.folder.paths() == files)
        #expect(try await home.cutouts.cutout("c.jpg")?.status == .failed)
    }

    /// East is up in the picture: turned north up it is as high as it was wide.
    @Test func equatorialTurnsThePictureWhole() async throws {
        let home = try await JobHome()
        try await place(
            FITSHeader(cards: JobHome.header.cards.map { card in
                switch card.keyword {
                case "CD1_1", "CD2_2": FITSCard(card.keyword, .real(0))
                case "CD1_2": FITSCard(card.keyword, .real(-1.0 / 60))
                case "CD2_1": FITSCard(card.keyword, .real(1.0 / 60))
                default: card
                }
            }), in: home)
        _ = try await home.run("grid", "261122002,other.fits,4660627_annotated.jpg,ignored.jpg,title,equatorial")
        let path = try home.archive.location(taskID: JobHome.taskID, filename: "4660627_annotated_grid_eq.jpg").path
        let size = try RasterReader.facts(path: path, format: .jpeg).size
        #expect(abs(size.width - 200) <= 4 && abs(size.height - 300) <= 4)
    }

    private struct OneStar: SkyCatalog {
        var constellations: [Constellation] { [] }
        var sources: [CatalogSource] { [] }
        func stars(within radius: Double, of centre: SkyPosition, brighterThan limit: Double) -> [ListedStar] {
            [ListedStar(position: SkyPosition(ra: 83.8, dec: -5.4), magnitude: 4.25)]
        }
        func deepSky(within radius: Double, of centre: SkyPosition) -> [DeepSkyObject] { [] }
    }

    @Test func starsHaveTheCataloguesMagnitudesAndGiveTheObservationItsFaintest() async throws {
        let home = try await JobHome()
        let axy = ["X": 150.5, "Y": 100.5].map { FITSColumn(name: $0.key, values: .numbers([$0.value])) }
        try await home.archive.place(taskID: JobHome.taskID, filename: "4660627_axy_file.fits") {
            try FITSTable(columns: axy, rowCount: 1).write(path: $0)
        }
        let jobs = ImagingJobs(
            context: JobContext(archive: home.archive, observations: home.observations, cutouts: home.cutouts, catalog: OneStar()))
        for _ in 0..<2 {
            let result = try await jobs.run(command: "stars", parameters: "261122002,4660627", extra: nil)
            #expect(result.products.map(\.filename) == ["4660627_annotated_stars.jpg"] && result.summary.hasPrefix("1 star"))
            #expect(home.observation?.magnitude == 4.25)
        }
        // What a person wrote stays.
        try await home.observations.change(id: 1, expecting: nil, requesting: []) { $0.magnitude = 9 }
        _ = try await jobs.run(command: "stars", parameters: "261122002,4660627", extra: nil)
        #expect(home.observation?.magnitude == 9)
    }
}
