"""Python's Celery sends tasks to our worker."""

import datetime
import json
import time

import amqp
import pytest

from celery.exceptions import NotRegistered, TaskRevokedError
from celery_tasks import app, echo, swift_fail
from home import wait_until
from rabbit import swift_worker, wait_seen


@pytest.fixture(scope="module")
def worker(rabbit, tmp_path_factory):
    program = wait_seen(app, swift_worker(rabbit, tmp_path_factory.mktemp("worker")))
    # What other tests left there on purpose.
    dead(rabbit)
    yield program
    program.end()


def dead(rabbit, queue="astro"):
    """Takes every message from a queue of dead ones."""
    letters = []
    with app.connection_for_read() as connection:
        channel = connection.default_channel
        while True:
            try:
                message = channel.basic_get(f"{queue}.dead", no_ack=True)
            except channel.connection.channel_errors:
                return letters
            if message is None:
                return letters
            letters.append(message)


def length(queue):
    """Messages in a queue; None: there is no such queue."""
    with app.connection_for_read() as connection:
        channel = connection.default_channel
        try:
            return channel.queue_declare(queue, passive=True).message_count
        except channel.connection.channel_errors:
            return None


def wait_dead(rabbit, queue="astro", seconds=60):
    return wait_until(lambda: dead(rabbit, queue), seconds, f"a message in {queue}.dead")


def test_send_task_and_delay(worker):
    assert app.send_task("test.echo", kwargs={"text": "nico"}, queue="astro").get(timeout=60) == "nico"
    assert app.send_task("test.echo", args=["a", "b"], queue="astro").get(timeout=60) == "a b"
    assert app.send_task("test.echo", args=[5], kwargs={"more": True}, queue="astro").get(timeout=60) == "5 true"
    assert echo.delay("ü 😀 \"q\" \\ \n").get(timeout=60) == "ü 😀 \"q\" \\ \n"
    result = app.send_task("test.noop", queue="astro")
    assert result.get(timeout=60) is None and result.state == "SUCCESS"


def test_many_results_find_their_senders(worker):
    results = [echo.delay(str(number)) for number in range(300)]
    assert [result.get(timeout=60) for result in results] == [str(number) for number in range(300)]


def test_countdown_and_eta(worker):
    zone = datetime.timezone(datetime.timedelta(hours=5, minutes=30))
    begin = time.monotonic()
    late = echo.apply_async(["late"], countdown=4)
    other = echo.apply_async(["zone"], eta=datetime.datetime.now(zone) + datetime.timedelta(seconds=2))
    past = echo.apply_async(["past"], eta=datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=1))
    assert past.get(timeout=60) == "past"
    assert not late.ready()
    assert other.get(timeout=60) == "zone"
    assert time.monotonic() - begin > 1.9
    assert late.get(timeout=60) == "late"
    assert time.monotonic() - begin > 3.9


def test_many_held_for_their_time_stop_nothing(worker):
    held = [echo.apply_async(["held"], countdown=8) for _ in range(60)]
    assert echo.delay("now").get(timeout=60) == "now"
    assert not held[-1].ready()
    assert [result.get(timeout=60) for result in held] == ["held"] * 60


def test_expired(worker):
    result = echo.apply_async(["x"], countdown=2, expires=1)
    with pytest.raises(TaskRevokedError):
        result.get(timeout=60)
    assert result.state == "REVOKED"
    assert echo.apply_async(["y"], expires=60).get(timeout=60) == "y"


def test_failure(worker, rabbit):
    result = swift_fail.delay("no such job: 'x'")
    with pytest.raises(Exception) as caught:
        result.get(timeout=60)
    assert type(caught.value).__name__ == "PermanentFailure" and str(caught.value) == "no such job: 'x'"
    assert result.state == "FAILURE"
    letter, = wait_dead(rabbit)
    headers = letter.headers
    assert headers["x-astrobase-error"] == "no such job: 'x'"
    assert headers["x-astrobase-attempts"] == 1 and headers["id"] == result.id
    assert datetime.datetime.fromisoformat(headers["x-astrobase-failed-at"])
    assert json.loads(letter.body)[0] == ["no such job: 'x'"]


def test_retries(worker, rabbit):
    result = app.send_task("test.flaky", kwargs={"failures": "2"}, queue="astro")
    assert result.get(timeout=60) == "attempt 3"
    result = app.send_task("test.flaky", kwargs={"failures": "9"}, queue="astro")
    with pytest.raises(Exception) as caught:
        result.get(timeout=60)
    assert str(caught.value) == "clouds at attempt 3"
    assert wait_dead(rabbit)[0].headers["x-astrobase-attempts"] == 3


def test_ignored_results(worker):
    result = echo.apply_async(["x"], ignore_result=True)
    asked = [echo.delay("after") for _ in range(5)]
    assert [one.get(timeout=60) for one in asked] == ["after"] * 5
    assert result.state == "PENDING"


def test_unknown_task(worker, rabbit):
    result = app.send_task("astro_tasks.tasks.nosuch", args=[1], queue="astro")
    with pytest.raises(NotRegistered):
        result.get(timeout=60)
    letter, = wait_dead(rabbit)
    assert letter.headers["x-astrobase-error"] == "NotRegistered: astro_tasks.tasks.nosuch"


@pytest.mark.parametrize("arguments, reason", [
    (dict(kwargs={}), "TypeError: test.job is missing 'id'"),
    (dict(args=[1, 2]), "TypeError: test.job takes 1 arguments, and 2 were given"),
    (dict(kwargs={"id": 1, "x": 2}), "TypeError: test.job takes no argument 'x'"),
    (dict(kwargs={"id": "../../etc/passwd"}), "ValueError: test.job: the id '../../etc/passwd' is no plain name"),
])
def test_wrong_arguments(worker, rabbit, arguments, reason):
    result = app.send_task("test.job", queue="astro", **arguments)
    with pytest.raises((TypeError, ValueError)):
        result.get(timeout=60)
    assert wait_dead(rabbit)[0].headers["x-astrobase-error"] == reason
    assert app.send_task("test.job", kwargs={"id": 69}, queue="astro").get(timeout=60) == "job 69"


def test_pickle_is_refused_by_name(worker, rabbit):
    result = app.send_task("test.echo", args=["x"], queue="astro", serializer="pickle")
    with pytest.raises(Exception) as caught:
        result.get(timeout=60)
    assert "pickle" in str(caught.value)
    letter, = wait_dead(rabbit)
    assert letter.headers["x-astrobase-error"].startswith("ContentDisallowed: pickle (application/x-python-serialize) is refused")
    assert letter.content_type == "application/x-python-serialize"


@pytest.mark.parametrize("body, options, reason", [
    (b"hello", {}, "DecodeError: the body is not JSON"),
    (b"", {}, "DecodeError"),
    (b"[" * 100_000, {}, "nested more than 64 deep"),
    (b'{"task": "test.echo"}', {}, "InvalidTaskError"),
    (b'[["x"]]', {}, "no list of arguments, keyword arguments and options"),
    (b'[["x"], ["more"], {}]', {}, "the keyword arguments are no object"),
    (b'[[], {}, {"chain": [{"task": "x"}]}]', {}, "has chain"),
    (b"x" * (2 << 20), {}, "2097152 bytes is larger than this worker takes"),
    (b"[[], {}, {}]", {"headers": {}}, 'no header "task"'),
    (b"[[], {}, {}]", {"headers": {"task": "test.noop", "id": "../../../tmp/x"}}, "no plain name"),
    (b"[[], {}, {}]", {"headers": {"task": ["a"], "id": {"b": 1}}}, "no name of a task"),
    (b"[[], {}, {}]", {"headers": {"task": "test.noop", "id": "a", "eta": "soon"}}, '"eta" is no time'),
    (b"[[], {}, {}]", {"content_type": "application/x-yaml"}, "'application/x-yaml' is refused"),
    (b"[[], {}, {}]", {"content_type": None}, "no content type"),
    (b"[[], {}, {}]", {"content_encoding": "binary"}, "'binary' is refused"),
])
def test_bad_messages(worker, rabbit, body, options, reason):
    properties = {
        "content_type": "application/json", "content_encoding": "utf-8", "headers": {"task": "test.echo", "id": "bad-message"}, **options}
    headers = properties.pop("headers")
    with app.connection_for_write() as connection:
        message = amqp.Message(
            body, application_headers=headers, delivery_mode=2, **{key: value for key, value in properties.items() if value})
        connection.default_channel.basic_publish(message, exchange="", routing_key="astro")
    letter, = wait_dead(rabbit)
    assert reason in letter.headers["x-astrobase-error"], letter.headers
    if len(body) <= 1 << 20:
        assert (letter.body if isinstance(letter.body, bytes) else letter.body.encode()) == body
    else:
        assert letter.headers["x-astrobase-body-bytes"] == len(body)
    assert echo.delay("well").get(timeout=60) == "well"
    assert worker.alive()


def test_a_task_that_kills_its_worker_is_dead_after_three(rabbit, tmp_path):
    ended = 0
    result = app.send_task("test.die", queue="poison")
    others = [app.send_task("test.echo", args=[str(number)], queue="poison") for number in range(10)]
    program = None
    while ended < 5 and not (letters := dead(rabbit, "poison")):
        program = swift_worker(rabbit, tmp_path, queues=["poison=1"])
        wait_until(lambda: not program.alive() or length("poison.dead"), 60, "it dies, or the task does")
        ended += not program.alive()
    assert ended == 3
    assert "workers ended while they had the task" in letters[0].headers["x-astrobase-error"]
    with pytest.raises(Exception, match="3 workers ended"):
        result.get(timeout=60)
    assert [other.get(timeout=60) for other in others] == [str(number) for number in range(10)]
    assert not dead(rabbit, "poison")
    program.end()
