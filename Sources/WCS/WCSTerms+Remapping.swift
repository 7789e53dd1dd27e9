extension WCSTerms {
    /// The same sky on pixels counted from the other end of a row: X′ = width + 1 − X (FITS pixels).
    mutating func mirrorX(width: Int) {
        crpix[0] = Double(width + 1) - crpix[0]
        for row in 0..<2 { cd[row][0] = -cd[row][0] }
        // u′ = −u, so A′(u′, v) = −A(−u′, v) and B′(u′, v) = B(−u′, v).
        mapSIP { p, _ in
            p % 2 == 0 ? -1 : 1
        } ofB: { p, _ in
            p % 2 == 0 ? 1 : -1
        }
    }

    /// Rows counted from the other end: Y′ = height + 1 − Y.
    mutating func mirrorY(height: Int) {
        crpix[1] = Double(height + 1) - crpix[1]
        for row in 0..<2 { cd[row][1] = -cd[row][1] }
        mapSIP { _, q in
            q % 2 == 0 ? 1 : -1
        } ofB: { _, q in
            q % 2 == 0 ? -1 : 1
        }
    }

    /// Rows and columns changed places: A′(u′, v′) = B(v′, u′) and the other way round.
    mutating func transpose() {
        crpix.swapAt(0, 1)
        for row in 0..<2 { cd[row].swapAt(0, 1) }
        guard let old = sip else { return }
        var new = SIPDistortion(a: old.b.transposed, b: old.a.transposed)
        new.inverse = old.inverse.map { ($0.bp.transposed, $0.ap.transposed) }
        sip = new
    }

    /// The picture enlarged: X′ − ½ = factor (X − ½) in FITS pixels, so that pixel edges stay pixel edges.
    mutating func scale(by factor: Double) {
        crpix = crpix.map { ($0 - 0.5) * factor + 0.5 }
        cd = cd.map { $0.map { $0 / factor } }
        // u′ = f u, so A′(u′, v′) = f A(u′/f, v′/f).
        let change = { (p: Int, q: Int) in power(factor, 1 - p - q) }
        mapSIP(change, ofB: change)
    }

    /// Multiplies each coefficient: the first factors are those of A and AP, the second of B and BP.
    private mutating func mapSIP(_ ofA: (Int, Int) -> Double, ofB: (Int, Int) -> Double) {
        guard let old = sip else { return }
        var new = SIPDistortion(a: old.a.mapped { $2 * ofA($0, $1) }, b: old.b.mapped { $2 * ofB($0, $1) })
        new.inverse = old.inverse.map { inverse in
            (inverse.ap.mapped { $2 * ofA($0, $1) }, inverse.bp.mapped { $2 * ofB($0, $1) })
        }
        sip = new
    }
}

private func power(_ base: Double, _ exponent: Int) -> Double {
    let product = repeatElement(base, count: abs(exponent)).reduce(1, *)
    return exponent < 0 ? 1 / product : product
}
