"""The daemon as its users meet it: started on a directory and a free port, spoken to over HTTP, stopped by signals.

What it answers is judged by the tests; that it starts, says where it listens, and ends as it was told to is asserted here.
"""
import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent.parent
ANSWER_S = 60
START_S = 60
STOP_S = 10  # what the contract allows a stop to take


def binary():
    """The release build that scripts/test names, else the one that scripts/build leaves."""
    found = Path(os.environ.get("CONVHUB_BINARY") or ROOT / "build" / "release" / "convhub").resolve()
    if not os.access(found, os.X_OK):
        sys.exit(f"{found} is missing: build it with 'scripts/build release convhub', or name one in CONVHUB_BINARY")
    return str(found)


def environment(settings=None):
    """The caller's, without settings but those given: every test starts from the defaults."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("CONVHUB_")}
    return dict(plain, NO_COLOR="1", LC_ALL="C.UTF-8", **(settings or {}))


class Answer:
    """What came back: *status*, *headers* (any case), *body* in bytes."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body)

    def lines(self):
        """An NDJSON body, read."""
        return [json.loads(line) for line in self.body.splitlines()]

    def __repr__(self):
        return f"{self.status} {self.body[:2000].decode(errors='replace')}"


class Connection:
    """One kept connection to a daemon; for a thread of its own."""

    def __init__(self, port):
        self.http = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_S)

    def ask(self, method, target, body=None, headers=None):
        if body is not None and not isinstance(body, (bytes, str)):
            body = json.dumps(body)
        if isinstance(body, str):
            body = body.encode()
        self.http.request(method, target, body, headers or {})
        answer = self.http.getresponse()
        return Answer(answer.status, answer.headers, answer.read())

    def close(self):
        self.http.close()


class Daemon:
    """`convhub serve` on *data*, with settings in *env*; a context manager that stops it and asserts that it ended well."""

    def __init__(self, data, *flags, env=None):
        self.data, self.flags, self.settings = str(data), flags, env
        self.process, self.port, self.log = None, None, None

    def start(self):
        self.log = tempfile.TemporaryFile()
        command = [binary(), "serve", "--data", self.data, "--listen", "127.0.0.1:0", *self.flags]
        self.process = subprocess.Popen(command, env=environment(self.settings), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=self.log, text=True)
        self.port = self._listening_port()
        self._wait_until_ready()
        return self

    def _listening_port(self):
        """From the line that the daemon prints once it listens."""
        late = threading.Timer(START_S, self.process.kill)
        late.start()
        line = self.process.stdout.readline()
        late.cancel()
        for word in line.replace(",", " ").split():
            if word.startswith("http://"):
                return urlsplit(word).port
        self.process.kill()
        self.process.wait()
        raise AssertionError(f"the daemon did not say where it listens: {line!r}; {self.errors()}")

    def _wait_until_ready(self):
        deadline = time.monotonic() + START_S
        while (answer := self.get("/readyz")).status != 200:
            assert answer.status == 503 and time.monotonic() < deadline, f"never ready: {answer}"

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def connect(self):
        return Connection(self.port)

    def ask(self, method, target, body=None, headers=None):
        connection = self.connect()
        try:
            return connection.ask(method, target, body, headers)
        finally:
            connection.close()

    def get(self, target, headers=None):
        return self.ask("GET", target, None, headers)

    def post(self, target, body, headers=None):
        return self.ask("POST", target, body, headers)

    def errors(self):
        """What the daemon wrote to standard error so far; read without moving the place at which it writes on."""
        return os.pread(self.log.fileno(), os.fstat(self.log.fileno()).st_size, 0).decode(errors="replace")

    def terminate(self):
        """Asks for a stop; answers the exit code and how many seconds it took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(timeout=3 * STOP_S)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"the daemon did not stop; {self.errors()}")
        self.process.stdout.close()
        return code, time.monotonic() - began

    def stop(self):
        code, seconds = self.terminate()
        assert code == 0, f"the daemon ended with {code}; {self.errors()}"
        assert seconds < STOP_S, f"the daemon took {seconds:.1f} s to stop"

    def kill(self):
        """Ends it without a chance to say goodbye, as a crash or the kernel would."""
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def __enter__(self):
        return self.start()

    def __exit__(self, kind, value, trace):
        try:
            if self.process.returncode is None:
                self.stop() if kind is None else self.kill()
        finally:
            self.log.close()


class FlowTest(unittest.TestCase):
    """A test with a directory of its own, gone afterwards."""

    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="convhub-flow-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def daemon(self, *flags, name="data", env=None):
        return Daemon(self.folder / name, *flags, env=env)

    def ok(self, answer):
        """The JSON of an answer that must be 200."""
        self.assertEqual(answer.status, 200, answer)
        return answer.json()

    def eventually(self, holds, what, seconds=120):
        """Waits until *holds()*; fails with *what* did not come about."""
        deadline = time.monotonic() + seconds
        while not holds():
            self.assertLess(time.monotonic(), deadline, f"not within {seconds} s: {what}")
            time.sleep(0.02)

    def taken(self, daemon, kind, items, query=""):
        """Sends native items that must all be taken in, and returns the receipt."""
        receipt = self.ok(daemon.post(f"/v1/{kind}{query}", items))
        self.assertEqual(receipt["rejected"], 0, receipt)
        return receipt


def run_cli(*arguments, cwd=None, stdin=None, env=None):
    """One command of the command line, as a script would run it; the output is bytes."""
    return subprocess.run([binary(), *map(str, arguments)], env=environment(env), cwd=cwd, input=stdin,
                          stdin=subprocess.DEVNULL if stdin is None else None, capture_output=True, timeout=120)
