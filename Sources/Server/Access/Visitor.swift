import Accounts

/// Who sends a request, and how that is known.
struct Visitor: Sendable {
    enum Proof: Sendable, Equatable {
        case none
        /// A password sent with the request: no other site can make a browser add it unasked.
        case password
        /// A session cookie, which browsers add by themselves: changing anything needs a form's token too.
        case session
    }

    var user: User?
    var proof = Proof.none
    /// The token that this browser's forms carry.
    var formToken: String?

    var mayEdit: Bool { (user?.role ?? .reader) >= .editor }
    var isAdmin: Bool { user?.role == .admin }

    /// - Throws: 401 for nobody, 403 for a user who may only read.
    func requireEditor() throws(APIError) {
        guard user != nil else { throw APIError.noCredentials }
        guard mayEdit else { throw APIError.notAllowed }
    }

    /// - Throws: 401 for nobody, 403 for a user who is no admin.
    func requireAdmin() throws(APIError) {
        guard user != nil else { throw APIError.noCredentials }
        guard isAdmin else { throw APIError.notAllowed }
    }
}
