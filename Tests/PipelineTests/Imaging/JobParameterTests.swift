import Foundation
import Observations
import Pipeline
import Testing

/// What comes from outside is refused with a reason, and leaves nothing behind.
@Suite struct JobParameterTests {
    @Test(arguments: [
        ("grid", ""), ("grid", "261122002,4660627.fits,4660627_annotated.jpg,out.jpg"),
        ("grid", "261122002,4660627.fits,4660627_annotated.jpg,out.jpg,a,b"),
        ("grid", "261122002,4660627.fits,4660627_annotated.jpg,out.jpg,a,equatorial,c"),
        ("box", "261122002"), ("box", "261122002,4660627.fits,x"), ("stars", "261122002"), ("stars", "a,b,c"),
        ("transient", "261122002,4660627.fits,4660627_annotated.jpg"), ("image_cutout", "261122002,4660627.fits"),
        ("dir", "/"), ("", ""), ("rm", "x"),
        ("grid", String(repeating: "x", count: 5000)),
    ])
    func wrongWordsAreRefused(_ command: String, _ parameters: String) async throws {
        let home = try await JobHome()
        let before = home.folder.paths()
        await #expect(throws: JobError.self) { try await home.run(command, parameters, extra: "[]") }
        #expect(home.folder.paths() == before)
    }

    static let hostile = ["../x.jpg", "/etc/passwd", "..", ".", ".hidden.jpg", "a/b.jpg", "a\u{0}.jpg", "", "x\n.jpg"]

    @Test(arguments: hostile) func namesThatLeaveAreRefused(_ name: String) async throws {
        let home = try await JobHome()
        let before = home.folder.paths()
        for parameters in [
            "\(name),4660627.fits,4660627_annotated.jpg,out.jpg", "261122002,\(name),4660627_annotated.jpg,out.jpg",
            "261122002,4660627.fits,\(name),out.jpg", "261122002,4660627.fits,4660627_annotated.jpg,\(name)",
        ] {
            await #expect(throws: JobError.self) { try await home.run("draw_extra", parameters, extra: "[]") }
            await #expect(throws: JobError.self) { try await home.run("grid", parameters + ",title") }
        }
        // "a/b.jpg" alone is what a cutout is to be called: a directory and a file.
        for path in ["\(name)/x.jpg", "d/\(name)", name, "a/b/c.jpg"] where path != "a/b.jpg" {
            await #expect(throws: JobError.self) {
                try await home.run(
                    "image_cutout", "261122002,4660627.fits,4660627_annotated.jpg,\(path)", extra: "83.8,-5.4,1,t,100")
            }
        }
        await #expect(throws: JobError.self) { try await home.run("stars", "261122002,\(name)") }
        #expect(home.folder.paths() == before)
    }

    @Test(arguments: ["261122002_raw.jpg", "4660627_annotated.jpg", "4660627.fits", "noending", "x.bmp", "x.fits"])
    func whatMustStayIsNotWrittenOver(_ output: String) async throws {
        let home = try await JobHome()
        let before = try await home.archive.digest(ArchivePath("261122002/261122002_raw.jpg"))
        let files = home.folder.paths()
        await #expect(throws: (any Error).self) {
            try await home.run("grid", "261122002,4660627.fits,4660627_annotated.jpg,\(output),t")
        }
        #expect(try await home.archive.digest(ArchivePath("261122002/261122002_raw.jpg")) == before)
        #expect(home.folder.paths() == files)
    }

    @Test func linksAreNotFollowed() async throws {
        let home = try await JobHome()
        let secret = home.folder.url.appendingPathComponent("secret.jpg")
        try JobHome.picture(secret.path)
        let folder = home.folder.url.appendingPathComponent("data/261122002").path
        try FileManager.default.createSymbolicLink(atPath: folder + "/link.jpg", withDestinationPath: secret.path)
        let before = FileManager.default.contents(atPath: secret.path)
        await #expect(throws: (any Error).self) {
            try await home.run("grid", "261122002,4660627.fits,link.jpg,out.jpg,t")
        }
        // A link at the output's place is replaced by the picture, not written through.
        _ = try await home.run("grid", "261122002,4660627.fits,4660627_annotated.jpg,link.jpg,t")
        #expect(FileManager.default.contents(atPath: secret.path) == before)
    }

    @Test func missingThingsAreNamed() async throws {
        let home = try await JobHome()
        for (parameters, word) in [
            ("999,4660627.fits,4660627_annotated.jpg,o.jpg,t", "999"), ("261122002,no.fits,4660627_annotated.jpg,o.jpg,t", "no.fits"),
            ("261122002,4660627.fits,no.jpg,o.jpg,t", "no.jpg"), ("261122002,4660627_annotated.jpg,4660627_annotated.jpg,o.jpg,t", "FITS"),
        ] {
            let error = await #expect(throws: JobError.self) { try await home.run("grid", parameters) }
            #expect(error?.message.contains(word) == true)
        }
    }
}
