import Crypto
import Foundation
import Tar
import Threads

/// Puts files into a backup and keeps its manifest. Calls block; used by one thread at a time.
final class BackupWriter {
    private let tar: TarWriter
    private let manifest: PlainFile
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: FileHash.pieceBytes, alignment: 16)
    /// Files with several names, by device and inode: stored once.
    private var links: [[UInt64]: BackupFormat.Line] = [:]
    private(set) var report: BackupReport

    init(archive: String, manifest: String, compressed: Bool, report: BackupReport) throws {
        let file = try PlainFile.creating(archive)
        tar = TarWriter(compressed ? try GzipSink(file) : file)
        self.manifest = try PlainFile.creating(manifest)
        self.report = report
    }

    deinit { buffer.deallocate() }

    var progress: OperationProgress { OperationProgress(files: report.files, bytes: tar.bytesWritten) }

    func note(_ problem: String) { report.problems.append(problem) }
    func countObservation() { report.observations += 1 }

    /// Stores bytes that are at hand.
    func store(_ bytes: [UInt8], as path: String) throws {
        try tar.begin(TarEntry(path: path, kind: .file(bytes: Int64(bytes.count)), modified: Int64(time(nil))))
        try bytes.withUnsafeBytes { try tar.append($0) }
        try tar.endEntry()
        try list(
            BackupFormat.Line(
                path: path, bytes: Int64(bytes.count), sha256: FileHash.hexadecimal(SHA256.hash(data: bytes)), link: nil))
    }

    /// Stores a file; a second name of one that is stored already, or one whose content `twin` has, as a link to it.
    ///
    /// - Throws: `FileError` where it cannot be read, before anything of it was written; any error of writing.
    @discardableResult
    func store(file location: String, as path: String, twin: BackupFormat.Line? = nil, stopping: CancelFlag) throws
        -> BackupFormat.Line
    {
        let file = try PlainFile.reading(location)
        let status = try file.status()
        let identity = [UInt64(status.st_dev), UInt64(status.st_ino)]
        if status.st_nlink > 1, let known = links[identity] { return try link(known, as: path, modified: status) }
        if let twin, twin.bytes == Int64(status.st_size) {
            if try FileHash.sha256(file, stopping: stopping).digest == twin.sha256 {
                return try link(twin, as: path, modified: status)
            }
            lseek(file.descriptor, 0, SEEK_SET)
        }
        let line = try copy(file, status: status, as: path, stopping: stopping)
        if status.st_nlink > 1 { links[identity] = line }
        return line
    }

    private func copy(_ file: PlainFile, status: stat, as path: String, stopping: CancelFlag) throws -> BackupFormat.Line {
        let size = Int64(status.st_size)
        var hash = SHA256()
        var left = size
        try tar.begin(TarEntry(path: path, kind: .file(bytes: size), modified: Int64(status.st_mtim.tv_sec)))
        while left > 0 {
            if stopping.isSet { throw CancellationError() }
            let wanted = UnsafeMutableRawBufferPointer(rebasing: buffer[..<Int(min(left, Int64(buffer.count)))])
            let count = try file.read(into: wanted)
            if count == 0 { break }
            let piece = UnsafeRawBufferPointer(rebasing: wanted[..<count])
            hash.update(bufferPointer: piece)
            try tar.append(piece)
            left -= Int64(count)
        }
        if try tar.endEntry() > 0 {
            note("\(path) became shorter while it was read; what was missing is filled with zeros.")
            hash.update(zeros: left)
        }
        let line = BackupFormat.Line(path: path, bytes: size, sha256: FileHash.hexadecimal(hash.finalize()), link: nil)
        try list(line)
        return line
    }

    private func link(_ known: BackupFormat.Line, as path: String, modified: stat) throws -> BackupFormat.Line {
        try tar.begin(TarEntry(path: path, kind: .link(to: known.path), modified: Int64(modified.st_mtim.tv_sec)))
        try tar.endEntry()
        let line = BackupFormat.Line(path: path, bytes: known.bytes, sha256: known.sha256, link: known.path)
        try list(line)
        return line
    }

    private func list(_ line: BackupFormat.Line) throws {
        try BackupFormat.encode(line).withUnsafeBytes { try manifest.write($0) }
        report.files += 1
    }

    /// Appends the manifest and makes all of it durable.
    func finish(stopping: CancelFlag) throws {
        let list = try PlainFile.reading(manifest.path)
        _ = try copyWithoutListing(list, stopping: stopping)
        try tar.finish()
        report.bytes = tar.bytesWritten
    }

    private func copyWithoutListing(_ file: PlainFile, stopping: CancelFlag) throws -> Int64 {
        let size = Int64(try file.status().st_size)
        try tar.begin(TarEntry(path: BackupFormat.manifest, kind: .file(bytes: size), modified: Int64(time(nil))))
        while true {
            if stopping.isSet { throw CancellationError() }
            let count = try file.read(into: buffer)
            if count == 0 { break }
            try tar.append(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
        return try tar.endEntry()
    }
}

extension SHA256 {
    mutating func update(zeros count: Int64) {
        let zeros = [UInt8](repeating: 0, count: 1 << 16)
        var left = count
        while left > 0 {
            update(data: zeros[..<Int(min(left, Int64(zeros.count)))])
            left -= Int64(zeros.count)
        }
    }
}
