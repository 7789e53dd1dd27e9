public import FITS

extension WCS {
    /// Only the cards of the WCS, in standard form, with the marks of frame and size: to be put into the header of a picture.
    public var solutionCards: [FITSCard] {
        terms.cards + [
            FITSCard(PixelFrame.keyword, .string(frame.rawValue), comment: "pixels this WCS is for: stored or upright"),
            FITSCard("IMAGEW", .integer(width), comment: "width of the picture, pixels"),
            FITSCard("IMAGEH", .integer(height), comment: "height of the picture, pixels"),
        ]
    }

    /// Whether a card of this keyword is part of a WCS, and goes when another takes its place.
    public static func owns(keyword: String) -> Bool { WCSTerms.owns(keyword) }

    /// The WCS of the same picture enlarged: x′ = (x + ½) factor − ½. Exact, SIP included.
    ///
    /// - Parameter factor: enlarged ÷ present size, above 0.
    public func scaled(by factor: Double, width: Int, height: Int) throws -> WCS {
        guard factor.isFinite, factor > 0 else { throw WCSError("a picture cannot be scaled by \(factor)") }
        return try remapped(width: width, height: height, frame: frame) { $0.scale(by: factor) }
    }

    /// The same sky on the picture's other frame: stored pixels become upright ones. From upright to stored, give the inverted
    /// transform. Exact, SIP included.
    ///
    /// - Throws: `WCSError` where the transform is for pictures of another size.
    public func reoriented(_ transform: FrameTransform) throws -> WCS {
        guard transform.storedWidth == width, transform.storedHeight == height else {
            throw WCSError(
                "a transform for \(transform.storedWidth) x \(transform.storedHeight) pixels does not fit "
                    + "a WCS for \(width) x \(height)")
        }
        return try remapped(
            width: transform.uprightWidth, height: transform.uprightHeight, frame: frame == .stored ? .upright : .stored
        ) { terms in
            if transform.mirrorsX { terms.mirrorX(width: width) }
            if transform.mirrorsY { terms.mirrorY(height: height) }
            if transform.transposes { terms.transpose() }
        }
    }

    /// Rows counted from the other end, as between a FITS file and its picture with row 0 on top.
    public func flippedVertically() throws -> WCS {
        try remapped(width: width, height: height, frame: frame) { $0.mirrorY(height: height) }
    }

    private func remapped(width: Int, height: Int, frame: PixelFrame, _ change: (inout WCSTerms) -> Void) throws -> WCS {
        var terms = terms
        change(&terms)
        var others = FITSHeader(cards: header.cards.filter { !WCSTerms.owns($0.keyword) })
        if others["NAXIS1"] != nil, others["NAXIS2"] != nil {
            others.set("NAXIS1", .integer(width))
            others.set("NAXIS2", .integer(height))
        }
        let header = FITSHeader(cards: others.cards + terms.cards)
        return try WCS(terms: terms, header: header, width: width, height: height, frame: frame)
    }
}
