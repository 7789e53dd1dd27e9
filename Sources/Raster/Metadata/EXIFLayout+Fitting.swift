extension EXIFLayout {
    /// The block for an upright picture of a size: orientation 1, the size right, and no thumbnail of what the picture was before.
    ///
    /// It is edited where it lies: notes of camera makers hold places within the block, which rewriting breaks.
    func fitted(to size: PixelSize) -> [UInt8] {
        var block = bytes
        for entry in picture.entries {
            switch entry.tag {
            case 0x0112: put(1, as: 3, into: entry, &block)
            case 0x0100: put(size.width, as: 4, into: entry, &block)
            case 0x0101: put(size.height, as: 4, into: entry, &block)
            default: break
            }
        }
        for entry in exif?.entries ?? [] {
            switch entry.tag {
            case 0xA002: put(size.width, as: 4, into: entry, &block)
            case 0xA003: put(size.height, as: 4, into: entry, &block)
            default: break
            }
        }
        dropThumbnail(from: &block)
        return block
    }

    private func put(_ value: Int, as type: Int, into entry: Entry, _ block: inout [UInt8]) {
        let short = [UInt8(truncatingIfNeeded: value >> 8), UInt8(truncatingIfNeeded: value)]
        let long = [UInt8(truncatingIfNeeded: value >> 24), UInt8(truncatingIfNeeded: value >> 16)] + short
        // A short value stands in the first bytes of its field, in either byte order.
        let field = type == 3 ? ordered(short) + [0, 0] : ordered(long)
        block.replaceSubrange(
            entry.field + 2..<entry.field + 12, with: ordered([0, UInt8(type)]) + ordered([0, 0, 0, 1]) + field)
    }

    private func ordered(_ bigEndianBytes: [UInt8]) -> [UInt8] { bigEndian ? bigEndianBytes : bigEndianBytes.reversed() }

    private func dropThumbnail(from block: inout [UInt8]) {
        guard let field = picture.nextField else { return }
        block.replaceSubrange(field..<field + 4, with: [0, 0, 0, 0])
        guard let place = thumbnail?[0x0201].flatMap(number), let length = thumbnail?[0x0202].flatMap(number),
            place >= 8, length > 0, place + length <= block.count
        else { return }
        let image = place..<place + length
        let used = [picture, exif, gps, interoperability].compactMap { $0 }.flatMap { [$0.extent] + $0.entries.map(\.value) }
        guard !used.contains(where: { $0.overlaps(image) }) else { return }
        // Usually the last thing in the block; a few bytes of padding may follow.
        if block.count - image.upperBound < 16, used.allSatisfy({ $0.upperBound <= image.lowerBound }) {
            block.removeSubrange(image.lowerBound...)
        } else {
            block.replaceSubrange(image, with: repeatElement(0, count: length))
        }
    }
}
