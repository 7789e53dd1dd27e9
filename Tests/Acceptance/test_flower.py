"""Flower shows and steers our worker as one of Celery's own."""

import os
import pathlib
import sys

import pytest
import requests

from celery_tasks import app, echo
from home import free_port, wait_until
from rabbit import Program, swift_worker, wait_seen


class Flower(Program):
    def __init__(self, rabbit, folder):
        self.port = free_port()
        super().__init__(
            [sys.executable, "-m", "celery", "-A", "celery_tasks", "flower", f"--port={self.port}", "--address=127.0.0.1",
             "--inspect_timeout=3000"],
            folder / "flower.log",
            dict(os.environ, RABBITMQ_BROKER=rabbit.url, PYTHONPATH=str(pathlib.Path(__file__).parent),
                 FLOWER_UNAUTHENTICATED_API="true"))
        wait_until(self.answers, 120, lambda: f"Flower answers: {self.tail()}")

    def answers(self):
        try:
            return requests.get(f"http://127.0.0.1:{self.port}/healthcheck", timeout=2).ok
        except requests.RequestException:
            return False

    def get(self, path, **parameters):
        answer = requests.get(f"http://127.0.0.1:{self.port}/api{path}", params=parameters, timeout=30)
        return answer.json() if answer.ok else None

    def post(self, path, **parameters):
        answer = requests.post(f"http://127.0.0.1:{self.port}/api{path}", params=parameters, timeout=30)
        assert answer.ok, (answer.status_code, answer.text)
        return answer.json()


@pytest.fixture(scope="module")
def flower(rabbit, tmp_path_factory):
    program = Flower(rabbit, tmp_path_factory.mktemp("flower"))
    yield program
    program.end()


@pytest.fixture(scope="module")
def worker(rabbit, flower, tmp_path_factory):
    program = wait_seen(app, swift_worker(rabbit, tmp_path_factory.mktemp("worker")))
    # Flower asks for events of tasks when it sees a worker, and now and then.
    app.control.enable_events(destination=[program.name])
    yield program
    if program.alive():
        program.end()


def shown(flower, worker):
    return wait_until(lambda: (flower.get("/workers", refresh="true") or {}).get(worker.name), 90, "Flower shows the worker")


def wait_state(flower, id, state):
    def there():
        info = flower.get(f"/task/info/{id}")
        return info if info and info.get("state") == state else None

    return wait_until(there, 90, lambda: f"{id} is {state}: {flower.get(f'/task/info/{id}')}")


def test_workers(flower, worker):
    info = shown(flower, worker)
    assert info["stats"]["pool"]["max-concurrency"] == 3
    assert {queue["name"] for queue in info["active_queues"]} == {"astro", "cutout"}
    assert "test.echo" in info["registered"]


def test_tasks(flower, worker):
    shown(flower, worker)
    good = echo.delay("nico")
    assert good.get(timeout=60) == "nico"
    bad = app.send_task("test.fail", kwargs={"message": "no such job"}, queue="astro")
    info = wait_state(flower, good.id, "SUCCESS")
    assert info["name"] == "test.echo" and info["result"] == "'nico'" and info["worker"] == worker.name
    assert info["received"] <= info["started"] <= info["succeeded"]
    info = wait_state(flower, bad.id, "FAILURE")
    assert info["exception"] == "PermanentFailure('no such job')" and "no such job" in info["traceback"]
    assert {good.id, bad.id} <= set(flower.get("/tasks", limit=1000))


def test_revoke(flower, worker):
    result = app.send_task("test.sleep", kwargs={"seconds": "300"}, queue="astro")
    wait_state(flower, result.id, "STARTED")
    flower.post(f"/task/revoke/{result.id}", terminate="true")
    wait_state(flower, result.id, "REVOKED")


def test_pool_and_queues(flower, worker):
    shown(flower, worker)
    assert "Growing" in flower.post(f"/worker/pool/grow/{worker.name}", n=1)["message"]
    wait_until(lambda: shown(flower, worker)["stats"]["pool"]["max-concurrency"] == 5, 90, "it has grown")
    flower.post(f"/worker/pool/shrink/{worker.name}", n=1)
    wait_until(lambda: shown(flower, worker)["stats"]["pool"]["max-concurrency"] == 3, 90, "it has shrunk")
    flower.post(f"/worker/queue/cancel-consumer/{worker.name}", queue="cutout")
    wait_until(lambda: [queue["name"] for queue in shown(flower, worker)["active_queues"]] == ["astro"], 90, "one queue")
    flower.post(f"/worker/queue/add-consumer/{worker.name}", queue="cutout")
    wait_until(lambda: len(shown(flower, worker)["active_queues"]) == 2, 90, "two queues")


def test_shutdown(flower, worker):
    shown(flower, worker)
    flower.post(f"/worker/shutdown/{worker.name}")
    assert worker.process.wait(timeout=60) == 0
