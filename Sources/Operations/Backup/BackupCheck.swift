import Crypto
import Foundation
import Tar
import Threads

/// Reads a finished backup to its end and compares it with its manifest.
enum BackupCheck {
    static func check(_ archive: String, against manifest: String, stopping: CancelFlag) throws {
        let tar = TarReader(try BackupFormat.source(PlainFile.reading(archive)))
        let lines = ManifestReader(try PlainFile.reading(manifest))
        while let entry = try tar.next() {
            if entry.path == BackupFormat.manifest {
                guard try lines.next() == nil else { throw BackupError("The backup lacks files of its manifest.") }
                return
            }
            guard let line = try lines.next(), line.path == entry.path else {
                throw BackupError("The backup does not agree with its manifest at \(entry.path).")
            }
            try check(tar, entry, line, stopping: stopping)
        }
        throw BackupError("The backup ends before its manifest.")
    }

    private static func check(
        _ tar: TarReader, _ entry: TarEntry, _ line: BackupFormat.Line, stopping: CancelFlag
    ) throws {
        switch entry.kind {
        case .file(let bytes):
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: FileHash.pieceBytes, alignment: 16)
            defer { buffer.deallocate() }
            var hash = SHA256()
            while true {
                if stopping.isSet { throw CancellationError() }
                let count = try tar.read(into: buffer)
                if count == 0 { break }
                hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            }
            guard bytes == line.bytes, FileHash.hexadecimal(hash.finalize()) == line.sha256 else {
                throw BackupError("\(entry.path) was not written into the backup as it was read: the disk may be bad.")
            }
        case .link(let target):
            guard line.link == target else { throw BackupError("\(entry.path) points to the wrong file.") }
        case .folder:
            throw BackupError("The backup holds a folder of its own: \(entry.path)")
        }
    }
}
