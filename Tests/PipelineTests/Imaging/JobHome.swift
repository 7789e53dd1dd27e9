import FITS
import FileArchive
import Foundation
import Observations
import Pipeline
import Raster
import SQLiteRepository
import SQLiteStore
import TaskQueue

/// An archive with one solved observation: 300 x 200 pixels of 60″, north up, centred at 83.8, -5.4.
struct JobHome {
    static let taskID = "261122002"
    let folder: TemporaryFolder
    let observations = MemoryRepository()
    let cutouts: any CutoutRepository
    let records: any JobRepository
    let archive: any Archive
    let jobs: ImagingJobs

    init() async throws {
        folder = try TemporaryFolder()
        let store = try Store.temporary()
        cutouts = SQLiteCutoutRepository(store: store)
        records = SQLiteJobRepository(store: store)
        archive = try FileArchive(folder: folder.url.appendingPathComponent("data"))
        jobs = ImagingJobs(context: JobContext(archive: archive, observations: observations, cutouts: cutouts))

        let place = try archive.location(taskID: Self.taskID, filename: "x").deletingLastPathComponent()
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        try await archive.place(taskID: Self.taskID, filename: "\(Self.taskID)_raw.jpg") { try Self.picture($0) }
        try await archive.place(taskID: Self.taskID, filename: "4660627_annotated.jpg") { try Self.picture($0) }
        for name in ["4660627.fits", "4660627_wcs_file.fits"] {
            try await archive.place(taskID: Self.taskID, filename: name) {
                try FITSImageWriter.writeHeaderOnly(path: $0, header: Self.header)
            }
        }
        var observation = Observation(taskID: Self.taskID, name: "orion belt")
        observation.status = .done
        observation.job = "4660627"
        observation.date = Date(timeIntervalSince1970: 1_700_000_000)
        observation.products = [
            DataProduct(filename: "\(Self.taskID)_raw.jpg", type: "raw", size: 1),
            DataProduct(filename: "4660627.fits", type: "fits", size: 1),
            DataProduct(filename: "4660627_annotated.jpg", type: "annotated", size: 1),
        ]
        _ = try await observations.add(observation, requesting: [])
    }

    static let header = FITSHeader(cards: [
        FITSCard("CTYPE1", .string("RA---TAN")), FITSCard("CTYPE2", .string("DEC--TAN")),
        FITSCard("CRVAL1", .real(83.8)), FITSCard("CRVAL2", .real(-5.4)),
        FITSCard("CRPIX1", .real(150.5)), FITSCard("CRPIX2", .real(100.5)),
        FITSCard("CD1_1", .real(-1.0 / 60)), FITSCard("CD1_2", .real(0)),
        FITSCard("CD2_1", .real(0)), FITSCard("CD2_2", .real(-1.0 / 60)),
        FITSCard("ASTFRAME", .string("upright")), FITSCard("IMAGEW", .integer(300)), FITSCard("IMAGEH", .integer(200)),
    ])

    static func picture(_ path: String) throws {
        let picture = PixelBuffer(size: PixelSize(width: 300, height: 200), channels: 3, sample: .u8)
        for (index, _) in picture.samples(as: UInt8.self).enumerated() { picture.samples(as: UInt8.self)[index] = UInt8(20 + index % 7) }
        try RasterWriter.jpeg(picture, quality: 90, path: path)
    }

    var observation: Observation? { observations.all.first }

    /// Names of the files in the observation's folder.
    var files: Set<String> {
        Set(folder.paths().filter { $0.hasPrefix("data/\(Self.taskID)/") }.map { URL(fileURLWithPath: $0).lastPathComponent })
    }

    func run(_ command: String, _ parameters: String, extra: String? = nil) async throws -> JobResult {
        try await jobs.run(command: command, parameters: parameters, extra: extra)
    }

    /// How many pixels of two pictures of the archive differ by more than compression does.
    func difference(_ a: String, _ b: String) throws -> Int {
        let decoded = try [a, b].map { name in
            let path = try archive.location(taskID: Self.taskID, filename: name).path
            return try RasterReader.decode(path: path, facts: RasterReader.facts(path: path, format: .jpeg))
        }
        let (left, right) = (decoded[0].samples(as: UInt8.self), decoded[1].samples(as: UInt8.self))
        return zip(left, right).count { abs(Int($0) - Int($1)) > 60 }
    }
}
