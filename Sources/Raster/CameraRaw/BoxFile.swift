/// A file of boxes as in ISO 14496-12, which is how CR3 is built.
enum BoxFile {
    /// The boxes at the top must fill the file exactly, or be cut short nowhere.
    static func check(_ file: FileBytes) throws {
        var position = 0
        while position < file.count {
            let head = try file.exactly(8, at: position, "the head of a box")
            var length = head[0..<4].reduce(0) { $0 << 8 | Int($1) }
            if length == 1 {
                let long = try file.exactly(8, at: position + 8, "the head of a box")
                length = Int(clamping: long.reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
            } else if length == 0 {
                return  // to the end of the file
            }
            guard length >= 8 else { throw PictureError(.damaged, "a box of impossible length at byte \(position)") }
            guard length <= file.count - position else {
                throw PictureError(.truncated, "the file ends within the box at byte \(position)")
            }
            position += length
        }
    }
}
