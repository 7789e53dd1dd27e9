import HTTPTypes
import Hummingbird

/// A table in the format of the Virtual Observatory (VOTable 1.4, rows as TABLEDATA).
struct VOTable: Sendable {
    struct Column: Sendable {
        enum Kind: String, Sendable { case double, int, long, char }

        var name: String
        var kind: Kind
        var ucd: String
        var unit: String?
        var utype: String?
        var description: String

        init(_ name: String, _ kind: Kind, ucd: String, unit: String? = nil, utype: String? = nil, _ description: String) {
            (self.name, self.kind, self.ucd, self.unit) = (name, kind, ucd, unit)
            (self.utype, self.description) = (utype, description)
        }
    }

    enum Cell: Sendable {
        case text(String?)
        case number(Double?)
        case integer(Int64?)
    }

    var columns: [Column]
    /// As many cells each as there are columns.
    var rows: [[Cell]] = []
    /// There are more rows than were asked for.
    var isCut = false
    /// Where the data come from, for those who use them.
    var sources: [String] = []

    func text() -> String {
        var xml = Self.begin
        xml += "<INFO name=\"QUERY_STATUS\" value=\"OK\"/>\n"
        for source in sources { xml += "<INFO name=\"citation\" value=\"\(Self.escape(source))\"/>\n" }
        xml += "<TABLE>\n"
        for (index, column) in columns.enumerated() {
            xml += "<FIELD name=\"\(column.name)\" ID=\"\(column.name)\" datatype=\"\(datatype(index))\""
            if column.kind == .char { xml += " arraysize=\"*\"" }
            xml += " ucd=\"\(column.ucd)\""
            if let unit = column.unit { xml += " unit=\"\(unit)\"" }
            if let utype = column.utype { xml += " utype=\"\(utype)\"" }
            // Whole numbers have no other way to say that there is none.
            let null = column.kind == .int || column.kind == .long ? "<VALUES null=\"\(Self.null)\"/>" : ""
            xml += "><DESCRIPTION>\(Self.escape(column.description))</DESCRIPTION>\(null)</FIELD>\n"
        }
        xml += "<DATA><TABLEDATA>\n"
        for row in rows {
            xml += "<TR>"
            for cell in row {
                switch cell {
                case .text(let text): xml += "<TD>\(Self.escape(text ?? ""))</TD>"
                case .number(let number): xml += "<TD>\(number.map { $0.isFinite ? "\($0)" : "" } ?? "")</TD>"
                case .integer(let number): xml += "<TD>\(number ?? Self.null)</TD>"
                }
            }
            xml += "</TR>\n"
        }
        xml += "</TABLEDATA></DATA>\n</TABLE>\n"
        if isCut { xml += "<INFO name=\"QUERY_STATUS\" value=\"OVERFLOW\"/>\n" }
        return xml + Self.end
    }

    /// A column of type `char` holds ASCII alone.
    private func datatype(_ index: Int) -> String {
        let kind = columns[index].kind
        guard kind == .char else { return kind.rawValue }
        let isPlain = rows.allSatisfy { row in
            if case .text(let text?) = row[index] { text.utf8.allSatisfy { $0 < 128 } } else { true }
        }
        return isPlain ? "char" : "unicodeChar"
    }

    func response() -> Response { Response(text: text(), type: Self.contentType) }

    /// A table that says what was wrong with the question.
    ///
    /// - Parameter infoName: `Error` in a cone search, `QUERY_STATUS` elsewhere.
    static func error(_ message: String, infoName: String = "QUERY_STATUS", status: HTTPResponse.Status) -> Response {
        let text = escape(message)
        let info =
            infoName == "Error"
            ? "<INFO ID=\"Error\" name=\"Error\" value=\"\(text)\"/>\n"
            : "<INFO name=\"QUERY_STATUS\" value=\"ERROR\">\(text)</INFO>\n"
        return Response(text: begin + info + end, type: contentType, status: status)
    }

    static let contentType = "application/x-votable+xml"
    private static let null: Int64 = -2_147_483_648
    private static let begin = """
        <?xml version="1.0" encoding="UTF-8"?>
        <VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3">
        <RESOURCE type="results">

        """
    private static let end = "</RESOURCE>\n</VOTABLE>\n"

    /// For elements and quoted attributes; characters that XML cannot hold are left out.
    static func escape(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": out.append(contentsOf: "&lt;".unicodeScalars)
            case ">": out.append(contentsOf: "&gt;".unicodeScalars)
            case "&": out.append(contentsOf: "&amp;".unicodeScalars)
            case "\"": out.append(contentsOf: "&quot;".unicodeScalars)
            case "\t", "\n", "\r": out.append(" ")
            default: if scalar.value >= 32 && scalar.value != 0xFFFE && scalar.value != 0xFFFF { out.append(scalar) }
            }
        }
        return String(out)
    }
}
