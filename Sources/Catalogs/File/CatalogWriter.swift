import Foundation
import Sky

/// Writes a catalogue's file.
public enum CatalogWriter {
    /// Puts a catalogue where `path` says, in one step: who reads it sees the old one or the new one. Blocks.
    ///
    /// - Throws: `CatalogError` when it cannot be written; what was there stays.
    public static func write(_ contents: CatalogContents, to path: String) throws {
        func failure() -> CatalogError {
            CatalogError(path: path, message: "cannot be written: \(String(cString: strerror(errno)))")
        }
        let bytes = try bytes(of: contents)
        let temporary = path + ".\(getpid()).\(UInt32.random(in: 0...UInt32.max)).new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        do {
            var written = 0
            while written < bytes.count {
                let count = bytes[written...].withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { throw failure() }
                written += count
            }
            guard fsync(descriptor) == 0, rename(temporary, path) == 0 else { throw failure() }
        } catch {
            unlink(temporary)
            throw error
        }
    }

    /// The file's bytes.
    static func bytes(of contents: CatalogContents) throws -> [UInt8] {
        var sections = SectionWriter()
        let stars = contents.stars.sorted { ($0.position.dec, $0.position.ra) < ($1.position.dec, $1.position.ra) }
        let deepSky = contents.deepSky.sorted { ($0.position.dec, $0.position.ra) < ($1.position.dec, $1.position.ra) }
        for star in stars { sections.add(star) }
        for object in deepSky { sections.add(object) }
        for constellation in contents.constellations { sections.add(constellation) }
        sections.addNames(stars: stars, deepSky: deepSky, constellations: contents.constellations)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        sections[.sources] = Array(try encoder.encode(contents.sources))
        return sections.file()
    }
}
