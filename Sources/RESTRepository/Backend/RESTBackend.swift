import AsyncHTTPClient
import Foundation
public import Logging
import NIOCore
import NIOHTTP1
import Synchronization
import TaskQueue
import Threads

/// The connection to a backend: this server or the existing Django one.
///
/// Which of the two it is shows in a header of its answers. This server keeps whole records (`facts`) and their versions, so that
/// a change is made only to what was read; the existing backend does not, and what that means stands with each repository.
public final class RESTBackend: Sendable {
    let access: RESTAccess
    let settings: RESTSettings
    let log: Logger
    private let http: HTTPClient
    private let kind = Mutex<Bool?>(nil)

    public init(access: RESTAccess, settings: RESTSettings = RESTSettings(), log: Logger) {
        self.access = access
        self.settings = settings
        self.log = log
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(
                connect: .milliseconds(Int64(settings.connectSeconds * 1000)),
                read: .milliseconds(Int64(settings.answerSeconds * 1000))))
        configuration.connectionPool.retryConnectionEstablishment = false
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Closes the connections. Call it once, when nothing more is asked.
    public func shutdown() async throws { try await http.shutdown() }

    /// Whether the backend is this server.
    func isOurs() async throws -> Bool {
        if let known = kind.withLock({ $0 }) { return known }
        return try await send(RESTCall(method: .get, path: "jobs/", query: [("status", "-")])).isOurs
    }

    /// Sends a call and tries again where that can do no harm: a call that is not a POST may arrive twice, a POST only when it
    /// was not taken.
    ///
    /// - Returns: the answer of status 2xx, or 404 and 412, which callers ask about.
    /// - Throws: `RESTError`; `.uncertain` for a POST that may have arrived; `RepositoryError.invalid` where a field is refused.
    func send(_ call: RESTCall) async throws -> RESTAnswer {
        var attempt = 1
        while true {
            let failure: RESTFailure
            do {
                var answer = try checked(try await once(call), call)
                answer.tries = attempt
                return answer
            } catch let error as RESTFailure {
                failure = error
            }
            if call.method == .post && failure.mayHaveArrived {
                throw RESTError.uncertain(backend: access.base, call: call.name, reason: failure.reason)
            }
            guard let delay = settings.retry.delay(afterAttempt: attempt) else {
                throw RESTError.unreachable(backend: access.base, reason: failure.reason)
            }
            log.debug(
                "the backend is asked again",
                metadata: ["call": "\(call.name)", "reason": "\(failure.reason)", "attempt": "\(attempt)"])
            try await Task.sleep(for: .seconds(max(delay, failure.wait ?? 0)))
            attempt += 1
        }
    }

    private func checked(_ answer: RESTAnswer, _ call: RESTCall) throws -> RESTAnswer {
        kind.withLock { $0 = answer.isOurs }
        switch answer.status {
        case 200..<300, 404, 412: return answer
        case 401, 403:
            if answer.status == 401 { throw RESTError.credentials(backend: access.base) }
        case 400:
            if let invalid = RESTRefusal.invalid(answer.json) { throw invalid }
        default: break
        }
        throw RESTError.refused(
            backend: access.base, call: call.name, status: answer.status, reason: RESTRefusal.text(answer.json))
    }

    private func once(_ call: RESTCall) async throws -> RESTAnswer {
        let request = try call.request(access)
        do {
            return try await Deadline.run(seconds: settings.answerSeconds) { [http, settings] in
                let response = try await http.execute(request, deadline: .distantFuture)
                let status = Int(response.status.code)
                if status == 429 || status >= 500 {
                    throw RESTFailure(status: status, retryAfter: response.headers.first(name: "Retry-After"))
                }
                let body = try await response.body.collect(upTo: settings.maximumAnswer)
                return try self.answer(to: call, status, response.headers.first(name: "Content-Type") ?? "", body).with(
                    version: response.headers.first(name: "ETag"), isOurs: response.headers.contains(name: "Astrobase-API"))
            }
        } catch is NIOTooManyBytesError {
            throw unexpected(call, "it is larger than \(settings.maximumAnswer) bytes")
        } catch let error as RESTFailure {
            throw error
        } catch let error as RESTError {
            throw error
        } catch {
            try Task.checkCancellation()
            throw RESTFailure(error)
        }
    }

    private func answer(to call: RESTCall, _ status: Int, _ type: String, _ body: ByteBuffer) throws -> RESTAnswer {
        if (300..<400).contains(status) {
            throw unexpected(call, "it sends the caller elsewhere (\(status)); is ASTROBASE_URL the address of the API itself?")
        }
        guard body.readableBytes > 0 else { return RESTAnswer(status: status, json: .null, isOurs: false) }
        let bytes = Data(body.readableBytesView)
        guard type.lowercased().hasPrefix("application/json") else {
            // A page that says "not found" is no word of the API about a record.
            throw unexpected(call, "\(type.isEmpty ? "no type" : type), status \(status): \(RESTRefusal.beginning(of: bytes))")
        }
        do {
            return RESTAnswer(status: status, json: try JSONDecoder().decode(JSON.self, from: bytes), isOurs: false)
        } catch {
            throw unexpected(call, "broken JSON: \(RESTRefusal.beginning(of: bytes))")
        }
    }

    func unexpected(_ call: RESTCall, _ reason: String) -> RESTError {
        .unexpected(backend: access.base, call: call.name, reason: reason)
    }
}

extension RESTAnswer {
    fileprivate func with(version: String?, isOurs: Bool) -> RESTAnswer {
        var copy = self
        (copy.version, copy.isOurs) = (version, isOurs)
        return copy
    }
}
