import Foundation
import Logging
import NovaEngine
import PlateSolving

/// What solves pictures, as the settings want it.
struct Solvers {
    let solver: any PlateSolver
    /// Those of its parts that work in this process.
    let locals: [LocalSolver]
}

extension House {
    /// All engines as one, for a command that waits.
    static func engine(_ settings: Settings) throws -> any SolveEngine {
        let folder = FileManager.default.temporaryDirectory.appending(path: "astrobase-nova", directoryHint: .isDirectory)
        let engines = try settings.engines.names.map { try engine($0, settings, ledger: folder, Logger(label: "astrobase")) }
        return engines.count == 1 ? engines[0] : ChainEngine(engines)
    }

    /// - Parameters:
    ///   - folder: for submissions.
    ///   - pictures, lookSeconds: as `LocalSolver` has them.
    static func solvers(
        _ settings: Settings, folder: URL, pictures: URL? = nil, lookSeconds: Double? = nil, _ log: Logger
    ) throws -> Solvers {
        // Each engine has places of its own: a picture that waits for a server keeps none from being solved here.
        let locals = try settings.engines.names.enumerated().map { place, name in
            try LocalSolver(
                engine: try engine(name, settings, ledger: folder.appending(path: ".nova-ledger", directoryHint: .isDirectory), log),
                folder: place == 0 ? folder : folder.appending(path: ".\(name.rawValue)", directoryHint: .isDirectory),
                pictures: pictures, slots: name == .nova ? settings.novaSlots : settings.solveSlots,
                timeout: name == .nova ? settings.novaSeconds : settings.solveSeconds, lookSeconds: lookSeconds,
                address: name == .nova ? settings.novaAddress : "local", log: log)
        }
        guard locals.count > 1 else { return Solvers(solver: locals[0], locals: locals) }
        return Solvers(
            solver: try ChainSolver(locals, folder: folder.appending(path: ".chain", directoryHint: .isDirectory)), locals: locals)
    }

    static func engine(_ name: EngineName, _ settings: Settings, ledger: URL, _ log: Logger) throws -> any SolveEngine {
        switch name {
        case .index:
            return IndexEngine(
                indexFolder: settings.indexFolder, limitMegapixels: settings.maxMegapixels, width: settings.solveSlots)
        case .solveField:
            guard let program = Bundle.main.executablePath else {
                throw PlainError("The path of this program cannot be found, which solvers are guarded by.")
            }
            var configuration = SolveFieldConfiguration(guardProgram: [program, "guard"])
            configuration.indexFolder = settings.indexFolder
            configuration.memoryBytes = settings.solveMegabytes << 20
            configuration.limitMegapixels = settings.maxMegapixels
            return SolveFieldEngine(configuration)
        case .nova:
            do {
                var pace = NovaEngine.Settings()
                (pace.firstPoll, pace.slowestPoll) = (settings.novaPoll, max(30, settings.novaPoll))
                return NovaEngine(
                    access: try NovaAccess(url: settings.novaAddress, key: settings.novaKey),
                    options: try NovaOptions(isPublic: false, json: settings.novaOptions), folder: ledger, settings: pace, log: log)
            } catch let error as NovaSetupError {
                throw PlainError("\(error)")
            }
        }
    }
}
