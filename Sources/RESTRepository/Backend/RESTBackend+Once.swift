import Foundation
import Logging
import TaskQueue

extension RESTBackend {
    /// Sends a POST that must be done once: when its answer is lost it is looked whether it arrived, before it is sent again.
    ///
    /// - Parameters:
    ///   - arrived: what is there by now, if the call was done; it is asked with the number of the try.
    ///   - read: reads the answer.
    func sendOnce<Value>(
        _ call: RESTCall, arrived: (Int) async throws -> Value?, read: (JSON) throws -> Value
    ) async throws -> Value {
        var attempt = 1
        while true {
            do {
                let answer = try await send(call)
                guard (200..<300).contains(answer.status) else {
                    throw RESTError.refused(
                        backend: access.base, call: call.name, status: answer.status, reason: RESTRefusal.text(answer.json))
                }
                return try read(answer.json)
            } catch RESTError.uncertain(let backend, let name, let reason) {
                guard let delay = settings.retry.delay(afterAttempt: attempt) else {
                    throw RESTError.uncertain(backend: backend, call: name, reason: reason)
                }
                // What was sent may be at work still.
                try await Task.sleep(for: .seconds(delay))
                if let value = try await arrived(attempt) { return value }
                log.debug("sent again, as it did not arrive", metadata: ["call": "\(name)", "reason": "\(reason)"])
                attempt += 1
            }
        }
    }
}
