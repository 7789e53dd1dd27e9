"""Queues on RabbitMQ under faults: workers killed, the broker restarted, killed or away for a while, connections cut.

No task is lost, none is left hanging, and each one's effect, counted by its key, is there exactly once. The sender works on through
every fault, as the workers do."""

import os
import random
import signal
import time

import amqp
import pytest

from home import LONG, wait_until
from proxy import Proxy
from rabbit import TEST_WORKER, Program, Rabbit, swift_worker

TASKS = 10_000 if LONG else 600
SECONDS = 0.003 if LONG else 0.03
# The sender is nearly as slow as the workers, so that the fault strikes it too.
PAUSE = 50 * SECONDS / 6 * 0.8
RUNS = int(os.environ.get("ASTROBASE_FAULT_RUNS", 20 if LONG else 1))
DOWN = 60 if LONG else 10
SEED = int(os.environ.get("ASTROBASE_TEST_SEED", "4"))

turns = pytest.mark.parametrize("turn", range(RUNS))


@pytest.fixture(scope="module")
def broker(rabbit, tmp_path_factory):
    """One more broker, to be ill-treated."""
    own = Rabbit(tmp_path_factory.mktemp("broker"))
    yield own
    own.end()


class Crew:
    """Workers on one queue, and one who sends them tasks; all by way of `proxy` where there is one."""

    def __init__(self, broker, folder, proxy=None):
        self.broker, self.folder = broker, folder
        self.url = broker.url if proxy is None else f"amqp://guest:guest@127.0.0.1:{proxy.port}//"
        self.effects = folder / "effects"
        (folder / "effects.d").mkdir()
        # Not one of an earlier run.
        self.queue = f"faults-{folder.name}"
        self.workers, self.retired = [], []
        self.sender = None
        self.revived = 0

    def hire(self, width=2):
        self.workers.append(swift_worker(self, self.folder, queues=[f"{self.queue}={width}"]))

    def send(self):
        self.sender = Program(
            [TEST_WORKER, "--send", self.queue, TASKS, self.effects, SECONDS, PAUSE], self.folder / "sender.log",
            dict(os.environ, RABBITMQ_BROKER=self.url))

    def kill_one(self, chance):
        victim = self.workers.pop(chance.randrange(len(self.workers)))
        victim.process.send_signal(signal.SIGKILL)
        victim.process.wait()
        self.retired.append(victim)

    def made(self):
        return len(os.listdir(f"{self.effects}.d"))

    def wait_made(self, share, seconds=120):
        wait_until(lambda: self.made() >= share * TASKS, seconds, lambda: f"{share * TASKS:.0f} effects: {self.state()}", every=0.05)

    def state(self):
        return f"{self.made()} effects, sender {self.sender.process.poll()}: {self.sender.tail()}\n" + "\n".join(
            worker.tail() for worker in self.workers)

    def left(self):
        """Messages of ours that the broker still has, by queue."""
        rows = self.broker.queues("messages_ready", "messages_unacknowledged")
        counts = {name: row["messages_ready"] + row["messages_unacknowledged"] for name, row in rows.items() if name.startswith(self.queue)}
        return {name: count for name, count in counts.items() if count}

    def revive(self):
        """Puts tasks that three killed workers had in hand into their queue again, as a person would: there is no other reason here."""
        with amqp.Connection(f"127.0.0.1:{self.broker.port}") as connection:
            channel = connection.channel()
            try:
                while letter := channel.basic_get(f"{self.queue}.dead", no_ack=True):
                    headers = {key: value for key, value in letter.headers.items() if not key.startswith("x-astrobase-")}
                    assert "3 workers ended while they had the task" in letter.headers["x-astrobase-error"], letter.headers
                    letter.properties["application_headers"] = headers
                    channel.basic_publish(letter, exchange="", routing_key=self.queue)
                    self.revived += 1
            except amqp.NotFound:
                pass

    def check(self, seconds=180, kills=False):
        """Every effect is there once, and nothing is left; dead are none but those that killed workers had three times."""
        wait_until(lambda: self.sender.process.poll() is not None, seconds, lambda: f"all are sent: {self.state()}")
        assert self.sender.process.returncode == 0, self.sender.tail()
        end = time.monotonic() + seconds
        while self.made() < TASKS and time.monotonic() < end:
            if kills:
                self.revive()
            time.sleep(0.5)
        self.wait_made(1, 1)
        wait_until(lambda: not self.left(), 60, lambda: f"nothing is left: {self.left()}\n{self.state()}", every=1)
        assert set(os.listdir(f"{self.effects}.d")) == {str(number) for number in range(TASKS)}
        assert all(worker.alive() for worker in self.workers), self.state()
        tries = len(self.effects.read_text().split())
        return f"{TASKS} tasks, {TASKS} effects, {tries - TASKS} of them tried twice; the sender tried {self.sender.log.read_text().split()[-1]} pieces again"

    def end(self):
        for program in [*self.workers, *([self.sender] if self.sender else [])]:
            program.end(signal.SIGKILL)
        for name in self.broker.queues():
            if name.startswith(self.queue):
                self.broker.control("delete_queue", name)


@pytest.fixture
def crew(broker, tmp_path):
    crew = Crew(broker, tmp_path)
    yield crew
    crew.end()


@turns
def test_workers_killed(crew, turn):
    chance = random.Random(SEED + turn)
    for _ in range(3):
        crew.hire()
    crew.send()
    kills = 0
    crew.wait_made(0.02)
    while crew.made() < 0.9 * TASKS:
        crew.kill_one(chance)
        crew.hire()
        kills += 1
        time.sleep(chance.uniform(0.2, 1))
    print(crew.check(kills=True), f"{kills} kills, {crew.revived} tasks dead after three and tried again", sep="; ")
    assert kills > 0


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
@turns
def test_broker_restarted(crew, turn, how):
    chance = random.Random(SEED + turn)
    for _ in range(3):
        crew.hire()
    crew.send()
    crew.wait_made(chance.uniform(0.05, 0.7))
    crew.broker.stop(how)
    before = crew.made()
    assert before < TASKS, "it was too late"
    crew.broker.start()
    print(crew.check(), f"broker ended by {how.name} at {before}", sep="; ")


@turns
def test_broker_away(crew, turn):
    chance = random.Random(SEED + turn)
    for _ in range(3):
        crew.hire()
    crew.send()
    crew.wait_made(chance.uniform(0.05, 0.7))
    crew.broker.stop()
    before = crew.made()
    assert before < TASKS, "it was too late"
    time.sleep(DOWN)
    assert all(worker.alive() for worker in crew.workers), crew.state()
    crew.broker.start()
    print(crew.check(), f"broker away for {DOWN} s at {before}", sep="; ")


@pytest.mark.parametrize("share", [1.0, 0.4], ids=["all", "some"])
@turns
def test_connections_cut(broker, tmp_path, turn, share):
    chance = random.Random(SEED + turn)
    proxy = Proxy(broker.port, SEED + turn)
    crew = Crew(broker, tmp_path, proxy)
    try:
        for _ in range(3):
            crew.hire()
        crew.send()
        crew.wait_made(0.02)
        while crew.made() < 0.9 * TASKS:
            proxy.cut(share)
            time.sleep(chance.uniform(0.3, 2))
        print(crew.check(), f"{proxy.cuts} connections cut, {proxy.halves} of them within a frame or so", sep="; ")
        assert proxy.cuts > 0
    finally:
        crew.end()
        proxy.end()
