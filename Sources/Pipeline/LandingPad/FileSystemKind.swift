import Foundation

/// Whether a folder lies on a disk of this machine, where times and leases can be believed.
enum FileSystemKind {
    private static let local: Set<String> = [
        "ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "bcachefs", "tmpfs", "ramfs", "overlay", "vfat", "exfat",
        "ntfs3", "jfs", "reiserfs", "nilfs2",
    ]

    /// By the longest mount point that holds the path; what is not known to be local is taken for a network share.
    static func isLocal(_ path: String) -> Bool {
        guard let data = FileManager.default.contents(atPath: "/proc/self/mountinfo") else { return false }
        var best = (length: -1, type: "")
        for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
            // "36 35 98:0 /root /mount/point options optional… - type source options", blanks as \040.
            let fields = line.split(separator: " ")
            guard fields.count > 6, let dash = fields.firstIndex(of: "-"), dash + 1 < fields.count else { continue }
            let point = fields[4].replacingOccurrences(of: "\\040", with: " ")
            let holds = point == "/" || path == point || path.hasPrefix(point + "/")
            if holds, point.utf8.count >= best.length { best = (point.utf8.count, String(fields[dash + 1])) }
        }
        return local.contains(best.type)
    }
}
