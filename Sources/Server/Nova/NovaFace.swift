public import Accounts
public import NovaService

/// Who answers nova's API, and who may ask.
public struct NovaFace: Sendable {
    public var desk: NovaDesk
    public var keys: APIKeys

    public init(desk: NovaDesk, keys: APIKeys) { (self.desk, self.keys) = (desk, keys) }
}
