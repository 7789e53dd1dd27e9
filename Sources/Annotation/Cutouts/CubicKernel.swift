/// Catmull-Rom's cubic (R. Keys 1981, a = −½) along one axis, stretched where pixels become fewer, so that it averages over the area that
/// a new pixel covers.
///
/// Weights are kept for 256 positions between two pixels, so a place is right to 1/512 pixel; those of a position add up to 1.
struct CubicKernel {
    static let phaseBits = 8
    static let phases = 1 << phaseBits
    static let longest = 32
    /// Pixels of the source that have a part in one of the target: 4 unless stretched.
    let taps: Int
    /// From the weights of one phase to those of the next; zeros lie between.
    let rowLength: Int
    /// Half the width of the kernel, source pixels.
    let reach: Double
    let weights: [Float]

    /// - Parameter stretch: source pixels for one of the target, 1 … 8.
    init(stretch: Double) {
        reach = 2 * stretch
        taps = min(Self.longest, Int((4 * stretch).rounded(.up)))
        rowLength = taps <= 8 ? 8 : Self.longest
        var all: [Float] = []
        for phase in 0..<Self.phases {
            let fraction = Double(phase) / Double(Self.phases)
            let row = (0..<taps).map { Self.cubic((Double($0 + 1) - fraction - 2 * stretch) / stretch) }
            let sum = row.reduce(0, +)
            all += row.map { Float($0 / sum) } + Array(repeating: 0, count: rowLength - taps)
        }
        weights = all
    }

    private static func cubic(_ distance: Double) -> Double {
        let t = abs(distance)
        return t < 1 ? (1.5 * t - 2.5) * t * t + 1 : t < 2 ? ((2.5 - 0.5 * t) * t - 4) * t + 2 : 0
    }
}

/// The kernels of a picture, one for each stretch in steps of 1/256.
struct CubicKernels {
    /// Below it nothing is lost without averaging, and 16 pixels take part instead of 25: a distorted picture turned at its own scale.
    private static let unstretched = 1.05
    private var made: [Int: CubicKernel] = [:]

    subscript(stretch: Double) -> CubicKernel {
        mutating get {
            let key = stretch >= Self.unstretched ? Int((min(8, stretch) * 256).rounded()) : 256
            if let kernel = made[key] { return kernel }
            let kernel = CubicKernel(stretch: Double(key) / 256)
            made[key] = kernel
            return kernel
        }
    }
}
