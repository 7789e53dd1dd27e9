import Crypto
import CryptoExtras
import Foundation
import Threads

/// Turns passwords into strings that do not give them away, and checks passwords against them.
///
/// scrypt (RFC 7914) with a new random salt of 16 bytes for each: some 32 MB and a twentieth of a second for every guess.
/// The string is `$scrypt$ln=15,r=8,p=1$salt$hash`, salt and hash in Base64; its own parameters are used in the check,
/// so that they can be raised later.
public struct PasswordHasher: Sendable {
    /// log2 of N, scrypt's cost.
    private let logCost: Int
    private let blockSize = 8
    private let parallelism = 1
    /// Two at a time: bounds the memory that a flood of log-ins can take.
    private static let pool = BlockingPool(name: "password", width: 2)

    /// - Parameter logCost: log2 of scrypt's N, 10 … 20; each step doubles time and memory. 15 is for passwords of people.
    public init(logCost: Int = 15) {
        self.logCost = min(20, max(10, logCost))
    }

    public func hash(_ password: String) async throws -> String {
        var generator = SystemRandomNumberGenerator()
        let salt = Data((0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
        let parameters = Parameters(logCost: logCost, blockSize: blockSize, parallelism: parallelism)
        let key = try await Self.derive(password, salt, parameters, byteCount: 32)
        let hash = key.withUnsafeBytes { Data($0) }
        return "$scrypt$\(parameters.text)$\(salt.base64EncodedString())$\(hash.base64EncodedString())"
    }

    /// Whether this is the password; false also for a string that is none of ours.
    public func verify(_ password: String, against stored: String) async throws -> Bool {
        if let django = DjangoPassword(stored) { return try await Self.pool.run { try django.isRight(password) } }
        let parts = stored.split(separator: "$", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt", let parameters = Parameters(parts[2]),
            let salt = Data(base64Encoded: parts[3]), let wanted = Data(base64Encoded: parts[4]),
            (16...64).contains(wanted.count)
        else { return false }
        let found = try await Self.derive(password, salt, parameters, byteCount: wanted.count)
        // The comparison of keys takes the same time wherever they differ.
        return found == SymmetricKey(data: wanted)
    }

    /// Whether a string is one that this hasher makes.
    func isOwn(_ stored: String) -> Bool { stored.hasPrefix("$scrypt$") }

    /// The same letters typed on different systems may come as different code points: brought to one form first.
    private static func derive(
        _ password: String, _ salt: Data, _ parameters: Parameters, byteCount: Int
    ) async throws -> SymmetricKey {
        let bytes = Data(password.precomposedStringWithCanonicalMapping.utf8)
        return try await pool.run {
            try KDF.Scrypt.deriveKey(
                from: bytes, salt: salt, outputByteCount: byteCount, rounds: 1 << parameters.logCost,
                blockSize: parameters.blockSize, parallelism: parameters.parallelism)
        }
    }

    private struct Parameters: Sendable {
        var logCost: Int
        var blockSize: Int
        var parallelism: Int

        init(logCost: Int, blockSize: Int, parallelism: Int) {
            self.logCost = logCost
            self.blockSize = blockSize
            self.parallelism = parallelism
        }

        var text: String { "ln=\(logCost),r=\(blockSize),p=\(parallelism)" }

        /// Nil also for parameters that would take unreasonable memory or time.
        init?(_ text: String) {
            let pairs = text.split(separator: ",").map { $0.split(separator: "=") }
            guard pairs.count == 3, pairs.allSatisfy({ $0.count == 2 }), pairs.map({ $0[0] }) == ["ln", "r", "p"],
                let ln = Int(pairs[0][1]), let r = Int(pairs[1][1]), let p = Int(pairs[2][1]),
                (4...20).contains(ln), (1...16).contains(r), (1...4).contains(p)
            else { return nil }
            self.init(logCost: ln, blockSize: r, parallelism: p)
        }
    }
}
