import Catalogs
import Foundation
import GRDB
import KStarsData

/// A folder of small files in the formats of KStars, removed with the value.
final class TestFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "kstars-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try write(Self.stars, to: "stars.dat")
        try write(Self.binary(Self.binaryStars), to: "namedstars.dat")
        try write(Self.binary([]), to: "unnamedstars.dat")
        try write(Self.lines, to: "clines.dat")
        try write(Self.boundaries(), to: "cbounds.dat")
        try write(Self.middles, to: "cnames.dat")
        try Self.makeOpenNGC(at: path + "/OpenNGC.kscat")
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String, to file: String) throws { try write(Array(text.utf8), to: file) }

    func write(_ bytes: [UInt8], to file: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path + "/" + file))
    }

    func bytes(_ file: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: path + "/" + file))) }

    func read() throws -> (contents: CatalogContents, report: KStarsReport) {
        try KStarsFolder(path: path).read(origin: "a test")
    }

    static let stars = """
        #  RA        DEC      pmRA     pmDEC  plx      mag  BV SpT b? dV   vper, genetive name, long name
        064508.92 -164258.0 -000546.0-001223.100379.2 -1.4400.01A0 1            , alp CMa, Sirius
        044950.41 +065740.6 +000463.4+000011.600124.6 03.1900.48F6 0            , pi 3Ori
        055510.31 +072425.4 +000027.3+000010.900007.6 00.4501.50M2 0            , alp Ori, Betelgeuse
        142302.24 -393042.6 -000024.3-000021.800007.8 04.41-0.18B2 0 0.06   8.81, .a  Cen
        013759.56 +483741.6 +000062.0-000111.900018.8 03.5901.28K3 0            , 51  And, Er Rai
        235959.99 -000000.1 -000006.8-000014.000011.9 07.97-0.23A5 0

        """

    /// Degrees, magnitude, number. Sirius at epoch 1991.25.
    static let binaryStars = [
        (101.28853, -16.71314, -1.44, 48915), (72.46004, 6.96128, 3.19, 30652), (88.79296, 7.40705, 0.45, 39801),
    ]

    static func binary(_ stars: [(ra: Double, dec: Double, magnitude: Double, hd: Int)]) -> [UInt8] {
        func bytes(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }
        func text(_ text: String, _ size: Int) -> [UInt8] {
            Array(text.utf8) + [UInt8](repeating: 0, count: size - text.utf8.count)
        }
        let fields = ["RA", "Dec", "dRA", "dDec", "parallax", "HD", "mag", "bv_index", "spec_type", "flags", "unused"]
        var file = text("KStars Star Data v1.0.", 124) + Array("SK".utf8) + [1, UInt8(fields.count), 0]
        for field in fields { file += text(field, 10) + [4, 5, 0, 0, 0, 0] }
        file += bytes(UInt32(2)) + [UInt8](repeating: 0, count: 2 * 12) + [0, 0, 0, 3, 0]
        for star in stars {
            file += bytes(Int32((star.ra / 15 * 1e6).rounded())) + bytes(Int32((star.dec * 1e5).rounded()))
            file += [UInt8](repeating: 0, count: 12) + bytes(Int32(star.hd)) + bytes(Int16(star.magnitude * 100))
            file += [UInt8](repeating: 0, count: 6)
        }
        return file
    }

    static let lines = """
        # Constellation lines
        C Western
        # Orion
        M 30652
        D 39801
        D 12345
        #
        # Canis Major
        M 48915
        D 39801
        C Chinese
        M 1
        D 2
        C Asterisms
        # Orion's Belt
        M 48915
        D 30652

        """

    /// A square for each of the 88, those of Serpens in two parts; UMi goes round the pole as on a flat map.
    static func boundaries() -> String {
        var text = "# boundaries\n"
        var number = 0
        for constellation in ConstellationName.all {
            for part in constellation.abbreviation == "Ser" ? ["Serpens Caput", "Serpens Cauda"] : [constellation.name] {
                text += ":\(part)\n"
                if part == "Ursa Minor" {
                    text += (0...24).map { "\($0).0  85.0 0\n" }.joined() + "24.0 90.0 0\n0.0 90.0 0\n0.0 85.0 0\n"
                    continue
                }
                let (ra, dec) = (Double(number % 20), Double(number / 20) * 20 - 60)
                for (x, y) in [(0.1, 0.0), (0.7, 0.0), (0.7, 10.0), (0.1, 10.0), (0.1, 0.0)] {
                    text += "  \(ra + x)   \(dec + y) 1\n"
                }
                number += 1
            }
        }
        return text
    }

    static let middles = """
        C Western
        054000+030000Ori ORION
        070000-230000CMa CANIS MAJOR
        154000+080000SCp SERPENS CAPUT
        C Chinese
        nonsense

        """

    static func makeOpenNGC(at path: String) throws {
        try? FileManager.default.removeItem(atPath: path)
        let database = try DatabaseQueue(path: path)
        try database.write { database in
            try database.execute(
                sql: """
                    CREATE TABLE cat (hash, oid, type INT, ra REAL, dec REAL, magnitude REAL, name TEXT, long_name TEXT,
                        catalog_identifier TEXT, major_axis REAL, minor_axis REAL, position_angle REAL);
                    CREATE TABLE catalogs (source TEXT, license TEXT, timestamp TEXT);
                    INSERT INTO catalogs VALUES
                    ('<a href=''https://example.org/tag/v7''>x</a>', 'CC-BY-SA-4.0', '2021-07-05T15:46');
                    INSERT INTO cat (type, ra, dec, magnitude, name, long_name, catalog_identifier,
                        major_axis, minor_axis, position_angle)
                    VALUES
                    (8, 10.6848, 41.2691, 4.36, 'M 31', 'Andromeda Galaxy, PGC 2557, UGC 454, NGC 224', 'NGC0224',
                        177.83, 69.66, 35),
                    (17, 185.55, 58.08, 9.7, 'M 40', 'Winnecke 4', 'M 40', 49.0, NULL, NULL),
                    (255, 314.7, -12.6, 8.9, 'M 73', 'NGC 6994', 'NGC6994', NULL, NULL, NULL),
                    (5, 13.0, 56.6, NULL, 'NGC 281', '', 'NGC0281', 35, 30, NULL),
                    (255, 13.0, 56.6, NULL, 'IC 11', '', 'IC0011', NULL, NULL, NULL),
                    (255, 99.0, 1.0, NULL, 'NGC 9999', '', 'NGC9999', NULL, NULL, NULL),
                    (5, 161.0, -59.8, 3.0, 'NGC 3372', 'Carina Nebula, eta Car Nebula', 'NGC3372', 120, 120, NULL),
                    (5, 76.0, -7.0, 'faint', 'NGC 1909', 'the Witch Head Nebula', 'NGC1909', 60, 180, 10),
                    (5, NULL, -7.0, 3, 'NGC 1', '', '', NULL, NULL, NULL);
                    """)
        }
        try database.close()
    }
}
