import Foundation
import NIOCore

/// The server cannot listen on its address.
public struct ListeningError: Error, Sendable, CustomStringConvertible {
    public let description: String

    /// - Returns: nil where the error is about something else.
    init?(_ error: any Error, host: String, port: Int) {
        let address = "\(host):\(port)"
        if error is SocketAddressError {
            description = "cannot listen on \(address): \(host) is no address of this machine"
            return
        }
        guard let error = error as? IOError else { return nil }
        switch error.errnoCode {
        case EADDRINUSE:
            description = "cannot listen on \(address): the port is in use by another program; stop it or choose another port"
        case EACCES, EPERM:
            description = "cannot listen on \(address): not allowed; ports below 1024 are for the superuser"
        case EADDRNOTAVAIL:
            description = "cannot listen on \(address): \(host) is no address of this machine"
        default:
            description = "cannot listen on \(address): \(String(cString: strerror(error.errnoCode)))"
        }
    }
}
