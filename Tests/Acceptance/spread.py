"""Astrobase on several processes: a server, workers and beats, with RabbitMQ between them and folders that they share."""

import os
import socket
import sys
import uuid

from home import API, BINARY, PASSWORD, PROJECT, USER, Home, wait_until
from rabbit import Program


class Spread:
    def __init__(self, rabbit, folder, polling=1):
        self.rabbit, self.folder = rabbit, folder
        self.home = Home(folder / "home", environment={"RABBITMQ_BROKER": rabbit.url, "POLLING_IN_SECONDS": str(polling)})
        self.programs = []

    def serve(self):
        self.home.start(role="serve")
        self.home.add_user()
        return self.home

    def worker(self, *options, name=None, environment=None, wait=True):
        """Starts a worker with a home of its own; landing pad and data are the server's."""
        name = name or f"w{uuid.uuid4().hex[:8]}"
        program = self._program(
            name, ["worker", "--home", self.folder / name, "--name", name, *options],
            {
                "LANDING_PAD": str(self.home.landing_pad), "LOCAL_DATA_DIR": str(self.home.data),
                "ASTROBASE_URL": f"http://127.0.0.1:{self.home.port}{API}", "ASTROBASE_USER": USER, "ASTROBASE_PASSWORD": PASSWORD,
                **(environment or {})})
        program.name = f"{name}@{socket.gethostname()}"
        if wait:
            from celery_tasks import app
            from rabbit import wait_seen

            wait_seen(app, program)
        return program

    def django(self):
        """Starts the stand-in of the existing backend, with a landing pad and data folder that workers see; gives its address."""
        program = Program(
            [sys.executable, PROJECT / "Tests/Support/django-stand-in.py", self.folder / "django.sqlite"], self.folder / "django.log",
            dict(os.environ))
        self.programs.append(program)
        port = wait_until(lambda: [word for word in program.tail().split() if word.isdigit()], 60, lambda: program.tail())[0]
        return f"http://127.0.0.1:{port}{API}"

    def beat(self):
        return self._program(f"beat-{len(self.programs)}", ["beat"], {})

    def _program(self, log, arguments, environment):
        program = Program(
            [BINARY, *arguments], self.folder / f"{log}.log",
            {**os.environ, **self.home.environment, **environment})
        self.programs.append(program)
        return program

    def command(self, *arguments, **options):
        return self.home.command(*arguments, **options)

    def end(self):
        for program in self.programs:
            program.end()
        self.home.end()
