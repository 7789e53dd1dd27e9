import Foundation
import GRDB
import Observations

/// The part of a searched text that few rows hold.
///
/// The index of texts holds a list of rows for each group of three letters, and walks through all lists of a phrase. In "field 345"
/// of an archive where every photo has a field, four of seven lists name each row; " 345" leaves as few to look at.
enum RarePhrase {
    /// Parts of the texts that filters look for, by text.
    static func parts(of filters: [FieldFilter], _ db: Database) throws -> [String: String] {
        var parts: [String: String] = [:]
        for case .holds(let text, _, anyCase: true) in filters.map(\.test) { parts[text] = try part(of: text, db) }
        return parts
    }

    /// - Returns: the longest run of rare groups in the text, nil where that would not help. Rows that hold a part need not hold the whole.
    static func part(of text: String, _ db: Database) throws -> String? {
        // Other alphabets fold their cases differently in the index than in what would look at the rows afterwards.
        let letters = Array(text.utf8).map { (65...90).contains($0) ? $0 + 32 : $0 }
        guard letters.count > 3, letters.allSatisfy({ 0 < $0 && $0 < 128 }), try isLarge(db) else { return nil }
        let starts = letters.indices.dropLast(2)
        let groups = starts.map { Array(letters[$0..<$0 + 3]) }
        var counts = [[UInt8]: Int](uniqueKeysWithValues: Set(groups).map { ($0, 0) })
        let rows = try sample(db)
        for row in rows {
            var seen: Set<[UInt8]> = []
            for start in row.indices.dropLast(2) {
                let group = Array(row[start..<start + 3])
                if counts[group] != nil { seen.insert(group) }
            }
            for group in seen { counts[group, default: 0] += 1 }
        }
        let isRare = groups.map { counts[$0, default: 0] * 20 < rows.count }
        var best = 0..<0
        var begin = 0
        for index in starts where index == starts.count - 1 || isRare[index] != isRare[index + 1] {
            if isRare[index], index + 1 - begin > best.count { best = begin..<index + 1 }
            begin = index + 1
        }
        guard !best.isEmpty, best.count < starts.count else { return nil }
        return String(decoding: letters[best.lowerBound..<best.upperBound + 2], as: UTF8.self)
    }

    /// In a small archive all lists are short.
    private static func isLarge(_ db: Database) throws -> Bool {
        try Int.fetchOne(db.cachedStatement(sql: "SELECT coalesce(sum(n), 0) FROM observation_count")) ?? 0 > 20_000
    }

    /// Texts of rows spread over the archive, in small letters.
    private static func sample(_ db: Database) throws -> [[UInt8]] {
        let last = try Int64.fetchOne(db.cachedStatement(sql: "SELECT max(id) FROM observation")) ?? 0
        let ids = (1...200).map { String(last * $0 / 200) }
        let sql = """
            SELECT lower(name || char(10) || coalesce(field_name, '') || char(10) || description || char(10) || task_id) \
            FROM observation WHERE id IN (SELECT value FROM json_each(?))
            """
        return try String.fetchAll(db.cachedStatement(sql: sql), arguments: ["[" + ids.joined(separator: ",") + "]"]).map { Array($0.utf8) }
    }
}
