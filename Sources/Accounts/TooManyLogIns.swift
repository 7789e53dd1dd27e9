public import Foundation

/// Too many wrong passwords for one user in a short time.
public struct TooManyLogIns: Error, Sendable, Hashable, CustomStringConvertible {
    /// Seconds until the next one is looked at.
    public var retryAfter: TimeInterval

    public var description: String {
        "too many failed log-ins for this user; try again in \(Int(retryAfter.rounded(.up))) s"
    }
}
