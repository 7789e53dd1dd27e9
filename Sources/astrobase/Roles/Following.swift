import ServiceLifecycle

/// Hands each element of a stream on, until it ends or the group shuts down.
struct Following<Element: Sendable>: Service {
    let events: AsyncStream<Element>
    let action: @Sendable (Element) async -> Void

    func run() async throws {
        for await event in events.cancelOnGracefulShutdown() { await action(event) }
    }
}
