/// Files that the pages load, one to a Swift file. They are code so that the program is a single file.
struct Asset: Sendable {
    let name: String
    let type: String
    let text: String

    static let all = [styleSheet, liveScript, viewerScript, skyScript, themeScript, filterScript, uploadScript, icon] + map
}
