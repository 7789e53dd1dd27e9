"""What both benchmarks need: the acceptance tests' home, and a watch on memory."""

import pathlib
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Tests/Acceptance"))


class MemoryWatch(threading.Thread):
    """The largest resident memory that a process and all its children had together, looked at every 50 ms."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.peak, self.peak_own = pid, 0, 0
        self.ended = threading.Event()

    def run(self):
        while not self.ended.wait(0.05):
            family = self.family()
            sizes = {pid: self.resident(pid) for pid in family}
            self.peak = max(self.peak, sum(sizes.values()))
            self.peak_own = max(self.peak_own, sizes.get(self.pid, 0))

    def family(self):
        parents = {}
        for folder in pathlib.Path("/proc").iterdir():
            if folder.name.isdigit():
                try:
                    fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
                    parents.setdefault(int(fields[1]), []).append(int(folder.name))
                except OSError:
                    pass
        found, todo = [], [self.pid]
        while todo:
            found.append(todo.pop())
            todo += parents.get(found[-1], [])
        return found

    @staticmethod
    def resident(pid):
        try:
            return int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096
        except (OSError, IndexError):
            return 0

    def stop(self):
        self.ended.set()
        self.join()
        return self.peak


def wait(condition, seconds, what):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise SystemExit(f"after {seconds} s still not: {what}")
        time.sleep(0.02)


def proportional(pid):
    """Bytes of a process and all its children together, where what several processes share counts once (PSS)."""
    total = 0
    for one in MemoryWatch(pid).family():
        try:
            fields = (line.split() for line in pathlib.Path(f"/proc/{one}/smaps_rollup").read_text().splitlines())
            total += sum(int(words[1]) * 1024 for words in fields if words[0] == "Pss:")
        except OSError:
            pass
    return total
