/// Which names in a landing pad are left alone.
package enum LandingNames {
    static let rejected = "rejected"
    static let duplicates = "duplicates"

    /// What downloads, editors, copying programs and desktops leave about.
    private static let temporaryEndings = [
        "~", ".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".filepart", ".opdownload", ".aria2", ".!ut",
        ".swp", ".swx", ".swo", ".lock", ".lck",
    ]
    private static let desktopFiles: Set<String> = ["thumbs.db", "desktop.ini", "icon\r"]

    package static func isLeftAlone(_ name: String) -> Bool {
        if name.hasPrefix(".") || name.hasPrefix("~$") { return true }
        let lower = name.lowercased()
        return desktopFiles.contains(lower) || temporaryEndings.contains { lower.hasSuffix($0) }
    }
}
