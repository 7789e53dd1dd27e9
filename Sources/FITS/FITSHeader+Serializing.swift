public import Foundation

extension FITSHeader {
    /// The cards and END, padded with blanks to a multiple of 2880 bytes.
    ///
    /// Numbers are written so that reading gives the same number; strings that do not fit go on in CONTINUE cards; keywords
    /// longer than 8 characters become HIERARCH cards; characters outside printable ASCII become `?`.
    public func serialized() -> Data {
        var text = Data()
        for card in cards where card.keyword != "END" {
            for line in CardFormatter(card).lines() { text.append(contentsOf: line) }
        }
        text.append(contentsOf: CardFormatter.padded(Array("END".utf8)))
        let excess = text.count % Self.blockLength
        if excess > 0 { text.append(contentsOf: repeatElement(UInt8(ascii: " "), count: Self.blockLength - excess)) }
        return text
    }
}
