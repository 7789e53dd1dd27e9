import Hummingbird

/// A request's context: who asks.
struct VisitContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    var visitor = Visitor()

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
    }
}
