"""A client of nova's API as anybody would write it after its documentation, with `requests` and nothing of ours."""

import json
import subprocess
import time

import requests


class Client:
    def __init__(self, base, key):
        self.base = base
        self.session = self.call("login", apikey=key)["session"]

    def post(self, path, files=None, **members):
        return requests.post(f"{self.base}/api/{path}", data={"request-json": json.dumps(members)}, files=files, timeout=120)

    def call(self, path, **members):
        answer = self.post(path, **members).json()
        assert answer["status"] == "success", answer
        return answer

    def upload(self, data, name="picture.jpg", **options):
        answer = self.post("upload", files={"file": (name, data)}, session=self.session, **options).json()
        assert answer["status"] == "success", answer
        return answer["subid"]

    def get(self, path):
        answer = requests.get(f"{self.base}/api/{path}", timeout=60)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:300])
        return answer.json()

    def file(self, path):
        return requests.get(f"{self.base}/{path}", timeout=120)

    def wait(self, submission, seconds=120):
        """The submission's jobs by their end: a list of (job, status)."""
        end = time.monotonic() + seconds
        while True:
            state = self.get(f"submissions/{submission}")
            if state["processing_finished"] != "None" and None not in state["jobs"]:
                jobs = [(job, self.get(f"jobs/{job}")["status"]) for job in state["jobs"]]
                if all(status in ("success", "failure") for _, status in jobs):
                    return jobs
            assert time.monotonic() < end, f"submission {submission}: {state}"
            time.sleep(0.1)


def add_key(home, name):
    return json.loads(home.command("api-key", "add", name, "--json").stdout)["key"]


def memory(process):
    """The most that a process has had in memory, MB."""
    status = subprocess.run(["grep", "VmHWM", f"/proc/{process.pid}/status"], capture_output=True, text=True).stdout
    return int(status.split()[1]) / 1024
