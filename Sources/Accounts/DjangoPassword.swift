import Crypto
import CryptoExtras
import Foundation

/// The hash that Django keeps of a password: `pbkdf2_sha256$iterations$salt$hash`, the hash in Base64 (PBKDF2, RFC 8018, HMAC-SHA-256).
///
/// For users who were taken over; their passwords are hashed anew when they log in.
struct DjangoPassword {
    let iterations: Int
    let salt: Data
    let hash: Data

    /// Nil also for a number of iterations that would take unreasonably long.
    init?(_ stored: String) {
        let parts = stored.split(separator: "$", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, parts[0] == "pbkdf2_sha256", let iterations = Int(parts[1]), (1...10_000_000).contains(iterations),
            let hash = Data(base64Encoded: parts[3]), hash.count == 32
        else { return nil }
        (self.iterations, salt, self.hash) = (iterations, Data(parts[2].utf8), hash)
    }

    /// Blocks, for a second with a million iterations.
    func isRight(_ password: String) throws -> Bool {
        let found = try KDF.Insecure.PBKDF2.deriveKey(
            from: Data(password.utf8), salt: salt, using: .sha256, outputByteCount: hash.count, unsafeUncheckedRounds: iterations)
        // The comparison of keys takes the same time wherever they differ.
        return found == SymmetricKey(data: hash)
    }
}
