"""Celery's own programs see and steer our worker."""

import time

import pytest

from celery_tasks import app, echo
from home import wait_until
from rabbit import celery_commands, python_worker, swift_worker, wait_seen


@pytest.fixture
def worker(rabbit, tmp_path):
    program = wait_seen(app, swift_worker(rabbit, tmp_path))
    yield program
    program.end()


def ask(worker, method, **arguments):
    replies = getattr(app.control.inspect(destination=[worker.name], timeout=10), method)(**arguments)
    assert replies, f"{method}: no answer"
    return replies[worker.name]


def tell(worker, method, **arguments):
    reply, = getattr(app.control, method)(destination=[worker.name], reply=True, timeout=10, **arguments)
    return reply[worker.name]


def sleep(seconds, **options):
    return app.send_task("test.sleep", kwargs={"seconds": str(seconds)}, queue="astro", **options)


def test_command_line(worker, rabbit):
    inspected = ("ping", "stats", "active", "reserved", "scheduled", "registered", "active_queues", "revoked", "report", "conf", "clock")
    answers = celery_commands(
        rabbit, ["status", "-t", "5"], *(["inspect", "-t", "5", command] for command in inspected),
        ["control", "-t", "5", "pool_grow", "2"], ["control", "-t", "5", "rate_limit", "test.echo", "10/m"])
    assert f"{worker.name}: OK" in answers[0] and "1 node online" in answers[0]
    for command, answer in zip(inspected, answers[1:]):
        assert f"{worker.name}: OK" in answer, (command, answer)
    assert "pool will grow" in answers[-2]
    assert "rate_limit is not offered" in answers[-1]
    assert echo.delay("well").get(timeout=60) == "well"


def test_what_it_says_of_itself(worker, rabbit):
    assert ask(worker, "ping") == {"ok": "pong"}
    assert echo.delay("one").get(timeout=60) == "one"
    stats = ask(worker, "stats")
    assert stats["total"] == {"test.echo": 1} and stats["pid"] == worker.process.pid
    assert stats["pool"]["max-concurrency"] == 3 and stats["pool"]["queues"] == {"astro": 2, "cutout": 1}
    assert stats["broker"]["port"] == rabbit.port and "password" not in stats["broker"]
    assert 0 < stats["rusage"]["maxrss"] < 100_000
    assert "test.echo" in ask(worker, "registered")
    assert [queue["name"] for queue in ask(worker, "active_queues")] == ["astro", "cutout"]
    assert ask(worker, "clock")["clock"] > 0


def test_what_it_has_in_hand(worker):
    later = echo.apply_async(["later"], countdown=300)
    running = [sleep(300), sleep(300)]
    waiting = sleep(0)
    active = wait_until(lambda: len(ask(worker, "active")) == 2 and ask(worker, "active"), 60, "two run")
    assert {task["id"] for task in active} == {result.id for result in running}
    task = active[0]
    assert task["name"] == "test.sleep" and task["kwargs"] == {"seconds": "300"} and task["args"] == []
    assert abs(task["time_start"] - time.time()) < 60 and task["worker_pid"] == worker.process.pid
    assert task["delivery_info"]["routing_key"] == "astro" and task["hostname"] == worker.name
    scheduled = wait_until(lambda: ask(worker, "scheduled"), 60, "one is scheduled")
    assert scheduled[0]["request"]["id"] == later.id and scheduled[0]["eta"]
    found = app.control.inspect(destination=[worker.name], timeout=10).query_task(running[0].id)[worker.name]
    assert found[running[0].id][0] == "active"
    assert "terminate: " in tell(worker, "revoke", task_id=[result.id for result in running], terminate=True)["ok"]
    assert waiting.get(timeout=60) == "slept"
    assert tell(worker, "revoke", task_id=later.id) == {"ok": f"tasks {{'{later.id}'}} flagged as revoked"}
    wait_until(lambda: not ask(worker, "scheduled"), 60, "it is dropped")
    assert later.id in ask(worker, "revoked")


def test_revoke_before_and_while_it_runs(worker):
    running = [sleep(300), sleep(300)]
    waiting = sleep(0)
    wait_until(lambda: len(ask(worker, "active")) == 2, 60, "two run")
    waiting.revoke()
    for result in running:
        result.revoke(terminate=True)
    for result in [*running, waiting]:
        with pytest.raises(Exception) as caught:
            result.get(timeout=60)
        assert type(caught.value).__name__ == "TaskRevokedError", result.id
        assert result.state == "REVOKED"
    assert echo.delay("well").get(timeout=60) == "well"


def test_consumers(worker):
    assert tell(worker, "cancel_consumer", queue="astro") == {"ok": "no longer consuming from astro"}
    wait_until(lambda: [queue["name"] for queue in ask(worker, "active_queues")] == ["cutout"], 60, "astro is left")
    result = echo.delay("waits")
    with pytest.raises(Exception):
        result.get(timeout=2)
    assert tell(worker, "add_consumer", queue="astro") == {"ok": "add consumer astro"}
    assert result.get(timeout=60) == "waits"
    # One that it did not have before.
    assert tell(worker, "add_consumer", queue="fresh") == {"ok": "add consumer fresh"}
    assert app.send_task("test.echo", args=["new"], queue="fresh").get(timeout=60) == "new"
    tell(worker, "cancel_consumer", queue="fresh")


def test_pool(worker):
    assert tell(worker, "pool_grow", n=2) == {"ok": "pool will grow"}
    assert ask(worker, "stats")["pool"]["queues"] == {"astro": 4, "cutout": 3}
    running = [sleep(2) for _ in range(4)]
    wait_until(lambda: len(ask(worker, "active")) == 4, 60, "four run")
    assert [result.get(timeout=60) for result in running] == ["slept"] * 4
    assert tell(worker, "pool_shrink", n=3) == {"ok": "pool will shrink"}
    assert ask(worker, "stats")["pool"]["queues"] == {"astro": 1, "cutout": 1}
    assert "error" in tell(worker, "pool_shrink", n=1)
    begin = time.monotonic()
    assert [result.get(timeout=60) for result in [sleep(1), sleep(1)]] == ["slept"] * 2
    assert time.monotonic() - begin > 1.9
    assert "error" in tell(worker, "pool_grow", n=0)


def test_bad_requests_do_no_harm(worker):
    from kombu import Exchange, Producer

    for body in (b"hello", b"[]", b"{}", b'{"method": 5}', b'{"method": "no_such"}', b'{"method": "revoke", "arguments": {"task_id": 1}}'):
        with app.connection_for_write() as connection:
            Producer(connection.default_channel).publish(
                body, exchange=Exchange("celery.pidbox", type="fanout", durable=False), content_type="application/json",
                content_encoding="utf-8")
    reply, = app.control.broadcast("no_such", destination=[worker.name], reply=True, timeout=10)
    assert reply[worker.name] == {"error": "KeyError('no_such')"}
    assert ask(worker, "ping") == {"ok": "pong"}


def events_of(worker, wanted, seconds=90, act=lambda: None):
    """Collects a worker's events until those of the wanted types have come."""
    seen = []
    with app.connection_for_read() as connection:
        receiver = app.events.Receiver(connection, handlers={"*": lambda event: event["hostname"] == worker.name and seen.append(event)})
        with receiver.consumer_context(wakeup=False) as (draining, _, _):
            act()
            end = time.monotonic() + seconds
            while not set(wanted) <= {event["type"] for event in seen}:
                assert time.monotonic() < end, [event["type"] for event in seen]
                try:
                    draining.drain_events(timeout=0.5)
                except TimeoutError:
                    pass
    return seen


def test_events(worker):
    seen = events_of(worker, {"worker-heartbeat"}, act=lambda: echo.delay("unheard").get(timeout=60))
    assert not [event for event in seen if event["type"].startswith("task-")]
    assert seen[0]["sw_ident"] == "astrobase" and seen[0]["freq"] == 2.0 and len(seen[0]["loadavg"]) == 3

    assert tell(worker, "enable_events") == {"ok": "task events enabled"}
    assert tell(worker, "enable_events") == {"ok": "task events already enabled"}

    def act():
        echo.delay("it's").get(timeout=60)
        app.send_task("test.flaky", kwargs={"failures": "1"}, queue="astro").get(timeout=60)
        app.send_task("test.fail", kwargs={"message": "no such job"}, queue="astro")
        echo.apply_async(["x"], countdown=2, expires=1)

    seen = events_of(
        worker, {"task-received", "task-started", "task-succeeded", "task-retried", "task-failed", "task-revoked"}, act=act)
    assert [event["clock"] for event in seen] == sorted(event["clock"] for event in seen)
    received = next(event for event in seen if event["type"] == "task-received")
    assert received["name"] == "test.echo" and received["args"] == "('it\\'s',)", received
    succeeded = next(event for event in seen if event["type"] == "task-succeeded")
    assert succeeded["uuid"] == received["uuid"] and succeeded["result"] == "'it\\'s'" and 0 <= succeeded["runtime"] < 30
    failed = next(event for event in seen if event["type"] == "task-failed")
    assert failed["exception"] == "PermanentFailure('no such job')"
    assert next(event for event in seen if event["type"] == "task-revoked")["expired"] is True

    assert tell(worker, "disable_events") == {"ok": "task events disabled"}
    assert tell(worker, "disable_events") == {"ok": "task events already disabled"}


def test_shutdown(rabbit, tmp_path):
    worker = wait_seen(app, swift_worker(rabbit, tmp_path))
    other = wait_seen(app, swift_worker(rabbit, tmp_path))
    long = sleep(2)
    owner = wait_until(
        lambda: next((one for one in (worker, other) if ask(one, "active")), None), 60, "one of them has it")
    seen = events_of(owner, {"worker-offline"}, act=lambda: app.control.shutdown(destination=[owner.name]))
    assert seen
    assert long.get(timeout=60) == "slept"
    assert owner.process.wait(timeout=60) == 0
    survivor = other if owner is worker else worker
    assert survivor.alive() and ask(survivor, "ping")
    assert survivor.end() == 0


def test_python_workers_greet_ours(worker, rabbit, tmp_path):
    """A worker of Python that starts asks the others for what is revoked (mingle), and sees ours."""
    tell(worker, "revoke", task_id="revoked-before")
    python = wait_seen(app, python_worker(rabbit, tmp_path, ["python"], extra=["-l", "INFO"]))
    try:
        assert "mingle: sync with 1 nodes" in python.tail()
        assert "revoked-before" in ask(python, "revoked")
    finally:
        python.end()


@pytest.mark.parametrize("first", ["python", "swift"])
def test_declares_fit(rabbit, tmp_path, first):
    """Whoever comes first declares queues and exchanges; the other's declarations are accepted."""
    queue = f"shared-{first}"
    starts = {
        "python": lambda: wait_seen(app, python_worker(rabbit, tmp_path, [queue])),
        "swift": lambda: wait_seen(app, swift_worker(rabbit, tmp_path, queues=[f"{queue}=1"])),
    }
    programs = [starts[first](), starts["swift" if first == "python" else "python"]()]
    try:
        row = rabbit.queues("durable", "auto_delete", "arguments", "consumers")[queue]
        assert row["durable"] and not row["auto_delete"] and not row["arguments"] and row["consumers"] == 2
        bindings = rabbit.control("list_bindings", "source_name", "source_kind", "destination_name", "routing_key")
        assert any(line.split("\t")[:1] == [queue] and queue in line.split("\t")[2:3] for line in bindings.splitlines()), bindings
    finally:
        for program in programs:
            program.end()
