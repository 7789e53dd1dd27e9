import Foundation

/// Writes whole files that are in memory already.
enum FileOutput {
    /// - Parameter pieces: one behind the other.
    static func write(_ pieces: [UnsafeRawBufferPointer], path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw PictureError.unwritten(path, String(cString: strerror(errno))) }
        do {
            for piece in pieces { try put(piece, at: nil, descriptor, path) }
        } catch {
            close(descriptor)
            throw error
        }
        // Network file systems tell of a full disk only here.
        guard close(descriptor) == 0 else { throw PictureError.unwritten(path, String(cString: strerror(errno))) }
    }

    /// Overwrites or extends an existing file at the places given.
    static func amend(_ changes: [(place: Int, bytes: [UInt8])], path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw PictureError.unwritten(path, String(cString: strerror(errno))) }
        do {
            for change in changes { try change.bytes.withUnsafeBytes { try put($0, at: change.place, descriptor, path) } }
        } catch {
            close(descriptor)
            throw error
        }
        guard close(descriptor) == 0 else { throw PictureError.unwritten(path, String(cString: strerror(errno))) }
    }

    private static func put(_ bytes: UnsafeRawBufferPointer, at place: Int?, _ descriptor: Int32, _ path: String) throws {
        var done = 0
        while done < bytes.count {
            let start = bytes.baseAddress.map { $0 + done }
            let count =
                if let place { pwrite(descriptor, start, bytes.count - done, off_t(place + done)) } else {
                    Glibc.write(descriptor, start, bytes.count - done)
                }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw PictureError.unwritten(path, String(cString: strerror(errno))) }
            done += count
        }
    }
}
