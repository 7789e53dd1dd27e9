import Foundation

/// A broker's certificate and key, and the authority that signed it: PEM files.
struct TLSFiles: Sendable {
    let authority: String
    let certificate: String
    let key: String

    /// What the tests use, made by openssl once: the broker's own, made out for localhost, and an authority that has signed nothing.
    struct Made: Sendable {
        let broker: TLSFiles
        let client: TLSFiles
        let stranger: String
    }

    static let made = Result { try make() }

    private static func make() throws -> Made {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tls-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let script = """
            set -e; cd "$1"
            for name in ca stranger; do
                openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=$name" -keyout $name.key -out $name.pem
            done
            for name in broker client; do
                openssl req -newkey rsa:2048 -nodes -subj "/CN=$name" -keyout $name.key -out $name.csr
                printf 'subjectAltName=DNS:localhost\\nextendedKeyUsage=serverAuth,clientAuth\\n' >ext
                openssl x509 -req -in $name.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile ext -out $name.pem
            done
            chmod a+r *.key
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", script, "sh", folder]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw BrokerTrouble(what: "openssl makes no certificates") }
        func files(_ name: String) -> TLSFiles {
            TLSFiles(authority: "\(folder)/ca.pem", certificate: "\(folder)/\(name).pem", key: "\(folder)/\(name).key")
        }
        return Made(broker: files("broker"), client: files("client"), stranger: "\(folder)/stranger.pem")
    }
}
