import Foundation
import Raster
import Sky
import Synchronization
import WCS

/// What was solved last with each camera: the next picture of that camera mostly has the same scale, and in the same night often shows
/// the same sky.
final class SolveMemory: Sendable {
    private struct Setup: Hashable {
        var camera: String
        var lens: String?
        var focalLength: Double?
        var width, height: Int
    }

    private struct Solved {
        var ra, dec, radius, scale: Double
        /// In the camera's own words.
        var taken: String?
    }

    private static let mostSetups = 1000
    private let last = Mutex<[Setup: Solved]>([:])

    /// What the last picture of the same camera lets one expect, the narrower first; nothing of a camera that does not say its name.
    func hints(for survey: StarSurvey) -> [SolveHints] {
        guard let setup = Self.setup(survey), let solved = last.withLock({ $0[setup] }) else { return [] }
        let scale = SolveHints(scaleLow: solved.scale * 0.97, scaleHigh: solved.scale * 1.03)
        guard let night = Self.night(solved.taken), night == Self.night(Self.taken(survey.capture)) else { return [scale] }
        var here = scale
        (here.ra, here.dec, here.radius) = (solved.ra, solved.dec, max(2, 1.5 * solved.radius))
        return [here, scale]
    }

    func note(_ wcs: WCS, of survey: StarSurvey) {
        guard let setup = Self.setup(survey) else { return }
        let solved = Solved(
            ra: wcs.centre.ra, dec: wcs.centre.dec, radius: wcs.radius, scale: wcs.pixelScale, taken: Self.taken(survey.capture))
        last.withLock { last in
            if last.count >= Self.mostSetups { last.removeAll() }
            last[setup] = solved
        }
    }

    private static func setup(_ survey: StarSurvey) -> Setup? {
        let capture = survey.capture
        return capture.camera.map {
            Setup(camera: $0, lens: capture.lens, focalLength: capture.focalLength, width: survey.width, height: survey.height)
        }
    }

    private static func taken(_ capture: CaptureFacts) -> String? {
        capture.dateTimeOriginal ?? capture.dateObs.map { $0.ISO8601Format().replacing("-", with: ":").replacing("T", with: " ") }
    }

    /// The day on which the night began, counted from noon on; of `yyyy:MM:dd HH:mm:ss`.
    private static func night(_ taken: String?) -> Int? {
        let numbers = (taken ?? "").split { !$0.isNumber }.prefix(4).compactMap { Int($0) }
        guard numbers.count == 4 else { return nil }
        // Equal for the evening of one day and the morning of the next; days of the month run on for it.
        return (numbers[0] * 372 + numbers[1] * 31 + numbers[2]) - (numbers[3] < 12 ? 1 : 0)
    }
}
