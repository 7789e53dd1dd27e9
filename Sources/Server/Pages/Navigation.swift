/// The pages that every page leads to.
enum Navigation {
    static let links: [(address: String, title: String)] = [
        ("/", "Observations"),
        ("/sky", "Sky map"),
        ("/collections", "Collections"),
        ("/cutouts", "Cutouts"),
        ("/catalogs", "Catalogues"),
        ("/tonight", "Tonight"),
        ("/upload", "Upload"),
        ("/queues", "Work"),
        ("/settings", "Settings"),
    ]

    /// - Parameter path: of the page that is shown; pages below one belong to it.
    static func values(at path: String) -> [[String: Any]] {
        links.map { link in
            // Projects are the other sets of observations, and are reached from collections.
            let path = path.hasPrefix("/projects") ? "/collections" : path
            let isHere = path == link.address || (link.address != "/" && path.hasPrefix("\(link.address)/"))
            return ["address": link.address, "title": link.title, "isHere": isHere]
        }
    }
}
