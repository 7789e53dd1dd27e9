"""The peer: a worker of Python's Celery with a task that does nothing, acknowledged late, as ours are."""

import os

from celery import Celery

app = Celery("peer", broker=os.environ["RABBITMQ_BROKER"], backend="rpc://")
app.conf.update(
    task_acks_late=True, broker_connection_retry_on_startup=True, worker_prefetch_multiplier=int(os.environ.get("PEER_PREFETCH", "4")))
if os.environ.get("PEER_CONFIRMS") == "1":
    app.conf.broker_transport_options = {"confirm_publish": True}


@app.task(name="test.noop")
def noop():
    return None


# Sent by the benchmark's own program, done by the workers.
@app.task(name="test.echo")
def echo(text):
    return text
