"""A RabbitMQ of the tests' own, on this machine only, with its own ports, node name, port mapper and folder; and Celery's programs on it."""

import contextlib
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import uuid

from home import BINARY, free_port, wait_until

SERVER = pathlib.Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
# A worker whose tasks only tests need, built beside the program.
TEST_WORKER = pathlib.Path(os.environ.get("CELERY_TEST_WORKER", BINARY.parent / "CeleryTestWorker"))


class Rabbit:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port, distribution, self.mapper_port = free_port(), free_port(), free_port()
        self.url = f"amqp://guest:guest@127.0.0.1:{self.port}//"
        (self.folder / "rabbitmq.conf").write_text(f"listeners.tcp.1 = 127.0.0.1:{self.port}\n")
        (self.folder / "enabled_plugins").write_text("[].\n")
        at = str(self.folder)
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith("RABBITMQ_")}
        self.environment.update(
            HOME=at, RABBITMQ_NODENAME=f"test{self.port}@localhost", RABBITMQ_MNESIA_BASE=at + "/data", RABBITMQ_LOG_BASE=at + "/log",
            RABBITMQ_CONFIG_FILE=at + "/rabbitmq.conf", RABBITMQ_CONF_ENV_FILE=at + "/none", RABBITMQ_PID_FILE=at + "/pid",
            RABBITMQ_ENABLED_PLUGINS_FILE=at + "/enabled_plugins", RABBITMQ_DIST_PORT=str(distribution),
            RABBITMQ_NODE_PORT=str(self.port), RABBITMQ_NODE_IP_ADDRESS="127.0.0.1", ERL_EPMD_PORT=str(self.mapper_port),
            ERL_EPMD_ADDRESS="127.0.0.1", RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none")
        self.output = open(self.folder / "output", "ab")
        self.mapper = subprocess.Popen(
            ["epmd", "-port", str(self.mapper_port), "-address", "127.0.0.1"], stdout=self.output, stderr=self.output)
        self.process = None
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [str(SERVER)], env=self.environment, stdin=subprocess.DEVNULL, stdout=self.output, stderr=self.output,
            start_new_session=True)
        wait_until(self.answers, 90, lambda: f"the broker answers: {(self.folder / 'output').read_text(errors='replace')[-2000:]}")

    def answers(self):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection:
            connection.sendall(b"AMQP\x00\x00\x09\x01")
            return connection.recv(1) == b"\x01"
        return False

    def stop(self, how=signal.SIGTERM):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=60)
        wait_until(lambda: not self.answers(), 30, "the broker is gone")

    def end(self):
        self.stop(signal.SIGKILL)
        self.mapper.kill()
        self.mapper.wait()
        self.output.close()

    def control(self, *arguments):
        result = subprocess.run(
            ["/usr/lib/rabbitmq/bin/rabbitmqctl", "-q", *arguments], env=self.environment, capture_output=True, text=True, timeout=60)
        assert result.returncode == 0, result.stderr
        return result.stdout

    def queues(self, *columns):
        """The rows of the broker's list of queues, by name."""
        rows = json.loads(self.control("--formatter", "json", "list_queues", "name", *columns) or "[]")
        return {row["name"]: row for row in rows}


class Program:
    """A program that runs beside a test: its output in a file, ended with the test."""

    def __init__(self, arguments, log, environment):
        self.log = pathlib.Path(log)
        with open(self.log, "ab") as output:
            self.process = subprocess.Popen(
                list(map(str, arguments)), stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment,
                start_new_session=True)

    def tail(self):
        return self.log.read_text(errors="replace")[-3000:]

    def alive(self):
        return self.process.poll() is None

    def end(self, how=signal.SIGTERM, seconds=20):
        if self.alive():
            self.process.send_signal(how)
            try:
                self.process.wait(timeout=seconds)
            except subprocess.TimeoutExpired:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
                raise AssertionError(f"it did not end in {seconds} s:\n{self.tail()}")
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        return self.process.returncode


def swift_worker(rabbit, folder, name=None, queues=("astro=2", "cutout=1")):
    """Starts the test worker."""
    name = name or f"w{uuid.uuid4().hex[:8]}"
    program = Program([TEST_WORKER, name, *queues], folder / f"{name}.log", dict(os.environ, RABBITMQ_BROKER=rabbit.url))
    program.name = f"{name}@{socket.gethostname()}"
    return program


def python_worker(rabbit, folder, queues, name=None, extra=()):
    """Starts Python's celery worker on the tasks of celery_tasks.py."""
    name = name or f"p{uuid.uuid4().hex[:8]}"
    program = Program(
        [sys.executable, "-m", "celery", "-A", "celery_tasks", "worker", "-Q", ",".join(queues), "-n", f"{name}@%h", "-P", "solo", *extra],
        folder / f"{name}.log",
        dict(os.environ, RABBITMQ_BROKER=rabbit.url, PYTHONPATH=str(pathlib.Path(__file__).parent)))
    program.name = f"{name}@{socket.gethostname()}"
    return program


def wait_seen(app, program, seconds=40):
    """Waits until a worker answers a ping of Celery."""
    def seen():
        assert program.alive(), program.tail()
        return app.control.ping(destination=[program.name], timeout=1.0)

    wait_until(seen, seconds, lambda: f"{program.name} answers a ping\n{program.tail()}")
    return program


def celery_commands(rabbit, *commands, timeout=300):
    """What Celery's own command line prints for each of these commands; one process for all, because it starts slowly."""
    script = """
import json, sys
from click.testing import CliRunner
from celery.bin.celery import celery
print(json.dumps([CliRunner().invoke(celery, ["-b", sys.argv[1], *command]).output for command in json.loads(sys.argv[2])]))
"""
    result = subprocess.run(
        [sys.executable, "-c", script, rabbit.url, json.dumps(commands)], capture_output=True, text=True, timeout=timeout)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout.splitlines()[-1])
