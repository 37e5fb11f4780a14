#!/usr/bin/env python3
"""Reports over HTTP, and starts, of a hub that holds the journeys of bench/workload: every time is that of a whole request,
in turns with the engine alone on the same data in a process that holds nothing else (bench_attribution_turns)."""
import argparse
import csv
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "flow"))

from daemon import Daemon  # noqa: E402  (the tests are no package)

DAY_US = 86_400_000_000
BATCH = 20_000
MODELS = "first_touch,last_touch,linear,time_decay,position_based"


def days_of(first, last):
    """The date of each day since 1970 from *first* to *last*, as text."""
    return {day: str((datetime(1970, 1, 1) + timedelta(days=day)).date()) for day in range(first, last + 1)}


DATES = days_of(15_000, 25_000)


def time_of(us):
    day, rest = divmod(us, DAY_US)
    seconds, part = divmod(rest, 1_000_000)
    return f"{DATES[day]}T{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{part:06}Z"


class Engine:
    """The engine alone: writes its data into *folder*, then credits it once for each line it is told."""

    def __init__(self, program, conversions, folder):
        self.process = subprocess.Popen([program, str(conversions), folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline() == "ready\n"

    def milliseconds(self, shards):
        self.process.stdin.write(f"{shards}\n")
        self.process.stdin.flush()
        return 1e3 * float(self.process.stdout.readline().split(None, 1)[0])

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


def rows_of(file):
    with open(file, newline="") as text:
        rows = csv.reader(text)
        next(rows)
        yield from rows


def touchpoints(folder):
    for number, (journey, at, campaign) in enumerate(rows_of(folder / "touches.csv")):
        yield (f'{{"id":"t{number}","occurred_at":"{time_of(int(at))}","external_user_id":"u{journey}","channel":"c{int(campaign) % 12}",'
               f'"campaign_id":"k{campaign}"}}')


def conversions(folder):
    for number, (journey, at, value) in enumerate(rows_of(folder / "conversions.csv")):
        yield (f'{{"external_id":"o{number}","type":"purchase","occurred_at":"{time_of(int(at))}","external_user_id":"u{journey}",'
               f'"order_id":"o{number}","value":"{int(value) // 100}.{int(value) % 100:02}","currency":"EUR"}}')


def send(hub, kind, lines):
    """Sends *lines* in requests of BATCH; all must be taken in as new."""
    connection, sent, batch = hub.connect(), 0, []

    def flush():
        answer = connection.ask("POST", f"/v1/{kind}", "\n".join(batch), {"Content-Type": "application/x-ndjson"})
        assert answer.status == 200 and answer.json()["accepted"] == len(batch), answer

    for line in lines:
        batch.append(line)
        sent += 1
        if len(batch) == BATCH:
            flush()
            batch.clear()
    if batch:
        flush()
    connection.close()
    return sent


def settle(hub, count):
    """Waits until all *count* facts are in the journeys that reports read."""
    while hub.get("/v1/reports/attribution?to=2000-01-01").json()["meta"]["data_seq"] < count:
        time.sleep(0.2)


def timed(connection, target):
    began = time.perf_counter()
    answer = connection.ask("GET", target)
    took = 1e3 * (time.perf_counter() - began)
    assert answer.status == 200, answer
    return took, answer


def start_of(daemon, what):
    began = time.monotonic()
    daemon.start()
    ready = time.monotonic() - began
    assert daemon.get("/v1/reports/attribution?currency=EUR").status == 200
    print(f"start after {what}: ready in {ready:.1f} s, its first report in {time.monotonic() - began:.1f} s")


def main():
    read = argparse.ArgumentParser(description=__doc__)
    read.add_argument("--conversions", type=int, default=100_000)
    read.add_argument("--rounds", type=int, default=15)
    read.add_argument("--scratch", default=str(ROOT / "build" / "release"), help="where the data directory is made")
    read.add_argument("--program", default=str(ROOT / "build/release/bench/bench_attribution_turns"))
    options = read.parse_args()
    with tempfile.TemporaryDirectory(dir=options.scratch) as scratch:
        folder = Path(scratch)
        engine = Engine(options.program, options.conversions, scratch)
        daemon = Daemon(folder / "data").start()
        facts = send(daemon, "touchpoints", touchpoints(folder))
        sold = send(daemon, "conversions", conversions(folder))
        settle(daemon, facts + sold)
        value = sum(int(row[2]) for row in rows_of(folder / "conversions.csv"))
        last = max(int(row[1]) for row in rows_of(folder / "conversions.csv")) // DAY_US
        print(f"{sold} conversions, {facts} touchpoints, two shards")

        questions = {
            "five models by campaign, all time": f"/v1/reports/compare?models={MODELS}&currency=EUR",
            "ROAS by campaign, one model, 30 days": f"/v1/reports/roas?from={DATES[last - 29]}&to={DATES[last + 1]}&currency=EUR",
            "one model by campaign, all time": "/v1/reports/attribution?currency=EUR",
            "Markov by campaign, all time": "/v1/reports/attribution?model=markov&currency=EUR",
            "paths by channel": "/v1/reports/paths?currency=EUR",
        }
        connection = daemon.connect()
        for name, target in questions.items():
            timed(connection, target)
            turns = [(timed(connection, target), engine.milliseconds(2)) for _ in range(options.rounds)]
            took = statistics.median(turn[0][0] for turn in turns)
            alone = statistics.median(turn[1] for turn in turns)
            print(f"{name}: {took:.1f} ms over HTTP, {took / alone:.2f} of the engine's {alone:.1f} ms for five models by campaign")
        totals = timed(connection, questions["one model by campaign, all time"])[1].json()["totals"]
        assert round(100 * float(totals["booked"])) == value and totals["conversions"] == sold, totals
        connection.close()
        engine.stop()

        daemon.stop()
        daemon.log.close()
        start_of(daemon, "an orderly stop")
        daemon.kill()
        start_of(daemon, "a kill")
        daemon.stop()


if __name__ == "__main__":
    main()
