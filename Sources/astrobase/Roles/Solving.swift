import Pipeline
import PlateSolving
import ServiceLifecycle

/// Solves what was submitted, and has the pipeline look at once when something was solved.
struct Solving: Service {
    let solvers: [LocalSolver]
    let registration: Registration
    let printer: ProgressPrinter
    let news: [AsyncStream<SolverNews>]

    init(solvers: [LocalSolver], registration: Registration, printer: ProgressPrinter) async {
        self.solvers = solvers
        self.registration = registration
        self.printer = printer
        var news: [AsyncStream<SolverNews>] = []
        for solver in solvers { news.append(await solver.news()) }
        self.news = news
    }

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for solver in solvers { group.addTask { try await solver.run() } }
                for stream in news { group.addTask { await follow(stream) } }
                try await group.waitForAll()
            }
        }
    }

    private func follow(_ news: AsyncStream<SolverNews>) async {
        for await event in news {
            switch event.state {
            case .solving: printer.solving(event.submission)
            case .solved, .failed: await registration.solverHasNews()
            case .waiting, .unknown: continue
            }
        }
    }
}
