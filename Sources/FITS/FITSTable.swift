/// A binary table in memory: numbers as Double (integers beyond 2⁵³ are rounded), and texts.
public struct FITSTable: Sendable {
    public var columns: [FITSColumn]
    /// The table's other cards.
    public var header: FITSHeader
    /// The other cards of the file's primary unit, where star lists of astrometry.net keep what they say about the picture.
    public var primary: FITSHeader
    public private(set) var rowCount: Int
    /// Names of columns of kinds not read here (bits, complex numbers, arrays of variable length).
    public private(set) var skippedColumns: [String] = []

    public init(columns: [FITSColumn], header: FITSHeader = FITSHeader(), primary: FITSHeader = FITSHeader(), rowCount: Int) {
        self.columns = columns
        self.header = header
        self.primary = primary
        self.rowCount = rowCount
    }

    /// - Parameter hdu: number of the table's unit; 0 is the primary one.
    /// - Throws: `FITSError` where the unit is no binary table, or the file is damaged.
    public init(path: String, hdu: Int = 1) throws {
        let contents = try FITSTableReader.read(path: path, hdu: hdu)
        self.init(columns: contents.columns, header: contents.header, primary: contents.primary, rowCount: contents.rowCount)
        skippedColumns = contents.skipped
    }

    /// Numbers of the first column of this name (case does not count), or nil where there is none or it holds text.
    public subscript(_ name: String) -> [Double]? {
        guard let index = index(of: name), case .numbers(let numbers) = columns[index].values else { return nil }
        return numbers
    }

    /// Puts other numbers into a column, as many as it had. A column of integers keeps its kind: numbers are rounded when written.
    ///
    /// - Throws: `FITSError` where there is no such column of numbers or the count differs.
    public mutating func replace(_ name: String, with numbers: [Double]) throws {
        guard let index = index(of: name), case .numbers(let old) = columns[index].values else {
            throw FITSError("the table has no column of numbers named \(name)")
        }
        guard old.count == numbers.count else {
            throw FITSError("column \(name) has \(old.count) numbers, not \(numbers.count)")
        }
        columns[index].values = .numbers(numbers)
    }

    private func index(of name: String) -> Int? {
        columns.firstIndex { $0.name.uppercased() == name.uppercased() }
    }
}
