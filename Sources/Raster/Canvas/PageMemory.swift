import Glibc

/// Zeroed memory for a large picture, in large pages where the system gives them: touching 100 MB for the first time in pages of
/// 4 KB takes a quarter as long as decoding the picture that goes there.
final class PageMemory: Sendable {
    /// Valid as long as this object.
    nonisolated(unsafe) let bytes: UnsafeMutableRawBufferPointer
    nonisolated(unsafe) private let mapping: UnsafeMutableRawPointer
    private let length: Int
    private static let largePage = 2 << 20

    init(count: Int) {
        // Room to begin at a large page.
        length = count + (count >= Self.largePage ? Self.largePage : 0)
        let map = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let map, map != MAP_FAILED else { preconditionFailure("no memory for \(count) bytes of pixels") }
        mapping = map
        var start = map
        if count >= Self.largePage {
            start = map.alignedUp(toMultipleOf: Self.largePage)
            // A wish: without it everything works as well.
            _ = madvise(start, count, MADV_HUGEPAGE)
        }
        bytes = UnsafeMutableRawBufferPointer(start: start, count: count)
    }

    deinit { munmap(mapping, length) }
}
