import Foundation

/// Who a worker is, as Celery's programs are told.
public struct WorkerIdentity: Sendable, Hashable {
    /// `astrobase@host`: unique among the workers of a broker.
    public var name: String
    public var software: String
    public var version: String
    public var process: Int32

    public init(name: String, software: String = "astrobase", version: String) {
        self.name = name
        self.software = software
        self.version = version
        process = getpid()
    }

    /// This machine's name.
    public static var host: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
        let text = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return text.isEmpty ? "localhost" : text
    }

    /// As a full name where only its part before the @ is given.
    public static func fullName(_ name: String) -> String { name.contains("@") ? name : "\(name)@\(host)" }
}
