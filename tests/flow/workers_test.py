"""Journeys in workers: the same answers to the byte, and a worker that dies or hangs never makes a figure smaller."""
import json
import os
import signal
import subprocess
import tempfile
import threading
import time
import unittest

import views
from daemon import START_S, STOP_S, FlowTest, binary, environment
from shop import Shop, deliver

REFILL_S = 30
TIMEOUT_S = 3  # cluster.worker_timeout where workers are lost on purpose
PATIENT_S = 60  # … and where none is, however busy the machine


class Worker:
    """`convhub worker` on a free port; a context manager that stops it."""

    def __init__(self, listen="127.0.0.1:0"):
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen([binary(), "worker", "--listen", listen], env=environment(),
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.log, text=True)
        late = threading.Timer(START_S, self.process.kill)
        late.start()
        line = self.process.stdout.readline()
        late.cancel()
        assert line.startswith("convhub worker listens on "), line
        self.address = line.split()[-1]

    def errors(self):
        self.log.seek(0)
        return self.log.read().decode(errors="replace")

    def send(self, which):
        self.process.send_signal(which)

    def resident_kb(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if self.process.poll() is None:
            self.send(signal.SIGCONT)
            self.send(signal.SIGTERM)
            try:
                code = self.process.wait(timeout=STOP_S)
                assert kind or code == 0, f"the worker ended with {code}; {self.errors()}"
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                assert kind, f"the worker did not stop; {self.errors()}"
        self.process.stdout.close()
        self.log.close()


def cluster(*workers, timeout=PATIENT_S):
    return {"CONVHUB_CLUSTER_WORKERS": ",".join(w.address for w in workers),
            "CONVHUB_CLUSTER_WORKER_TIMEOUT": f"{timeout}s"}


def shards(daemon):
    return daemon.get("/v1/status").json()["shards"]


class SameAnswers(FlowTest):
    def everything(self, daemon):
        """Every answer, the data-driven models and cells among them, without what says where shards are."""
        seen = views.every_answer(self, daemon, ["person0@shop.example", "email:person3@shop.example"])
        status = json.loads(seen.pop("/v1/status"))
        status.pop("shards")
        seen["/v1/status"] = json.dumps(status).encode()
        for target in ("attribution?model=markov&order=2&currency=EUR&min_conversions=1",
                       "attribution?model=shapley&currency=EUR&min_conversions=1&group_by=channel",
                       "compare?models=w_shaped,full_path,markov&currency=EUR&min_conversions=1",
                       "attribution?currency=EUR&views=true&since_previous_conversion=true&campaign_priority=c-brand"
                       "&lookback=purchase/paid_social/click:5,*/*/view:1",
                       "attribution/explain?currency=EUR&group=c-brand", "roas/explain?currency=EUR&group=c-spring",
                       "paths/explain?currency=EUR&touchpoints=2", "paths/explain?currency=EUR&dimension=campaign&closer=c-brand&limit=5",
                       "cohorts/explain?currency=EUR&model=linear&cohort=2026-03&group=c-brand"):
            answer = daemon.get("/v1/reports/" + target)
            self.assertEqual(answer.status, 200, (target, answer))
            seen[target] = answer.body
        return seen

    def compare(self, plain, other):
        self.assertEqual(plain.keys(), other.keys())
        for target, body in plain.items():
            self.assertEqual(body, other[target], target)

    def test_no_worker_one_worker_and_two_workers_answer_the_same_bytes(self):
        half = len(Shop().requests(batch=50)) // 2
        with self.daemon() as daemon:
            deliver(self, daemon, Shop().requests(batch=50)[:half])
            deliver(self, daemon, Shop().requests(batch=50)[half:])
            self.assertEqual(shards(daemon), {"here": 2, "in_workers": 0, "filling": 0})
            plain = self.everything(daemon)
        self.assertGreater(len(plain), 250)
        with Worker() as first, Worker() as second:
            # The same directory: shards are filled from the log.
            with self.daemon(env=cluster(first)) as daemon:
                self.assertEqual(shards(daemon), {"here": 0, "in_workers": 2, "filling": 0})
                self.compare(plain, self.everything(daemon))
            with self.daemon(env=cluster(first, second)) as daemon:
                self.assertEqual(shards(daemon), {"here": 0, "in_workers": 2, "filling": 0})
                self.compare(plain, self.everything(daemon))
            with self.daemon(env={**cluster(first, second), "CONVHUB_ATTRIBUTION_SHARDS": "5"}) as daemon:
                self.assertEqual(shards(daemon), {"here": 0, "in_workers": 5, "filling": 0})
                self.compare(plain, self.everything(daemon))
            self.assertIn("a hub is gone and its shard with it; 0 in all", first.errors())

    def test_facts_that_come_in_are_in_the_shards_of_workers_at_once(self):
        requests = Shop(seed=5).requests(batch=20)
        with self.daemon(name="plain") as plain, Worker() as first, Worker() as second:
            with self.daemon(name="spread", env=cluster(first, second)) as spread:
                for begin in range(0, len(requests), 8):
                    deliver(self, plain, requests[begin:begin + 8])
                    deliver(self, spread, requests[begin:begin + 8])
                    for target in ("/v1/reports/roas?currency=EUR", "/v1/reports/paths?currency=EUR"):
                        self.assertEqual(plain.get(target).body, spread.get(target).body)

    def test_a_worker_that_is_not_there_is_warned_of_and_the_hub_starts_without_it(self):
        with Worker() as gone:
            address = gone.address
        with self.daemon(env={"CONVHUB_CLUSTER_WORKERS": address}) as daemon:
            self.assertEqual(shards(daemon), {"here": 2, "in_workers": 0, "filling": 0})
            self.assertIn(f"the worker {address} is not reached; the hub holds its shards itself", daemon.errors())


class Asker:
    """Asks for one report over and over, on a thread of its own, and keeps every answer."""

    def __init__(self, daemon, target):
        self.daemon, self.target = daemon, target
        self.answers, self.ending = [], threading.Event()
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        connection = self.daemon.connect()
        while not self.ending.is_set():
            self.answers.append(connection.ask("GET", self.target))
        connection.close()

    def end(self):
        self.ending.set()
        self.thread.join()
        return self.answers


class Loss(FlowTest):
    REPORT = "/v1/reports/attribution?currency=EUR&model=linear"

    def wait_until(self, daemon, state):
        deadline = time.monotonic() + REFILL_S
        while shards(daemon) != state:
            self.assertLess(time.monotonic(), deadline, (shards(daemon), daemon.errors()))
            time.sleep(0.05)

    def check_answers(self, answers, expected):
        """Each is the report, whole, or a 503 that says when to come back."""
        refused = 0
        for answer in answers:
            if answer.status == 503:
                refused += 1
                self.assertGreaterEqual(int(answer.headers["Retry-After"]), 1)
            else:
                self.assertEqual(answer.status, 200, answer)
                self.assertEqual(answer.body, expected)
        return refused

    def test_a_worker_that_is_killed_costs_answers_for_a_moment_and_no_figure(self):
        with Worker() as first, Worker() as second, self.daemon(env=cluster(first, second, timeout=TIMEOUT_S)) as daemon:
            deliver(self, daemon, Shop().requests())
            before = daemon.get(self.REPORT).body
            asker = Asker(daemon, self.REPORT)
            time.sleep(0.3)
            second.send(signal.SIGKILL)
            self.wait_until(daemon, {"here": 1, "in_workers": 1, "filling": 0})
            time.sleep(0.3)
            self.check_answers(asker.end(), before)
            self.assertEqual(daemon.get(self.REPORT).body, before)
            self.assertIn(f"the worker {second.address} of shard 1 is gone; it is filled again by the hub itself", daemon.errors())
            self.assertIn("convhub_shards_in_workers 1", daemon.get("/metrics").body.decode())
            second.process.wait()
            # And the other one.
            first.send(signal.SIGKILL)
            self.wait_until(daemon, {"here": 2, "in_workers": 0, "filling": 0})
            self.assertEqual(daemon.get(self.REPORT).body, before)
            first.process.wait()

    def test_a_worker_that_hangs_is_given_up_and_what_it_gets_later_is_nothing(self):
        with Worker() as worker, self.daemon(env=cluster(worker, timeout=TIMEOUT_S)) as daemon:
            deliver(self, daemon, Shop().requests())
            before = daemon.get(self.REPORT).body
            asker = Asker(daemon, self.REPORT)
            time.sleep(0.2)
            worker.send(signal.SIGSTOP)
            began = time.monotonic()
            self.wait_until(daemon, {"here": 2, "in_workers": 0, "filling": 0})
            self.assertGreater(time.monotonic() - began, TIMEOUT_S - 2)
            self.assertGreaterEqual(self.check_answers(asker.end(), before), 1)
            self.assertEqual(daemon.get(self.REPORT).body, before)
            worker.send(signal.SIGCONT)
            deadline = time.monotonic() + REFILL_S
            while "0 in all" not in worker.errors():
                self.assertLess(time.monotonic(), deadline, worker.errors())
                time.sleep(0.05)
            self.assertEqual(daemon.get(self.REPORT).body, before)

    def test_while_orders_come_in_the_sum_never_falls_when_workers_are_killed(self):
        people, sent, refused, ending = 40, [0], [], threading.Event()

        def order(number):
            return {"external_id": f"o-{number}", "type": "purchase", "occurred_at": "2026-03-03T10:00:00Z", "value": 1,
                    "currency": "EUR", "email": f"person{number % people}@shop.example"}

        def send(daemon):
            connection = daemon.connect()
            while not ending.is_set():
                answer = connection.ask("POST", "/v1/conversions", [order(sent[0] + i) for i in range(20)])
                if answer.status != 200:
                    refused.append(answer)
                    break
                sent[0] += 20
            connection.close()

        with Worker() as first, Worker() as second, self.daemon(env=cluster(first, second, timeout=TIMEOUT_S)) as daemon:
            sender = threading.Thread(target=send, args=(daemon,))
            sender.start()
            asker = Asker(daemon, self.REPORT)
            for worker, after in ((first, {"here": 1, "in_workers": 1, "filling": 0}),
                                  (second, {"here": 2, "in_workers": 0, "filling": 0})):
                time.sleep(0.5)
                at_least = sent[0]
                worker.send(signal.SIGKILL)
                worker.process.wait()
                self.wait_until(daemon, after)
                booked = float(daemon.get(self.REPORT).json()["totals"]["booked"])
                self.assertGreaterEqual(booked, at_least)
            ending.set()
            sender.join()
            self.assertEqual(refused, [])  # ingest went on all the while
            figures = [float(a.json()["totals"]["booked"]) for a in asker.end() if a.status == 200]
            self.assertGreater(len(figures), 5)
            self.assertEqual(figures, sorted(figures))
            self.assertEqual(float(daemon.get(self.REPORT).json()["totals"]["booked"]), sent[0])


class Refused(FlowTest):
    def test_a_worker_and_a_hub_that_name_another_machine_say_why_not(self):
        worker = subprocess.run([binary(), "worker", "--listen", "0.0.0.0:7001"], env=environment(), capture_output=True,
                                text=True, timeout=START_S)
        self.assertEqual(worker.returncode, 3, worker)
        self.assertIn("a worker listens on this machine only", worker.stderr)
        self.assertIn("neither encrypted nor authenticated", worker.stderr)
        hub = subprocess.run([binary(), "serve", "--data", str(self.folder / "data"), "--listen", "127.0.0.1:0"],
                             env=environment({"CONVHUB_CLUSTER_WORKERS": "192.0.2.7:7001"}), capture_output=True, text=True,
                             timeout=START_S)
        self.assertEqual(hub.returncode, 3, hub)
        self.assertIn("must be on this machine, such as 127.0.0.1:7001", hub.stderr)
        self.assertFalse(os.path.exists(self.folder / "data"))

    def test_a_second_worker_on_one_port_says_that_it_is_taken(self):
        with Worker() as first:
            second = subprocess.run([binary(), "worker", "--listen", first.address], env=environment(), capture_output=True,
                                    text=True, timeout=START_S)
            self.assertEqual(second.returncode, 1, second)
            self.assertIn("is the port taken?", second.stderr)


if __name__ == "__main__":
    unittest.main()
