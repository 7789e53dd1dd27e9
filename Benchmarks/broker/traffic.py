"""Tasks as Celery 5 sends them, by the plainest means: the sender's own cost is not to hide the workers'."""

import json
import os
import socket
import time
import uuid

import amqp


class Traffic:
    """One connection to the broker: fills queues, counts replies, asks and waits."""

    def __init__(self, port):
        self.connection = amqp.Connection(f"127.0.0.1:{port}", "guest", "guest")
        self.connection.connect()
        self.connection.transport.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.channel = self.connection.channel()
        self.channel.confirm_select()
        self.confirmed = 0
        self.channel.events["basic_ack"].add(self.confirm)
        self.published = 0

    def confirm(self, tag, multiple):
        self.confirmed = max(self.confirmed, tag) if multiple else self.confirmed + 1

    def close(self):
        self.connection.close()

    def declare(self, queue):
        """As Celery declares its queues."""
        self.channel.exchange_declare(queue, "direct", durable=True, auto_delete=False)
        self.channel.queue_declare(queue, durable=True, auto_delete=False)
        self.channel.queue_bind(queue, queue, queue)

    def length(self, queue):
        return self.channel.queue_declare(queue, passive=True).message_count

    def message(self, task, arguments, reply_to, ignored=False):
        identity = str(uuid.uuid4())
        headers = {
            "lang": "py", "task": task, "id": identity, "shadow": None, "eta": None, "expires": None, "group": None, "group_index": None,
            "retries": 0, "timelimit": [None, None], "root_id": identity, "parent_id": None, "argsrepr": repr(tuple(arguments)),
            "kwargsrepr": "{}", "origin": f"{os.getpid()}@bench", "ignore_result": ignored, "stamped_headers": None, "stamps": {}}
        body = json.dumps([arguments, {}, {"callbacks": None, "errbacks": None, "chain": None, "chord": None}])
        return amqp.Message(
            body, content_type="application/json", content_encoding="utf-8", delivery_mode=2, priority=0, application_headers=headers,
            correlation_id=identity, reply_to=reply_to)

    def fill(self, queue, count, task, replies, ignored):
        """Publishes so many tasks, confirmed: each with its result going to the queue `replies`, or the first and the last alone."""
        before = self.published
        for number in range(count):
            silent = ignored and 0 < number < count - 1
            self.channel.basic_publish(self.message(task, [], replies, silent), exchange="", routing_key=queue)
            self.published += 1
            if self.published - self.confirmed > 2000:
                self.connection.drain_events(timeout=30)
        while self.confirmed < self.published:
            self.connection.drain_events(timeout=30)
        return self.published - before

    def drained(self, replies, wanted, seconds=600):
        """Seconds from the first result to the last."""
        begin, end, there = None, time.monotonic() + seconds, 0
        while there < wanted:
            there, now = self.length(replies), time.perf_counter()
            if begin is None and there:
                begin, first = now, there
            if time.monotonic() > end:
                raise SystemExit(f"{there} of {wanted} results after {seconds} s")
            time.sleep(0.005)
        return now - begin, first

    def ask(self, queue, count):
        """Milliseconds from sending a task to its result, one at a time."""
        replies = self.channel.queue_declare("", exclusive=True).queue
        came = []
        consumer = self.channel.basic_consume(replies, no_ack=True, callback=came.append)
        times = []
        for number in range(count):
            message = self.message("test.echo", [str(number)], replies)
            began = time.perf_counter()
            self.channel.basic_publish(message, exchange="", routing_key=queue)
            while not came:
                self.connection.drain_events(timeout=30)
            times.append((time.perf_counter() - began) * 1000)
            answer = json.loads(came.pop().body)
            assert answer["status"] == "SUCCESS" and answer["result"] == str(number), answer
            self.published += 1
        self.channel.basic_cancel(consumer)
        self.channel.queue_delete(replies)
        return times

    def floor(self, count):
        """Median milliseconds that a task's message and a result's need to pass the broker, one after the other, with no worker between."""
        self.declare("floor")
        replies = self.channel.queue_declare("", exclusive=True).queue
        came = []
        consumers = [self.channel.basic_consume(queue, no_ack=queue == replies, callback=came.append) for queue in ("floor", replies)]
        times = []
        for number in range(count):
            task = self.message("test.echo", [str(number)], replies)
            result = amqp.Message(task.body, content_type="application/json", correlation_id="x")
            began = time.perf_counter()
            self.channel.basic_publish(task, exchange="", routing_key="floor")
            self.published += 1
            while not came:
                self.connection.drain_events(timeout=30)
            self.channel.basic_publish(result, exchange="", routing_key=replies)
            self.published += 1
            self.channel.basic_ack(came.pop().delivery_tag)
            while not came:
                self.connection.drain_events(timeout=30)
            came.clear()
            times.append((time.perf_counter() - began) * 1000)
        for consumer in consumers:
            self.channel.basic_cancel(consumer)
        self.channel.queue_delete("floor")
        self.channel.queue_delete(replies)
        return sorted(times)[len(times) // 2]
