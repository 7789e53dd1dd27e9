/// The segments of JPEG files that hold metadata.
enum JPEGSegments {
    static let exifHeader = EXIFBlock.prefix
    static let xmpHeader: [UInt8] = Array("http://ns.adobe.com/xap/1.0/\0".utf8)
    static let iccHeader: [UInt8] = Array("ICC_PROFILE\0".utf8)

    /// More segments than any real file has before its pixels.
    private static let segmentsMax = 4096

    /// Reads what stands before the first scan.
    static func metadata(of file: FileBytes) throws -> PictureMetadata {
        var found = PictureMetadata()
        var parts: [Int: [UInt8]] = [:]
        var partCount: Int?
        var profileIsBroken = false
        var position = 2
        for _ in 0..<segmentsMax {
            let mark = try file.bytes(at: position, count: 4)
            guard mark.count == 4, mark[0] == 0xFF else { break }
            // Fill bytes, and marks that stand alone.
            if mark[1] == 0xFF || mark[1] == 0x01 || (0xD0...0xD8).contains(mark[1]) {
                position += mark[1] == 0xFF ? 1 : 2
                continue
            }
            let length = Int(mark[2]) << 8 | Int(mark[3])
            guard mark[1] != 0xDA, mark[1] != 0xD9, length >= 2 else { break }
            if mark[1] == 0xE1 || mark[1] == 0xE2 {
                let content = try file.bytes(at: position + 4, count: length - 2)
                guard content.count == length - 2 else { break }
                if mark[1] == 0xE1, found.exif == nil, content.starts(with: exifHeader) {
                    found.exif = Array(content.dropFirst(exifHeader.count))
                } else if mark[1] == 0xE1, found.xmp == nil, content.starts(with: xmpHeader) {
                    found.xmp = PictureMetadata.text(content.dropFirst(xmpHeader.count))
                } else if mark[1] == 0xE2, content.starts(with: iccHeader), content.count > iccHeader.count + 2 {
                    let (number, count) = (Int(content[iccHeader.count]), Int(content[iccHeader.count + 1]))
                    // A profile whose parts contradict each other is none; 255 parts are the most there can be.
                    if number < 1 || number > count || count != partCount ?? count || parts[number] != nil {
                        profileIsBroken = true
                    }
                    if !profileIsBroken {
                        partCount = count
                        parts[number] = Array(content.dropFirst(iccHeader.count + 2))
                    }
                }
            }
            position += 2 + length
        }
        if let partCount, !profileIsBroken, parts.count == partCount {
            let profile = (1...partCount).flatMap { parts[$0] ?? [] }
            if profile.count <= PictureMetadata.iccBytesMax { found.icc = profile }
        }
        return found
    }

    /// - Returns: the segments, and in words what did not fit.
    static func segments(for metadata: PictureMetadata) -> ([JPEGEncoder.Segment], [String]) {
        var segments: [JPEGEncoder.Segment] = []
        var leftOut: [String] = []
        let room = JPEGEncoder.Segment.bytesMax
        if let exif = metadata.exif {
            if let block = EXIFTree.shrunk(exif, to: room - exifHeader.count) {
                segments.append(JPEGEncoder.Segment(kind: 1, bytes: exifHeader + block))
                if block.count < exif.count { leftOut.append("the camera maker's notes, as a JPEG file has no room for them") }
            } else {
                leftOut.append("the EXIF block of \(exif.count) bytes, as a JPEG file has room for \(room - exifHeader.count)")
            }
        }
        if let xmp = metadata.xmp {
            let bytes = xmpHeader + Array(xmp.utf8)
            if bytes.count <= room {
                segments.append(JPEGEncoder.Segment(kind: 1, bytes: bytes))
            } else {
                leftOut.append("the XMP packet of \(bytes.count) bytes, as a JPEG file has room for \(room - xmpHeader.count)")
            }
        }
        if let icc = metadata.icc {
            let part = room - iccHeader.count - 2
            let count = (icc.count + part - 1) / part
            if count <= 255 {
                for number in 0..<count {
                    let content = icc[number * part..<min(icc.count, (number + 1) * part)]
                    segments.append(
                        JPEGEncoder.Segment(kind: 2, bytes: iccHeader + [UInt8(number + 1), UInt8(count)] + content))
                }
            } else {
                leftOut.append("the colour profile of \(icc.count) bytes")
            }
        }
        return (segments, leftOut)
    }
}

extension EXIFTree {
    /// A block that is small enough, if need be without what makes blocks large; nil where that is not enough.
    static func shrunk(_ block: [UInt8], to limit: Int) -> [UInt8]? {
        guard block.count > limit else { return block }
        let smaller = EXIFLayout(block).map { EXIFTree($0).withoutMakerNotes.block() }
        return smaller.flatMap { $0.count <= limit ? $0 : nil }
    }
}
