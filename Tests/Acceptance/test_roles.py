"""`serve`, `worker` and `beat` over RabbitMQ: a photo's way, jobs, and Python's Celery on either side."""

import json
import time

import pytest
import requests

from celery_tasks import app
from home import sample, wait_until
from rabbit import Rabbit, python_worker, wait_seen
from spread import Spread


@pytest.fixture
def spread(rabbit, tmp_path):
    # What other tests left on the broker.
    for queue in rabbit.queues():
        if queue.split(".")[0] in ("registration", "drawing", "astro", "cutout", "astrobase"):
            rabbit.control("delete_queue", queue)
    place = Spread(rabbit, tmp_path)
    place.serve()
    yield place
    place.end()


def test_a_photo_is_solved_and_a_job_done(spread):
    picture, _ = sample("orion.jpg", ra=84, dec=-2, field=12, size="1500x1000")
    spread.worker("--auto-process", "--concurrency", "registration=2,astro=2")
    spread.beat()
    home = spread.home
    home.drop(picture, "orion.jpg")
    home.wait_for_status({"done", "failed"}, 1, 180)
    assert home.statuses() == {"orion": "done"}, home.rows("SELECT status, reason FROM observation")[0]["reason"]
    record = home.rest("GET", "/observations2/").json()["results"][0]
    wait_until(
        lambda: {"sky_globe", "sky_plot", "annotated"} <= {row["type"] for row in home.rows("SELECT type FROM product")},
        120, "charts are drawn")
    # A job, asked for over REST.
    task = record["taskID"]
    files = {path.name for path in (home.data / task).iterdir()}
    fits = next(name for name in files if name.endswith("_wcs_file.fits"))
    job = home.rest("POST", "/jobs/", json={
        "job_service": "celery", "command": "grid", "parameters": f"{task},{fits},{task}_raw.jpg,{task}_grid.jpg,A title"}).json()
    ended = wait_until(
        lambda: (lambda job: job if job["status"] in ("done", "error") else None)(home.rest("GET", f"/jobs/{job['id']}/").json()),
        60, "the job ends")
    assert ended["status"] == "done", ended
    assert (home.data / task / f"{task}_grid.jpg").stat().st_size > 10_000
    # One that cannot be done stays, with its reason, and can be had again.
    job = home.rest("POST", "/jobs/", json={"job_service": "celery", "command": "box", "parameters": "261231999,none.fits"}).json()
    ended = wait_until(
        lambda: (lambda job: job if job["status"] == "error" else None)(home.rest("GET", f"/jobs/{job['id']}/").json()),
        60, "the job fails")
    assert "261231999" in ended["result"]
    assert not [path for path in home.landing_pad.rglob("*") if path.is_file()]


def test_our_workers_serve_the_existing_backend(rabbit, tmp_path):
    picture, _ = sample("orion.jpg", ra=84, dec=-2, field=12, size="1500x1000")
    spread = Spread(rabbit, tmp_path)
    try:
        backend = spread.django()
        ask = requests.Session()
        ask.auth = ("admin", "admin")
        access = {"ASTROBASE_URL": backend, "ASTROBASE_USER": "admin", "ASTROBASE_PASSWORD": "admin"}
        spread.worker(environment=access)
        spread.beat()
        spread.home.drop(picture, "orion.jpg")
        raw = wait_until(
            lambda: [one for one in ask.get(f"{backend}/observations2/").json()["results"] if one["my_status"] == "raw"],
            60, lambda: f"the photo is raw: {ask.get(f'{backend}/observations2/').json()}")[0]
        # As a person's "Process" does it.
        assert ask.patch(f"{backend}/observations2/{raw['id']}/", json={"my_status": "pending"}).ok
        one = wait_until(
            lambda: (lambda one: one if one["my_status"] in ("done", "failed") else None)(
                ask.get(f"{backend}/observations2/{raw['id']}/").json()), 180, "it is solved")
        assert one["my_status"] == "done"
        assert abs(float(one["field_ra"]) - 84) < 0.1 and abs(float(one["field_dec"]) + 2) < 0.1 and one["box"]
        task = one["taskID"]
        names = {path.name for path in (spread.home.data / task).iterdir()}
        for ending in (".fits", "_wcs_file.fits", "_axy_file.fits", "_corr_file.fits", "_rdls_file.fits"):
            assert any(name.endswith(ending) for name in names), names
        job = ask.post(f"{backend}/jobs/", json={
            "job_service": "celery", "command": "grid", "status": "new", "parameters":
            f"{task},{next(name for name in names if name.endswith('_wcs_file.fits'))},{task}_raw.jpg,{task}_grid.jpg,Orion# the hunter"})
        assert job.ok, job.text
        ended = wait_until(
            lambda: (lambda job: job if job["status"] in ("done", "error") else None)(
                ask.get(f"{backend}/jobs/{job.json()['id']}/").json()), 60, "the job ends")
        assert ended["status"] == "done" and (spread.home.data / task / f"{task}_grid.jpg").exists(), ended
    finally:
        spread.end()


def test_celery_sends_to_our_worker(spread):
    spread.worker()
    assert app.send_task("astro_tasks.tasks.ping", args=["nico"], queue="astro").get(timeout=60).startswith("pong nico from ")
    assert app.send_task("astro_tasks.tasks.ping", kwargs={"name": "nico"}, queue="astro").get(timeout=60).startswith("pong nico from ")
    assert app.send_task("astro_tasks.tasks.version", queue="astro").get(timeout=60).startswith("astrobase ")
    # Jobs are new until somebody asks after them.
    assert app.send_task("astro_tasks.tasks.get_jobs", queue="astro").get(timeout=60) == "0 new jobs"
    for id, words in (("../1", "no plain name"), ("one", "whole number")):
        with pytest.raises(Exception) as caught:
            app.send_task("astro_tasks.tasks.handle_job", args=[id], queue="astro").get(timeout=60)
        assert words in str(caught.value)
    for task in ("run_registration_pipeline", "run_ingest", "run_submit", "run_processor", "run_cleanup"):
        app.send_task(f"astro_tasks.tasks.{task}", queue="registration").get(timeout=60)
    # Nobody may look at the host's folders.
    with pytest.raises(Exception) as caught:
        app.send_task("astro_tasks.tasks.dir", args=["/etc"], queue="astro").get(timeout=60)
    assert type(caught.value).__name__ == "NotRegistered"


def test_our_program_sends_to_celery(spread, tmp_path):
    worker = wait_seen(app, python_worker(spread.rabbit, tmp_path, ["astro"]))
    try:
        assert spread.command("task", "send", "astro_tasks.tasks.ping", "nico", "--wait").stdout.strip() == "pong nico"
        shape = json.loads(spread.command(
            "task", "send", "python.shape", "id=17", "extra=it's", "--queue", "astro", "--wait").stdout)
        assert shape == {"id": "17", "kind": "str", "extra": "it's"}
        failed = spread.command("task", "send", "python.fail", "message=clouds", "--queue", "astro", "--wait", check=False)
        assert failed.returncode == 1 and "clouds" in failed.stderr and "Traceback" not in failed.stderr
        # What the server asks for, a Python worker takes too.
        job = spread.home.rest("POST", "/jobs/", json={"job_service": "celery", "command": "box", "parameters": "1,2"}).json()
        assert job["status"] == "new"
        wait_until(lambda: "astro_tasks.tasks.get_jobs" in worker.tail(), 30, lambda: f"it got the task\n{worker.tail()}")
    finally:
        worker.end()


def test_commands_on_the_broker(spread):
    name = "astro_tasks.tasks.ping"
    spread.command("queue", "pause", "astro")
    spread.worker("--queues", "astro")
    try:
        sent = json.loads(spread.command("task", "send", name, "a", "--json").stdout)
        lines = {line["queue"]: line for line in json.loads(spread.command("queue", "list", "--json").stdout)["queues"]}
        assert lines["astro"]["paused"] and lines["astro"]["waiting"] == 1 and not lines["cutout"]["paused"]
    finally:
        spread.command("queue", "resume", "astro")
    wait_until(lambda: spread.rabbit.queues("messages")["astro"]["messages"] == 0, 30, f"{sent['id']} is done")
    assert spread.command("task", "send", name, "a", "--wait").stdout.startswith("pong a from ")
    # A dead one is listed, shown and tried again.
    failed = spread.command("task", "send", "astro_tasks.tasks.handle_job", "none", "--wait", check=False)
    assert failed.returncode == 1 and "whole number" in failed.stderr
    dead, = json.loads(spread.command("task", "list", "--state", "dead", "--json").stdout)["tasks"]
    assert dead["name"] == "astro_tasks.tasks.handle_job" and "whole number" in dead["error"]
    assert dead["id"] in spread.command("task", "show", dead["id"]).stdout
    assert spread.command("task", "retry", dead["id"]).returncode == 0
    wait_until(
        lambda: json.loads(spread.command("task", "list", "--state", "dead", "--json").stdout)["tasks"], 30, "it is dead again", every=1)
    # One for later can be cancelled.
    later = json.loads(spread.command("task", "send", name, "b", "--delay", "300", "--json").stdout)["id"]
    wait_until(lambda: later in spread.command("task", "list").stdout, 30, "the worker holds it", every=1)
    spread.command("task", "cancel", later)
    wait_until(lambda: later not in spread.command("task", "list").stdout, 30, "it is gone", every=1)
    unknown = spread.command("task", "show", "no-such-task", check=False)
    assert unknown.returncode == 1 and "No task no-such-task is known" in unknown.stderr


def times_of(spread, seconds):
    """When the pipeline was asked for, as seen by somebody who takes all of it."""
    from kombu import Connection

    seen = []
    with Connection(spread.rabbit.url) as connection:
        channel = connection.default_channel
        queue = "registration"
        channel.exchange_declare(queue, "direct", durable=True, auto_delete=False)
        channel.queue_declare(queue, durable=True, auto_delete=False)
        channel.queue_bind(queue, queue, queue)
        channel.queue_purge(queue)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            message = channel.basic_get(queue, no_ack=True)
            if message is None:
                time.sleep(0.01)
                continue
            if message.headers["task"] == "astro_tasks.tasks.run_registration_pipeline":
                seen.append((time.monotonic(), message.headers))
    return seen


def test_of_many_beats_one_acts(spread):
    beats = [spread.beat() for _ in range(3)]
    wait_until(lambda: spread.rabbit.queues("consumers").get("astrobase.beat", {}).get("consumers") == 3, 30, "three beats")
    seen = times_of(spread, 10.5)
    gaps = [after[0] - before[0] for before, after in zip(seen, seen[1:])]
    assert 9 <= len(seen) <= 12 and min(gaps) > 0.7, gaps
    assert all(headers["expires"] for _, headers in seen)
    # The one that acts is killed, wherever it is: another goes on, soon and alone.
    for beat in beats[:2]:
        beat.process.kill()
        beat.process.wait()
        seen = times_of(spread, 6)
        gaps = [after[0] - before[0] for before, after in zip(seen, seen[1:])]
        assert 5 <= len(seen) <= 8 and min(gaps) > 0.7, gaps
    assert beats[2].alive()


def test_serving_goes_on_without_the_broker(rabbit, tmp_path):
    """With a broker of its own: Celery's connections to the other one are not to break."""
    own = Rabbit(tmp_path / "rabbit")
    spread = Spread(own, tmp_path)
    try:
        home = spread.serve()
        own.stop()
        job = home.rest("POST", "/jobs/", json={"job_service": "celery", "command": "box", "parameters": "1,2"}).json()
        assert home.rest("GET", "/observations2/").ok
        # Also one that starts now.
        assert home.stop() < 8
        home.start(role="serve")
        assert home.rest("GET", "/observations2/").ok
        own.start()
        spread.worker("--queues", "astro", wait=False)
        wait_until(lambda: home.rest("GET", f"/jobs/{job['id']}/").json()["status"] == "error", 90, "what was asked for is done")
    finally:
        spread.end()
        own.end()


def test_wrong_settings_are_named(spread, tmp_path):
    for change, words in (
        ({"RABBITMQ_BROKER": ""}, "RABBITMQ_BROKER is not set"),
        ({"RABBITMQ_BROKER": "http://x"}, "RABBITMQ_BROKER"),
        ({"RABBITMQ_BROKER": spread.rabbit.url.replace("guest:guest", "guest:s3cret")}, "refused"),
        ({"ASTROBASE_URL": ""}, "ASTROBASE_URL is not set"),
        ({"ASTROBASE_URL": "ftp://x"}, "no http or https address"),
    ):
        worker = spread.worker(environment=change, wait=False)
        assert worker.process.wait(timeout=30) == 1, worker.tail()
        assert words in worker.tail() and "s3cret" not in worker.tail(), worker.tail()
