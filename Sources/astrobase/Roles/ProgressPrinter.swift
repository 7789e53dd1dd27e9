import Foundation
import Pipeline

/// Prints a line per photo and step.
struct ProgressPrinter: Sendable {
    var json: Bool

    func note(_ text: String) {
        json ? line(["note": text]) : printLine(text)
    }

    func firstUser(name: String, password: String) {
        if json {
            line(["user": name, "password": password])
        } else {
            printLine("Log in as \"\(name)\" with password \(password)")
            printLine("(shown only now; `astrobase user add` makes a new one)")
        }
    }

    func listening(_ address: String) {
        json ? line(["listening": address]) : printLine("Astrobase is at \(address)")
    }

    func solving(_ submission: String) {
        if json {
            line(["submission": submission, "step": "solve", "outcome": "begun"])
        } else {
            printLine("\(Date.now.formatted(.iso8601.time(includingFractionalSeconds: false)))  \(submission)  solving …")
        }
    }

    func show(_ event: ProgressEvent) {
        if json {
            var keys = ["photo": event.photo, "step": event.step.rawValue, "outcome": event.outcome.rawValue]
            keys["detail"] = event.detail
            keys["taskID"] = event.taskID
            keys["date"] = event.date.formatted(.iso8601)
            line(keys)
            return
        }
        let time = event.date.formatted(.iso8601.time(includingFractionalSeconds: false))
        let words = [time, event.taskID ?? "", event.photo, event.step.rawValue, event.outcome.rawValue]
        printLine(
            words.filter { !$0.isEmpty }.joined(separator: "  ") + (event.detail.isEmpty ? "" : ": \(event.detail)"))
    }

    private func line(_ keys: [String: String]) {
        // A dictionary of strings is always encodable.
        try? printJSON(keys)
    }
}
