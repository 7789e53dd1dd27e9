import GRDB

/// What the database looks like: named migrations, in order. New ones are appended; an old one is never changed,
/// because databases out there have been through it.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 observations") { db in
            try db.execute(sql: observations)
            try db.execute(sql: products)
            try db.execute(sql: solutions)
        }
        migrator.registerMigration("2 observation indexes") { db in
            try db.execute(sql: observationCounts)
            try db.execute(sql: taskIDCounters)
            try db.execute(sql: observationText)
            try db.execute(sql: footprints)
        }
        migrator.registerMigration("3 tasks") { db in
            try db.execute(sql: outbox)
            try db.execute(sql: tasks)
        }
        migrator.registerMigration("4 accounts") { db in
            try db.execute(sql: accounts)
        }
        migrator.registerMigration("5 jobs and cutouts") { db in
            try db.execute(sql: limitingMagnitude)
            try db.execute(sql: jobs)
            try db.execute(sql: cutouts)
        }
        migrator.registerMigration("6 history of tasks") { db in
            try db.execute(sql: tasksWithHistory)
        }
        migrator.registerMigration("7 nova") { db in
            try db.execute(sql: nova)
            try db.execute(sql: solveRequest)
        }
        migrator.registerMigration("8 collections") { db in
            try db.execute(sql: collections)
        }
        migrator.registerMigration("9 filters of observations") { db in
            try db.execute(sql: observationFilters)
        }
        migrator.registerMigration("10 FITS files of outlines") { db in
            try db.execute(sql: fitsProducts)
        }
        migrator.registerMigration("11 changes of observations") { db in
            try db.execute(sql: observationChanges)
        }
        return migrator
    }
}
