"""An application of Python's Celery, as the existing workers and those who send them tasks are."""

import os

from celery import Celery

app = Celery("astro_tasks", broker=os.environ.get("RABBITMQ_BROKER", "amqp://localhost"), backend="rpc://")
app.conf.update(
    task_default_queue="astro", broker_connection_retry_on_startup=True, task_send_sent_event=False,
    worker_hijack_root_logger=False)


@app.task(name="astro_tasks.tasks.ping")
def ping(name):
    return "pong " + name


@app.task(name="python.fail")
def fail(message):
    raise ValueError(message)


@app.task(name="python.shape")
def shape(id, extra=None):
    return {"id": id, "kind": type(id).__name__, "extra": extra}


# Known by name only: our worker does them.
@app.task(name="test.echo", queue="astro")
def echo(text, more=None):
    raise NotImplementedError


@app.task(name="test.fail", queue="astro")
def swift_fail(message):
    raise NotImplementedError
