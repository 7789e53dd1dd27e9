import Foundation

/// Wakes a thread that waits in `poll`.
final class WakePipe: Sendable {
    let reader: Int32
    private let writer: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw AMQPError(.refused, "no pipe for a connection's thread: \(String(cString: strerror(errno)))")
        }
        (reader, writer) = (ends[0], ends[1])
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
    }

    deinit {
        Glibc.close(reader)
        Glibc.close(writer)
    }

    func wake() {
        var byte: UInt8 = 1
        // A full pipe wakes as well.
        _ = Glibc.write(writer, &byte, 1)
    }

    func drain() {
        var room: (UInt64, UInt64) = (0, 0)
        while Glibc.read(reader, &room, MemoryLayout.size(ofValue: room)) > 0 {}
    }
}
