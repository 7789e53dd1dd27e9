import Foundation

/// One field of an input, read as the existing system reads it. Each function answers the value or a message.
struct FieldParsing {
    struct Problem: Error {
        let message: String
        init(_ message: String) { self.message = message }
    }

    static func text(_ value: JSONValue, maximum: Int, blankAllowed: Bool = true) throws(Problem) -> String {
        let text: String
        switch value {
        case .string(let string): text = string.trimmed
        case .number(let number): text = number
        case .null: throw Problem("This field may not be null.")
        case .bool, .array, .object: throw Problem("Not a valid string.")
        }
        if text.unicodeScalars.contains("\0") { throw Problem("Null characters are not allowed.") }
        if text.isEmpty && !blankAllowed { throw Problem("This field may not be blank.") }
        if text.unicodeScalars.count > maximum {
            throw Problem("Ensure this field has no more than \(maximum) characters.")
        }
        return text
    }

    static func optionalText(_ value: JSONValue, maximum: Int) throws(Problem) -> String? {
        if case .null = value { return nil }
        return try text(value, maximum: maximum)
    }

    /// - Parameter current: what the record holds already, which may be written back even where it is no choice.
    static func choice(_ value: JSONValue, of choices: [String], current: String) throws(Problem) -> String {
        let text: String
        switch value {
        case .string(let string): text = string
        case .number(let number): text = number
        case .bool(let flag): text = flag ? "True" : "False"
        case .null: throw Problem("This field may not be null.")
        case .array, .object: throw Problem("Not a valid choice.")
        }
        guard choices.contains(text) || text == current else { throw Problem("\"\(text)\" is not a valid choice.") }
        return text
    }

    static func number(_ value: JSONValue) throws(Problem) -> Double? {
        switch value {
        case .null: return nil
        case .string(let text) where text.trimmed.isEmpty: return nil
        case .string(let text), .number(let text):
            let spelled = text.trimmed
            guard spelled.utf8.count <= 1_000, !spelled.lowercased().contains("x"), let number = Double(spelled),
                number.isFinite
            else { throw Problem("A valid number is required.") }
            return number
        case .bool, .array, .object: throw Problem("A valid number is required.")
        }
    }

    static func integer(_ value: JSONValue) throws(Problem) -> Int {
        let invalid = Problem("A valid integer is required.")
        let text: String
        switch value {
        case .string(let string), .number(let string): text = string.trimmed
        case .null: throw Problem("This field may not be null.")
        case .bool, .array, .object: throw invalid
        }
        // 5.0 is an integer to the existing system.
        let whole = text.hasSuffix(".0") ? String(text.dropLast(2)) : text
        guard let number = Int(whole) else { throw invalid }
        guard number <= Int(Int32.max) else { throw Problem("Ensure this value is less than or equal to 2147483647.") }
        guard number >= Int(Int32.min) else {
            throw Problem("Ensure this value is greater than or equal to -2147483648.")
        }
        return number
    }

    static func flag(_ value: JSONValue) throws(Problem) -> Bool {
        let text: String
        switch value {
        case .bool(let flag): return flag
        case .string(let string), .number(let string): text = string.trimmed.lowercased()
        case .null: throw Problem("This field may not be null.")
        case .array, .object: throw Problem("Must be a valid boolean.")
        }
        if ["true", "t", "yes", "y", "on", "1"].contains(text) { return true }
        if ["false", "f", "no", "n", "off", "0"].contains(text) { return false }
        throw Problem("Must be a valid boolean.")
    }

    static func date(_ value: JSONValue) throws(Problem) -> Date? {
        switch value {
        case .null: return nil
        case .string(let text):
            guard let date = DateTime.date(from: text.trimmed) else {
                throw Problem(
                    "Datetime has wrong format. Use one of these formats instead: "
                        + "YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].")
            }
            return date
        case .number, .bool, .array, .object:
            throw Problem(
                "Datetime has wrong format. Use one of these formats instead: "
                    + "YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].")
        }
    }

    static func key(_ value: JSONValue) throws(Problem) -> Int64? {
        switch value {
        case .null: return nil
        case .string(let text) where text.isEmpty: return nil
        case .string(let text), .number(let text):
            guard let id = Int64(text.trimmed) else {
                throw Problem("Incorrect type. Expected pk value, received \(value.pythonType).")
            }
            return id
        case .bool, .array, .object:
            throw Problem("Incorrect type. Expected pk value, received \(value.pythonType).")
        }
    }
}
