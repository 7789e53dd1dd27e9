import Hummingbird
import NIOCore
import Observations
import Synchronization

/// Answers to questions that are asked again and again, for as long as nothing was changed in the archive.
final class AnswerMemory: Sendable {
    private struct Kept {
        var version: Int64
        var answer: ByteBuffer
    }

    private struct State {
        var kept: [String: Kept] = [:]
        var bytes = 0
    }

    private let state = Mutex(State())

    private static let mostBytes = 64 << 20
    private static let mostOfOne = 4 << 20

    func answer(to question: String, version: Int64) -> ByteBuffer? {
        state.withLock { state in
            guard let kept = state.kept[question], kept.version == version else { return nil }
            return kept.answer
        }
    }

    func keep(_ answer: ByteBuffer, to question: String, version: Int64) {
        let size = answer.readableBytes + question.utf8.count
        guard size <= Self.mostOfOne else { return }
        state.withLock { state in
            if state.bytes + size > Self.mostBytes { state = State() }
            let old = state.kept.updateValue(Kept(version: version, answer: answer), forKey: question)
            state.bytes += size - (old.map { $0.answer.readableBytes + question.utf8.count } ?? 0)
        }
    }
}

extension Site {
    /// What `make` writes, or wrote when the same was asked before and nothing was changed since.
    func remembered(_ request: Request, make: () async throws -> JSONWriter) async throws -> Response {
        // Read before the answer is made: what is changed meanwhile makes it one of an old state.
        guard let version = try await repository.version() else { return Response(json: try await make()) }
        let question = "\(Self.host(request) ?? "") \(request.uri.string)"
        if let known = memory.answer(to: question, version: version) { return Response(json: known) }
        let answer = ByteBuffer(bytes: try await make().bytes)
        memory.keep(answer, to: question, version: version)
        return Response(json: answer)
    }
}
