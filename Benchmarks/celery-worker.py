#!/usr/bin/env python3
"""Our worker on RabbitMQ beside Python's Celery worker: throughput, latency, memory. Medians, in alternation, on one broker.

    Benchmarks/celery-worker.py [--rounds 3] [--tasks 30000] [--peer-tasks 5000] [--asks 300] [--concurrency 2] [--prefetch 4,64]

A broker of the benchmark's own is started on this machine. The peer is `celery worker -P prefork` with `task_acks_late`, once with
its default prefetch multiplier and once with each other one that is named; our limits hold against the best of them.

Throughput: a queue is filled first, each message persistent and confirmed, by the same sender for all; then the worker is started,
and the time from the first task's result to the last one's counts. Every task answers (`rpc`), or only the first and the last
(`ignored`); what the results' queue holds is counted at the broker, nobody reads it meanwhile.

Latency: one task at a time, sent to result, by the plainest sender (`plain`), whose own cost is small, and by Python's Celery
(`delay().get()`), whose own cost is the same for both workers and most of the time.

Latency beyond the broker's own: what is left when the time that a message needs to pass the broker twice is taken off.

Memory: all that is resident of a worker's processes together, with the same concurrency as above and with many tasks at once, each of
which is a process with the peer. Ends with 1 when a limit is missed.
"""

import argparse
import contextlib
import json
import os
import pathlib
import statistics
import sys
import tempfile
import time

import measure

from rabbit import TEST_WORKER, Program, Rabbit

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "broker"))
from traffic import Traffic  # noqa: E402

results = []


def report(what, value, limit, unit, **more):
    row = {
        "what": what, "value": round(value, 3), "limit": limit and round(limit, 3), "unit": unit, "ok": limit is None or value <= limit, **more}
    results.append(row)
    print(json.dumps(row), flush=True)


class Bench:
    def __init__(self, folder, options):
        self.folder, self.options = folder, options
        self.rabbit = Rabbit(folder / "rabbit")
        self.traffic = Traffic(self.rabbit.port)
        self.number = 0

    def end(self):
        with contextlib.suppress(OSError):
            self.traffic.close()
        self.rabbit.end()

    @contextlib.contextmanager
    def worker(self, kind, queue, concurrency=None):
        """Runs a worker of this kind on a queue: "ours", or the peer's prefetch multiplier."""
        concurrency = concurrency or self.options.concurrency
        self.number += 1
        environment = dict(os.environ, RABBITMQ_BROKER=self.rabbit.url)
        name = f"bench{self.number}"
        if kind == "ours":
            arguments = [TEST_WORKER, name, f"{queue}={concurrency}"]
        else:
            environment.update(
                PEER_PREFETCH=str(kind), PYTHONPATH=str(pathlib.Path(__file__).resolve().parent / "broker"))
            arguments = [
                sys.executable, "-m", "celery", "-A", "peer", "worker", "-Q", queue, "-n", name, "-P", "prefork",
                "-c", str(concurrency), "-l", "warning"]
        program = Program(arguments, self.folder / f"{name}.log", environment)
        try:
            yield program
        finally:
            program.end()

    def throughput(self, kind, ignored):
        """Tasks per second."""
        count = self.options.tasks if kind == "ours" else self.options.peer_tasks
        queue, replies = f"q{self.number}", f"r{self.number}"
        self.traffic.declare(queue)
        self.traffic.channel.queue_declare(replies, auto_delete=False)
        self.traffic.fill(queue, count, "test.noop", replies, ignored)
        with self.worker(kind, queue) as program:
            seconds, first = self.traffic.drained(replies, 2 if ignored else count)
        for name in (queue, replies):
            self.traffic.channel.queue_delete(name)
        return (count - (1 if ignored else first)) / seconds

    def memory(self, kind, concurrency):
        """Megabytes of a worker that has done 5,000 tasks: resident, proportional."""
        queue, replies = f"q{self.number}", f"r{self.number}"
        self.traffic.declare(queue)
        self.traffic.channel.queue_declare(replies, auto_delete=False)
        self.traffic.fill(queue, 5000, "test.noop", replies, False)
        with self.worker(kind, queue, concurrency) as program:
            self.traffic.drained(replies, 5000)
            watch = measure.MemoryWatch(program.process.pid)
            resident = sum(watch.resident(one) for one in watch.family())
            proportional = measure.proportional(program.process.pid)
        for name in (queue, replies):
            self.traffic.channel.queue_delete(name)
        return resident / 1e6, proportional / 1e6

    def latency(self, kind):
        """Median milliseconds from sent to result: by the plain sender, and by Celery's."""
        queue = f"q{self.number}"
        self.traffic.declare(queue)
        with self.worker(kind, queue):
            self.traffic.ask(queue, 30)
            plain = statistics.median(self.traffic.ask(queue, self.options.asks))
            os.environ["RABBITMQ_BROKER"] = self.rabbit.url
            from peer import app, echo

            app.conf.broker_url = self.rabbit.url
            celery = []
            for number in range(self.options.asks // 2 + 10):
                begin = time.perf_counter()
                assert echo.apply_async([str(number)], queue=queue).get(timeout=30) == str(number)
                celery.append((time.perf_counter() - begin) * 1000)
        self.traffic.channel.queue_delete(queue)
        return plain, statistics.median(celery[10:])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tasks", type=int, default=30_000)
    parser.add_argument("--peer-tasks", type=int, default=5000)
    parser.add_argument("--asks", type=int, default=300)
    parser.add_argument("--concurrency", type=int, default=2)
    parser.add_argument("--many", type=int, default=32, help="memory is also looked at with so many tasks at once")
    parser.add_argument("--prefetch", default="4,64", help="the peer's prefetch multipliers; the first is its default")
    options = parser.parse_args()
    kinds = ["ours", *(int(number) for number in options.prefetch.split(","))]
    rates = {(kind, mode): [] for kind in kinds for mode in ("ignored", "rpc")}
    memory, floors = {}, []
    plain, celery = {kind: [] for kind in kinds[:2]}, {kind: [] for kind in kinds[:2]}
    with tempfile.TemporaryDirectory(prefix="astrobase-") as folder:
        bench = Bench(pathlib.Path(folder), options)
        try:
            for _ in range(options.rounds):
                for mode in ("ignored", "rpc"):
                    for kind in kinds:
                        rates[kind, mode].append(bench.throughput(kind, mode == "ignored"))
                floors.append(bench.traffic.floor(options.asks))
                for kind in kinds[:2]:
                    times = bench.latency(kind)
                    plain[kind].append(times[0])
                    celery[kind].append(times[1])
            for concurrency in (options.concurrency, options.many):
                for kind in ("ours", kinds[1]):
                    memory[kind, concurrency] = bench.memory(kind, concurrency)
        finally:
            bench.end()
    middle = statistics.median
    for mode in ("ignored", "rpc"):
        peers = {f"prefetch {kind}": middle(rates[kind, mode]) for kind in kinds[1:]}
        ours = middle(rates["ours", mode])
        report(
            f"time of a no-op task, results {mode}", max(peers.values()) / ours, 0.2, "of Celery's", ours=round(ours),
            celery={name: round(rate) for name, rate in peers.items()}, per="tasks per second",
            all={str(kind): [round(rate) for rate in rates[kind, mode]] for kind in kinds})
    # A message passes the broker twice, whoever works in between: that part is nobody's.
    floor = middle(floors)
    for name, times, limit in (("plain sender", plain, 1 / 3), ("Celery's sender", celery, None)):
        ours, peer = (middle(times[kind]) for kind in kinds[:2])
        report(f"latency, {name}", ours / peer, limit, "of Celery's", ours=round(ours, 2), celery=round(peer, 2), per="milliseconds")
    ours, peer = (max(0, middle(plain[kind]) - floor) for kind in kinds[:2])
    report("latency beyond the broker's own", ours / peer, 1 / 3, "of Celery's", ours=round(ours, 2), celery=round(peer, 2), broker=round(floor, 2))
    for concurrency in (options.concurrency, options.many):
        (ours, own), (resident, peer) = memory["ours", concurrency], memory[kinds[1], concurrency]
        report(
            f"memory, {concurrency} at once", ours / resident, 0.1, "of Celery's processes together", ours=round(ours, 1), celery=round(resident, 1),
            per="MB resident", oursProportional=round(own, 1), celeryProportional=round(peer, 1))
    sys.exit(0 if all(row["ok"] for row in results) else 1)


if __name__ == "__main__":
    main()
