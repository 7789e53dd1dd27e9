import Foundation
import GRDB
import SQLiteStore
import Testing

@Suite struct StoreTests {
    @Test("Every commit is flushed: WAL with synchronous = FULL on the connection that writes")
    func durability() async throws {
        let store = try Store.temporary()
        let (mode, synchronous, keys) = try await store.pool.writeWithoutTransaction { db in
            (
                try String.fetchOne(db, sql: "PRAGMA journal_mode"), try Int.fetchOne(db, sql: "PRAGMA synchronous"),
                try Int.fetchOne(db, sql: "PRAGMA foreign_keys")
            )
        }
        #expect(mode == "wal")
        #expect(synchronous == 2)
        #expect(keys == 1)
    }

    @Test func openingAgainKeepsTheData() async throws {
        let store = try Store.temporary()
        try await add(store, "260101001")
        try store.close()
        let again = try Store.open(path: store.path)
        #expect(try await count(again) == 1)
        #expect(try again.problems().isEmpty)
    }

    @Test("A copy of database and log taken at any time opens as after a power cut, with all that was committed")
    func crash() async throws {
        let store = try Store.temporary()
        for number in 0..<20 { try await add(store, "2601010\(10 + number)") }
        let folder = URL(fileURLWithPath: store.path).deletingLastPathComponent()
        let copy = folder.appendingPathComponent("copy.sqlite").path
        try FileManager.default.copyItem(atPath: store.path, toPath: copy)
        try FileManager.default.copyItem(atPath: store.path + "-wal", toPath: copy + "-wal")
        let reopened = try Store.open(path: copy)
        #expect(try await count(reopened) == 20)
        #expect(try reopened.problems().isEmpty)
    }

    @Test func backupIsWholeAndNeverOverwrites() async throws {
        let store = try Store.temporary()
        for number in 0..<5 { try await add(store, "26010100\(number)") }
        let target = store.path + ".backup"
        try store.backup(to: target)
        let copy = try Store.open(path: target)
        #expect(try await count(copy) == 5)
        #expect(try copy.problems().isEmpty)
        #expect(throws: StoreError.self) { try store.backup(to: target) }
        #expect(throws: StoreError.self) { try store.backup(to: "/no such folder/backup.sqlite") }
    }

    @Test func whatIsNoDatabaseIsRefusedWithItsName() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("no-\(UUID().uuidString).sqlite").path
        try Data(repeating: 0x41, count: 8192).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let error = #expect(throws: StoreError.self) { _ = try Store.open(path: path) }
        #expect(error?.isDamaged == true)
        #expect(error?.message.contains(path) == true)
        #expect(throws: StoreError.self) { _ = try Store.open(path: "/no such folder/a.sqlite") }
    }

    @Test func aNewerSchemaIsRefused() async throws {
        let store = try Store.temporary()
        try await store.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('999 from the future')") }
        try store.close()
        #expect(throws: StoreError.self) { _ = try Store.open(path: store.path) }
    }

    @Test("A full disk is told as such and nothing of the transaction stays")
    func diskFull() async throws {
        let store = try Store.temporary()
        try await add(store, "260101001")
        // SQLite answers the same way when its page limit is reached and when the disk is full.
        try await store.pool.writeWithoutTransaction { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            try db.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
        let error = await #expect(throws: StoreError.self) {
            try await store.write { db in
                for number in 0..<2000 {
                    let row = "[\"" + String(repeating: "x", count: 1000) + "\(number)\"]"
                    try db.execute(sql: "INSERT INTO outbox (request) VALUES (?)", arguments: [row])
                }
            }
        }
        #expect(error?.isDiskFull == true)
        #expect(try await store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM outbox") } == 0)
    }

    @Test("Two openings of one file write at the same time without “database is locked”")
    func twoWriters() async throws {
        let first = try Store.temporary()
        let second = try Store.open(path: first.path)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (digit, store) in [first, second].enumerated() {
                group.addTask { for number in 0..<50 { try await add(store, "26010\(digit)\(100 + number)") } }
                group.addTask { for _ in 0..<50 { _ = try await count(store) } }
            }
            try await group.waitForAll()
        }
        #expect(try await count(first) == 100)
    }

    private func count(_ store: Store) async throws -> Int {
        try await store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM observation") ?? 0 }
    }

    private func add(_ store: Store, _ taskID: String) async throws {
        try await store.write { db in
            try db.execute(
                sql: """
                    INSERT INTO observation (task_id, task_type, name, instrument, filter, status, astrometry_url, job,
                        quality, description, exposure_seconds, iso, focal_length, stacked_images, image_type,
                        used_in_hips, created)
                    VALUES (?, 'observation', 'a', '', '', 'raw', '', '', '', '', 0, '', 0, 1, '', 1, 0)
                    """, arguments: [taskID])
        }
    }
}
