import Catalogs
import Foundation
import Sky

/// The designations of KStars' as people write them, and names as the IAU settled them.
enum StarNames {
    /// "alp CMa" is "α CMa", "pi 3Ori" "π³ Ori", "51  And" "51 And"; nil for what is no designation.
    static func designation(_ text: String) -> String? {
        guard text.count > 4 else { return nil }
        let constellation = String(text.suffix(3))
        let letter = text.dropLast(3).filter { $0 != " " }
        guard ConstellationName.named(abbreviation: constellation) != nil, let first = letter.first else { return nil }
        if first.isNumber { return "\(letter) \(constellation)" }
        // Letters with a dot before them are not those that other catalogues give these stars.
        guard first.isLetter else { return nil }
        let digits = letter.drop { !$0.isNumber }
        let name = letter.dropLast(digits.count)
        let greek = name.count > 1 ? GreekLetter(name).map { String($0.character) } : String(name)
        guard let greek else { return nil }
        return greek + superscript(digits) + " " + constellation
    }

    private static func superscript(_ digits: Substring) -> String {
        let raised = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
        return String(digits.compactMap { $0.wholeNumberValue.map { raised[$0] } })
    }

    /// Numbers, names and designations that the files lack or have otherwise than the IAU. Facts: the Henry Draper catalogue,
    /// Flamsteed's numbers, and the IAU's Working Group on Star Names.
    static func correct(_ stars: inout [ListedStar]) {
        for index in stars.indices {
            var star = stars[index]
            if let name = star.name {
                star.name = settled[name].map { $0.isEmpty ? nil : $0 } ?? name
                if star.designation == nil { star.designation = flamsteed[name] }
            }
            if star.designation == "β² Cyg", star.name == "Albireo" { star.designation = "β¹ Cyg" }
            if star.hd == nil { star.hd = star.designation.flatMap { numbers[$0] } ?? number(at: star.position) }
            if star.designation == nil, let hd = star.hd { star.designation = hosts[hd] }
            if star.name == nil, let designation = star.designation { star.name = added[designation] }
            if star.properMotion == (0, 0), star.magnitude > 8, star.position.separation(to: kapteyn) < 0.001 {
                star = ListedStar(
                    position: SkyPosition(ra: 77.919088, dec: -45.018412), magnitude: star.magnitude, colour: 1.57,
                    properMotion: (6506.1, -5731.4), name: "Kapteyn's Star", designation: nil, hd: 33793)
            }
            stars[index] = star
        }
    }

    /// The file has the fastest of its stars without its motion, and so where it was in 1991.25.
    private static let kapteyn = SkyPosition(ra: 77.896708, dec: -45.004500)

    /// By KStars' spelling; empty where the name is not that star's.
    private static let settled = table(
        """
        Al Dhanab=Aldhanab, Al Gieba=Algieba, Al Giedi=Algedi, Al Na'ir=Alnair, Al Nair=, Al Nasl=Alnasl, Al Niyat=Alniyat,
        Alnath=Elnath, Alphekka Meridiana=Meridiana, Asmidiske=Azmidi, Auva=Minelauva, Baham=Biham, Baten=Baten Kaitos,
        Dulfim=Aldulfin, Er Rai=Errai, Gienah=Aljanah, Gienah Corvi=Gienah, Graffias=Acrab, Homan=Homam, Kabdhilinan=Hassaleh,
        Kaou Pih=Aldhibah, Kelb al Rai=Cebalrai, Kocab=Kochab, Maaz=Almaaz, Marfik=, Marsik=Marsic, Menkab=Menkar,
        Merkab=Markeb, Minhar al Shuja=Minchir, Na'ir al Saif=Hatysa, Phakt=Phact, Pherkab=Pherkad, Primus Hyadum=Prima Hyadum,
        Pulcherrima=Izar, Ras Algethi=Rasalgethi, Rigel Kentaurus=Rigil Kentaurus, Sadalsud=Sadalsuud, Sadatoni=Saclateni,
        Sulaphat=Sulafat, Svalocin=Sualocin, Talitha Australis=Alkaphrah, Talitha Borealis=Talitha,
        Zawijah=Zavijava, Zozma=Zosma, Zuben El Genubi=Zubenelgenubi, Zuben el Chamali=Zubeneschamali,
        Zuben el Hakrabi=Zubenelhakrabi
        """)

    /// Names of stars that KStars leaves without one.
    private static let added = table(
        """
        α² Cen=Toliman, λ Ori=Meissa, π³ Ori=Tabit, η Gem=Propus, ξ Gem=Alzirr, ζ Sgr=Ascella, π Sgr=Albaldah, α Sgr=Rukbat,
        μ Sgr=Polis, η Oph=Sabik, λ Oph=Marfik, γ Vir=Porrima, η Vir=Zaniah, κ Vir=Kang, ε Sco=Larawag, π Sco=Fang,
        τ Sco=Paikauhale, ν Sco=Jabbah, G Sco=Fuyue, α TrA=Atria, δ Vel=Alsephina, β Gru=Tiaki, δ Cru=Imai, ε Cru=Ginan,
        θ Aur=Mahasim, ζ Cas=Fulu, η Cas=Achird, η Psc=Alpherg, α Psc=Alrescha, 41 Ari=Bharani, ξ And=Adhil, 51 And=Nembus,
        υ And=Titawin, ο Leo=Subra, ξ UMa=Alula Australis, ρ Pup=Tureis, ε Eri=Ran, ο² Eri=Keid, ζ Eri=Zibal, 53 Eri=Sceptrum,
        υ² Eri=Theemin, τ² Eri=Angetenar, γ Cet=Kaffaljidhma, ξ Cep=Kurhah, λ Dra=Giausar, σ Dra=Alsafi, η Dra=Athebyne,
        ε Dra=Tyl, μ Dra=Arrakis, δ UMi=Yildun, ζ Aql=Okab, α Sge=Sham, α Vul=Anser, δ Cyg=Fawaris, η Lyr=Aladfar,
        λ Her=Maasym, 55 Cnc=Copernicus, ρ¹ Cnc=Copernicus, 51 Peg=Helvetios, 47 UMa=Chalawan, 14 And=Veritate, 18 Del=Musica,
        42 Dra=Fafnir
        """)

    /// Flamsteed's numbers of named stars that come without a designation.
    private static let flamsteed = table(
        """
        Electra=17 Tau, Taygeta=19 Tau, Maia=20 Tau, Asterope=21 Tau, Merope=23 Tau, Atlas=27 Tau, Pleione=28 Tau, Alcor=80 UMa
        """)

    /// Flamsteed's numbers of stars that are known by them, most for their planets.
    private static let hosts: [Int: String] = [
        217_014: "51 Peg", 95128: "47 UMa", 117_176: "70 Vir", 115_617: "61 Vir", 186_408: "16 Cyg", 145_675: "14 Her",
        146_233: "18 Sco", 10476: "107 Psc", 3651: "54 Psc", 221_345: "14 And", 199_665: "18 Del", 170_693: "42 Dra",
        201_091: "61 Cyg",
    ]

    /// Numbers in the Henry Draper catalogue that the binary files do not give.
    private static let numbers = [
        "α¹ Cen": 128_620, "α² Cen": 128_621, "ε Boo": 129_989, "β Mon": 45725, "ξ UMa": 98230, "ρ Her": 157_779,
        "ξ Sco": 144_070, "κ Tuc": 7788, "e Eri": 20794, "ξ Cep": 209_790, "36 Oph": 155_886, "ο² Eri": 26965,
        "ε² Lyr": 173_607, "θ¹ Ori": 37022,
    ]

    private static let placed = [
        (hd: 201_091, position: SkyPosition(ra: 316.72475, dec: 38.74942)),
        (hd: 115_617, position: SkyPosition(ra: 199.60129, dec: -18.31119)),
    ]

    private static func number(at position: SkyPosition) -> Int? {
        placed.first { abs($0.position.dec - position.dec) < 0.001 && $0.position.separation(to: position) < 0.001 }?.hd
    }

    private static func table(_ text: String) -> [String: String] {
        var table: [String: String] = [:]
        for entry in text.split(separator: ",") {
            let parts = entry.split(separator: "=", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
            if parts.count == 2 { table[parts[0]] = parts[1] }
        }
        return table
    }
}
