import FITS

extension WCSTerms {
    private static let highestOrder = 9

    /// A and B where the header has them, with AP and BP. Read as astropy does: whether CTYPE ends in -SIP or not.
    static func sip(_ header: FITSHeader, _ numbers: inout HeaderNumbers) throws -> SIPDistortion? {
        guard let a = try polynomial("A", numbers), let b = try polynomial("B", numbers) else { return nil }
        var sip = SIPDistortion(a: a, b: b)
        if let ap = try polynomial("AP", numbers), let bp = try polynomial("BP", numbers) { sip.inverse = (ap, bp) }
        return sip
    }

    private static func polynomial(_ name: String, _ numbers: HeaderNumbers) throws -> SIPPolynomial? {
        guard let number = try numbers.number("\(name)_ORDER"), let order = Int(exactly: number) else { return nil }
        guard (0...highestOrder).contains(order) else {
            throw WCSError("\(name)_ORDER = \(order): SIP polynomials go up to order \(highestOrder)")
        }
        var polynomial = SIPPolynomial(order: order)
        for p in 0...order {
            for q in 0...(order - p) { polynomial[p, q] = try numbers.number("\(name)_\(p)_\(q)") ?? 0 }
        }
        return polynomial
    }

    static func cards(of sip: SIPDistortion) -> [FITSCard] {
        var all = cards("A", sip.a) + cards("B", sip.b)
        if let inverse = sip.inverse { all += cards("AP", inverse.ap) + cards("BP", inverse.bp) }
        return all
    }

    private static func cards(_ name: String, _ polynomial: SIPPolynomial) -> [FITSCard] {
        var cards = [FITSCard("\(name)_ORDER", .integer(polynomial.order), comment: "polynomial order")]
        for p in 0...polynomial.order {
            for q in 0...(polynomial.order - p) where polynomial[p, q] != 0 {
                cards.append(FITSCard("\(name)_\(p)_\(q)", .real(polynomial[p, q])))
            }
        }
        return cards
    }
}
