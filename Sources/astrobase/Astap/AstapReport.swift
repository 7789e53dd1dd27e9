import FITS
import Foundation
import PlateSolving
import WCS

/// The `.ini` file that programs read after calling ASTAP.
struct AstapReport {
    let arguments: AstapArguments

    /// - Parameter line: the solution in the rows of the file's order, y from 1 at the first.
    func solved(_ linear: LinearSolution, warnings: [String]) -> String {
        var lines = ["PLTSOLVD=T"]
        lines += linear.keywords.map { "\($0.name)=\(Self.number($0.value))" }
        lines.append("CMDLINE=\(oneLine(arguments.line))")
        if !warnings.isEmpty { lines.append("WARNING=\(oneLine(warnings.joined(separator: " ")))") }
        return lines.joined(separator: "\n") + "\n"
    }

    func failed(_ error: String?, warnings: [String]) -> String {
        var lines = ["", "PLTSOLVD=F", "CMDLINE=\(oneLine(arguments.line))"]
        if let error { lines.append("ERROR=\(oneLine(error))") }
        if !warnings.isEmpty { lines.append("WARNING=\(oneLine(warnings.joined(separator: " ")))") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// In ASTAP's own words where it has some.
    static func words(_ failure: SolveFailure) -> String {
        switch failure.cause {
        case .unreadable: "Error reading image file."
        case .noIndex: "No star database found."
        case .tooFewStars: "Not enough stars."
        default: failure.reason
        }
    }

    private func oneLine(_ text: String) -> String { text.split(whereSeparator: \.isNewline).joined(separator: " ") }

    /// As ASTAP writes numbers: a blank or a minus, and an exponent of three digits.
    static func number(_ value: Double) -> String {
        let text = String(format: "%.16E", value)
        guard let mark = text.firstIndex(of: "E") else { return text }
        let exponent = Int(text[text.index(after: mark)...]) ?? 0
        return (value < 0 ? "" : " ") + text[..<mark] + String(format: "E%@%03d", exponent < 0 ? "-" : "+", abs(exponent))
    }
}
