import CFITSIO
import Foundation

/// An open cfitsio file. Not to be used by two threads at a time, which its owners' not being Sendable sees to.
final class CFITSIOFile {
    private var pointer: UnsafeMutablePointer<fitsfile>?
    private let path: String

    /// Where cfitsio was built without --enable-reentrant all its calls take turns.
    private static let turn: NSLock? = fits_is_reentrant() == 0 ? NSLock() : nil

    /// Opens a file for reading. The name is a plain name: brackets and the like have no meaning.
    init(path: String, hdu: Int) throws {
        self.path = path
        try call("open") { status in fits_open_diskfile_plain(&pointer, path, &status) }
        do {
            try use("go to unit \(hdu) of") { file, status in ffmahd(file, Int32(hdu + 1), nil, &status) }
        } catch {
            close()
            throw error
        }
    }

    deinit { close() }

    private func close() {
        guard let open = pointer else { return }
        pointer = nil
        Self.turn?.lock()
        defer { Self.turn?.unlock() }
        var status: Int32 = 0
        ffclos(open, &status)
    }

    /// Calls a cfitsio function on the open file.
    /// - Parameter tolerating: a status that is no failure here.
    func use(
        _ what: String, tolerating: Int32 = 0, _ body: (UnsafeMutablePointer<fitsfile>, inout Int32) -> Int32
    ) throws {
        guard let pointer else { throw FITSError("\(path): is closed") }
        try call(what, tolerating: tolerating) { status in body(pointer, &status) }
    }

    private func call(_ what: String, tolerating: Int32 = 0, _ body: (inout Int32) -> Int32) throws {
        Self.turn?.lock()
        defer { Self.turn?.unlock() }
        // Messages of an earlier failure would otherwise be told as the reason of this one.
        ffcmsg()
        var status: Int32 = 0
        _ = body(&status)
        guard status != 0, status != tolerating else { return }
        throw FITSError("\(path): cfitsio could not \(what) it: \(Self.reason(status))")
    }

    private static func reason(_ status: Int32) -> String {
        var short = [CChar](repeating: 0, count: 64)
        ffgerr(status, &short)
        var long = [CChar](repeating: 0, count: 128)
        let detail = ffgmsg(&long) != 0 ? text(long) : ""
        return detail.isEmpty ? "\(text(short)) (\(status))" : "\(text(short)) (\(status)): \(detail)"
    }

    private static func text(_ characters: [CChar]) -> String {
        String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// `fits_open_diskfile` under its linker name; the long names are macros that Swift does not see.
private func fits_open_diskfile_plain(
    _ file: inout UnsafeMutablePointer<fitsfile>?, _ path: String, _ status: inout Int32
) -> Int32 {
    ffdkopn(&file, path, READONLY, &status)
}
