/// The directories of a TIFF file (classic or BigTIFF), or of camera raw built like one, read without trust.
struct TIFFStructure {
    struct Entry {
        var type: Int
        var count: Int
        /// Where the values stand in the file.
        var offset: Int
    }

    struct Directory {
        var entries: [UInt16: Entry] = [:]
    }

    let file: FileBytes
    let bigEndian: Bool
    let isBig: Bool
    /// The main chain, followed by the directories below them.
    private(set) var directories: [Directory] = []
    /// What stopped the walk through the directories.
    private(set) var problem: PictureError?

    /// More directories than any real file has.
    private static let directoriesMax = 512

    init(_ file: FileBytes) {
        self.file = file
        let head = (try? file.bytes(at: 0, count: 16)) ?? []
        bigEndian = head.first == 0x4D
        isBig = head.count == 16 && (head[2] == 43 || head[3] == 43)
        var queue = [(try? word(at: isBig ? 8 : 4, bytes: isBig ? 8 : 4)) ?? 0]
        var seen: Set<Int> = []
        while let offset = queue.first {
            queue.removeFirst()
            guard offset != 0, seen.count < Self.directoriesMax, seen.insert(offset).inserted else { continue }
            do {
                let (directory, next) = try read(at: offset)
                directories.append(directory)
                // Values of SubIFDs are places of further directories.
                queue += [next] + integers(0x014A, in: directory).prefix(32)
            } catch let error as PictureError {
                problem = problem ?? error
            } catch {
                problem = problem ?? PictureError(.damaged, "\(error)")
            }
        }
    }

    /// An unsigned number of 1 to 8 bytes in the file's byte order.
    func word(at offset: Int, bytes: Int) throws -> Int {
        number(try file.exactly(bytes, at: offset, "a TIFF directory")[...])
    }

    func number(_ bytes: ArraySlice<UInt8>) -> Int {
        // What does not fit is far beyond any file and is held at the largest number.
        let value = (bigEndian ? Array(bytes) : bytes.reversed()).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Int(clamping: value)
    }

    /// Reads the directory at a place, with the place of the next one.
    func read(at offset: Int) throws -> (Directory, next: Int) {
        let (countBytes, entryBytes, wordBytes) = isBig ? (8, 20, 8) : (2, 12, 4)
        let count = try word(at: offset, bytes: countBytes)
        guard count > 0, count <= 65535 else { throw PictureError(.damaged, "a TIFF directory of \(count) entries") }
        let start = offset + countBytes
        let bytes = try file.exactly(count * entryBytes, at: start, "a TIFF directory")
        var directory = Directory()
        for index in 0..<count {
            let base = index * entryBytes
            let tag = UInt16(truncatingIfNeeded: number(bytes[base..<base + 2]))
            let type = number(bytes[base + 2..<base + 4])
            let values = number(bytes[base + 4..<base + 4 + wordBytes])
            let field = base + 4 + wordBytes
            let (length, overflow) = values.multipliedReportingOverflow(by: Self.width(of: type))
            let isInline = !overflow && length <= wordBytes
            let place = isInline ? start + field : number(bytes[field..<field + wordBytes])
            directory.entries[tag] = Entry(type: type, count: values, offset: place)
        }
        return (directory, (try? word(at: start + count * entryBytes, bytes: wordBytes)) ?? 0)
    }

    /// Bytes of one value of a type; 0 for unknown types.
    static func width(of type: Int) -> Int {
        switch type {
        case 1, 2, 6, 7: 1
        case 3, 8: 2
        case 4, 9, 11, 13: 4
        case 5, 10, 12, 16, 17, 18: 8
        default: 0
        }
    }
}
