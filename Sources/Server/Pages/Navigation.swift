/// The pages that every page leads to.
enum Navigation {
    static let links: [(address: String, title: String)] = [
        ("/", "Observations"),
        ("/sky", "Sky map"),
        ("/collections", "Collections"),
        ("/upload", "Upload"),
        ("/queues", "Work"),
    ]

    /// - Parameter path: of the page that is shown.
    static func values(at path: String) -> [[String: Any]] {
        links.map { ["address": $0.address, "title": $0.title, "isHere": $0.address == path] }
    }
}
