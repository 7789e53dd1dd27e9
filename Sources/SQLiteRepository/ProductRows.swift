import GRDB
import Observations

/// Table `product`: the files of observations.
enum ProductRows {
    /// - Parameter observations: ids as a JSON array.
    static func load(_ db: Database, observations: String) throws -> [Int64: [DataProduct]] {
        var products: [Int64: [DataProduct]] = [:]
        let rows = try Row.fetchCursor(db.cachedStatement(sql: select), arguments: [observations])
        while let row = try rows.next() {
            var reader = RowReader(row)
            let id: Int64 = reader.next()
            let product = DataProduct(
                filename: reader.next(), type: reader.next(), status: reader.next(), size: reader.next(),
                sha256: reader.optional())
            products[id, default: []].append(product)
        }
        return products
    }

    /// Adds products, or replaces those of the same name.
    static func put(_ db: Database, _ products: [DataProduct], observation: Int64) throws {
        let statement = try db.cachedStatement(sql: insert)
        for p in products {
            try statement.execute(arguments: [observation, p.filename, p.type, p.status, p.size, p.sha256])
        }
    }

    static func replace(
        _ db: Database, _ before: [DataProduct], by after: [DataProduct], observation: Int64
    ) throws {
        let kept = Set(after.map(\.filename))
        for product in before where !kept.contains(product.filename) {
            try db.execute(
                sql: "DELETE FROM product WHERE observation_id = ? AND filename = ?",
                arguments: [observation, product.filename])
        }
        try put(db, after, observation: observation)
    }

    private static let select = """
        SELECT observation_id, filename, type, status, size, sha256 FROM product \
        WHERE observation_id IN (SELECT value FROM json_each(?)) ORDER BY observation_id, id
        """
    private static let insert = """
        INSERT INTO product (observation_id, filename, type, status, size, sha256) VALUES (?, ?, ?, ?, ?, ?) \
        ON CONFLICT (observation_id, filename) DO UPDATE SET type = excluded.type, status = excluded.status, \
        size = excluded.size, sha256 = excluded.sha256
        """
}
