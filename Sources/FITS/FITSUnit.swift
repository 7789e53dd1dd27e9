/// One header-data unit as its header describes it, checked for sense before any library sees it.
struct FITSUnit {
    let number: Int
    let header: FITSHeader
    let bitpix: Int
    let axes: [Int]
    /// Where header and data begin in the (unpacked) file.
    var start = 0
    var dataStart = 0
    /// Length of the data without the padding to whole blocks.
    let dataLength: Int

    /// Bytes of the data with padding.
    var paddedLength: Int {
        (dataLength + FITSHeader.blockLength - 1) / FITSHeader.blockLength * FITSHeader.blockLength
    }

    /// No file we could hold has more: 2⁵⁰ bytes. Keeps the arithmetic below from overflowing.
    private static let mostBytes = 1 << 50

    /// - Throws: `FITSError` where the keywords that give the data's length are missing, wrong or absurd.
    init(number: Int, header: FITSHeader, path: String) throws {
        func wrong(_ what: String) -> FITSError { FITSError("\(path): header of unit \(number): \(what)") }
        self.number = number
        self.header = header
        // Which of two counts differs from reader to reader.
        var seen: Set<String> = []
        for card in header.cards where FITSLayout.givesLength(card.keyword) {
            guard seen.insert(card.keyword).inserted else { throw wrong("\(card.keyword) is there twice") }
        }
        guard let bitpix = header.integer("BITPIX"), [8, 16, 32, 64, -32, -64].contains(bitpix) else {
            throw wrong("BITPIX is missing or none of 8, 16, 32, 64, -32, -64")
        }
        self.bitpix = bitpix
        guard let count = header.integer("NAXIS"), (0...999).contains(count) else {
            throw wrong("NAXIS is missing or not 0 to 999")
        }
        var axes: [Int] = []
        for axis in 0..<count {
            guard let length = header.integer("NAXIS\(axis + 1)"), length >= 0 else {
                throw wrong("NAXIS\(axis + 1) is missing or negative")
            }
            axes.append(length)
        }
        self.axes = axes
        let isGroups = header.logical("GROUPS") == true && axes.first == 0
        for name in ["PCOUNT", "GCOUNT"] where header.contains(name) && header.integer(name) == nil {
            throw wrong("\(name) is not an integer")
        }
        let extra = number == 0 && !isGroups ? 0 : header.integer("PCOUNT") ?? 0
        let groups = number == 0 && !isGroups ? 1 : header.integer("GCOUNT") ?? 1
        guard (0...Self.mostBytes).contains(extra), (0...Self.mostBytes).contains(groups) else {
            throw wrong("PCOUNT or GCOUNT is out of range")
        }
        let elements = try Self.product(isGroups ? Array(axes.dropFirst()) : axes, wrong)
        let withExtra = count == 0 ? 0 : elements + extra
        dataLength = try Self.product([withExtra, groups, abs(bitpix) / 8], wrong)
    }

    private static func product(_ factors: [Int], _ wrong: (String) -> FITSError) throws -> Int {
        var product = 1
        for factor in factors {
            let (next, overflow) = product.multipliedReportingOverflow(by: factor)
            guard !overflow, next <= mostBytes else { throw wrong("its data would be larger than any file") }
            product = next
        }
        return product
    }
}
