/// Who gets a place first. Within a band the brighter goes before the fainter.
enum LabelPriority {
    static let marker = 900.0
    static let solverStar = 300.0
    static let constellation = 540.0

    /// - Parameter prominence: 0 … 1.
    static func deepSky(_ prominence: Double) -> Double { 500 + 200 * prominence }
    /// The brightest stars come before all else in the sky.
    static func namedStar(_ prominence: Double) -> Double { 450 + 260 * prominence }
}
