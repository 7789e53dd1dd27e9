import CWCSLIB
import Foundation

/// wcslib's part: from pixels free of distortion to native-system angles and back, through a `wcsprm` of its own.
///
/// Calls write into the `wcsprm`, so they must take turns. The header is never handed to wcslib: only numbers that were
/// validated are put into the struct.
final class ProjectionEngine {
    private let parameters: UnsafeMutablePointer<wcsprm>

    init(_ terms: WCSTerms) throws {
        parameters = .allocate(capacity: 1)
        memset(parameters, 0, MemoryLayout<wcsprm>.size)
        // wcslib's sign that the memory it would own is not yet allocated.
        parameters.pointee.flag = -1
        guard wcsinit(1, 2, parameters, Int32(max(1, terms.projectionParameters.count)), 1, 1) == 0 else {
            wcsfree(parameters)
            parameters.deallocate()
            throw WCSError("no memory for a projection")
        }
        fill(terms)
        let status = wcsset(parameters)
        guard status == 0 else { throw WCSError("the header gives no valid projection: \(Self.reason(status))") }
    }

    deinit {
        wcsfree(parameters)
        parameters.deallocate()
    }

    private func fill(_ terms: WCSTerms) {
        for axis in 0..<2 {
            parameters.pointee.crpix[axis] = terms.crpix[axis]
            parameters.pointee.crval[axis] = terms.crval[axis]
            parameters.pointee.cdelt[axis] = 1
            Self.copy(terms.ctype[axis], into: &parameters.pointee.ctype[axis])
            Self.copy("deg", into: &parameters.pointee.cunit[axis])
            for other in 0..<2 { parameters.pointee.pc[axis * 2 + other] = terms.cd[axis][other] }
        }
        parameters.pointee.altlin = 1
        if let longitude = terms.lonPole { parameters.pointee.lonpole = longitude }
        if let latitude = terms.latPole { parameters.pointee.latpole = latitude }
        for (index, parameter) in terms.projectionParameters.enumerated() {
            parameters.pointee.pv[index] = pvcard(
                i: Int32(parameter.axis), m: Int32(parameter.number), value: parameter.value)
        }
        parameters.pointee.npv = Int32(terms.projectionParameters.count)
    }

    private static func copy<T>(_ text: String, into field: inout T) {
        withUnsafeMutableBytes(of: &field) { bytes in
            bytes.initializeMemory(as: UInt8.self, repeating: 0)
            bytes.copyBytes(from: text.utf8.prefix(bytes.count - 1))
        }
    }

    private static func reason(_ status: Int32) -> String {
        switch status {
        case 3: "the matrix is singular"
        case 4: "inconsistent or unrecognised axis types"
        case 5, 6, 7: "wrong or missing parameters"
        default: "wcslib status \(status)"
        }
    }

    /// FITS pixels (1-based) as x, y pairs to longitude, latitude pairs in degrees; NaN where there is no sky.
    func world(_ pixels: [Double]) -> [Double] {
        let count = pixels.count / 2
        guard count > 0 else { return [] }
        var (pixels, image, world) = (
            Self.held(pixels), [Double](repeating: 0, count: 2 * count), [Double](repeating: 0, count: 2 * count)
        )
        var (phi, theta) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
        var flags = [Int32](repeating: 0, count: count)
        let status = wcsp2s(parameters, Int32(count), 2, &pixels, &image, &phi, &theta, &world, &flags)
        return Self.checked(world, flags, status, partial: 8)
    }

    /// Longitude, latitude pairs in degrees to FITS pixels; NaN where the projection does not reach.
    func pixels(_ world: [Double]) -> [Double] {
        let count = world.count / 2
        guard count > 0 else { return [] }
        var (world, image, pixels) = (
            Self.held(world), [Double](repeating: 0, count: 2 * count), [Double](repeating: 0, count: 2 * count)
        )
        var (phi, theta) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
        var flags = [Int32](repeating: 0, count: count)
        let status = wcss2p(parameters, Int32(count), 2, &world, &phi, &theta, &image, &pixels, &flags)
        return Self.checked(pixels, flags, status, partial: 9)
    }

    /// wcslib is not asked about numbers that are none; 1e30 is out of every projection and gets no answer.
    private static func held(_ numbers: [Double]) -> [Double] {
        numbers.map { abs($0) < 1e12 ? $0 : 1e12 }
    }

    private static func checked(_ numbers: [Double], _ flags: [Int32], _ status: Int32, partial: Int32) -> [Double] {
        guard status == 0 || status == partial else { return Array(repeating: .nan, count: numbers.count) }
        return numbers.indices.map { flags[$0 / 2] == 0 ? numbers[$0] : .nan }
    }
}
