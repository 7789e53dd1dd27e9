/// The part of a file that a `Range` header asks for.
enum ByteRange: Equatable {
    case whole
    case part(ClosedRange<Int>)
    /// Nothing of what was asked for is in the file.
    case unsatisfiable

    /// Several ranges, or a header that is none, are answered with the whole file, as RFC 9110 allows.
    init(_ header: String?, size: Int) {
        self = .whole
        guard let header, header.hasPrefix("bytes="), !header.contains(",") else { return }
        let ends = header.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false).map(\.trimmed)
        guard ends.count == 2, ends.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }) else { return }
        switch (Int(ends[0]), Int(ends[1])) {
        case (nil, let length?) where ends[0].isEmpty:
            self = length == 0 || size == 0 ? .unsatisfiable : .part(max(0, size - length)...(size - 1))
        case (let first?, nil) where ends[1].isEmpty:
            self = first >= size ? .unsatisfiable : .part(first...(size - 1))
        case (let first?, let last?) where first <= last:
            self = first >= size ? .unsatisfiable : .part(first...min(last, size - 1))
        default:
            break
        }
    }
}
