import StarIndex

/// A picture's stars matched with those of an index.
struct FieldMatch: Sendable {
    struct Star: Sendable {
        /// Its place in the list of the picture's stars.
        var field: Int
        /// Its number in the index.
        var index: Int
        var direction: SIMD3<Double>
    }

    var index: FeatureIndex
    var stars: [Star]
    var plane: TangentPlane
    /// From the plane to pixels.
    var pixels: PlanePolynomial
    /// Natural logarithm of the odds that the match is right, against chance.
    var logOdds: Double
    /// Pixels, root mean square over the matched stars.
    var residual: Double
    /// Whether y grows southward where x grows westward or the other way round: pictures with the first row on top.
    var mirrored: Bool

    /// Odds of 1e9 are what astrometry.net asks for; a picture tries up to a million features, and what they are checked against is not
    /// quite independent of them.
    static let certain = 32.0
    static let believable = 20.8

    var isCertain: Bool { logOdds >= Self.certain }
}
