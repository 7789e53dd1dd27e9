import Annotation
import Testing

@Suite struct ColourCSSTests {
    @Test(arguments: [
        ("red", "#ff0000"), ("RebeccaPurple", "#663399"), (" lime ", "#00ff00"), ("#f80", "#ff8800"), ("#F808", "#ff880088"),
        ("#1e90ff", "#1e90ff"), ("#1e90ff80", "#1e90ff80"), ("rgb(255, 0, 128)", "#ff0080"), ("rgb(100% 0% 50%)", "#ff0080"),
        ("rgba(0, 128, 255, 0.5)", "#0080ff80"), ("rgb(0 128 255 / 50%)", "#0080ff80"), ("hsl(120, 100%, 50%)", "#00ff00"),
        ("hsl(-240deg 100% 25%)", "#008000"), ("hsla(0.5turn, 100%, 50%, 1)", "#00ffff"), ("rgb(300, -20, 0)", "#ff0000"),
        ("transparent", "#00000000"),
    ]) func spellings(text: String, colour: String) { #expect(Colour(css: text)?.css == colour) }

    @Test(arguments: [
        "", "#", "#12", "#12345", "#ggg", "rgb(1,2)", "rgb(1,2,3,4,5)", "rgb(nan,0,0)", "hsl(inf,1%,1%)", "rgb(1 2 3 / / 1)", "nocolour",
        "rgb(", "url(x)", "#１２３", "rgb(0x1, 2, 3)", String(repeating: "f", count: 100_000),
    ]) func nonsense(text: String) { #expect(Colour(css: text) == nil) }
}
