import Foundation
import PlateSolving

/// The member `solve_request` of an observation: what its owner asks of the solver, in the words of nova's `request-json`.
enum SolveRequestInput {
    /// - Returns: the text that is kept; nil for null and for an empty object.
    static func text(_ value: JSONValue) throws(FieldParsing.Problem) -> String? {
        switch value {
        case .null: return nil
        case .object(let members):
            guard !members.isEmpty else { return nil }
            do throws(NovaRefusal) {
                let reader = NovaRequestReader(members: Dictionary(members.map { ($0.key, $0.value) }) { _, last in last })
                let request = try reader.request()
                let encoder = JSONEncoder()
                encoder.outputFormatting = .sortedKeys
                return (try? encoder.encode(request)).map { String(decoding: $0, as: UTF8.self) }
            } catch {
                throw .init(error.message)
            }
        default: throw .init("Expected an object such as {\"center_ra\": 83.8, \"center_dec\": -5.4, \"radius\": 5}.")
        }
    }
}
