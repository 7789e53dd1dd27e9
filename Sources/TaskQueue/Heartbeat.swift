public import Foundation
public import Logging
public import ServiceLifecycle

/// Asks for tasks again and again, each at its own pace, the first time at once.
///
/// Give the requests a key, so that they do not pile up while nobody takes them.
public struct Heartbeat: Service {
    public struct Beat: Sendable, Hashable {
        public var request: TaskRequest
        /// Seconds from one request to the next.
        public var every: TimeInterval

        public init(_ request: TaskRequest, every: TimeInterval) {
            self.request = request
            self.every = every
        }
    }

    private let queue: any Queue
    private let beats: [Beat]
    private let log: Logger

    public init(queue: any Queue, beats: [Beat], log: Logger) {
        self.queue = queue
        self.beats = beats
        self.log = log
    }

    public func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                for beat in beats { group.addTask { await repeatedly(beat) } }
            }
        }
    }

    private func repeatedly(_ beat: Beat) async {
        while !Task.isCancelled {
            do {
                try await queue.enqueue([beat.request.again()])
            } catch {
                if Task.isCancelled { return }
                log.error("cannot ask for a task", metadata: ["task": "\(beat.request.name)", "error": "\(error)"])
            }
            try? await Task.sleep(for: .seconds(max(0.01, beat.every)))
        }
    }
}
