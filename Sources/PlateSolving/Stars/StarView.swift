/// The stars of a picture as one detection sees them.
struct StarView: Sendable {
    /// Brightest first.
    var stars: [DetectedStar]
    /// Pixels of the picture they were found in.
    var width: Int
    var height: Int
    /// How many upright pixels one of those pixels is wide.
    var factor: Int
}
