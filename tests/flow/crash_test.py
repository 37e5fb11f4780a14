"""kill -9 in the middle of a load loses nothing that was acknowledged and doubles nothing, again and again."""
import itertools
import random
import threading
import unittest
from http.client import HTTPException

from daemon import FlowTest

ROUNDS = 5
BATCH = 100
CAMPAIGNS = 5


def event(name, number):
    return {"external_id": name, "type": "purchase", "occurred_at": f"2026-03-{1 + number % 28:02}T10:00:00Z",
            "value": f"{number % 97}.{number % 100:02}", "currency": "USD", "email": f"{name}@shop.example",
            "campaign_id": f"c-{number % CAMPAIGNS}"}


def cents(item):
    whole, fraction = item["value"].split(".")
    return 100 * int(whole) + int(fraction)


class Load:
    """Clients that send until the hub is gone, and keep book of what they sent and what was acknowledged."""

    def __init__(self):
        self.lock = threading.Condition()
        self.names = itertools.count()
        self.sent, self.acknowledged, self.unanswered = {}, set(), []

    def request(self, size):
        with self.lock:
            numbers = [next(self.names) for _ in range(size)]
            items = [event(f"e-{number}", number) for number in numbers]
            self.sent.update((item["external_id"], item) for item in items)
        return items

    def client(self, daemon, size):
        connection = daemon.connect()
        try:
            while True:
                items = self.request(size)
                try:
                    answer = connection.ask("POST", "/v1/conversions", items if size > 1 else items[0])
                except (OSError, HTTPException):
                    answer = None
                with self.lock:
                    if answer is not None and answer.status == 200:
                        self.acknowledged.update(item["external_id"] for item in items)
                    else:
                        self.unanswered.append(items)
                    self.lock.notify_all()
                if answer is None:
                    return
        finally:
            connection.close()

    def until_killed(self, daemon, acknowledgements, pause_s):
        """Loads *daemon* and kills it once so many more events are acknowledged, and a moment later still."""
        clients = [threading.Thread(target=self.client, args=(daemon, size)) for size in (1, 1, 1, BATCH, BATCH)]
        with self.lock:
            goal = len(self.acknowledged) + acknowledgements
            for client in clients:
                client.start()
            reached = self.lock.wait_for(lambda: len(self.acknowledged) >= goal, timeout=60)
            self.lock.wait_for(lambda: False, timeout=pause_s)
        daemon.kill()
        for client in clients:
            client.join()
        return reached


class Crash(FlowTest):
    def stored(self, daemon):
        """External ids of all conversions, each of which must be one event."""
        names = []
        for line in daemon.get("/v1/export/conversions.ndjson").lines():
            (name,) = line["external_ids"]["manual"]
            names.append(name)
        self.assertEqual(len(names), len(set(names)), "an event is there twice")
        self.assertEqual(self.ok(daemon.get("/v1/status"))["conversions"], len(names))
        return set(names)

    def check_after_crash(self, daemon, load):
        names = self.stored(daemon)
        self.assertEqual(load.acknowledged - names, set(), "acknowledged events are lost")
        self.assertLessEqual(names, load.sent.keys())
        self.check_totals(daemon, load, names)
        return names

    def check_totals(self, daemon, load, names):
        expected = sum(cents(load.sent[name]) for name in names)
        for report in ("roas", "attribution?group_by=day"):
            totals = self.ok(daemon.get("/v1/reports/" + report))["totals"]
            self.assertEqual(round(totals["conversions"]), len(names))
            self.assertEqual(totals["booked"], f"{expected // 100}.{expected % 100:02}")
            self.assertTrue(totals["reconciles"])

    def send_again(self, daemon, load, stored):
        """What was not acknowledged is accepted now, or was there already."""
        for items in load.unanswered:
            receipt = self.taken(daemon, "conversions", items)
            for item, result in zip(items, receipt["results"]):
                known = item["external_id"] in stored
                self.assertEqual(result["status"], "duplicate" if known else "accepted", item)
            load.acknowledged.update(item["external_id"] for item in items)
        load.unanswered = []

    def test_what_was_acknowledged_is_there_once_after_every_kill(self):
        chance, load = random.Random(9), Load()
        for _ in range(ROUNDS):
            with self.daemon() as daemon:
                self.assertTrue(load.until_killed(daemon, chance.randrange(1, 1500), chance.uniform(0, 0.05)))
            with self.daemon() as daemon:
                stored = self.check_after_crash(daemon, load)
                self.send_again(daemon, load, stored)
                daemon.kill()
            with self.daemon() as daemon:
                self.assertEqual(self.stored(daemon), load.sent.keys())
                self.check_totals(daemon, load, load.sent.keys())

    def test_a_crash_leaves_every_other_kind_of_fact_too(self):
        person = {"email": "ann@shop.example"}
        with self.daemon() as daemon:
            self.taken(daemon, "touchpoints", {"id": "t-1", "occurred_at": "2026-03-01T00:00:00Z", "campaign_id": "c-1",
                                               "channel": "Paid Social", **person})
            self.taken(daemon, "conversions", {"external_id": "o-1", "type": "purchase", "value": "10", "currency": "EUR",
                                               "occurred_at": "2026-03-02T00:00:00Z", "order_id": "o-1", **person})
            self.taken(daemon, "adjustments", {"kind": "refund", "order_id": "o-1", "amount": "4", "currency": "EUR",
                                               "occurred_at": "2026-03-03T00:00:00Z"})
            self.taken(daemon, "spend", {"date": "2026-03-01", "platform": "meta", "campaign_id": "c-1", "cost": "3",
                                         "currency": "EUR"})
            self.taken(daemon, "fx-rates", {"date": "2026-03-01", "base": "EUR", "quote": "USD", "rate": "2"})
            rejected = self.ok(daemon.post("/v1/conversions", {"type": "purchase"}))
            self.assertEqual(rejected["rejected"], 1)
            daemon.kill()
        with self.daemon() as daemon:
            report = self.ok(daemon.get("/v1/reports/roas"))
            self.assertEqual((report["totals"]["revenue"], report["totals"]["spend"], report["totals"]["roas"]),
                             ("12.00", "6.00", 2))
            self.assertEqual([i["reject_id"] for i in self.ok(daemon.get("/v1/quarantine"))["data"]],
                             [rejected["results"][0]["reject_id"]])


if __name__ == "__main__":
    unittest.main()
