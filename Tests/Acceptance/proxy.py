"""A small TCP proxy between a program and a server: it cuts its connections on demand, also in the middle of what goes through."""

import contextlib
import random
import socket
import struct
import threading


class Proxy:
    def __init__(self, port, seed=0):
        """Listens on a port of its own, `port`, and passes all on to 127.0.0.1:`port`."""
        self.target, self.chance = port, random.Random(seed)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.lock = threading.Lock()
        self.pairs = []
        self.cuts = self.halves = 0
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self.target), timeout=5)
                server.settimeout(None)
            except OSError:
                client.close()
                continue
            pair = Pair(client, server)
            with self.lock:
                self.pairs = [one for one in self.pairs if not one.isOver] + [pair]

    def cut(self, share=1.0):
        """Drops connections: all, or each with this chance; half of them after some more bytes only, so that frames are torn."""
        with self.lock:
            pairs = [pair for pair in self.pairs if not pair.isOver and self.chance.random() < share]
        for pair in pairs:
            self.cuts += 1
            if self.chance.random() < 0.5:
                self.halves += 1
                pair.cut_after(self.chance.randrange(1, 600), self.chance.random() < 0.5)
            else:
                pair.end(abruptly=self.chance.random() < 0.5)
        return len(pairs)

    def end(self):
        self.listener.close()
        with self.lock:
            for pair in self.pairs:
                pair.end()


class Pair:
    """One connection through the proxy."""

    def __init__(self, client, server):
        self.client, self.server = client, server
        self.isOver = False
        # What may still pass, from the client and from the server; None: anything.
        self.room = {client: None, server: None}
        for source, sink in ((client, server), (server, client)):
            source.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self.pump, args=(source, sink), daemon=True).start()

    def pump(self, source, sink):
        try:
            while data := source.recv(65536):
                room = self.room[source]
                if room is not None:
                    data, self.room[source] = data[:room], room - len(data)
                sink.sendall(data)
                if room is not None and self.room[source] <= 0:
                    break
        except OSError:
            pass
        self.end()

    def cut_after(self, count, from_client):
        self.room[self.client if from_client else self.server] = count

    def end(self, abruptly=False):
        self.isOver = True
        for one in (self.client, self.server):
            with contextlib.suppress(OSError):
                if abruptly:
                    # Closing says "reset" instead of "no more".
                    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                else:
                    one.shutdown(socket.SHUT_RDWR)
            with contextlib.suppress(OSError):
                one.close()
