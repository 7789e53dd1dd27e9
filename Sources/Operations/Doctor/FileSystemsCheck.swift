import Foundation
public import Threads

/// Are landing pad and data on one file system? Both ways work; the answer explains how long ingest takes.
public struct FileSystemsCheck: DoctorCheck {
    let home: HomePaths
    let pool: BlockingPool

    public init(home: HomePaths, pool: BlockingPool) {
        self.home = home
        self.pool = pool
    }

    public func examine() async -> [DoctorFinding] {
        let (pad, data) = (home.landingPad.path, home.data.path)
        return
            (try? await pool.run {
                var (padStatus, dataStatus) = (stat(), stat())
                guard stat(pad, &padStatus) == 0, stat(data, &dataStatus) == 0 else { return [] }
                let message =
                    padStatus.st_dev == dataStatus.st_dev
                    ? "landing pad and data are on the same file system"
                    : "landing pad and data are on different file systems: each picture is copied once on its way in"
                return [DoctorFinding("file systems", .ok, message)]
            }) ?? []
    }
}
