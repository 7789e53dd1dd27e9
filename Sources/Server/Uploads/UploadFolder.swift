import Foundation
import HTTPTypes
import Operations
import Pipeline
import Threads

/// Uploads under way: hidden files in the landing pad, which become visible there under their names when they are whole.
actor UploadFolder {
    /// What is known of an upload, kept beside its bytes.
    struct Upload: Sendable, Codable {
        var id: String
        /// Bytes in all; nil: until its sender ends.
        var length: Int?
        var filename: String
        var user: String
        var created: Date
        var isDone = false
        /// The name that it was put into the landing pad by, and its digest, once it is done.
        var landed: String?
        var sha256: String?
    }

    static let most = 100
    static let hours = 24.0

    let folder: URL
    private let landingPad: URL
    private let pool = BlockingPool(name: "uploads", width: 4)
    private let maximum: Int
    private var busy: Set<String> = []

    init(landingPad: URL, maximum: Int) {
        self.landingPad = landingPad
        self.maximum = maximum
        folder = landingPad.appending(path: ".uploads", directoryHint: .isDirectory)
    }

    // MARK: Begin and end

    func begin(length: Int?, filename: String, user: String) async throws -> Upload {
        let limit = maximum
        guard length ?? 0 <= limit else { throw APIError(.contentTooLarge, detail: "An upload has \(limit) bytes at most.") }
        try Self.check(filename)
        try await sweep()
        guard try await all().filter({ !$0.isDone }).count < Self.most else {
            throw APIError(.tooManyRequests, detail: "There are \(Self.most) uploads under way; end one of them first.")
        }
        let upload = Upload(id: Self.newID(), length: length, filename: filename, user: user, created: Date())
        let (data, file) = (data(upload.id), file(upload.id))
        try await pool.run {
            try Data().write(to: data)
            try JSONEncoder().encode(upload).write(to: file, options: .atomic)
        }
        if length == 0 { try await finish(upload) }
        return upload
    }

    /// - Returns: nil where there is none (any more) of this id.
    func upload(_ id: String) async throws -> (upload: Upload, offset: Int)? {
        guard Self.isID(id) else { return nil }
        let (data, file) = (data(id), file(id))
        return try await pool.run {
            guard let bytes = try? Data(contentsOf: file), let upload = try? JSONDecoder().decode(Upload.self, from: bytes) else {
                return nil
            }
            if upload.isDone { return (upload, upload.length ?? 0) }
            guard let size = try? FileManager.default.attributesOfItem(atPath: data.path)[.size] as? Int else { return nil }
            return (upload, size)
        }
    }

    func remove(_ id: String) async throws {
        try take(id)
        defer { busy.remove(id) }
        let (data, file) = (data(id), file(id))
        try await pool.run {
            try? FileManager.default.removeItem(at: data)
            try? FileManager.default.removeItem(at: file)
        }
    }

    /// Oldest first.
    func all() async throws -> [Upload] {
        let folder = folder
        return try await pool.run {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }
            let uploads = names.compactMap { name in
                (try? Data(contentsOf: folder.appending(path: name))).flatMap { try? JSONDecoder().decode(Upload.self, from: $0) }
            }
            return uploads.sorted { ($0.created, $0.id) < ($1.created, $1.id) }
        }
    }

    // MARK: Bytes

    /// Adds what a body brings; what came before it broke off is kept.
    ///
    /// - Parameter next: the body's next piece; nil at its end.
    /// - Returns: how many bytes there are now.
    nonisolated func append(_ upload: Upload, at offset: Int, next: () async throws -> Data?) async throws -> Int {
        try await take(upload.id)
        let end: Int
        do {
            end = try await write(upload, at: offset, next: next)
            if end == upload.length { try await finish(upload) }
        } catch {
            await giveBack(upload.id)
            throw error
        }
        await giveBack(upload.id)
        return end
    }

    /// All of an upload whose length nobody said; nothing is kept where the body breaks off.
    nonisolated func takeAll(filename: String, user: String, next: () async throws -> Data?) async throws -> Int {
        let upload = try await begin(length: nil, filename: filename, user: user)
        do {
            let end = try await append(upload, at: 0, next: next)
            try await finish(upload)
            return end
        } catch {
            try? await remove(upload.id)
            throw error
        }
    }

    private nonisolated func write(_ upload: Upload, at offset: Int, next: () async throws -> Data?) async throws -> Int {
        guard let (_, size) = try await self.upload(upload.id), size == offset else {
            throw APIError(.conflict, detail: "The upload has another offset by now: ask for it again.")
        }
        let limit = upload.length ?? maximum
        let data = folder.appending(path: upload.id)
        var end = size
        while let piece = try await next() {
            guard piece.count <= limit - end else {
                throw APIError(.contentTooLarge, detail: "The upload brings more bytes than it said, or than are taken.")
            }
            try await pool.run {
                let file = try FileHandle(forWritingTo: data)
                defer { try? file.close() }
                try file.seekToEnd()
                try file.write(contentsOf: piece)
            }
            end += piece.count
        }
        try await pool.run {
            let file = try FileHandle(forWritingTo: data)
            defer { try? file.close() }
            try file.synchronize()
        }
        return end
    }

    /// Makes the file visible under its name, or under the next free one.
    private nonisolated func finish(_ upload: Upload) async throws {
        let (data, file, landingPad) = (data(upload.id), file(upload.id), landingPad)
        try await pool.run {
            let size = try FileManager.default.attributesOfItem(atPath: data.path)[.size] as? Int
            let digest = try FileHash.sha256(path: data.path)
            var landed: String?
            for number in 1...10_000 {
                let name = UploadName.numbered(upload.filename, number)
                landed = name
                // Refuses a name that exists, in one step.
                if link(data.path, landingPad.appending(path: name).path) == 0 { break }
                guard errno == EEXIST, number < 10_000 else {
                    throw APIError(
                        .serviceUnavailable,
                        detail: "The file cannot be put into the landing pad: \(String(cString: strerror(errno))).")
                }
            }
            try FileManager.default.removeItem(at: data)
            var done = upload
            (done.isDone, done.length, done.landed, done.sha256) = (true, size, landed, digest)
            try JSONEncoder().encode(done).write(to: file, options: .atomic)
        }
    }

    /// Why the file was not taken from the landing pad; nil: it was, or it still lies there.
    func refusal(of upload: Upload) async throws -> String? {
        guard let landed = upload.landed else { return nil }
        let folder = landingPad.appending(path: "rejected", directoryHint: .isDirectory)
        return try await pool.run {
            for number in 1...20 {
                let file = folder.appending(path: UploadName.numbered(landed, number) + ".reason.txt")
                guard let text = try? String(contentsOf: file, encoding: .utf8) else { return nil }
                let changed = try? FileManager.default.attributesOfItem(atPath: file.path)[.modificationDate] as? Date
                let lines = text.split(separator: "\n", maxSplits: 1)
                // An earlier file of this name may lie there too.
                if lines.count == 2, lines[0] == landed, (changed ?? .distantPast) >= upload.created { return lines[1].trimmed }
            }
            return nil
        }
    }

    /// Forgets what nobody has gone on with.
    private func sweep() async throws {
        for upload in try await all() where upload.created.timeIntervalSinceNow < -Self.hours * 3600 && !busy.contains(upload.id) {
            try await remove(upload.id)
        }
    }

    private func giveBack(_ id: String) { busy.remove(id) }

    private func take(_ id: String) throws {
        guard busy.insert(id).inserted else {
            throw APIError(HTTPResponse.Status(code: 423, reasonPhrase: "Locked"), detail: "Somebody is sending this upload now.")
        }
    }

    private nonisolated func data(_ id: String) -> URL { folder.appending(path: id) }
    private nonisolated func file(_ id: String) -> URL { folder.appending(path: "\(id).json") }

    private static func check(_ filename: String) throws(APIError) {
        guard ArchiveFiles.isPlainName(filename), filename.utf8.count <= 200, !LandingNames.isLeftAlone(filename) else {
            throw APIError(field: "filename", "Enter a picture's plain file name, such as m42.jpg.")
        }
    }

    private static func newID() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<2).map { _ in
            let text = String(UInt64.random(in: .min ... .max, using: &generator), radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }.joined()
    }

    private static func isID(_ id: String) -> Bool {
        id.utf8.count == 32 && id.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }
}
