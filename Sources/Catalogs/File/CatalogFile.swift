import Foundation
import Sky

/// The offline catalogue in one file, mapped into memory: `astrobase import sky` writes it, see `CatalogFormat`.
public struct CatalogFile: SkyCatalog {
    public let path: String
    public let constellations: [Constellation]
    public let sources: [CatalogSource]
    let mapped: MappedBytes
    /// Offsets of the sections' first bytes, and the file's length.
    let offsets: [Int]
    let counts: [Int]

    /// Opens a catalogue and proves that it is whole; blocks for a millisecond or two.
    ///
    /// - Throws: `CatalogError` when the file is missing, damaged, or of another version.
    public init(path: String) throws {
        self.path = path
        mapped = try MappedBytes(path: path)
        (counts, offsets) = try Self.sections(of: mapped.bytes, path: path)
        guard let figures = Self.figures(mapped.bytes, offsets: offsets, counts: counts) else {
            throw CatalogError(path: path, message: "is damaged: its constellations cannot be read")
        }
        constellations = figures
        let section = mapped.bytes[offsets[CatalogFormat.Section.sources.rawValue]...]
            .prefix(counts[CatalogFormat.Section.sources.rawValue])
        guard let sources = try? JSONDecoder().decode([CatalogSource].self, from: Data(section)) else {
            throw CatalogError(path: path, message: "is damaged: its sources cannot be read")
        }
        self.sources = sources
    }

    public var starCount: Int { count(.stars) }
    public var deepSkyCount: Int { count(.deepSky) }

    func count(_ section: CatalogFormat.Section) -> Int { counts[section.rawValue] }
    func offset(_ section: CatalogFormat.Section) -> Int { offsets[section.rawValue] }

    private static func sections(of bytes: UnsafeRawBufferPointer, path: String) throws -> (counts: [Int], offsets: [Int]) {
        typealias Format = CatalogFormat
        func damaged(_ what: String) -> CatalogError { CatalogError(path: path, message: "is damaged: \(what)") }
        guard bytes.count >= 8, bytes.word64(0) == Format.magic else {
            throw CatalogError(path: path, message: "is no catalogue of Astrobase's")
        }
        guard bytes.count >= Format.headerSize, bytes.count % 8 == 0 else { throw damaged("it ends too early") }
        guard bytes.word(8) == Format.version else {
            throw CatalogError(
                path: path,
                message: "is of version \(bytes.word(8)), and this Astrobase reads version \(Format.version): import it again")
        }
        let number = Format.Section.allCases.count
        guard bytes.word(12) == UInt32(number) else { throw damaged("its sections are not counted right") }
        let body = UnsafeRawBufferPointer(rebasing: bytes[Format.countsOffset...])
        guard Format.checksum(body) == bytes.word64(Format.checksumOffset) else {
            throw damaged("its checksum does not match, or it ends too early")
        }
        // The checksum guards against accidents; these against a file that somebody made with a right one.
        let counts = (0..<number).map { Int(clamping: bytes.word64(Format.countsOffset + 8 * $0)) }
        let offsets = (0...number).map { Int(clamping: bytes.word64(Format.offsetsOffset + 8 * $0)) }
        guard offsets[0] == Format.headerSize, offsets[number] == bytes.count else { throw damaged("its length is wrong") }
        for section in Format.Section.allCases {
            let (start, end) = (offsets[section.rawValue], offsets[section.rawValue + 1])
            let size = counts[section.rawValue].multipliedReportingOverflow(by: section.stride)
            guard start <= end, !size.overflow, size.partialValue <= end - start else {
                throw damaged("its sections do not fit")
            }
        }
        return (counts, offsets)
    }
}
