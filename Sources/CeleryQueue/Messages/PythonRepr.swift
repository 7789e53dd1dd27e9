/// Values as Python shows them: Celery's programs show arguments and results to people in this form.
package enum PythonRepr {
    /// As Celery's `saferepr`: no longer than about `limit` characters, no deeper than three levels.
    package static func safe(_ value: JSONValue, limit: Int = 1024) -> String {
        var text = ""
        var room = limit
        show(value, level: 0, &text, &room)
        return text
    }

    /// The keyword arguments of a task.
    package static func safe(_ arguments: [String: String], limit: Int = 1024) -> String {
        let members = arguments.sorted { $0.key < $1.key }.map { JSONObject.Member(name: $0.key, value: .string($0.value)) }
        return safe(.object(JSONObject(members)), limit: limit)
    }

    /// As Python's `repr` of a text, quotes included.
    package static func quoted(_ text: String) -> String {
        let quote: Unicode.Scalar = text.unicodeScalars.contains("'") && !text.unicodeScalars.contains("\"") ? "\"" : "'"
        var shown = String(quote)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": shown += "\\\\"
            case quote: shown += "\\\(quote)"
            default: show(scalar, &shown)
            }
        }
        shown.unicodeScalars.append(quote)
        return shown
    }

    private static func show(_ value: JSONValue, level: Int, _ text: inout String, _ room: inout Int) {
        guard room > 0 else { return }
        switch value {
        case .null: add("None", &text, &room)
        case .bool(let value): add(value ? "True" : "False", &text, &room)
        case .number(let digits): add(number(digits), &text, &room)
        case .string(let string): add(short(string, room), &text, &room)
        case .array(let elements):
            list("[", "]", elements, level: level, &text, &room) { element, text, room in
                show(element, level: level + 1, &text, &room)
            }
        case .object(let object):
            list("{", "}", object.members, level: level, &text, &room) { member, text, room in
                add(short(member.name, room) + ": ", &text, &room)
                show(member.value, level: level + 1, &text, &room)
            }
        }
    }

    private static func list<Element>(
        _ open: String, _ close: String, _ elements: [Element], level: Int, _ text: inout String, _ room: inout Int,
        _ show: (Element, inout String, inout Int) -> Void
    ) {
        guard level < 3 || elements.isEmpty else { return add(open + "..." + close, &text, &room) }
        add(open, &text, &room)
        for (position, element) in elements.enumerated() {
            if position > 0 { add(", ", &text, &room) }
            guard room > 0 else {
                text += "..."
                break
            }
            show(element, &text, &room)
        }
        text += close
    }

    private static func add(_ piece: String, _ text: inout String, _ room: inout Int) {
        text += piece
        room -= piece.count
    }

    /// Celery escapes the quote only; control characters are escaped too here, so that a line stays a line.
    private static func short(_ string: String, _ room: Int) -> String {
        var shown = "'"
        let cut = string.unicodeScalars.prefix(max(room, 3))
        for scalar in cut {
            if scalar == "'" { shown += "\\'" } else { show(scalar, &shown) }
        }
        return shown + (cut.endIndex < string.unicodeScalars.endIndex ? "...'" : "'")
    }

    private static func show(_ scalar: Unicode.Scalar, _ shown: inout String) {
        switch scalar {
        case "\n": shown += "\\n"
        case "\r": shown += "\\r"
        case "\t": shown += "\\t"
        case _ where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value):
            shown += scalar.value < 16 ? "\\x0\(String(scalar.value, radix: 16))" : "\\x\(String(scalar.value, radix: 16))"
        default: shown.unicodeScalars.append(scalar)
        }
    }

    /// JSON's number as Python shows what it reads: an integer as it is, a fraction in the shortest form.
    private static func number(_ digits: String) -> String {
        guard digits.contains(where: { ".eE".contains($0) }), let value = Double(digits) else { return digits }
        guard value.isFinite else { return value < 0 ? "-inf" : "inf" }
        let magnitude = abs(value)
        // Swift and Python both give the shortest digits; they begin to write powers of ten at other sizes.
        if magnitude >= 9_007_199_254_740_992, magnitude < 1e16 { return "\(Int64(value)).0" }
        return "\(value)"
    }
}
