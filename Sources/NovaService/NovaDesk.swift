public import Catalogs
public import Foundation
public import Logging
public import PlateSolving
public import ServiceLifecycle
import Threads
import WCS

/// Takes in what clients of nova's API hand in, has it solved, and keeps what comes of it.
///
/// What was accepted is on the disk: after a crash it is gone on with. Keys take turns, however much one of them hands in.
public actor NovaDesk: Service {
    public nonisolated let settings: NovaSettings
    private nonisolated let store: NovaStore
    private nonisolated let root: URL
    private nonisolated let engine: any SolveEngine
    private nonisolated let catalog: (any SkyCatalog)?
    nonisolated let log: Logger
    /// Files that come in, and folders.
    private nonisolated let files = BlockingPool(name: "nova files", width: 4)
    /// Each holds a picture in memory.
    private nonisolated let drawing = BlockingPool(name: "nova drawings", width: 1)
    private nonisolated let fetcher: URLFetcher?

    private var served: [Int64: Int] = [:]
    private var turn = 0
    private var opening: Set<Int64> = []
    private var bells: [AsyncStream<Void>.Continuation] = []
    private var making: [String: Task<URL, any Error>] = [:]

    /// - Parameter folder: for what was handed in, and the results.
    public init(
        store: NovaStore, folder: URL, engine: any SolveEngine, catalog: (any SkyCatalog)?, settings: NovaSettings, log: Logger
    ) {
        (self.store, root, self.engine, self.catalog) = (store, folder, engine, catalog)
        (self.settings, self.log) = (settings, log)
        fetcher = settings.fetching.map { URLFetcher(policy: $0, limit: settings.largestUpload) }
    }

    // MARK: Handing in

    /// A place for a file that is about to come.
    ///
    /// - Parameter limit: bytes at most.
    public nonisolated func receive(upTo limit: Int) async throws -> IncomingFile {
        try await IncomingFile(root: root, limit: limit, pool: files)
    }

    /// - Returns: the submission's number and the file's SHA-1, once it cannot be lost any more.
    /// - Throws: `NovaError`.
    public func submit(_ file: IncomingFile, named name: String, request: SolveRequest, key: Int64) async throws -> (
        id: Int64, hash: String
    ) {
        let hash = try await file.finish()
        let id = try await store.add(
            key: key, folder: file.folder.lastPathComponent, filename: PictureOpener.lastName(name), url: nil, request: request,
            hash: hash, limit: settings.mostWaiting)
        ring()
        return (id, hash)
    }

    /// Stars in place of a picture.
    public func submit(_ stars: StarPlaces, request: SolveRequest, key: Int64) async throws -> Int64 {
        try StarListFile.check(stars)
        let folder = root.appending(path: UUID().uuidString.lowercased(), directoryHint: .isDirectory)
        try await files.run {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try StarListFile.write(stars, to: folder.appending(path: IncomingFile.name).path)
        }
        return try await add(folder, named: "x-y lists", url: nil, request, key)
    }

    /// A picture that is to be fetched.
    ///
    /// - Throws: `NovaError.refused` at once for an address that is never asked.
    public func submit(url: String, request: SolveRequest, key: Int64) async throws -> Int64 {
        guard let fetcher else {
            throw NovaError.refused("This server fetches no pictures from other addresses; send the file itself.")
        }
        let address = try fetcher.address(url)
        let folder = root.appending(path: UUID().uuidString.lowercased(), directoryHint: .isDirectory)
        try await files.run { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
        return try await add(folder, named: PictureOpener.lastName(address.path), url: url, request, key)
    }

    private func add(_ folder: URL, named name: String, url: String?, _ request: SolveRequest, _ key: Int64) async throws -> Int64 {
        do {
            let id = try await store.add(
                key: key, folder: folder.lastPathComponent, filename: name, url: url, request: request, hash: nil,
                limit: settings.mostWaiting)
            ring()
            return id
        } catch {
            _ = try? await files.run { try FileManager.default.removeItem(at: folder) }
            throw error
        }
    }

    // MARK: Questions

    public nonisolated func submission(_ id: Int64) async throws -> NovaSubmission {
        guard let submission = try await store.submission(id) else { throw NovaError.unknown("There is no submission \(id).") }
        return submission
    }

    /// A job that has begun.
    public nonisolated func job(_ id: Int64) async throws -> NovaImage {
        let image = try await image(id)
        guard image.state != .waiting else { throw NovaError.unknown("There is no job \(id).") }
        return image
    }

    public nonisolated func image(_ id: Int64) async throws -> NovaImage {
        guard let found = try await store.image(id) else { throw NovaError.unknown("There is no job \(id).") }
        return found.image
    }

    public nonisolated func tags(of job: Int64) async throws -> [String] { try await store.tags(of: job) }

    public nonisolated func jobs(of key: Int64) async throws -> [Int64] { try await store.jobs(of: key) }

    public nonisolated func jobs(taggedWith text: String, exactly: Bool) async throws -> [Int64] {
        try await store.jobs(taggedWith: text, exactly: exactly)
    }

    /// What is in a solved picture.
    public nonisolated func objects(in job: Int64) async throws -> [NovaObject] {
        guard let (image, folder, place) = try await store.image(job) else { throw NovaError.unknown("There is no job \(job).") }
        guard image.state == .success, let catalog else { return [] }
        let wcs = results(folder, place).appending(path: NovaProduct.wcs.filename)
        return try await files.run { try SolvedSky(wcs: wcs, picture: nil).objects(catalog).map { NovaObject($0) } }
    }

    /// A result's file; made now where nobody has asked for it yet.
    ///
    /// - Throws: `NovaError.unknown` where there is none, and why.
    public func product(_ product: NovaProduct, of job: Int64) async throws -> URL {
        guard let (image, name, place) = try await store.image(job) else { throw NovaError.unknown("There is no job \(job).") }
        if product.needsSolution, image.state != .success {
            throw NovaError.unknown(
                image.state == .failure ? "Job \(job) failed: there is no such result." : "Job \(job) is not finished yet.")
        }
        let folder = results(name, place)
        let picture = PictureOpener.picture(place, in: root.appending(path: name))
        if product == .image { return try await existing(picture) }
        let target = folder.appending(path: product.filename)
        if let there = try? await existing(target) { return there }
        guard image.state != .waiting, image.state != .solving || product == .thumbnail else {
            throw NovaError.unknown("Job \(job) is not finished yet.")
        }
        let large: URL? = if let large = product.large { try await self.product(large, of: job) } else { nil }
        let key = "\(job) \(product.rawValue)"
        if let task = making[key] { return try await task.value }
        let maker = ProductMaker(catalog: catalog, limitMegapixels: settings.limitMegapixels)
        let task = Task { [drawing] in
            try await drawing.run {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                let part = folder.appending(path: ".\(UUID().uuidString)-\(product.filename)")
                defer { try? FileManager.default.removeItem(at: part) }
                do {
                    try maker.make(product, picture: picture.path, folder: folder, large: large, to: part.path)
                } catch let error as NovaError {
                    throw error
                } catch {
                    throw NovaError.unknown("This result cannot be made: \(error)")
                }
                guard rename(part.path, target.path) == 0 else { throw NovaError.unknown("This result cannot be stored here.") }
                return target
            }
        }
        making[key] = task
        defer { making[key] = nil }
        return try await task.value
    }

    private nonisolated func existing(_ file: URL) async throws -> URL {
        guard try await files.run({ FileManager.default.fileExists(atPath: file.path) }) else {
            throw NovaError.unknown("There is no such file.")
        }
        return file
    }

    private nonisolated func results(_ folder: String, _ place: Int) -> URL {
        root.appending(path: folder, directoryHint: .isDirectory).appending(path: "\(place)", directoryHint: .isDirectory)
    }

    // MARK: Work

    /// Opens and solves what was handed in, until the task is cancelled or the service group shuts down.
    public func run() async throws {
        try await tidy()
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { await self.work { try await self.openNext() } } }
                for _ in 0..<max(1, self.settings.slots) { group.addTask { await self.work { try await self.solveNext() } } }
                group.addTask { await self.forgetting() }
            }
        }
    }

    /// - Parameter step: does one piece of work; false where there was none.
    private func work(_ step: @Sendable () async throws -> Bool) async {
        let (bell, ringer) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        bells.append(ringer)
        ringer.yield()
        for await _ in bell {
            do {
                while try await step(), !Task.isCancelled {}
            } catch {
                if Task.isCancelled { return }
                log.error("work on what was handed in failed", metadata: ["error": "\(error)"])
                // The disk may have room again by then.
                Task {
                    try? await Task.sleep(for: .seconds(10))
                    ringer.yield()
                }
            }
        }
    }

    private func ring() { for bell in bells { bell.yield() } }

    private func openNext() async throws -> Bool {
        guard let next = try await store.nextOpening(except: opening, served: served), opening.insert(next.id).inserted else {
            return false
        }
        defer { opening.remove(next.id) }
        took(next.key)
        do {
            try await open(next)
        } catch let error as NovaError {
            try await store.opened(next, [.init(filename: next.filename, reason: "\(error)")], error: "\(error)")
        }
        ring()
        return true
    }

    private func open(_ next: NovaStore.Opening) async throws {
        let folder = root.appending(path: next.folder, directoryHint: .isDirectory)
        if let url = next.url, let fetcher {
            let hash = try await fetcher.fetch(url, to: folder.appending(path: IncomingFile.name), pool: files)
            try await store.setHash(hash, of: next.id)
        }
        // Expanded pictures of an archive may be larger than the archive.
        let opener = PictureOpener(limitMegapixels: settings.limitMegapixels, limitBytes: Int64(settings.largestUpload) * 4)
        let found = try await files.run { try opener.open(folder, named: next.filename) }
        let bad = found.compactMap(\.reason)
        try await store.opened(next, found, error: bad.isEmpty ? nil : bad.joined(separator: "\n"))
        // What was handed in is there as pictures now.
        _ = try? await files.run { try FileManager.default.removeItem(at: folder.appending(path: IncomingFile.name)) }
    }

    private func solveNext() async throws -> Bool {
        guard let claim = try await store.claim(served: served) else { return false }
        took(claim.key)
        do {
            try await solve(claim)
        } catch let failure as SolveFailure {
            try await store.failed(claim.image, failure.reason)
        } catch {
            if Task.isCancelled {
                // Its task cannot write any more.
                try await Task { [store] in try await store.waitAgain(claim.image, forgettingAttempt: true) }.value
                return false
            }
            log.error("a picture could not be worked on", metadata: ["job": "\(claim.image)", "error": "\(error)"])
            if claim.attempts >= 3 {
                try await store.failed(claim.image, "The solver could not work, three times: \(error)")
            } else {
                try await Task.sleep(for: .seconds(5))
                try await store.waitAgain(claim.image, forgettingAttempt: false)
            }
        }
        return true
    }

    private nonisolated func solve(_ claim: NovaStore.Claim) async throws {
        let picture = PictureOpener.picture(claim.place, in: root.appending(path: claim.folder))
        let results = results(claim.folder, claim.place)
        let limit = settings.limitMegapixels
        let shape = try await files.run {
            try? FileManager.default.removeItem(at: results)
            try FileManager.default.createDirectory(at: results, withIntermediateDirectories: true)
            return PictureShape(picture.path, limitMegapixels: limit)
        }
        let hints = claim.request.hints(width: shape.width)
        let solved: SolveResults
        do {
            solved = try await engine.solve(picture: picture, hints: hints, in: results, timeout: settings.solveSeconds)
        } catch let failure as SolveFailure {
            // The stars that were seen are the evidence.
            if let stars = failure.stars {
                let table = results.appending(path: NovaProduct.axy.filename)
                _ = try? await files.run { if stars != table { try FileManager.default.moveItem(at: stars, to: table) } }
            }
            throw failure
        }
        let catalog = catalog
        let (calibration, tags) = try await files.run {
            for (product, file) in [(NovaProduct.axy, solved.axy), (.corr, solved.corr), (.rdls, solved.rdls), (.wcs, solved.wcs)] {
                let place = results.appending(path: product.filename)
                if let file, file != place { try FileManager.default.moveItem(at: file, to: place) }
            }
            var there = solved
            there.wcs = results.appending(path: NovaProduct.wcs.filename)
            there.axy = solved.axy.map { _ in results.appending(path: NovaProduct.axy.filename) }
            there.corr = solved.corr.map { _ in results.appending(path: NovaProduct.corr.filename) }
            // Clients of nova know the pixels that are stored in their file.
            if let facts = shape.facts { try there.reorient(FrameTransform(facts).inverted) }
            let sky = try SolvedSky(wcs: there.wcs, picture: shape.facts)
            return (sky.calibration, catalog.map { sky.tags(sky.objects($0), $0) } ?? [])
        }
        try await store.solved(claim.image, calibration, tags: tags)
    }

    private func took(_ key: Int64) {
        turn += 1
        served[key] = turn
    }

    // MARK: Order in the folder

    private func tidy() async throws {
        try await store.recover()
        let known = try await store.folders()
        let root = root
        try await files.run {
            try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
            // Uploads that were cut off by the end of the last run.
            for name in try FileManager.default.contentsOfDirectory(atPath: root.path) where !known.contains(name) {
                try FileManager.default.removeItem(at: root.appending(path: name))
            }
        }
    }

    private nonisolated func forgetting() async {
        while !Task.isCancelled {
            do {
                let folders = try await store.forget(before: Date() - settings.keepDays * 86_400)
                let root = root
                try await files.run {
                    for folder in folders { try? FileManager.default.removeItem(at: root.appending(path: folder)) }
                }
                if folders.count == 500 { continue }
            } catch  where !(error is CancellationError) {
                log.warning("what is old could not be removed", metadata: ["error": "\(error)"])
            } catch {}
            try? await Task.sleep(for: .seconds(min(3600, max(1, settings.keepDays * 86_400 / 4))))
        }
    }
}
