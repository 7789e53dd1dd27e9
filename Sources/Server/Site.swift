import Accounts
import HTTPTypes
import Hummingbird
import Logging
import Observations
import Previews
import TaskQueue

/// What all routes work on.
struct Site: Sendable {
    let configuration: ServerConfiguration
    let repository: any ObservationRepository
    let jobs: any JobRepository
    let cutouts: any CutoutRepository
    let queue: any Queue
    let authenticator: Authenticator
    let previews: Previews
    let files: ArchiveFiles
    let pages: PageTemplates
    let log: Logger
    let memory = AnswerMemory()

    /// Path of the archive's files on this server.
    static let dataPath = "/astrobase/data"

    /// A path of this server as the address that the client knows it by.
    func address(of path: String, _ request: Request) -> String {
        "http://\(Self.host(request) ?? "\(configuration.host):\(configuration.port)")\(path)"
    }

    func dataHost(_ request: Request) -> String {
        configuration.dataHost ?? address(of: Self.dataPath, request)
    }

    /// The host that the client called, where it is one: it goes into addresses.
    static func host(_ request: Request) -> String? {
        guard let host = request.head.authority, !host.isEmpty, host.utf8.count < 256,
            host.utf8.allSatisfy({ byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                    || ".-_:[]".utf8.contains(byte)
            })
        else { return nil }
        return host
    }
}
