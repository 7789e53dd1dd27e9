"""`/metrics` and `/healthz` of every role, read as Prometheus does."""

import contextlib
import os
import re
import time

import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families

from home import free_port, sample, wait_until
from spread import Spread

QUEUES = {"registration", "drawing", "astro", "cutout"}


class Page:
    """What one reading of `/metrics` says."""

    def __init__(self, port):
        answer = requests.get(f"http://127.0.0.1:{port}/metrics", timeout=20)
        assert answer.status_code == 200, answer.text
        assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
        self.text = answer.text
        self.families = {}
        for family in text_string_to_metric_families(answer.text):
            assert family.name not in self.families, f"{family.name} is there twice"
            assert family.documentation and family.type in ("gauge", "counter", "histogram"), family
            self.families[family.name] = family
        series = [(one.name, *sorted(one.labels.items())) for family in self.families.values() for one in family.samples]
        assert len(series) == len(set(series)), "a series is there twice"

    def value(self, name, **labels):
        found = [
            one.value for family in self.families.values() for one in family.samples
            if one.name == name and labels.items() <= one.labels.items()]
        assert len(found) <= 1, f"{name}{labels}: {found}"
        return found[0] if found else None

    def labels(self, name, label):
        return {one.labels[label] for family in self.families.values() for one in family.samples if one.name == name}


def health(port):
    answer = requests.get(f"http://127.0.0.1:{port}/healthz", timeout=20)
    return answer.status_code, answer.text


def test_up(home):
    home.start()
    picture, _ = sample("orion.jpg", ra=84, dec=-2, field=12, size="1500x1000")
    page = Page(home.port)
    assert page.value("astrobase_build_info", role="up") == 1
    assert page.labels("astrobase_queue_tasks", "queue") >= QUEUES
    assert page.labels("astrobase_queue_tasks", "state") == {"waiting", "running", "dead"}
    assert page.value("astrobase_worker_places", queue="registration") == 4
    # The process, as the system sees it.
    pid = home.process.pid
    resident = int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{pid}/status").read())[1]) * 1024
    assert abs(page.value("process_resident_memory_bytes") / resident - 1) < 0.3
    assert abs(page.value("process_open_fds") - len(os.listdir(f"/proc/{pid}/fd"))) < 10
    assert abs(page.value("process_start_time_seconds") - time.time()) < 120
    assert page.value("process_cpu_seconds_total") > 0
    assert health(home.port) == (200, "ok\n")

    home.drop(picture, "orion.jpg")
    home.wait_for_status({"done", "failed"}, 1, 180)
    wait_until(lambda: Page(home.port).value("astrobase_tasks_total", task="astrobase.draw", result="done"), 120, "charts are drawn")
    after = Page(home.port)
    for name in after.labels("astrobase_tasks_total", "task"):
        done, failed = (after.value("astrobase_tasks_total", task=name, result=result) for result in ("done", "failed"))
        # Every begun task ended, and its time was taken.
        retried = after.value("astrobase_tasks_total", task=name, result="retried") or 0
        assert after.value("astrobase_task_seconds_count", task=name) == done + failed + retried, name
        assert after.value("astrobase_task_seconds_bucket", task=name, le="+Inf") == done + failed + retried, name
    assert after.value("astrobase_tasks_total", task="astro_tasks.tasks.run_registration_pipeline", result="done") > 0
    assert after.value("astrobase_task_seconds_sum", task="astrobase.draw") > 0
    assert after.value("process_cpu_seconds_total") >= page.value("process_cpu_seconds_total")


def test_what_waits_and_fails_is_seen(home):
    home.start()
    home.command("queue", "pause", "cutout")
    for _ in range(3):
        home.command("task", "send", "astro_tasks.tasks.ping", "x", "--queue", "cutout")
    page = wait_until(
        lambda: (lambda page: page if page.value("astrobase_queue_tasks", queue="cutout", state="waiting") == 3 else None)(
            Page(home.port)), 20, "three tasks wait")
    first = page.value("astrobase_queue_oldest_seconds", queue="cutout")
    assert 0 <= first < 60
    time.sleep(1.5)
    assert 1 < Page(home.port).value("astrobase_queue_oldest_seconds", queue="cutout") - first < 30
    home.command("queue", "resume", "cutout")
    wait_until(lambda: Page(home.port).value("astrobase_queue_oldest_seconds", queue="cutout") == 0, 20, "none waits")
    # A name that nobody knows is not put on the page.
    made_up = f"made.up.{time.time_ns()}"
    home.command("task", "send", made_up, "--queue", "astro")
    wait_until(
        lambda: Page(home.port).value("astrobase_tasks_total", queue="astro", task="unknown", result="failed"), 20, "it has failed")
    page = Page(home.port)
    assert made_up not in page.text
    assert page.value("astrobase_queue_tasks", queue="astro", state="dead") == 1


@pytest.fixture
def spread(rabbit, tmp_path):
    for queue in rabbit.queues():
        if queue.split(".")[0] in (*QUEUES, "astrobase"):
            rabbit.control("delete_queue", queue)
    place = Spread(rabbit, tmp_path)
    place.serve()
    yield place
    place.end()


def answering(port, program):
    def answers():
        assert program.alive(), program.tail()
        with contextlib.suppress(requests.RequestException):
            return requests.get(f"http://127.0.0.1:{port}/healthz", timeout=10).ok
        return False

    wait_until(answers, 60, lambda: f"port {port} answers\n{program.tail()}")


def test_roles_on_a_broker(spread):
    at_worker, at_beat = free_port(), free_port()
    worker = spread.worker(
        "--queues", "astro,cutout", "--concurrency", "astro=2", environment={"ASTROBASE_STATUS_PORT": str(at_worker)})
    beat = spread._program("beat", ["beat", "--status-port", str(at_beat)], {})
    answering(at_worker, worker)
    answering(at_beat, beat)
    for _ in range(5):
        spread.command("task", "send", "astro_tasks.tasks.ping", "x", "--wait")
    page = Page(at_worker)
    assert page.value("astrobase_build_info", role="worker") == 1
    assert page.value("astrobase_tasks_total", task="astro_tasks.tasks.ping", result="done") == 5
    assert page.value("astrobase_task_seconds_count", task="astro_tasks.tasks.ping") == 5
    assert page.value("astrobase_worker_places", queue="astro") == 2
    for port, role in ((at_worker, "worker"), (at_beat, "beat"), (spread.home.port, "serve")):
        page = Page(port)
        assert page.value("astrobase_build_info", role=role) == 1
        assert page.value("astrobase_queue_reachable") == 1
        assert page.value("astrobase_queue_tasks", queue="astro", state="waiting") is not None
        # What a broker does not know is not said to be 0.
        assert page.value("astrobase_queue_tasks", queue="astro", state="running") is None
        assert page.value("astrobase_queue_oldest_seconds", queue="astro") is None
    # What nobody takes, waits.
    for _ in range(4):
        spread.command("task", "send", "some.task", "--queue", "registration")
    wait_until(
        lambda: Page(spread.home.port).value("astrobase_queue_tasks", queue="registration", state="waiting") >= 4, 20, "they wait")
    # Without the records a worker cannot work.
    spread.home.stop()
    status, text = health(at_worker)
    assert status == 503 and text.startswith("backend: ") and text.count("\n") == 1, text
    spread.home.start(role="serve")
    answering(at_worker, worker)


def test_health_without_the_broker(tmp_path):
    from rabbit import SERVER, Rabbit

    if not SERVER.exists():
        pytest.skip("no rabbitmq-server is installed")
    own = Rabbit(tmp_path / "rabbit")
    spread = Spread(own, tmp_path)
    try:
        spread.serve()
        ports = {"worker": free_port(), "beat": free_port()}
        programs = {
            "worker": spread.worker(environment={"ASTROBASE_STATUS_PORT": str(ports["worker"])}, wait=False),
            "beat": spread._program("beat", ["beat"], {"ASTROBASE_STATUS_PORT": str(ports["beat"])}),
        }
        for role, port in ports.items():
            answering(port, programs[role])
        own.stop()
        for role, port in ports.items():
            wait_until(lambda: health(port) == (503, "broker: not connected\n"), 60, lambda: f"{role}: {health(port)}")
        # Pages are served without it, and say so.
        assert health(spread.home.port) == (200, "ok\n")
        assert Page(spread.home.port).value("astrobase_queue_reachable") == 0
        assert Page(spread.home.port).labels("astrobase_queue_tasks", "queue") == set()
        own.start()
        for role, port in ports.items():
            wait_until(lambda: health(port) == (200, "ok\n"), 90, lambda: f"{role}: {health(port)}")
        wait_until(lambda: Page(spread.home.port).value("astrobase_queue_reachable") == 1, 60, "the server is back too")
    finally:
        spread.end()
        own.end()


def test_a_status_port_in_use_is_said(spread):
    worker = spread.worker(environment={"ASTROBASE_STATUS_PORT": str(spread.home.port)}, wait=False)
    assert worker.process.wait(timeout=60) == 1
    assert "in use" in worker.tail()
    wrong = spread.worker(environment={"ASTROBASE_STATUS_PORT": "x"}, wait=False)
    assert wrong.process.wait(timeout=60) == 1
    assert "ASTROBASE_STATUS_PORT" in wrong.tail()
