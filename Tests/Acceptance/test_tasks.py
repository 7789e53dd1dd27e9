"""`astrobase task` and `astrobase queue` on the queues of a home, beside a running `up` and without it."""

import json
import os
import time

import pytest

from home import run, wait_until

INGEST = "astro_tasks.tasks.run_ingest"


def ask(home, *arguments, code=0):
    """The JSON answer of a command that ends with `code`."""
    result = home.command(*arguments, "--json", check=False)
    assert result.returncode == code, f"{arguments}: {result.returncode}\n{result.stdout}\n{result.stderr}"
    return json.loads(result.stdout) if result.stdout else result.stderr


def lane(home, name):
    return next(line for line in ask(home, "queue", "list")["queues"] if line["queue"] == name)


@pytest.fixture
def quiet(home):
    """A home with an archive, and nobody at work in it."""
    home.start().stop()
    return home


def test_send_and_wait(home):
    home.start()
    record = ask(home, "task", "send", INGEST, "--wait", "--timeout", 60)
    assert record["state"] == "done" and record["queue"] == "registration" and record["attempt"] == 1
    assert record["worker"].startswith("up-") and record["created"] <= record["started"] <= record["ended"]
    text = home.command("task", "show", record["id"]).stdout
    assert record["id"] in text and "done" in text and "took" in text
    assert home.command("task", "send", INGEST, "--wait").stdout.strip() == "done"


def test_a_task_that_fails_for_good_is_dead_and_can_be_retried(home):
    home.start()
    result = home.command("task", "send", "astrobase.draw", "observation=none", "job=1", "--wait", check=False)
    assert result.returncode == 1
    assert "is dead" in result.stderr and "names no observation" in result.stderr
    dead = ask(home, "task", "list", "--state", "dead")["tasks"]
    assert len(dead) == 1 and "names no observation" in dead[0]["error"]
    assert lane(home, "drawing")["dead"] == 1
    ask(home, "task", "retry", dead[0]["id"])
    again = wait_until(
        lambda: (lambda task: task if task["state"] == "dead" else None)(ask(home, "task", "show", dead[0]["id"])), 30, "dead again")
    assert again["attempt"] == 1 and again["ended"] >= dead[0]["ended"]
    # An unknown name goes where it is sent, and is refused there with the reason.
    result = home.command("task", "send", "no.such.task", "a=b=c", "--queue", "registration", "--wait", check=False)
    assert result.returncode == 1 and "no handler for no.such.task" in result.stderr


def test_without_up_tasks_wait_and_are_done_by_the_next(quiet):
    sent = ask(quiet, "task", "send", "astrobase.draw", "x", "7")
    assert sent["queue"] == "drawing"
    record = ask(quiet, "task", "show", sent["id"])
    assert record["state"] == "waiting" and record["arguments"] == {"observation": "x", "job": "7"}
    result = quiet.command("task", "send", INGEST, "--wait", "--timeout", 0.5, check=False)
    assert result.returncode == 1 and "still waiting" in result.stderr
    quiet.start()
    wait_until(lambda: ask(quiet, "task", "show", sent["id"])["state"] == "dead", 30, "the task is begun")


def test_cancel(quiet):
    sent = ask(quiet, "task", "send", INGEST)
    assert ask(quiet, "task", "cancel", sent["id"])["state"] == "cancelled"
    result = quiet.command("task", "cancel", sent["id"], check=False)
    assert result.returncode == 1 and "is cancelled: only one that waits or runs" in result.stderr
    assert ask(quiet, "task", "retry", sent["id"])["state"] == "waiting"
    assert quiet.command("task", "cancel", sent["id"]).stdout == f"Task {sent['id']} is cancelled.\n"


def test_delay_and_priority(quiet):
    later = ask(quiet, "task", "send", INGEST, "--delay", "3600")
    assert ask(quiet, "task", "show", later["id"])["due"]
    soon = ask(quiet, "task", "send", INGEST, "--eta", "2020-01-31T18:30:00+01:00", "--priority", "7")
    assert ask(quiet, "task", "show", soon["id"])["priority"] == 7
    quiet.start()
    wait_until(lambda: ask(quiet, "task", "show", soon["id"])["state"] == "done", 30, "the task that is due is done")
    assert ask(quiet, "task", "show", later["id"])["state"] == "waiting"


def test_a_paused_queue_rests_also_after_a_restart(home):
    home.start()
    assert home.command("queue", "pause", "drawing").stdout == "Queue drawing is paused.\n"
    sent = ask(home, "task", "send", "astrobase.draw", "x", "1")
    time.sleep(3)
    assert ask(home, "task", "show", sent["id"])["state"] == "waiting"
    home.kill()
    home.start()
    # The other queues go on.
    assert ask(home, "task", "send", INGEST, "--wait")["state"] == "done"
    time.sleep(2)
    assert lane(home, "drawing") == {"queue": "drawing", "waiting": 1, "running": 0, "dead": 0, "paused": True}
    assert "drawing: 1 waiting, 0 running, 0 given up, paused" in home.command("queue", "list").stdout
    home.command("queue", "resume", "drawing")
    wait_until(lambda: ask(home, "task", "show", sent["id"])["state"] == "dead", 30, "the task is begun")


def test_the_clockwork_is_in_the_history(home):
    home.start()
    wait_until(
        lambda: len(ask(home, "task", "list", "--name", "astro_tasks.tasks.run_registration_pipeline", "--state", "done")["tasks"]) >= 3,
        30, "the pipeline is run by the clock")
    assert len(ask(home, "task", "list", "--limit", "2")["tasks"]) == 2


@pytest.mark.parametrize("arguments, says", [
    (["task", "show", "no-such-id"], "No task no-such-id is known"),
    (["task", "retry", "no-such-id"], "No task no-such-id is known"),
    (["task", "cancel", "../../etc/passwd"], "No task ../../etc/passwd is known"),
    (["task", "send", "no.such.task"], "With --queue it is sent all the same"),
    (["task", "send", "no.such.task", "word", "--queue", "q"], "\"word\" needs a name"),
    (["task", "send", INGEST, "word"], "one argument too many"),
    (["task", "send", INGEST, "a=1"], "has no argument a; it takes none"),
    (["task", "send", "astrobase.draw", "1"], "needs the argument job"),
    (["task", "send", "astrobase.draw", "1", "observation=2"], "given twice"),
    (["queue", "pause", ""], "A queue has a name"),
])
def test_what_cannot_be_done_is_said(quiet, arguments, says):
    result = quiet.command(*arguments, check=False)
    assert result.returncode == 1 and says in result.stderr and result.stdout == ""


@pytest.mark.parametrize("arguments, says", [
    (["task", "list", "--state", "asleep"], "asleep"),
    (["task", "list", "--limit", "0"], "--limit is 0"),
    (["task", "send", INGEST, "--eta", "tomorrow"], "--eta is \"tomorrow\""),
    (["task", "send", INGEST, "--eta", "2030-01-01T00:00:00Z", "--delay", "3"], "give one of them"),
    (["task", "send"], "name"),
])
def test_wrong_usage_ends_with_2(quiet, arguments, says):
    result = quiet.command(*arguments, check=False)
    assert result.returncode == 2 and says in result.stderr


def test_no_archive_is_said(tmp_path):
    result = run("task", "list", "--home", tmp_path / "nothing", check=False, env=dict(os.environ, RABBITMQ_BROKER=""))
    assert result.returncode == 1 and "There is no archive in" in result.stderr
