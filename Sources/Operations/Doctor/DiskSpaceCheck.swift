public import Foundation
import Tar
public import Threads

/// Is there room on the disks? A warning below 2 GB, a problem below 200 MB.
public struct DiskSpaceCheck: DoctorCheck {
    static let warningBytes: UInt64 = 2_000_000_000
    static let problemBytes: UInt64 = 200_000_000
    let folders: [URL]
    let pool: BlockingPool

    public init(folders: [URL], pool: BlockingPool) {
        self.folders = folders
        self.pool = pool
    }

    public func examine() async -> [DoctorFinding] {
        let paths = folders.map(\.path)
        return (try? await pool.run { Self.examine(paths) }) ?? []
    }

    private static func examine(_ paths: [String]) -> [DoctorFinding] {
        var seen: Set<UInt64> = []
        var findings: [DoctorFinding] = []
        for path in paths {
            var status = stat()
            // A folder that is not there is another check's matter.
            guard stat(path, &status) == 0, seen.insert(UInt64(status.st_dev)).inserted else { continue }
            var space = statvfs()
            guard statvfs(path, &space) == 0 else {
                findings.append(DoctorFinding("disk space", .warning, "\(FileError("Examining", path))"))
                continue
            }
            // Some file systems make room for files as they go, and say that they have none at all.
            let hasFiles = space.f_files == 0 || space.f_favail > 1000
            findings.append(
                finding(path, free: UInt64(space.f_bavail) * UInt64(space.f_frsize), hasFiles: hasFiles))
        }
        return findings
    }

    static func finding(_ path: String, free: UInt64, hasFiles: Bool = true) -> DoctorFinding {
        let text = String(format: "%.1f GB free on the disk of %@", Double(free) / 1e9, path)
        let remedy = "make room, or move the folder to a larger disk (LOCAL_DATA_DIR, LANDING_PAD)"
        if free < problemBytes { return DoctorFinding("disk space", .problem, text, remedy: remedy) }
        if !hasFiles {
            return DoctorFinding("disk space", .problem, "The disk of \(path) has room for no more files.", remedy: remedy)
        }
        return DoctorFinding("disk space", free < warningBytes ? .warning : .ok, text, remedy: free < warningBytes ? remedy : nil)
    }
}
