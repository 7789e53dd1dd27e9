/// Where the letters of one text are gathered before they are laid over the picture, so that halos which overlap do not darken it
/// twice and no halo covers a letter. For one thread at a time.
final class LetterSheet {
    private var memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 16384)
    private var width = 0
    private var height = 0

    deinit { memory.deallocate() }

    /// Makes it this large, and empty.
    func clear(width: Int, height: Int) {
        (self.width, self.height) = (width, height)
        let count = width * height
        if memory.count < count {
            memory.deallocate()
            memory = .allocate(capacity: count)
        }
        memory[..<count].update(repeating: 0)
    }

    func row(_ y: Int) -> UnsafePointer<UInt8> {
        // It has memory from the beginning.
        UnsafePointer(memory.baseAddress.unsafelyUnwrapped + y * width)
    }

    /// Adds a mask where it is the larger one.
    func add(_ sprite: LetterSprite, _ mask: KeyPath<LetterSprite, [UInt8]>, x: Int, y: Int) {
        let (firstX, lastX) = (max(0, -x), min(sprite.width, width - x))
        let (firstY, lastY) = (max(0, -y), min(sprite.height, height - y))
        guard firstX < lastX, firstY < lastY, let start = memory.baseAddress else { return }
        sprite[keyPath: mask].withUnsafeBufferPointer { from in
            guard let from = from.baseAddress else { return }
            for row in firstY..<lastY {
                Self.largest(start + (y + row) * width + x + firstX, from + row * sprite.width + firstX, lastX - firstX)
            }
        }
    }

    private static func largest(_ into: UnsafeMutablePointer<UInt8>, _ from: UnsafePointer<UInt8>, _ count: Int) {
        for index in 0..<count { into[index] = max(into[index], from[index]) }
    }
}
