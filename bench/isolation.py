#!/usr/bin/env python3
"""How much a source that is sick holds up the others: time of requests that clients send and of a run of a healthy source,
while another source's platform misbehaves, against the same while it is left alone. Both in turns, in the same hub."""
import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests" / "flow"), str(ROOT / "tests" / "platforms")]

from daemon import Daemon  # noqa: E402  (the tests are no package)
from pulled import settings_of  # noqa: E402

T0 = 1_767_225_600_000  # 2026-01-01T00:00:00Z in milliseconds
EVER = 1_000_000
FAULTS = {
    "hangs": dict(kind="hang", seconds=60),
    "trickles": dict(kind="trickle", seconds=0.01),
    "429": dict(kind="status", status=429, headers={"Retry-After": "1"}, body={"category": "RATE_LIMITS"}),
    "500": dict(kind="status", status=500, body="oops"),
    "breaks off": dict(kind="truncate", at=200),
    "bad JSON": dict(kind="bad_json"),
    "refuses": dict(kind="status", status=401, body={"message": "expired"}),
}


class Platforms:
    """The fake platforms as a process of their own, so that they share no interpreter with the client."""

    def __enter__(self):
        self.process = subprocess.Popen([sys.executable, "-B", str(ROOT / "tests/platforms/serve.py")], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()

    def control(self, what, **told):
        connection = HTTPConnection(urlsplit(self.url).netloc)
        connection.request("POST", f"/_control/{what}", json.dumps(told))
        answer = connection.getresponse()
        assert answer.status == 200, answer.read()


class Nagger:
    """Orders run after run of the sick source, as soon as one is over; a pause between orders is all it leaves it."""

    def __init__(self, hub):
        self.hub, self.over = hub, threading.Event()
        self.thread = threading.Thread(target=self.nag)

    def nag(self):
        while not self.over.wait(0.2):
            self.hub.post("/v1/sync/hubspot/backfill", b"")

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()


class Bench:
    def __init__(self, hub, platforms, requests, records):
        self.hub, self.platforms, self.requests, self.records = hub, platforms, requests, records
        self.connection, self.sold, self.pulled = hub.connect(), 0, 0

    def ingest(self):
        """Seconds for the requests of a round, 100 sales each."""
        bodies = []
        for _ in range(self.requests):
            bodies.append(json.dumps([{"external_id": f"s-{self.sold + n}", "type": "purchase", "occurred_at": "2026-03-01T10:00:00Z",
                                       "value": "10.00", "currency": "EUR", "email": f"{self.sold + n}@shop.example"} for n in range(100)]))
            self.sold += 100
        began = time.perf_counter()
        for body in bodies:
            answer = self.connection.ask("POST", "/v1/conversions", body)
            assert answer.json()["accepted"] == 100, answer
        return time.perf_counter() - began

    def run(self):
        """Seconds for a run of the healthy source, which finds new records at each."""
        self.platforms.control("tell", platform="anytrack", call="make", count=self.records, first=self.pulled + 1)
        self.pulled += self.records
        began = time.perf_counter()
        assert self.connection.ask("POST", "/v1/sync/anytrack/backfill").status == 202
        while (state := self.state("anytrack"))["state"] != "ok" or state["run_began"]:
            assert time.perf_counter() - began < 120, state
            time.sleep(0.005)
        return time.perf_counter() - began

    def state(self, source):
        told = self.connection.ask("GET", "/v1/sync").json()["sources"]
        return next(each for each in told if each["source"] == source)

    def calm_down(self):
        """The sick source is paused, and its platform well again."""
        assert self.connection.ask("POST", "/v1/sync/hubspot/pause").status == 202

    def round(self):
        return self.ingest(), self.run()


def measure(arguments, folder, platforms):
    env = settings_of(platforms.url, ("hubspot", "anytrack"))
    with Daemon(folder, env=env) as hub:
        bench = Bench(hub, platforms, arguments.requests, arguments.records)
        bench.calm_down()
        bench.round()
        ratios = {}
        for name, fault in FAULTS.items():
            shares = []
            for _ in range(arguments.rounds):
                platforms.control("fault", path="^/crm/", count=EVER, **fault)
                bench.connection.ask("POST", "/v1/sync/hubspot/resume")
                with Nagger(hub):
                    time.sleep(0.3)
                    sick = bench.round()
                    now = bench.state("hubspot")["state"]
                bench.calm_down()
                platforms.control("unfault")
                calm = bench.round()
                shares.append([s / c for s, c in zip(sick, calm)])
            ratios[name] = [statistics.median(column) for column in zip(*shares)]
            print(f"{name:12} sick/calm  ingest {ratios[name][0]:.2f}  other source {ratios[name][1]:.2f}   ({now})", flush=True)
        held = bench.connection.ask("GET", "/v1/state-hash").json()["conversions"]
        assert held == bench.sold + bench.pulled, f"{held} conversions, {bench.sold + bench.pulled} were made"
    worst = [max(column) for column in zip(*ratios.values())]
    print(f"worst        sick/calm  ingest {worst[0]:.2f}  other source {worst[1]:.2f}   (bar 1.20)")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="of each fault, of which the median counts")
    parser.add_argument("--requests", type=int, default=100, help="of 100 sales each, in a round")
    parser.add_argument("--records", type=int, default=2000, help="that the healthy source has anew in a round")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="convhub-bench-") as folder, Platforms() as platforms:
        platforms.control("tell", platform="hubspot", call="make_deals", count=1000, changed=T0, apart=1000)
        measure(arguments, folder, platforms)


if __name__ == "__main__":
    main()
