/// Why a picture file cannot be used.
public struct PictureError: Error, CustomStringConvertible, Sendable, Hashable {
    public enum Code: String, Sendable {
        /// The content is of no kind that is read here.
        case notAPicture
        /// The file ends before its content does.
        case truncated
        /// The content contradicts itself.
        case damaged
        /// It would decode to more pixels than allowed.
        case tooLarge
        /// A kind of picture that is not read here.
        case unsupported
        /// The file system said no.
        case io
    }

    public let code: Code
    /// What was wrong with what, for a person.
    public let message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}

extension PictureError {
    /// Refuses sizes that are not positive or above the limit, before anything of that size is allocated.
    package static func check(_ size: PixelSize, limitMegapixels: Int) throws {
        guard size.width > 0, size.height > 0 else {
            throw PictureError(.damaged, "the header gives a size of \(size.width) x \(size.height)")
        }
        let (pixels, overflow) = size.width.multipliedReportingOverflow(by: size.height)
        if overflow || pixels > limitMegapixels * 1_000_000 {
            throw PictureError(
                .tooLarge, "\(size.width) x \(size.height) pixels are more than \(limitMegapixels) megapixels")
        }
    }
}
