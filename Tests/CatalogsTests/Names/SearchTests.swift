import Catalogs
import Testing

@Suite struct SearchTests {
    private let file: CatalogFile

    init() throws { file = try TestCatalog().write(.small) }

    private func found(_ name: String) -> [String] {
        file.search(name: name).map { match in
            switch match {
            case .star(let star): star.designation ?? "star"
            case .deepSky(let object): object.names[0]
            case .constellation(let constellation): constellation.name
            }
        }
    }

    @Test(arguments: [
        ("M31", "M 31"), ("m 31", "M 31"), ("Messier 31", "M 31"), ("M031", "M 31"), ("NGC 224", "M 31"), ("ngc0224", "M 31"),
        ("andromeda galaxy", "M 31"), ("Andromeda-Galaxy", "M 31"), ("IC434", "IC 434"),
        ("Sirius", "α CMa"), ("SIRIUS", "α CMa"), ("alpha CMa", "α CMa"), ("alf CMa", "α CMa"), ("α Canis Majoris", "α CMa"),
        ("αCMa", "α CMa"), ("Alpha Canis Majoris", "α CMa"), ("HD 48915", "α CMa"), ("hd48915", "α CMa"),
        ("alpha Ori", "α Ori"), ("Alpha Orionis", "α Ori"), ("pi3 Ori", "π³ Ori"), ("π³ Orionis", "π³ Ori"),
        ("pi 3 orionis", "π³ Ori"), ("51 Peg", "51 Peg"), ("51 Pegasi", "51 Peg"), ("51Peg", "51 Peg"),
        ("Orion", "Orion"), ("ori", "Orion"), ("alpha1 Centauri", "α¹ Cen"),
    ])
    func findsWhatPeopleWrite(name: String, wanted: String) {
        #expect(found(name).first == wanted)
    }

    @Test(arguments: [
        ("Betelgeuze", "α Ori"), ("Betelgeus", "α Ori"), ("Betegleuse", "α Ori"), ("Sirus", "α CMa"),
        ("Andromdea", "Andromeda"), ("Andromeda Galxy", "M 31"),
    ])
    func forgivesALetterOrTwo(name: String, wanted: String) {
        #expect(found(name).first == wanted)
    }

    @Test func prefersWhatIsExactlySo() {
        #expect(found("Andromeda") == ["Andromeda", "M 31"])
        #expect(found("ghost") == ["NGC 40"])
        #expect(file.search(name: "Andromeda", limit: 1).count == 1)
    }

    @Test(arguments: [
        "", " ", "'", "M", "M 3", "NGC 22", "HD 4891", "HD 0", "HD 99999999999999999999", "zzzzzz", "5 Peg", "\u{0}",
    ])
    func findsNothingWhereNothingIs(name: String) {
        #expect(found(name).isEmpty)
    }

    @Test func takesAnyTextAndAnyLimit() {
        #expect(file.search(name: String(repeating: "α", count: 100_000)).isEmpty)
        #expect(file.search(name: "Sirius", limit: 0).isEmpty && file.search(name: "Sirius", limit: -1).isEmpty)
        var random = Seeded(5)
        let letters = Array("αβ 0123456789'³abcdefghijklmnopqrstuvwxyzÖé\u{301}\u{fe0f}🔭\u{200d}.-+")
        for length in 0..<2000 {
            let name = (0..<(length % 30)).map { _ in letters.randomElement(using: &random) ?? "a" }
            _ = file.search(name: String(name))
        }
    }

    @Test func knowsEveryConstellation() {
        #expect(ConstellationName.all.count == 88)
        #expect(Set(ConstellationName.all.map(\.abbreviation)).count == 88)
        #expect(ConstellationName.named(abbreviation: "CVn")?.genitive == "Canum Venaticorum")
        #expect(GreekLetter.all.count == 24 && GreekLetter("omega")?.character == "ω" && GreekLetter("omi")?.character == "ο")
        #expect(Set(GreekLetter.all.map(\.abbreviation)).count == 24)
    }
}
