/// EXIF values of a TIFF file or of camera raw built like one.
struct TIFFTags: EXIFSource {
    private let structure: TIFFStructure
    private let picture: TIFFStructure.Directory
    private let exif, gps: TIFFStructure.Directory?

    init?(_ structure: TIFFStructure) {
        guard let picture = structure.directories.first else { return nil }
        self.structure = structure
        self.picture = picture
        func directory(at tag: UInt16) -> TIFFStructure.Directory? {
            structure.integers(tag, in: picture).first.flatMap { try? structure.read(at: $0).0 }
        }
        exif = directory(at: 0x8769)
        gps = directory(at: 0x8825)
    }

    func text(_ tag: EXIFTag) -> String? {
        directory(of: tag).flatMap { structure.text(tag.rawValue, in: $0) }
    }

    func numbers(_ tag: EXIFTag) -> [Double] {
        directory(of: tag).map { structure.numbers(tag.rawValue, in: $0) } ?? []
    }

    /// Some writers (TIFF/EP, DNG) put EXIF values into the picture's own directory.
    private func directory(of tag: EXIFTag) -> TIFFStructure.Directory? {
        switch tag.directory {
        case .picture: picture
        case .exif: exif?.entries[tag.rawValue] != nil ? exif : picture
        case .gps: gps
        }
    }
}
