extension MetricFamily {
    /// In Prometheus' text format, version 0.0.4
    /// (https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format).
    var text: String {
        var text = "# HELP \(name) \(Self.escaped(help, quotes: false))\n# TYPE \(name) \(kind.rawValue)\n"
        for sample in samples { text += name + sample.text + "\n" }
        return text
    }

    static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        // By scalars: CR and LF together are one character.
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

extension MetricSample {
    /// Without the name of the family.
    var text: String {
        let pairs = labels.map { "\($0.name)=\"\(MetricFamily.escaped($0.value, quotes: true))\"" }
        return suffix + (pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}") + " " + Self.number(value)
    }

    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if let whole = Int64(exactly: value) { return "\(whole)" }
        return "\(value)"
    }
}
