import Accounts
import Testing

@Suite struct PasswordHasherTests {
    @Test func onlyTheRightPasswordFits() async throws {
        let hasher = PasswordHasher()
        let stored = try await hasher.hash("correct horse")
        #expect(stored.hasPrefix("$scrypt$ln=15,r=8,p=1$"))
        #expect(!stored.contains("horse"))
        #expect(try await hasher.verify("correct horse", against: stored))
        #expect(try await !hasher.verify("Correct horse", against: stored))
        #expect(try await !hasher.verify("", against: stored))
    }

    @Test func saltsDiffer() async throws {
        let hasher = PasswordHasher(logCost: 10)
        #expect(try await hasher.hash("a") != hasher.hash("a"))
    }

    @Test("The same letters in another Unicode form are the same password")
    func unicode() async throws {
        let hasher = PasswordHasher(logCost: 10)
        #expect(try await hasher.verify("Gro\u{308}\u{df}e", against: hasher.hash("Gr\u{f6}\u{df}e")))
    }

    @Test("RFC 7914, section 12: scrypt(pleaseletmein, SodiumChloride, N = 16384, r = 8, p = 1)")
    func publishedVector() async throws {
        let stored =
            "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU=$"
            + "cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw=="
        #expect(try await PasswordHasher().verify("pleaseletmein", against: stored))
        #expect(try await !PasswordHasher().verify("pleaseletmeout", against: stored))
    }

    @Test(arguments: [
        "", "x", "$scrypt$", "$scrypt$ln=15,r=8,p=1$$", "$scrypt$ln=60,r=8,p=1$U29kaXVtQ2hsb3JpZGU=$AAAAAAAAAAAAAAAAAAAAAA==",
        "$scrypt$ln=15,r=9999999,p=1$U29kaXVtQ2hsb3JpZGU=$AAAAAAAAAAAAAAAAAAAAAA==", "$scrypt$r=8$a$b", "$$$$$$",
    ])
    func whatIsNoHashFitsNothing(stored: String) async throws {
        #expect(try await !PasswordHasher().verify("x", against: stored))
        #expect(try await !PasswordHasher().verify("", against: stored))
    }
}
