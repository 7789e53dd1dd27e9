"""Many people at one archive: readers that list and search, writers that add, change and remove."""

import random
import statistics
import threading
import time

import requests

from home import API, PASSWORD, USER


def crowd(home, seconds, readers=50, writers=5):
    """Lets them all work for some seconds.

    Returns what each kind did, how long its requests took (milliseconds, median and slowest hundredth), all that went wrong, and
    how many observations the writers left behind.
    """
    end = time.monotonic() + seconds
    times = {"read": [], "write": []}
    faults, kept = [], []

    def ask(session, kind, method, path, wanted, **options):
        begin = time.monotonic()
        try:
            answer = session.request(method, f"http://127.0.0.1:{home.port}{API}{path}", timeout=60, **options)
        except requests.RequestException as error:
            faults.append(f"{method} {path}: {error}")
            return None
        times[kind].append(time.monotonic() - begin)
        if answer.status_code != wanted:
            faults.append(f"{method} {path}: {answer.status_code} {answer.text[:200]}")
            return None
        return answer

    def read(number):
        chance = random.Random(number)
        paths = [
            lambda: "/observations2/", lambda: "/observations2/?page=last", lambda: "/observations2/?my_status=raw",
            lambda: f"/observations2/?fieldsearch=crowd+{chance.randrange(100)}", lambda: "/observations2/?quality=great&ordering=-date",
            lambda: f"/observations2/?coordsearch={chance.uniform(0, 360):.3f},{chance.uniform(-80, 80):.3f}", lambda: "/projects/",
            lambda: f"/boxes/?cone={chance.uniform(0, 360):.3f},{chance.uniform(-80, 80):.3f},2", lambda: "/jobs/",
        ]
        with requests.Session() as session:
            while time.monotonic() < end:
                ask(session, "read", "GET", chance.choice(paths)(), 200)

    def write(number):
        chance = random.Random(1000 + number)
        mine = []
        with requests.Session() as session:
            session.auth = (USER, PASSWORD)
            for count in range(10**9):
                if time.monotonic() >= end:
                    break
                if len(mine) < 5 or chance.random() < 0.4:
                    record = dict(
                        taskID=f"crowd-{number}-{count}", name=f"crowd {count % 100}", field_ra=chance.uniform(0, 360), field_dec=chance.uniform(-80, 80),
                        quality=chance.choice(["good", "great"]), new_status="defined", date="2026-01-02T03:04:05Z")
                    if answer := ask(session, "write", "POST", "/observations2/", 201, json=record):
                        mine.append(answer.json()["id"])
                elif chance.random() < 0.7:
                    change = dict(quality=chance.choice(["good", "great", "bad"]), name=f"crowd {chance.randrange(100)}")
                    ask(session, "write", "PUT", f"/observations2/{chance.choice(mine)}/", 200, json=change)
                else:
                    ask(session, "write", "DELETE", f"/observations2/{mine.pop(chance.randrange(len(mine)))}/", 204)
        kept.extend(mine)

    threads = [threading.Thread(target=read, args=[number]) for number in range(readers)]
    threads += [threading.Thread(target=write, args=[number]) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    summary = {
        kind: {
            "requests": len(own), "median": round(statistics.median(own) * 1000, 1),
            "slowestHundredth": round(sorted(own)[int(len(own) * 0.99)] * 1000, 1)}
        for kind, own in times.items()}
    return summary, faults, len(kept)
