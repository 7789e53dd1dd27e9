import Foundation
import Glibc
import Synchronization
import Threads

/// Tells when something happens in folders, through inotify.
///
/// What it says is a hint to look, never a truth: nothing is lost where it is silent (network shares), looks are only later.
final class FolderWatch: Sendable {
    private struct State {
        var folders: [Int32: String] = [:]
        var moved: Set<String> = []
    }

    private let file: Int32
    private let state = Mutex(State())
    private let stopped = CancelFlag()
    private let listeners = Mutex<[UUID: AsyncStream<Void>.Continuation]>([:])

    /// nil where the system has no inotify to give.
    init?() {
        file = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
        guard file >= 0 else { return nil }
        let (file, stopped) = (file, stopped)
        Thread.detachNewThread { [weak self] in
            while !stopped.isSet {
                var wait = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
                // The end of the wait is only to notice that nobody wants this any more.
                if poll(&wait, 1, 1000) > 0 { self?.read() }
            }
            close(file)
        }
    }

    deinit { stopped.set() }

    /// Begins to watch a folder; watching it already is no error.
    func add(_ folder: String) {
        let mask = UInt32(IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_ONLYDIR | IN_DONT_FOLLOW)
        let number = inotify_add_watch(file, folder, mask)
        if number >= 0 { state.withLock { $0.folders[number] = folder } }
    }

    /// Whether a file was renamed into a watched folder, hence whole already. Asked once, it forgets.
    func takeMoved(_ path: String) -> Bool {
        state.withLock { $0.moved.remove(path) != nil }
    }

    /// An element whenever something happened since the last.
    func events() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let id = UUID()
        continuation.onTermination = { [weak self] _ in self?.listeners.withLock { $0[id] = nil } }
        listeners.withLock { $0[id] = continuation }
        return stream
    }

    /// struct inotify_event: wd, mask, cookie, len (4 bytes each), then len bytes of name, padded with zeros.
    private func read() {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        let count = Glibc.read(file, &buffer, buffer.count)
        guard count > 0 else { return }
        buffer.withUnsafeBytes { bytes in
            var at = 0
            while at + 16 <= count {
                let number = bytes.loadUnaligned(fromByteOffset: at, as: Int32.self)
                let mask = bytes.loadUnaligned(fromByteOffset: at + 4, as: UInt32.self)
                let length = Int(bytes.loadUnaligned(fromByteOffset: at + 12, as: UInt32.self))
                let end = min(count, at + 16 + length)
                let name = String(decoding: bytes[(at + 16)..<end].prefix { $0 != 0 }, as: UTF8.self)
                note(number, mask, name)
                at += 16 + length
            }
        }
        for listener in listeners.withLock({ Array($0.values) }) { listener.yield() }
    }

    private func note(_ number: Int32, _ mask: UInt32, _ name: String) {
        state.withLock { state in
            if mask & UInt32(IN_IGNORED) != 0 { state.folders[number] = nil }
            guard let folder = state.folders[number] else { return }
            if mask & UInt32(IN_MOVED_TO) != 0 {
                // A bound on what an unread landing pad may pile up; losing an entry only means a later look.
                if state.moved.count > 100_000 { state.moved.removeAll() }
                state.moved.insert("\(folder)/\(name)")
            } else if mask & UInt32(IN_CREATE | IN_CLOSE_WRITE) != 0 {
                state.moved.remove("\(folder)/\(name)")
            }
        }
    }
}
