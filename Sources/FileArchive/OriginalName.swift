import Observations

/// The name of an original below `raw/`: as it came, in lower case, as file systems take it.
struct OriginalName {
    private let parts: FileNameParts

    init(_ name: String) throws {
        let plain = String(
            String.UnicodeScalarView(
                name.lowercased().unicodeScalars.map { $0.value < 32 || $0.value == 127 || $0 == "/" ? "_" : $0 }))
        parts = FileNameParts(plain)
        try ArchivePath.check(numbered(1))
    }

    func numbered(_ number: Int) -> String { parts.numbered(number) }
}
