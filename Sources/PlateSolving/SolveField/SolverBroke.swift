/// The solver itself failed, not the matching: it crashed, or ran out of memory or disk. Another attempt may go better.
struct SolverBroke: Error, CustomStringConvertible {
    var ending: GuardedProgram.Ending
    var solver: String

    /// 126 is what the guard ends with when there is no such program.
    var isMissing: Bool { ending.status == 126 }

    var description: String {
        if isMissing { return "The solver \(solver) is not installed (apt-get install astrometry.net)." }
        let last = ending.output.split(separator: "\n").suffix(3).joined(separator: " / ")
        return "The solver \(solver) broke down (status \(ending.status)). Its last words: \(last)"
    }
}
