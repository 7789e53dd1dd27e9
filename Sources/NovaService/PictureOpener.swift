import FITS
import Foundation
import Pictures
import PlateSolving
import Raster
import Tar

/// Finds the pictures in what was handed in: one, one that is gzipped, or several in a tar file. Blocks.
struct PictureOpener: Sendable {
    let limitMegapixels: Int
    /// Bytes that one upload may become when it is expanded.
    let limitBytes: Int64

    private static let mostPictures = 1000

    /// Puts the pictures beside the upload, each under the name of its place.
    ///
    /// - Throws: `NovaError.refused` where it is an archive and a bad one; file system errors.
    func open(_ folder: URL, named name: String) throws -> [NovaStore.Found] {
        let upload = folder.appending(path: IncomingFile.name).path
        let head = try Self.head(upload)
        guard !head.isEmpty else { throw NovaError.refused("The file \(Self.shown(name)) is empty.") }
        do {
            if Self.isTar(head) { return try unpack(PlainFile.reading(upload), into: folder) }
            // A gzipped picture of FITS is read as it is; what is in the gzip tells.
            guard head.starts(with: [0x1f, 0x8b]) else {
                try link(upload, Self.picture(0, in: folder).path)
                return [check(0, folder, name)]
            }
            if Self.isTar(try Self.head(GzipSource(PlainFile.reading(upload)))) {
                return try unpack(GzipSource(PlainFile.reading(upload)), into: folder)
            }
            let source = try GzipSource(PlainFile.reading(upload))
            var left = limitBytes
            try Self.copy(to: Self.picture(0, in: folder), left: &left) { try source.read(into: $0) }
            return [check(0, folder, name.lowercased().hasSuffix(".gz") ? String(name.dropLast(3)) : name)]
        } catch let error as TarError {
            throw NovaError.refused("\(Self.shown(name)): \(error.message)")
        }
    }

    static func picture(_ place: Int, in folder: URL) -> URL { folder.appending(path: "\(place).picture") }

    private func unpack(_ source: any ByteSource, into folder: URL) throws -> [NovaStore.Found] {
        let tar = TarReader(source)
        var left = limitBytes
        var found: [NovaStore.Found] = []
        while let entry = try tar.next() {
            // The name is for the eye only: it names no file here. What is hidden was made by a file manager.
            let name = Self.lastName(entry.path)
            guard case .file = entry.kind, !name.hasPrefix("."), !name.isEmpty else { continue }
            guard found.count < Self.mostPictures else {
                throw NovaError.refused("There are more than \(Self.mostPictures) files in the archive.")
            }
            try Self.copy(to: Self.picture(found.count, in: folder), left: &left) { try tar.read(into: $0) }
            found.append(check(found.count, folder, name))
        }
        guard !found.isEmpty else { throw NovaError.refused("There is no file in the archive.") }
        return found
    }

    /// Whether it is something to be solved.
    private func check(_ place: Int, _ folder: URL, _ name: String) -> NovaStore.Found {
        let path = Self.picture(place, in: folder).path
        do {
            _ = try PictureFile.facts(path: path, limitMegapixels: limitMegapixels)
            return .init(filename: name)
        } catch {
            if (try? StarSurvey(path: path, limitMegapixels: limitMegapixels)) != nil { return .init(filename: name) }
            let why = (error as? PictureError).map { "\($0)" } ?? error.localizedDescription
            return .init(filename: name, reason: "\(Self.shown(name)) is no picture that can be read: \(why)")
        }
    }

    private static func copy(
        to target: URL, left: inout Int64, _ read: (UnsafeMutableRawBufferPointer) throws -> Int
    ) throws {
        // Left by a program that was ended here.
        try? FileManager.default.removeItem(at: target)
        let file = try PlainFile.creating(target.path)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = try read(buffer)
            if count == 0 { return }
            left -= Int64(count)
            guard left >= 0 else { throw NovaError.refused("What is in the archive is too large when it is expanded.") }
            try file.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
    }

    private static func head(_ path: String) throws -> [UInt8] { try head(PlainFile.reading(path)) }

    private static func head(_ source: any ByteSource) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 512)
        var filled = 0
        try bytes.withUnsafeMutableBytes { buffer in
            while filled < buffer.count {
                let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
                if count == 0 { break }
                filled += count
            }
        }
        return Array(bytes[..<filled])
    }

    private static func isTar(_ head: [UInt8]) -> Bool {
        head.count == 512 && head[257..<262].elementsEqual("ustar".utf8)
    }

    private func link(_ from: String, _ to: String) throws {
        try? FileManager.default.removeItem(atPath: to)
        try FileManager.default.linkItem(atPath: from, toPath: to)
    }

    static func lastName(_ path: String) -> String {
        let name = path.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
        return String(String.UnicodeScalarView(name.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7f }.prefix(200)))
    }

    private static func shown(_ name: String) -> String { "“\(name)”" }
}
