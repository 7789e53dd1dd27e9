import Pipeline
import PlateSolving
import ServiceLifecycle

/// Solves what was submitted, and has the pipeline look at once when something was solved.
struct Solving: Service {
    let solver: LocalSolver
    let registration: Registration
    let printer: ProgressPrinter
    let news: AsyncStream<SolverNews>

    init(solver: LocalSolver, registration: Registration, printer: ProgressPrinter) async {
        self.solver = solver
        self.registration = registration
        self.printer = printer
        news = await solver.news()
    }

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await solver.run() }
                group.addTask {
                    for await event in news {
                        switch event.state {
                        case .solving: printer.solving(event.submission)
                        case .solved, .failed: await registration.solverHasNews()
                        case .waiting, .unknown: continue
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }
}
