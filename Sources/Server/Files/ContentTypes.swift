/// Types of the files that the server hands out, by their names' endings.
enum ContentTypes {
    private static let known = [
        "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp",
        "tif": "image/tiff", "tiff": "image/tiff", "fits": "image/fits", "fit": "image/fits", "fts": "image/fits",
        "json": "application/json", "txt": "text/plain; charset=utf-8", "csv": "text/csv; charset=utf-8",
        "gz": "application/gzip", "fz": "image/fits", "dng": "image/x-adobe-dng",
    ]

    static func type(of name: String) -> String {
        let ending = name.split(separator: ".", omittingEmptySubsequences: false).last ?? ""
        return known[ending.lowercased()] ?? "application/octet-stream"
    }

    /// What a browser only shows; everything else, such as HTML and SVG that can hold scripts, is saved instead.
    static func isShown(_ type: String) -> Bool {
        ["image/jpeg", "image/png", "image/gif", "image/webp", "text/plain; charset=utf-8"].contains(type)
    }
}
