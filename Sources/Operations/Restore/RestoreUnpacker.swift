import Crypto
import Foundation
import Tar
import Threads

/// Unpacks a backup into the hidden folders and compares every file with the manifest. Blocks.
final class RestoreUnpacker {
    private let places: RestorePlaces
    private let stopping: CancelFlag
    private let progress: @Sendable (OperationProgress) -> Void
    private var report = RestoreReport()
    /// Folders that got a file and are made durable at the end.
    private var folders: Set<String> = []
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: FileHash.pieceBytes, alignment: 16)

    init(places: RestorePlaces, stopping: CancelFlag, progress: @escaping @Sendable (OperationProgress) -> Void) {
        self.places = places
        self.stopping = stopping
        self.progress = progress
    }

    deinit { buffer.deallocate() }

    var stagedLandingPad: String { places.stagedLandingPad }

    func unpack(_ archive: String) throws -> RestoreReport {
        do {
            return try unpackAll(archive)
        } catch let error as TarError {
            throw BackupError("\(archive): \(error.message)")
        }
    }

    private func unpackAll(_ archive: String) throws -> RestoreReport {
        let tar = TarReader(try BackupFormat.source(PlainFile.reading(archive)))
        let ours = places.stagedRoot + "/unpacked.jsonl"
        let list = try PlainFile.creating(ours)
        guard let first = try tar.next(), first.path == BackupFormat.head, case .file(let size) = first.kind, size < 4096 else {
            throw BackupError("\(archive) is no backup of Astrobase.")
        }
        try append(try unpackFile(tar, first, to: places.stagedRoot + "/" + BackupFormat.head, path: first.path), to: list)
        try readHead(archive)
        while let entry = try tar.next() {
            if stopping.isSet { throw CancellationError() }
            if entry.path == BackupFormat.manifest {
                let theirs = places.stagedRoot + "/" + BackupFormat.manifest
                _ = try unpackFile(tar, entry, to: theirs, path: entry.path)
                try compare(ours, theirs)
                try leaveOutWhatIsArchived(theirs)
                for folder in folders.sorted() { try Folder.sync(folder) }
                return report
            }
            if case .folder = entry.kind { continue }
            try append(try unpack(tar, entry), to: list)
            report.files += 1
            progress(OperationProgress(files: report.files, bytes: report.bytes))
        }
        throw BackupError("\(archive) ends before its manifest: it was not written to its end.")
    }

    private func readHead(_ archive: String) throws {
        let data = try? Data(contentsOf: URL(fileURLWithPath: places.stagedRoot + "/" + BackupFormat.head))
        guard let data, let head = try? JSONDecoder().decode(BackupFormat.Head.self, from: data) else {
            throw BackupError("\(archive) is no backup of Astrobase.")
        }
        guard head.format == BackupFormat.version else {
            throw BackupError(
                "\(archive) has format \(head.format); this Astrobase reads format \(BackupFormat.version). Use a newer one.")
        }
        report.created = head.created
    }

    private func unpack(_ tar: TarReader, _ entry: TarEntry) throws -> BackupFormat.Line {
        let target = try location(entry.path)
        let folder = URL(fileURLWithPath: target).deletingLastPathComponent().path
        if folders.insert(folder).inserted { try Folder.make(folder) }
        guard case .link(let original) = entry.kind else {
            return try unpackFile(tar, entry, to: target, path: entry.path)
        }
        let source = try location(original)
        // Where the file system has no hard links the content is copied.
        if link(source, target) != 0 {
            guard errno == EPERM || errno == ENOTSUP || errno == EXDEV || errno == EMLINK else {
                throw BackupError("\(entry.path) is a second name of \(original), which the archive does not hold before it.")
            }
            try copy(source, to: target)
        }
        let (digest, bytes) = try FileHash.sha256(PlainFile.reading(target), stopping: stopping)
        return BackupFormat.Line(path: entry.path, bytes: bytes, sha256: digest, link: original)
    }

    private func unpackFile(_ tar: TarReader, _ entry: TarEntry, to target: String, path: String) throws -> BackupFormat.Line {
        let file = try PlainFile.creating(target)
        let (digest, bytes) = try pour(into: file) { try tar.read(into: $0) }
        var times = [timespec(tv_sec: Int(entry.modified), tv_nsec: 0), timespec(tv_sec: Int(entry.modified), tv_nsec: 0)]
        futimens(file.descriptor, &times)
        try file.sync()
        report.bytes += bytes
        return BackupFormat.Line(path: path, bytes: bytes, sha256: digest, link: nil)
    }

    private func copy(_ source: String, to target: String) throws {
        let from = try PlainFile.reading(source)
        let file = try PlainFile.creating(target)
        _ = try pour(into: file) { try from.read(into: $0) }
        try file.sync()
    }

    private func pour(
        into file: PlainFile, from read: (UnsafeMutableRawBufferPointer) throws -> Int
    ) throws -> (digest: String, bytes: Int64) {
        var hash = SHA256()
        var bytes: Int64 = 0
        while true {
            if stopping.isSet { throw CancellationError() }
            let count = try read(buffer)
            if count == 0 { break }
            let piece = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            hash.update(bufferPointer: piece)
            try file.write(piece)
            bytes += Int64(count)
        }
        return (FileHash.hexadecimal(hash.finalize()), bytes)
    }

    /// Where an entry goes: inside one of the hidden folders, whatever the archive says.
    private func location(_ path: String) throws -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard RelativePath.isConfined(path), parts.count == 1 || !parts[1].hasPrefix(".") else {
            throw BackupError("The archive names a place outside the home: \(path.debugDescription). Nothing was restored.")
        }
        if path == BackupFormat.database { return places.stagedRoot + "/" + path }
        if path.hasPrefix(BackupFormat.data) { return places.stagedData + "/" + path.dropFirst(BackupFormat.data.count) }
        if path.hasPrefix(BackupFormat.landingPad) {
            return places.stagedLandingPad + "/" + path.dropFirst(BackupFormat.landingPad.count)
        }
        throw BackupError("The archive holds something that is no part of a home: \(path.debugDescription)")
    }

    private func append(_ line: BackupFormat.Line, to list: PlainFile) throws {
        try BackupFormat.encode(line).withUnsafeBytes { try list.write($0) }
    }
}
