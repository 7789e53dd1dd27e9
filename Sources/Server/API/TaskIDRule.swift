import Observations

/// A task id is the name of a folder of the archive: what could leave that folder, or hide in it, is none.
enum TaskIDRule {
    static let reserved: Set<String> = ["raw", "cutouts", "hips", "lost+found"]

    static func isSafe(_ taskID: String) -> Bool {
        guard let first = taskID.unicodeScalars.first, first != ".", first != "-", taskID.utf8.count <= 120,
            !reserved.contains(taskID)
        else { return false }
        return taskID.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || (48...57).contains(scalar.value) || "._- ".unicodeScalars.contains(scalar)
        }
    }

    static func checked(_ value: JSONValue, current: Observation) throws(FieldParsing.Problem) -> String {
        let text = try FieldParsing.text(value, maximum: 30, blankAllowed: false)
        guard isSafe(text) else {
            throw .init("Letters, digits, \".\", \"_\" and \"-\" only, beginning with a letter, a digit or \"_\".")
        }
        if current.id != 0 && text != current.taskID && !current.products.isEmpty {
            throw .init("The observation has files in the folder \(current.taskID): its taskID cannot be changed.")
        }
        return text
    }
}
