/// Files that the pages load, one to a Swift file. They are code so that the program is a single file.
struct Asset: Sendable {
    let name: String
    let type: String
    let text: String

    /// The style of single parts of the site, in files of their own here, in one for browsers.
    static let styleAdditions = [cutoutStyle, catalogStyle, tonightStyle, settingsStyle]

    func followed(by others: [Asset]) -> Asset {
        Asset(name: name, type: type, text: ([self] + others).map(\.text).joined(separator: "\n"))
    }

    static let all =
        [styleSheet.followed(by: styleAdditions), liveScript, viewerScript, measureScript, compareScript, skyScript, themeScript, filterScript, uploadScript, icon] + map
        + cutoutScripts + [tonightScript]
}
