"""Parts of the daemon die, on purpose: meanwhile it refuses, it never answers with less, and afterwards nothing is missing."""
import itertools
import threading
import time
import unittest
from http.client import HTTPException

import views
from daemon import STOP_S, FlowTest
from pulled import PullTest
from shop import Shop, deliver

FAULTS = {"CONVHUB_DEBUG_FAULT_INJECTION": "true"}
ACTORS = ["writer", "archive", "attribution", "report", "feed", "rehearsal", "historian", "dedup"]
T0 = 1_767_225_600_000  # 2026-01-01T00:00:00Z in milliseconds


def sale(name):
    return {"external_id": name, "type": "purchase", "occurred_at": "2026-03-01T10:00:00Z", "value": "10.00", "currency": "EUR",
            "email": f"{name}@shop.example", "campaign_id": "c-1"}


class Clients:
    """Send one sale after the other from several connections, and keep book of what was acknowledged and what refused."""

    def __init__(self, hub, count=4):
        self.hub, self.names, self.lock, self.over = hub, itertools.count(), threading.Lock(), threading.Event()
        self.acknowledged, self.refused, self.odd, self.broken = set(), 0, [], 0
        self.threads = [threading.Thread(target=self.client) for _ in range(count)]

    def client(self):
        connection = self.hub.connect()
        while not self.over.is_set():
            name = f"s-{next(self.names)}"
            try:
                answer = connection.ask("POST", "/v1/conversions", sale(name))
            except (OSError, HTTPException):
                with self.lock:
                    self.broken += 1
                break
            with self.lock:
                if answer.status == 200 and answer.json()["accepted"] == 1:
                    self.acknowledged.add(name)
                elif answer.status == 503 and answer.headers["Retry-After"]:
                    self.refused += 1
                else:
                    self.odd.append(repr(answer))
        connection.close()

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for thread in self.threads:
            thread.join()


class Deaths(FlowTest):
    def fault(self, hub, actor, **more):
        """Order a death; while all start again after the one before, there is nobody to die."""
        deadline = time.monotonic() + 30
        while (answer := hub.post("/v1/debug/faults", {"actor": actor, **more})).status == 503:
            self.assertLess(time.monotonic(), deadline, answer)
            time.sleep(0.005)
        self.assertEqual(answer.status, 202, answer)

    def until_ready(self, hub):
        deadline = time.monotonic() + 30
        while hub.get("/readyz").status != 200:
            self.assertLess(time.monotonic(), deadline, "the hub is not ready again")
            time.sleep(0.005)

    def stored(self, hub):
        names = [name for line in hub.get("/v1/export/conversions.ndjson").lines() for name in line["external_ids"]["manual"]]
        self.assertEqual(len(names), len(set(names)), "a sale is there twice")
        return set(names)

    def test_nothing_is_at_the_path_of_faults_unless_they_are_allowed(self):
        with self.daemon() as hub:
            self.assertEqual(hub.post("/v1/debug/faults", {"actor": "dedup"}).status, 404)
            self.assertEqual(hub.get("/readyz").status, 200)

    def test_a_fault_that_cannot_be_is_refused(self):
        with self.daemon(env=FAULTS) as hub:
            unknown = hub.post("/v1/debug/faults", {"actor": "nobody"})
            self.assertEqual(unknown.status, 404)
            for actor in ACTORS:
                self.assertIn(actor, unknown.json()["detail"])
            for body in ({}, {"actor": "dedup", "kind": "explode"}, {"actor": "dedup", "kind": "throw_after_commit"},
                         {"actor": "dedup", "count": 0}, {"actor": "dedup", "often": 1}):
                self.assertEqual(hub.post("/v1/debug/faults", body).status, 400, body)

    def test_while_any_part_starts_again_questions_are_refused_and_afterwards_answered_as_before(self):
        targets = ["/v1/state-hash", "/v1/reports/roas", "/v1/reports/attribution", "/v1/reports/paths", "/v1/conversions"]
        for actors in (ACTORS[:4], ACTORS[4:]):  # more than five deaths in a minute would end the process
            self.check_deaths(actors, targets)

    def check_deaths(self, actors, targets):
        with self.daemon(name="-".join(actors), env=FAULTS) as hub:
            deliver(self, hub, Shop().requests())
            before = views.every_answer(self, hub)
            wanted = {target: hub.get(target).body for target in targets}
            for actor in actors:
                with self.subTest(actor):
                    self.fault(hub, actor)
                    refused = 0
                    deadline = time.monotonic() + 30
                    while refused < 5 or hub.get("/readyz").status != 200:
                        self.assertLess(time.monotonic(), deadline, f"{refused} refusals")
                        for target, body in wanted.items():
                            answer = hub.get(target)
                            if answer.status == 200:
                                self.assertEqual(answer.body, body, target)
                            else:
                                self.assertEqual((answer.status, bool(answer.headers["Retry-After"])), (503, True), answer)
                                refused += 1
                    self.assertIn(f"{actor}: a fault on purpose", hub.errors())
                    self.assertEqual({target: hub.get(target).body for target in targets}, wanted)
            self.assertEqual(views.every_answer(self, hub), before)

    def test_deaths_under_load_refuse_but_lose_nothing_that_was_acknowledged(self):
        with self.daemon(env=FAULTS) as hub:
            with Clients(hub) as clients:
                for actor, kind in (("writer", "throw_before_commit"), ("writer", "throw_after_commit"), ("dedup", "throw"),
                                    ("attribution", "throw")):
                    goal = len(clients.acknowledged) + 50
                    deadline = time.monotonic() + 30
                    while len(clients.acknowledged) < goal:
                        self.assertLess(time.monotonic(), deadline, "nothing is taken in")
                        time.sleep(0.005)
                    self.fault(hub, actor, kind=kind)
                    self.until_ready(hub)
            self.assertEqual((clients.odd, clients.broken), ([], 0))
            self.assertGreater(clients.refused, 0)
            stored = self.stored(hub)
            self.assertEqual(clients.acknowledged - stored, set())
            totals = self.ok(hub.get("/v1/reports/attribution?currency=EUR"))["totals"]
            self.assertEqual((totals["booked"], totals["reconciles"]), (f"{10 * len(stored)}.00", True))

    def test_more_than_five_deaths_in_a_minute_end_the_process_with_the_reason(self):
        hub = self.daemon(env=FAULTS).start()
        self.addCleanup(hub.log.close)
        self.fault(hub, "report", count=6)
        self.assertEqual(hub.process.wait(timeout=60), 1)
        hub.process.stdout.close()
        self.assertIn("hub-gave-up", hub.errors())
        self.assertEqual(hub.errors().count("report: a fault on purpose"), 7)


class Pulled(PullTest):
    fault_of = Deaths.fault
    until_ready = Deaths.until_ready

    def test_a_sync_actor_that_dies_goes_on_from_its_cursor_and_is_parked_when_it_dies_again_and_again(self):
        self.tell("hubspot", "make_deals", count=2000, changed=T0, apart=1000)
        self.tell("anytrack", "make", count=50)
        with self.pulling("hubspot", "anytrack", **FAULTS) as hub:
            self.eventually(lambda: self.state(hub)["records"] > 300, "pages are committed")
            self.fault_of(hub, "sync:hubspot")
            self.eventually(lambda: self.state(hub)["restarts"] == 1, "its actor starts again")
            self.settled(hub)
            self.run_until_well(hub)
            self.assertEqual(self.hash_of(hub)["conversions"], 2050)
            self.fault_of(hub, "sync:hubspot", count=6)
            self.eventually(lambda: self.state(hub)["state"] == "parked", "the source is parked", seconds=30)
            self.assertIn("a fault on purpose", self.state(hub)["why"]["detail"])
            self.assertIn("hubspot: its actor died again and again", hub.errors())
            self.run_once(hub, "anytrack")
            self.tell("hubspot", "make_deals", count=5, changed=T0 + 9_000_000, first=5001)
            self.run_once(hub)
            self.assertEqual(self.hash_of(hub)["conversions"], 2055)
            mine = self.hash_of(hub)["state_hash"]
        self.assertEqual(mine, self.resynced("hubspot", "anytrack")["state_hash"])

    def test_a_record_that_cannot_be_decided_over_goes_to_quarantine_alone_and_comes_in_later(self):
        self.tell("anytrack", "make", count=5)
        with self.pulling("anytrack", **FAULTS) as hub:
            self.run_until_well(hub, "anytrack")
            self.assertEqual(hub.post("/v1/debug/faults", {"actor": "dedup", "kind": "throw_at_record"}).status, 400)
            self.fault_of(hub, "dedup", kind="throw_at_record", external_id="purchase/t42")
            self.tell("anytrack", "make", count=95, first=6)
            self.assertEqual(hub.post("/v1/sync/anytrack/backfill", b"").status, 202)
            self.settled(hub, "anytrack")
            self.assertEqual((self.state(hub, "anytrack")["state"], self.hash_of(hub)["conversions"]), ("ok", 99))
            aside = self.ok(hub.get("/v1/quarantine"))["data"]
            self.assertEqual([each["errors"][0]["code"] for each in aside], ["record-unfit"], aside)
            self.assertIn('"purchase/t42"', aside[0]["raw"])
            told = next(each for each in self.ok(hub.get("/v1/status"))["sources"] if each["source"] == "anytrack")
            self.assertEqual((told["stored"], told["quarantined"]), (99, 1), told)
            self.assertEqual(told["received"], sum(told[key] for key in ("stored", "duplicates", "quarantined", "refused")), told)
            self.fault_of(hub, "dedup")  # whose successor can decide over it
            self.until_ready(hub)
            self.eventually(lambda: hub.post(f"/v1/quarantine/{aside[0]['reject_id']}/replay", b"").status == 200, "it is replayed")
            self.assertEqual(self.hash_of(hub)["conversions"], 100)

    def test_a_pull_that_meets_the_deaths_of_the_hub_ends_where_an_undisturbed_one_does(self):
        self.tell("hubspot", "make_deals", count=3000, changed=T0, apart=1000)
        with self.pulling(**FAULTS) as hub:
            for actor in ("dedup", "writer", "archive"):
                self.fault_of(hub, actor)
                self.until_ready(hub)
            self.run_until_well(hub)
            mine = self.hash_of(hub)["state_hash"]
        self.assertEqual(mine, self.resynced("hubspot")["state_hash"])

    def test_a_stop_under_load_is_quick_and_leaves_nothing_out_that_was_acknowledged(self):
        self.tell("hubspot", "make_deals", count=20_000, changed=T0, apart=1000)
        with self.pulling() as hub:
            with Clients(hub) as clients:
                self.eventually(lambda: self.state(hub)["records"] > 500 and len(clients.acknowledged) > 100, "both are under way")
                self.assertEqual(self.state(hub)["state"], "syncing")
                code, seconds = hub.terminate()
            self.assertEqual((code, clients.odd), (0, []))
            self.assertLess(seconds, STOP_S)
        with self.daemon() as hub:
            stored = {name for line in hub.get("/v1/export/conversions.ndjson").lines()
                      for name in line["external_ids"].get("manual", [])}
            self.assertEqual(clients.acknowledged - stored, set())
        with self.pulling(name="data") as hub:
            self.run_until_well(hub)
            self.assertEqual(self.hash_of(hub)["conversions"], 20_000 + len(stored))


if __name__ == "__main__":
    unittest.main()
