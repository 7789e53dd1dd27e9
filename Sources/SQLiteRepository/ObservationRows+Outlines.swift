import GRDB
import Observations

extension ObservationRows {
    /// The observations of these ids, in this order, with only what a map wants of each: outlines are asked for by the thousand.
    /// Of the products there is the last of type `fits`.
    ///
    /// - Parameter wantedOnly: leaves out those that have no outline or are not wanted in the map.
    static func outlines(_ db: Database, ids: [Int64], wantedOnly: Bool = false) throws -> [Observation] {
        let list = "[" + ids.map(String.init).joined(separator: ",") + "]"
        var found: [Int64: Observation] = [:]
        found.reserveCapacity(ids.count)
        let sql = wantedOnly ? outlines + " AND has_box AND used_in_hips" : outlines
        let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: [list])
        while let row = try rows.next() {
            var reader = RowReader(row)
            let id: Int64 = reader.next()
            var o = Observation(taskID: reader.next(), name: reader.next())
            o.id = id
            o.fieldName = reader.optional()
            (o.fieldRA, o.fieldDec, o.fieldFOV) = (reader.optional(), reader.optional(), reader.optional())
            o.box = reader.optional()
            (o.imageType, o.quality) = (reader.next(), reader.next())
            if let file: String = reader.optional() { o.products = [DataProduct(filename: file, type: "fits", status: "ready", size: 0)] }
            found[id] = o
        }
        return ids.compactMap { found[$0] }
    }

    private static let outlines = """
        SELECT id, task_id, name, field_name, field_ra, field_dec, field_fov, box, image_type, quality, \
        (SELECT filename FROM product WHERE observation_id = observation.id AND type = 'fits' ORDER BY product.id DESC LIMIT 1) \
        FROM observation WHERE id IN (SELECT value FROM json_each(?))
        """
}
