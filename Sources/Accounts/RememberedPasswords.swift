import Crypto
import Foundation

/// Passwords that were right a short while ago, as HMACs under a key that lives in this process only.
struct RememberedPasswords {
    private let seconds: TimeInterval
    private let key = SymmetricKey(size: .bits256)
    private var until: [Data: Date] = [:]

    init(seconds: TimeInterval) {
        self.seconds = seconds
    }

    func knows(_ user: User, _ password: String, at now: Date) -> Bool {
        guard let end = until[code(user, password)] else { return false }
        return end > now
    }

    mutating func add(_ user: User, _ password: String, at now: Date) {
        if until.count >= 1000 { until = until.filter { $0.value > now } }
        if until.count >= 1000 { until.removeAll() }
        until[code(user, password)] = now.addingTimeInterval(seconds)
    }

    /// The user's hash is part of it: after a change of password the old one is not known any more.
    private func code(_ user: User, _ password: String) -> Data {
        let text = [user.name, user.passwordHash, password].map { "\($0.utf8.count):\($0)" }.joined()
        return Data(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key))
    }
}
