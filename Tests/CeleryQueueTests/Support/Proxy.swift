import Foundation
import Synchronization

/// Stands between a client and a broker, and cuts or holds up what goes through.
final class Proxy: Sendable {
    let port: Int
    private let target: Int
    private let listener: Int32

    private struct State {
        var isHanging = false
        var isRefusing = false
        var cuts = 0
        var isEnded = false
        var carried = 0
    }
    private let state = Mutex(State())

    init(to target: Int) throws {
        self.target = target
        (listener, port) = try FreePorts.listen()
        Thread { [self] in run() }.start()
    }

    /// Cuts all connections at once.
    func cut() { state.withLock { $0.cuts += 1 } }
    /// Carries nothing on, and breaks nothing off.
    func hang(_ on: Bool) { state.withLock { $0.isHanging = on } }
    /// Drops new connections at once.
    func refuse(_ on: Bool) { state.withLock { $0.isRefusing = on } }
    func end() { state.withLock { $0.isEnded = true } }
    var carriedBytes: Int { state.withLock { $0.carried } }

    private func run() {
        var pairs: [(Int32, Int32)] = []
        var cuts = 0
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let now = state.withLock { $0 }
            if now.isEnded || now.cuts != cuts {
                cuts = now.cuts
                for pair in pairs { close(pair.0); close(pair.1) }
                pairs = []
                if now.isEnded { close(listener); return }
            }
            var items = [pollfd(fd: listener, events: Int16(POLLIN), revents: 0)]
            if !now.isHanging {
                items += pairs.flatMap { [pollfd(fd: $0.0, events: Int16(POLLIN), revents: 0), pollfd(fd: $0.1, events: Int16(POLLIN), revents: 0)] }
            }
            poll(&items, nfds_t(items.count), 10)
            if items[0].revents != 0 { accept(into: &pairs, refuse: now.isRefusing) }
            for item in items.dropFirst() where item.revents != 0 {
                guard let index = pairs.firstIndex(where: { $0.0 == item.fd || $0.1 == item.fd }) else { continue }
                let pair = pairs[index]
                if !carry(from: item.fd, to: item.fd == pair.0 ? pair.1 : pair.0, &buffer) {
                    close(pair.0)
                    close(pair.1)
                    pairs.remove(at: index)
                }
            }
        }
    }

    private func accept(into pairs: inout [(Int32, Int32)], refuse: Bool) {
        let client = Glibc.accept(listener, nil, nil)
        guard client >= 0 else { return }
        guard !refuse, let server = FreePorts.connect(port: target) else {
            close(client)
            return
        }
        pairs.append((client, server))
    }

    private func carry(from: Int32, to: Int32, _ buffer: inout [UInt8]) -> Bool {
        let count = recv(from, &buffer, buffer.count, 0)
        guard count > 0 else { return false }
        state.withLock { $0.carried += count }
        var sent = 0
        while sent < count {
            let part = buffer[sent..<count].withUnsafeBytes { send(to, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard part > 0 else { return false }
            sent += part
        }
        return true
    }
}
