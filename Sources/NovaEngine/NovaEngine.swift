import Crypto
import FITS
public import Foundation
public import Logging
import Pictures
public import PlateSolving
import Raster
import Synchronization
import Threads
import WCS

/// Solves at a server with nova.astrometry.net's API: that one, or another of the kind.
///
/// Whatever the server does, a picture ends: solved, or failed with what the server said, or with what went wrong last when the time is
/// over. What was handed in is remembered in a folder, and asked after again when the program was killed meanwhile.
public struct NovaEngine: SolveEngine {
    public let name = "nova"
    public let access: NovaAccess
    private let options: NovaOptions
    private let settings: Settings
    private let server: NovaServer
    private let ledger: NovaLedger
    private let pool = BlockingPool(name: "nova results", width: 2)
    private let session = Session()
    private let log: Logger

    public struct Settings: Sendable, Hashable {
        /// Seconds until the server is asked again how a picture stands; more each time, up to `slowestPoll`.
        public var firstPoll = 3.0
        public var slowestPoll = 30.0
        /// Seconds that one answer may take.
        public var answerSeconds = 30.0

        public init() {}
    }

    /// - Parameter folder: where it is remembered what was handed in.
    public init(access: NovaAccess, options: NovaOptions, folder: URL, settings: Settings = Settings(), log: Logger) {
        self.access = access
        self.options = options
        self.settings = settings
        self.log = log
        server = NovaServer(access, answerSeconds: settings.answerSeconds)
        ledger = NovaLedger(folder: folder, pool: BlockingPool(name: "nova ledger", width: 1))
    }

    public func solve(picture: URL, hints: SolveHints, in folder: URL, timeout: Double) async throws -> SolveResults {
        let begin = ContinuousClock.now
        let key = try Self.key(picture, access, hints)
        var pace = Pace(settings, end: begin + .seconds(timeout))
        do {
            let job = try await solvedJob(picture, hints, key, &pace)
            let shelf = try await ledger.shelf(key, job: job)
            let files = try await fetch(job, onto: shelf, &pace).moved(to: folder, by: pool)
            await ledger.forget(key)
            let took = begin.duration(to: .now).components
            let results = SolveResults(
                wcs: files.wcs, axy: files.axy, corr: files.corr, rdls: files.rdls,
                matchedStars: files.corr.flatMap { try? FITSTable(path: $0.path).rowCount }, engine: name,
                seconds: Double(took.seconds) + Double(took.attoseconds) * 1e-18)
            try await pool.run { try Self.turnUpright(results, of: picture) }
            return results
        } catch let failure as SolveFailure {
            await ledger.forget(key)
            throw failure
        } catch let failure as NovaFailure {
            await ledger.forget(key)
            throw SolveFailure("\(access): \(failure.reason)")
        }
    }

    // MARK: Submission and jobs

    /// The number of a job that solved the picture.
    private func solvedJob(_ picture: URL, _ hints: SolveHints, _ key: String, _ pace: inout Pace) async throws -> Int {
        var number = try await handIn(picture, hints, key, &pace)
        var failed: Set<Int> = []
        while true {
            try await pace.untilNextLook()
            do {
                let submission = try await server.submission(number)
                pace.isWell()
                if let message = submission.errorMessage, !message.isEmpty { throw SolveFailure("\(access): \(message.prefix(500))") }
                let jobs = submission.jobs.compactMap { $0 }
                for job in jobs where !failed.contains(job) {
                    switch try await server.job(job) {
                    case "success": return job
                    case "failure": failed.insert(job)
                    default: break
                    }
                }
                // Several pictures in one file make several jobs.
                if submission.isFinished, !jobs.isEmpty, submission.jobs.allSatisfy({ $0.map { failed.contains($0) } ?? false }) {
                    throw SolveFailure("\(access) found no match for its stars.", cause: .noMatch)
                }
            } catch NovaFailure.unknown(let reason) {
                // A restart of the server deletes what was under way: handed in again, as long as there is time.
                pace.trouble(reason)
                if pace.losses >= 3 {
                    await ledger.forget(key)
                    pace.isWell()
                    number = try await handIn(picture, hints, key, &pace)
                }
            } catch let failure as NovaFailure {
                if case .final = failure { throw failure }
                try await pace.wait(after: failure)
            }
        }
    }

    private func handIn(_ picture: URL, _ hints: SolveHints, _ key: String, _ pace: inout Pace) async throws -> Int {
        if let entry = await ledger.entry(key) { return entry.submission }
        while true {
            do {
                let session = try await session.current { try await server.logIn() }
                let number = try await server.upload(picture, options: options.members(hints), session: session)
                try await ledger.note(NovaLedger.Entry(submission: number, since: Date()), key)
                pace.isWell()
                return number
            } catch NovaFailure.session {
                await session.end()
                try await pace.wait(after: .passing("the log-in does not hold"))
            } catch let failure as NovaFailure {
                if case .final = failure { throw failure }
                try await pace.wait(after: failure)
            }
        }
    }

    // MARK: Results

    /// Nova passes over EXIF orientation: what comes from there speaks of the stored pixels.
    private static func turnUpright(_ results: SolveResults, of picture: URL) throws {
        guard let facts = try? PictureFile.facts(path: picture.path, limitMegapixels: 4000) else { return }
        do {
            try results.reorient(
                FrameTransform(
                    exifOrientation: facts.orientation.rawValue, storedWidth: facts.size.width, storedHeight: facts.size.height))
        } catch let error as WCSError {
            throw SolveFailure("The server's solution does not fit the picture: \(error.message)")
        }
    }

    private struct Files: Sendable {
        var wcs: URL
        var axy, corr, rdls: URL?

        func moved(to folder: URL, by pool: BlockingPool) async throws -> Files {
            @Sendable func move(_ file: URL) throws -> URL {
                let target = folder.appending(path: file.lastPathComponent)
                try? FileManager.default.removeItem(at: target)
                try FileManager.default.moveItem(at: file, to: target)
                return target
            }
            return try await pool.run {
                Files(wcs: try move(wcs), axy: try axy.map(move), corr: try corr.map(move), rdls: try rdls.map(move))
            }
        }
    }

    private func fetch(_ job: Int, onto folder: URL, _ pace: inout Pace) async throws -> Files {
        func file(_ kind: String) -> URL { folder.appending(path: "\(kind).fits") }
        let wcs = file("wcs")
        try await fetch("wcs_file/\(job)", to: wcs, &pace) { try Self.checkFITS($0) }
        var more: [String: URL] = [:]
        for kind in ["axy", "corr", "rdls"] {
            do {
                try await fetch("\(kind)_file/\(job)", to: file(kind), &pace) { try Self.checkTable($0) }
                more[kind] = file(kind)
            } catch NovaFailure.unknown {
                // The solution is what counts.
                log.info("a table of stars is not there", metadata: ["job": "\(job)", "kind": "\(kind)"])
            }
        }
        return Files(wcs: wcs, axy: more["axy"], corr: more["corr"], rdls: more["rdls"])
    }

    private func fetch(_ path: String, to target: URL, _ pace: inout Pace, _ isWhole: @escaping @Sendable (URL) throws -> Void) async throws
    {
        // Left from before a restart.
        if (try? await pool.run({ try isWhole(target) })) != nil { return }
        var misses = 0
        while true {
            do {
                try await server.download(path, to: target, isWhole: isWhole)
                return pace.isWell()
            } catch NovaFailure.unknown(let reason) {
                misses += 1
                // It may come a moment after the word that all is done.
                if misses >= 4 { throw NovaFailure.unknown(reason) }
                try await pace.wait(after: .passing(reason))
            } catch let failure as NovaFailure {
                if case .final = failure { throw failure }
                try await pace.wait(after: failure)
            }
        }
    }

    private static func checkFITS(_ file: URL) throws {
        let data = try Data(contentsOf: file, options: .alwaysMapped)
        guard data.starts(with: Data("SIMPLE  =".utf8)), data.count % 2880 == 0, let header = try? FITSHeader(parsing: data),
            header.double("CRVAL1") != nil
        else { throw NovaFailure.passing("what came as the solution is no FITS header with one") }
    }

    private static func checkTable(_ file: URL) throws {
        guard let data = try? Data(contentsOf: file, options: .alwaysMapped), data.count % 2880 == 0,
            (try? FITSTable(path: file.path)) != nil
        else { throw NovaFailure.passing("what came as a table of stars is none") }
    }

    private static func key(_ picture: URL, _ access: NovaAccess, _ hints: SolveHints) throws -> String {
        let facts = try? FileManager.default.attributesOfItem(atPath: picture.path)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text =
            "\(access.address)\n\(picture.path)\n\(facts?[.size] ?? "")\n\(facts?[.modificationDate] ?? "")\n"
            + String(decoding: try encoder.encode(hints), as: UTF8.self)
        return SHA256.hash(data: Data(text.utf8)).map { String(format: "%02x", $0) }.joined()
    }

    /// One log-in for all pictures.
    private actor Session {
        private var key: String?
        private var asking: Task<String, any Error>?

        func current(_ logIn: @escaping @Sendable () async throws -> String) async throws -> String {
            if let key { return key }
            if let asking { return try await asking.value }
            let task = Task { try await logIn() }
            asking = task
            defer { asking = nil }
            let new = try await task.value
            key = new
            return new
        }

        func end() { key = nil }
    }
}
