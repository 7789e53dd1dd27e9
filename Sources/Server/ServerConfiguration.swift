public import Catalogs
public import Ephemeris

/// Where the server listens and what its addresses look like.
public struct ServerConfiguration: Sendable {
    /// The address to listen on; the loopback address keeps it to this machine.
    public var host = "127.0.0.1"
    /// 0: any free port.
    public var port = 8000
    /// Path of the REST API, with a slash before it and none behind.
    public var basePath = "/my_astrobase"
    /// Address of the archive's files in answers, such as `http://host/astrobase/data`; nil: this server, as the client
    /// called it.
    public var dataHost: String?
    /// The folder that the first page tells a newcomer to put photos into.
    public var landingPad: String?
    /// Where the stars and objects of drawings come from, told on every page; empty: nothing is drawn from a catalogue.
    public var skySources: [CatalogSource] = []
    public var choices = ObservationChoices()
    /// Bytes of a request's body at most.
    public var maximumBody = 1_048_576
    /// Seconds that answers under way may take once the server is asked to stop.
    public var graceSeconds = 3.0
    /// Connections at a time; further ones wait.
    public var maximumConnections = 1_000

    /// Commands may be sent as GET by anybody who reaches the server, as an unchanged AstroView sends them.
    public var legacyOpenCommands = false
    /// Origins whose scripts may use the API, such as `https://view.example`; `*`: all.
    public var origins: [String] = []
    /// Bytes of a resumable upload at most.
    public var maximumUpload = 4_294_967_296

    /// From where bodies of the solar system are seen; nil: the Earth's centre.
    public var place: ObservingSite?

    public init() {}
}
