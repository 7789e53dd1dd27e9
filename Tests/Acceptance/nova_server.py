"""A server that answers as nova.astrometry.net's software was recorded to, with faults put in where a test wants them.

Each picture is "solved" with a WCS that the test gives; the order of states is the recorded one: no jobs, [null], [id], calibration, success.
"""

import hashlib
import json
import re
import socket
import struct
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = "a key that only tests know"
HTML = b"<!DOCTYPE html>\n<html><head><title>Page</title></head><body>" + b"x" * 3000 + b"</body></html>"
FAULTS = ["refused", "reset", "time-out", "500", "wrong json", "empty", "truncated", "drip", "html", "302", "429"]


class Nova:
    """Runs on a port of its own until `end`."""

    def __init__(self, products=None):
        self.products = products or {}
        self.lock = threading.RLock()
        self.sessions, self.submissions, self.uploads, self.requests, self.logins = set(), {}, [], [], 0
        # Call → faults that its next requests meet, one each; a string is met for ever.
        self.faults = {}
        self.outcome = "success"
        self.looks = 0
        nova = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                nova.handle(self, b"")

            def do_POST(self):
                length = self.headers.get("Content-Length")
                assert length is not None and "chunked" not in self.headers.get("Transfer-Encoding", ""), "a body without Content-Length"
                nova.handle(self, self.rfile.read(int(length)))

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            # A connection that a test cuts is no error of the server's.
            handle_error = lambda *_: None

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, kwargs=dict(poll_interval=0.05), daemon=True).start()

    def end(self):
        self.server.shutdown()
        self.server.server_close()

    # Answers

    def handle(self, request, body):
        path = request.path.split("?")[0].strip("/")
        call = re.sub(r"/?\d+.*", "", path.removeprefix("api/")) or "home"
        with self.lock:
            self.requests.append((call, dict(request.headers)))
            fault = self.faults.get(call)
            if isinstance(fault, list):
                fault = fault.pop(0) if fault else None
        status, kind, answer = self.answer(path, call, body, request.headers)
        if fault:
            return self.spoil(request, fault, status, kind, answer)
        self.send(request, status, kind, answer)

    def send(self, request, status, kind, answer, length=None, **headers):
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(answer) if length is None else length))
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(answer)
        request.wfile.flush()

    def spoil(self, request, fault, status, kind, answer):
        connection = request.connection
        request.close_connection = True
        if fault in ("refused", "reset"):
            if fault == "reset":
                request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5000\r\n\r\n{\"sta")
                request.wfile.flush()
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()
        elif fault == "time-out":
            time.sleep(60)
        elif fault == "500":
            self.send(request, 500, "text/html", HTML)
        elif fault == "wrong json":
            self.send(request, 200, "text/plain", b'{"status": ["what", {"else": 1}], "jobs": "none"}')
        elif fault == "empty":
            self.send(request, 200, kind, b"")
        elif fault == "truncated":
            self.send(request, 200, kind, answer[:len(answer) // 2], length=len(answer))
        elif fault == "drip":
            request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 100000\r\n\r\n")
            for _ in range(600):
                request.wfile.write(b" ")
                request.wfile.flush()
                time.sleep(0.1)
        elif fault == "html":
            self.send(request, 200, "text/html", HTML)
        elif fault == "302":
            self.send(request, 302, "text/html", b"", Location="/are-you-human")
        elif fault == "429":
            self.send(request, 429, "text/plain", b"", Retry_After="1")

    def answer(self, path, call, body, headers):
        text = lambda value: (200, "text/plain", json.dumps(value).encode())
        error = lambda message: text({"status": "error", "errormessage": message})
        missing = (404, "text/html; charset=utf-8", HTML)
        number = int(re.search(r"\d+", path).group()) if re.search(r"\d+", path) else None
        with self.lock:
            if path == "api/login":
                self.logins += 1
                asked = json.loads(urllib.parse.parse_qs(body.decode())["request-json"][0])
                if asked.get("apikey") != KEY:
                    return error("bad apikey")
                session = hashlib.sha1(str(self.logins).encode()).hexdigest()
                self.sessions.add(session)
                return text({"status": "success", "message": "authenticated user: tester@example.org", "session": session})
            if path == "api/upload":
                options, name, data = self.form(headers["Content-Type"], body)
                if "session" not in options:
                    return error('no "session" in JSON.')
                if options["session"] not in self.sessions:
                    return error(f'no session with key "{options["session"]}"')
                self.uploads.append((options, name, data))
                subid = 100 + len(self.uploads)
                self.submissions[subid] = {"looks": 0, "job": 1000 + subid}
                return text({"status": "success", "subid": subid, "hash": hashlib.sha1(data).hexdigest()})
            if call == "submissions":
                if number not in self.submissions:
                    return missing
                return text(self.state(self.submissions[number]))
            if call == "jobs":
                job = next((one for one in self.submissions.values() if one["job"] == number), None)
                if job is None:
                    return missing
                return text({"status": self.outcome if job["looks"] >= 6 else "solving"})
            if call in self.products:
                if call == "corr_file" and "Referer" not in headers:
                    return 302, "text/html", b""
                return 200, "application/fits", self.products[call]
        return missing if call.endswith("_file") else (200, "text/html", HTML)

    def state(self, one):
        one["looks"] += 1
        looks = one["looks"]
        started, finished = "2026-11-22 16:27:22.970504", "2026-11-22 16:27:23.074268"
        answer = {"user": 1001, "processing_started": "None" if looks == 1 else started, "processing_finished": "None",
                  "user_images": [], "images": [], "jobs": [], "job_calibrations": []}
        if looks >= 3:
            answer.update(processing_finished=finished, user_images=[2], images=[1], jobs=[None])
        if looks >= 4:
            answer["jobs"] = [one["job"]]
        if looks >= 5 and self.outcome == "success":
            answer["job_calibrations"] = [[one["job"], 2]]
        if self.outcome == "bad file" and looks >= 3:
            answer.update(jobs=[], user_images=[], images=[], error_message="unrecognized file type")
        return answer

    @staticmethod
    def form(kind, body):
        boundary = re.search(r"boundary=(\S+)", kind).group(1).encode()
        parts = body.split(b"--" + boundary)
        options = json.loads(parts[1].split(b"\r\n\r\n", 1)[1].rsplit(b"\r\n", 1)[0])
        head, data = parts[2].split(b"\r\n\r\n", 1)
        return options, re.search(rb'filename="([^"]*)"', head).group(1).decode(), data.removesuffix(b"\r\n")
