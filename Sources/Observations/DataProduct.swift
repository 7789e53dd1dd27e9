/// A file of an observation, in the folder named after its task id.
public struct DataProduct: Sendable, Hashable, Codable {
    /// The file's name without a folder.
    public var filename: String
    /// `raw`, `fits`, `wcs_fits`, `stars_fits`, `corr_fits`, `nearby_stars_fits`, `annotated`, `sky_plot`, `sky_globe` …
    public var type: String
    /// What the one who posted it said of its state (`raw`, `ready`).
    public var status: String
    /// Bytes.
    public var size: Int64
    /// SHA-256 in lower-case hexadecimal, where the file was made or ingested here.
    public var sha256: String?

    public init(filename: String, type: String, status: String = "ready", size: Int64, sha256: String? = nil) {
        self.filename = filename
        self.type = type
        self.status = status
        self.size = size
        self.sha256 = sha256
    }
}
