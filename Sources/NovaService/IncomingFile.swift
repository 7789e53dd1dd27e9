import Crypto
public import Foundation
import Tar
import Threads

/// A file that is coming in piece by piece, into a folder of its own; it counts for nothing until it is handed in.
public actor IncomingFile {
    nonisolated let folder: URL
    private let limit: Int
    private let pool: BlockingPool
    private let file: FileHandle
    private var hash = Insecure.SHA1()
    public private(set) var size = 0

    /// The name of what came, in its folder.
    static let name = "upload"

    init(root: URL, limit: Int, pool: BlockingPool) async throws {
        (self.limit, self.pool) = (limit, pool)
        let folder = root.appending(path: UUID().uuidString.lowercased(), directoryHint: .isDirectory)
        self.folder = folder
        file = try await Self.stored(by: pool) {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let path = folder.appending(path: Self.name).path
            let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
            guard descriptor >= 0 else { throw FileError("Making", path) }
            return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        }
    }

    /// - Throws: `NovaError` where it grows too large, or the disk is full.
    public func append(_ bytes: [UInt8]) async throws {
        size += bytes.count
        guard size <= limit else {
            throw NovaError.refused("The file is larger than \(limit) bytes, the most that is taken here.")
        }
        hash.update(data: bytes)
        let file = file
        try await Self.stored(by: pool) { try file.write(contentsOf: bytes) }
    }

    /// Makes it durable.
    /// - Returns: its SHA-1, hexadecimal.
    func finish() async throws -> String {
        let file = file
        try await Self.stored(by: pool) {
            try file.synchronize()
            try file.close()
        }
        return hash.finalize().map { String(format: "%02x", $0) }.joined()
    }

    /// Nobody wants it.
    public func discard() async {
        let folder = folder
        // Also for a client that went away, whose task is cancelled.
        _ = await Task { [pool] in try? await pool.run { try FileManager.default.removeItem(at: folder) } }.value
    }

    private static func stored<T: Sendable>(by pool: BlockingPool, _ work: @escaping @Sendable () throws -> T) async throws -> T {
        do {
            return try await pool.run(work)
        } catch let error where !(error is CancellationError) {
            throw NovaError.refused("The file cannot be stored here: \(error.localizedDescription)")
        }
    }
}
