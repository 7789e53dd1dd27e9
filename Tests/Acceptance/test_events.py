"""Server-sent events: what changes is told, without asking."""

import json
import threading
import time

import pytest
import requests

from home import API, Home, wait_until


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    place = Home(tmp_path_factory.mktemp("events") / "home")
    place.add_user("editor")
    for queue in ("registration", "cutout"):
        place.command("queue", "pause", queue)
    place.start(auto_process=False)
    yield place
    # The server does not wait for its readers.
    assert place.stop() < 8
    place.end()


class Listener:
    def __init__(self, server):
        self.events = []
        self.answer = requests.get(f"http://127.0.0.1:{server.port}{API}/events/", stream=True, timeout=60)
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        kind = None
        try:
            for line in self.answer.iter_lines(chunk_size=1, decode_unicode=True):
                if line.startswith("event: "):
                    kind = line[7:]
                elif line.startswith("data: "):
                    self.events.append((kind, json.loads(line[6:]), time.monotonic()))
        except (requests.RequestException, AttributeError, ValueError):
            pass

    def of(self, kind):
        return [event for name, event, _ in list(self.events) if name == kind]


def test_observations_jobs_and_queues(server):
    listeners = [Listener(server) for _ in range(3)]
    assert listeners[0].answer.headers["Content-Type"].startswith("text/event-stream")
    wait_until(lambda: all(listener.of("queue") for listener in listeners), 10, "every listener hears of the queues")
    sent = time.monotonic()
    made = server.rest("POST", "/observations2/", json=dict(name="a", new_status="defined")).json()
    server.rest("PUT", f"/observations2/{made['id']}/", json=dict(new_status="failed"))
    job = server.rest("POST", "/jobs/", json=dict(command="no such", parameters="x")).json()
    server.rest("DELETE", f"/observations2/{made['id']}/")
    for listener in listeners:
        wait_until(lambda: len(listener.of("observation")) >= 3, 10, lambda: listener.events)
        assert [(e["id"], e["status"], e["removed"]) for e in listener.of("observation")] == [
            (made["id"], "defined", False), (made["id"], "failed", False), (made["id"], "failed", True)]
        # The workers of the same process take the job, and it fails.
        wait_until(lambda: [e["status"] for e in listener.of("job")][-1:] == ["error"], 20, lambda: listener.events)
        assert {e["id"] for e in listener.of("job")} == {job["id"]}
        assert listener.of("job")[0]["status"] == "new" and listener.of("job")[-1]["result"]
        assert next(at for kind, _, at in listener.events if kind == "observation") - sent < 2
        listener.answer.close()


def test_readers_that_come_and_go(server):
    for _ in range(250):
        answer = requests.get(f"http://127.0.0.1:{server.port}{API}/events/", stream=True, timeout=30)
        assert answer.status_code == 200
        answer.close()
    requests.head(f"http://127.0.0.1:{server.port}{API}/events/", timeout=30)

    def is_heard():
        listener = Listener(server)
        time.sleep(1)
        return listener.of("queue")

    wait_until(is_heard, 40, "places become free again")
