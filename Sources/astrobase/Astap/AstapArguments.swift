import Foundation

/// The command line of ASTAP, which imaging programs call with `-f picture -ra hours -spd degrees …`.
///
/// As there, what is not known is passed over, and an option without a usable value counts as not given.
struct AstapArguments: Sendable {
    var picture: String?
    var wantsHelp = false
    /// Files are named after this instead of the picture.
    var base: String?
    /// Hours.
    var ra: Double?
    /// Declination + 90, degrees.
    var southPoleDistance: Double?
    /// How far off that may be, degrees.
    var radius: Double?
    /// The picture's height, degrees; nil: not known.
    var field: Double?
    var starFolder: String?
    var analyses = false
    var extracts = false
    /// Of the stars that are counted by `-analyse` and `-extract`.
    var least = 30.0
    var writesLog = false
    var updates = false
    var writesFITSHeader = false
    var showsProgress = false
    /// What was given and cannot be used, in words.
    var remarks: [String] = []
    /// The whole line, for the report.
    let line: String

    /// - Parameter words: the program's name first.
    init(_ words: [String]) {
        line = words.joined(separator: " ")
        let options = words.dropFirst()
        wantsHelp = options.isEmpty || options.contains("-h") || options.contains("--help")
        func value(_ name: String) -> String? {
            guard let place = options.firstIndex(of: "-\(name)") else { return nil }
            let next = options.index(after: place)
            return next < options.endIndex ? options[next] : ""
        }
        func number(_ name: String, _ range: ClosedRange<Double>, _ meaning: String) -> Double? {
            guard let text = value(name) else { return nil }
            if let number = Double(text.replacingOccurrences(of: ",", with: ".")), range.contains(number) { return number }
            remarks.append("-\(name) \(text.prefix(40)) is not \(meaning) and was passed over.")
            return nil
        }
        picture = value("f")
        base = value("o").flatMap { $0.isEmpty ? nil : $0 }
        ra = number("ra", 0...24, "a right ascension in hours")
        southPoleDistance = number("spd", 0...180, "a distance from the south pole in degrees")
        radius = number("r", 0...180, "a radius in degrees").flatMap { $0 > 0 ? $0 : nil }
        field = number("fov", 0...180, "a field in degrees").flatMap { $0 > 0 ? $0 : nil }
        starFolder = value("d")
        analyses = options.contains("-analyse")
        extracts = options.contains("-extract")
        if let least = number(extracts ? "extract" : "analyse", 0...1e6, "a signal to noise ratio"), least > 0 { self.least = least }
        writesLog = options.contains("-log")
        updates = options.contains("-update")
        writesFITSHeader = options.contains("-wcs")
        showsProgress = options.contains("-progress")
        if (ra == nil) != (southPoleDistance == nil) {
            remarks.append("-ra and -spd go together; the one that was given was passed over.")
            (ra, southPoleDistance) = (nil, nil)
        }
    }

    /// A file beside the picture, or of the name that was asked for.
    func file(_ ending: String) -> String { Self.replacingEnding(of: base ?? picture ?? "", with: ending) }

    static func replacingEnding(of path: String, with ending: String) -> String {
        let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "\(path).\(ending)" }
        return "\(path.dropLast(name.distance(from: dot, to: name.endIndex))).\(ending)"
    }

    static let help = """
        Astrobase, solving pictures when called as ASTAP is. Usage: astap -f picture [options]
        -f file        the picture: FITS, JPEG, PNG, TIFF or camera raw
        -ra hours      about where its centre is: right ascension
        -spd degrees   and declination + 90
        -r degrees     how far off that may be (default: 10)
        -fov degrees   its height; 0: not known
        -o base        name the files that are written after this
        -d folder      astrometry.net index files (default: ASTROBASE_INDEX_DIR, else /usr/share/astrometry)
        -wcs           write the solution as a FITS header without data, else as lines of text
        -update        put the solution into the FITS file's header; of other pictures write a FITS file
        -log           write a .log file
        -progress      say what is being done
        -analyse snr   do not solve, but count the stars and measure how sharp they are
        -extract snr   the same, and write a .csv file of them
        -z -s -t -m -check -speed   understood, and not needed: the solver chooses by itself
        The result is in the .ini file. What is known of the picture is never trusted blindly: where it is wrong, the whole sky is searched.
        Ends with 0 when the picture was solved, else with 1.
        """
}
