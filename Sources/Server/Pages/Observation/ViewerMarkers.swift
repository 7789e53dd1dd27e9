import Foundation
import HTTPTypes
import Observations
import Pipeline
import Previews

/// The markers that the viewer's layers show.
struct ViewerMarkers: Sendable {
    let markers: any CommandMarkers

    /// A JSON list.
    ///
    /// - Throws: `APIError` with a sentence where there is nothing to mark.
    func list(_ layer: PictureLayer, in observation: Observation) async throws -> Data {
        do {
            switch layer {
            case .solarsystem: return try Self.data(try await markers.solarSystem(in: observation), in: observation)
            case .exoplanets: return try Self.data(try await markers.exoplanets(in: observation), in: observation)
            default: return Data((observation.extra ?? "[]").utf8)
            }
        } catch let error as JobError {
            throw APIError(.notFound, detail: error.message)
        }
    }

    /// The same share of each picture: the sizes of jobs are pixels, for pictures of some 2,000.
    private static func data(_ markers: [CommandMarker], in observation: Observation) throws -> Data {
        let factor = max(1, Double(max(observation.width ?? 0, observation.height ?? 0)) / 2000)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return try encoder.encode(
            markers.map { marker in
                var sized = marker
                sized.size *= factor
                return sized
            })
    }
}
