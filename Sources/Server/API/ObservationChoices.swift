/// The words that fields of an observation may hold, as in the existing system.
public struct ObservationChoices: Sendable, Hashable {
    public var instruments = [
        "Powershot G2", "Powershot G15", "Canon 350D - Sigma 18-200", "Canon 2000D - Sigma 18-200",
        "Canon 2000D - Samyang 135", "other",
    ]
    public var filters = ["None", "CLS", "other"]
    public var isos = ["none", "100", "200", "400", "800", "1600", "3200", "6400"]
    public var imageTypes = [
        "solar system", "stars wide angle", "stars zoomed-in", "deep sky", "moon", "spacecraft", "scenery", "technical",
        "event", "other",
    ]
    public var taskTypes = ["master", "observation"]

    public init() {}
}
