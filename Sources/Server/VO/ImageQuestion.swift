import Foundation
import Observations
import Sky

/// What an image query asks for (SIA 2.0, 2.1): of several values of one parameter any holds, of several parameters all do.
struct ImageQuestion: Sendable {
    private(set) var regions: [SkyRegion] = []
    private(set) var filters: [FieldFilter] = []
    /// Metres.
    private(set) var bands: [ClosedRange<Double>] = []
    private(set) var isOfImages = true
    let limit: Int
    /// Modified Julian days.
    private var times: [ClosedRange<Double>] = []
    private var fields: [ClosedRange<Double>] = []
    private var resolutions: [ClosedRange<Double>] = []
    private var exposures: [ClosedRange<Double>] = []
    private var words: [(field: @Sendable (Observation) -> String, any: Set<String>)] = []
    private var formats: Set<String> = []

    init(_ parameters: QueryParameters, most: Int) throws(VOProblem) {
        limit = try parameters.voLimit(most)
        for text in parameters.voValues("POS") { regions += try Self.regions(text) }
        bands = try Self.intervals(parameters, "BAND")
        times = try Self.intervals(parameters, "TIME")
        fields = try Self.intervals(parameters, "FOV")
        resolutions = try Self.intervals(parameters, "SPATRES")
        exposures = try Self.intervals(parameters, "EXPTIME")
        formats = Set(parameters.voValues("FORMAT").map { $0.lowercased() })
        let types = parameters.voValues("DPTYPE").map { $0.lowercased() }
        let levels = parameters.voValues("CALIB").map { $0.trimmed }
        // What is not known of any picture excludes all.
        let unknown = ["POL", "SPECRP", "TIMERES"].contains { !parameters.voValues($0).isEmpty }
        isOfImages = (types.isEmpty || types.contains("image")) && (levels.isEmpty || levels.contains("2")) && !unknown
        words = [
            ({ $0.taskID }, Set(parameters.voValues("ID").map { String($0.split(separator: "?").last ?? "") })),
            ({ _ in ObsCore.collection }, Set(parameters.voValues("COLLECTION"))),
            ({ _ in ObsCore.collection }, Set(parameters.voValues("FACILITY"))),
            ({ $0.instrument }, Set(parameters.voValues("INSTRUMENT"))),
            ({ $0.fieldName ?? $0.name }, Set(parameters.voValues("TARGET"))),
        ]
        if let ids = words.first?.any, !ids.isEmpty, let field = FilterField.observation["taskID"] {
            filters.append(FieldFilter(field, .isAny(ids.map { .text($0) })))
        }
        if let type = FilterField.observation["box"] { filters.append(FieldFilter(type, .isMissing(false))) }
    }

    func accepts(_ o: Observation) -> Bool {
        func holds(_ ranges: [ClosedRange<Double>], _ value: ClosedRange<Double>?) -> Bool {
            ranges.isEmpty || value.map { value in ranges.contains { $0.overlaps(value) } } ?? false
        }
        func point(_ value: Double?) -> ClosedRange<Double>? { value.map { $0...$0 } }
        return holds(times, ObsCore.times(o)) && holds(fields, point(o.fieldFOV.map { 2 * $0 }))
            && holds(resolutions, point(ObsCore.resolution(o))) && holds(exposures, point(ObsCore.exposure(o)))
            && words.allSatisfy { $0.any.isEmpty || $0.any.contains($0.field(o)) }
    }

    func acceptsFormat(_ row: [VOTable.Cell]) -> Bool {
        guard !formats.isEmpty, !formats.contains("all"), case .text(let format?) = row[ObsCore.formatIndex] else { return true }
        return formats.contains(format)
    }

    /// One region, or several that make it up.
    private static func regions(_ text: String) throws(VOProblem) -> [SkyRegion] {
        let wrong = VOProblem(
            "POS is to be CIRCLE ra dec radius, RANGE ra1 ra2 dec1 dec2 or POLYGON ra1 dec1 ra2 dec2 ra3 dec3 …, in degrees")
        let parts = text.split(whereSeparator: \.isWhitespace)
        guard let word = parts.first?.uppercased(), parts.count <= 401 else { throw wrong }
        var numbers: [Double] = []
        for part in parts.dropFirst() {
            guard let number = bound(String(part)) else { throw wrong }
            numbers.append(number)
        }
        func isPlace(_ ra: Double, _ dec: Double) -> Bool { (0...360).contains(ra) && (-90...90).contains(dec) }
        switch word {
        case "CIRCLE":
            guard numbers.count == 3, isPlace(numbers[0], numbers[1]), (0...180).contains(numbers[2]) else { throw wrong }
            return [.cap(SkyPosition(ra: numbers[0], dec: numbers[1]), radius: numbers[2])]
        case "RANGE":
            guard numbers.count == 4 else { throw wrong }
            let (west, east) = (max(0, numbers[0]), min(360, numbers[1]))
            let (south, north) = (max(-90, numbers[2]), min(90, numbers[3]))
            guard west <= east, south <= north else { throw wrong }
            // A ring round the sky is no simple polygon; three parts of it are.
            let parts = east - west > 120 ? 3 : 1
            let width = (east - west) / Double(parts)
            return (0..<parts).map { part in
                .polygon(band(west + width * Double(part), west + width * Double(part + 1), south, north))
            }
        case "POLYGON":
            guard numbers.count >= 6, numbers.count % 2 == 0 else { throw wrong }
            var corners: [SkyPosition] = []
            for pair in stride(from: 0, to: numbers.count, by: 2) {
                guard isPlace(numbers[pair], numbers[pair + 1]) else { throw wrong }
                corners.append(SkyPosition(ra: numbers[pair], dec: numbers[pair + 1]))
            }
            return [.polygon(SphericalPolygon(corners.map(\.unitVector)))]
        default: throw wrong
        }
    }

    /// A region between two meridians and two parallels; parallels are no great circles, so their sides have a point each degree.
    private static func band(_ west: Double, _ east: Double, _ south: Double, _ north: Double) -> SphericalPolygon {
        let steps = max(1, Int((east - west).rounded(.up)))
        let ras = (0...steps).map { west + (east - west) * Double($0) / Double(steps) }
        let rises = max(1, Int(((north - south) / 60).rounded(.up)))
        let decs = (0...rises).map { south + (north - south) * Double($0) / Double(rises) }
        let places =
            ras.map { SkyPosition(ra: $0, dec: south) } + decs.dropFirst().dropLast().map { SkyPosition(ra: east, dec: $0) }
            + ras.reversed().map { SkyPosition(ra: $0, dec: north) }
            + decs.reversed().dropFirst().dropLast().map { SkyPosition(ra: west, dec: $0) }
        let middle = SkyPosition(ra: (west + east) / 2, dec: (south + north) / 2).unitVector
        return SphericalPolygon(places.map(\.unitVector), around: middle)
    }

    private static func intervals(_ parameters: QueryParameters, _ name: String) throws(VOProblem) -> [ClosedRange<Double>] {
        var intervals: [ClosedRange<Double>] = []
        for text in parameters.voValues(name) {
            let parts = text.split(whereSeparator: \.isWhitespace).map { bound(String($0)) }
            guard let first = parts.first, let low = first, parts.count <= 2, let high = parts.count == 2 ? parts[1] : low, low <= high
            else { throw VOProblem("\(name) is to be one number, or two of which the first is not the larger one") }
            intervals.append(low...high)
        }
        return intervals
    }

    /// A number, `-Inf` or `+Inf`.
    private static func bound(_ text: String) -> Double? {
        guard let number = Double(text), !number.isNaN, !text.lowercased().contains("x") else { return nil }
        return number
    }
}
