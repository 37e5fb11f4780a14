"""What could not be taken in is kept, explained, and taken in once its cause is mended; no item is ever unaccounted for."""
import gzip
import json
import re
import unittest

from daemon import FlowTest

BAD = 5000
GOOD = 5000
EUROS = {"CONVHUB_SOURCES_ANYTRACK_CURRENCY": "EUR"}


def order(number, **fields):
    return {"eventName": "Purchase", "eventTime": "2026-02-09T10:00:00.000Z", "transactionId": f"T-{number}", "eventValue": 10,
            "email": f"buyer{number}@shop.example", "mainAttribution": {"source": "facebook", "medium": "cpc", "campaign": "Spring"},
            **fields}


def mixed():
    """Good orders and such without a currency, one after the other, in requests of 1,000."""
    items = []
    for number in range(GOOD):
        items += [order(f"good-{number}", currency="EUR"), order(f"bad-{number}")]
    return [items[at:at + 1000] for at in range(0, len(items), 1000)]


class Quarantine(FlowTest):
    def balance(self, daemon, source):
        """The five figures of a source, which agree with /metrics and with each other."""
        row, = [s for s in self.ok(daemon.get("/v1/status"))["sources"] if s["source"] == source]
        self.assertEqual(row["received"], row["stored"] + row["duplicates"] + row["quarantined"] + row["refused"], row)
        metrics = daemon.get("/metrics").body.decode()
        for figure, name in (("received", "received"), ("stored", "stored"), ("duplicates", "duplicate"),
                             ("quarantined", "quarantined"), ("refused", "refused")):
            shown = re.search(rf'^convhub_items_{name}_total{{source="{source}"}} (\d+)$', metrics, re.M)
            self.assertEqual(int(shown.group(1)), row[figure])
        return {figure: row[figure] for figure in ("received", "stored", "duplicates", "quarantined", "refused")}

    def booked(self, daemon):
        totals = self.ok(daemon.get("/v1/reports/roas?currency=EUR"))["totals"]
        self.assertTrue(totals["reconciles"])
        return totals["conversions"], totals["booked"]

    def replay(self, daemon, query):
        done = self.ok(daemon.post(f"/v1/quarantine/replay?{query}", ""))
        return done["replayed"], done["still_rejected"]

    def test_thousands_of_bad_items_harm_no_good_one_and_come_back_when_their_cause_is_mended(self):
        with self.daemon() as daemon:
            for body in mixed():
                self.assertEqual(daemon.post("/webhooks/anytrack", body).status, 200)
            self.assertEqual(self.booked(daemon), (GOOD, f"{10 * GOOD}.00"))
            sent = {"received": GOOD + BAD, "stored": GOOD, "duplicates": 0, "quarantined": BAD, "refused": 0}
            self.assertEqual(self.balance(daemon, "anytrack"), sent)
            self.assertEqual(self.replay(daemon, "source=anytrack"), (0, BAD))  # nothing was mended yet
            self.assertEqual(self.booked(daemon), (GOOD, f"{10 * GOOD}.00"))
        with self.daemon(env=EUROS) as daemon:
            first = self.ok(daemon.get("/v1/quarantine?source=anytrack&code=currency-missing&limit=1"))["data"][0]
            self.assertEqual((first["attempts"], first["state"]), (2, "open"))
            self.assertEqual(self.replay(daemon, "source=hubspot"), (0, 0))
            self.assertEqual(self.replay(daemon, "source=anytrack&code=currency-missing"), (BAD, 0))
            self.assertEqual(self.booked(daemon), (GOOD + BAD, f"{10 * (GOOD + BAD)}.00"))
            self.assertEqual(self.balance(daemon, "anytrack")["stored"], BAD)
            self.assertEqual(self.replay(daemon, "source=anytrack"), (0, 0))
            self.assertEqual(self.ok(daemon.get("/v1/quarantine"))["data"], [])
            self.assertEqual(self.booked(daemon), (GOOD + BAD, f"{10 * (GOOD + BAD)}.00"))

    def test_one_item_is_replayed_or_given_up_and_either_can_be_said_twice(self):
        with self.daemon() as daemon:
            self.assertEqual(daemon.post("/webhooks/anytrack", [order(1), order(2)]).status, 200)
            second, first = self.ok(daemon.get("/v1/quarantine"))["data"]
            self.assertEqual(first["errors"][0]["code"], "currency-missing")
            self.assertNotIn("@", json.dumps([first, second]))
            for _ in range(2):
                gone = self.ok(daemon.post(f"/v1/quarantine/{second['reject_id']}/discard", ""))
                self.assertEqual(gone["state"], "discarded")
            self.assertEqual(daemon.post(f"/v1/quarantine/{second['reject_id']}/replay", "").status, 409)
            self.assertEqual(daemon.post("/v1/quarantine/rj_77/replay", "").status, 404)
            self.assertEqual(daemon.post("/v1/quarantine/everything/discard", "").status, 404)
            self.assertEqual([i["reject_id"] for i in self.ok(daemon.get("/v1/quarantine"))["data"]], [first["reject_id"]])
            self.assertEqual(len(self.ok(daemon.get("/v1/quarantine?state=all"))["data"]), 2)
        with self.daemon(env=EUROS) as daemon:
            for _ in range(2):
                taken = self.ok(daemon.post(f"/v1/quarantine/{first['reject_id']}/replay", ""))
                self.assertEqual(taken["state"], "replayed")
            self.assertEqual(self.booked(daemon), (1, "10.00"))
            self.assertEqual(daemon.post(f"/v1/quarantine/{first['reject_id']}/discard", "").status, 409)

    def test_what_was_refused_by_what_is_known_keeps_its_reason_when_it_is_tried_again(self):
        def event(at):
            return {"data": [{"event_name": "Purchase", "event_time": at, "event_id": "e-1", "user_data": {"external_id": "1"},
                              "custom_data": {"value": 10, "currency": "EUR"}}]}

        with self.daemon() as daemon:
            self.ok(daemon.post("/v25.0/1/events", event(1770631267)))
            daemon.post("/v25.0/1/events", event(1770631267 + 3 * 86400))
            before, = self.ok(daemon.get("/v1/quarantine"))["data"]
            self.assertEqual(self.replay(daemon, "source=meta_capi"), (0, 1))
            after, = self.ok(daemon.get("/v1/quarantine"))["data"]
            self.assertEqual([e["code"] for e in (before["errors"] + after["errors"])], ["event-id-reused"] * 2)
            self.assertEqual((after["attempts"], after["raw"]), (2, before["raw"]))

    def test_a_local_time_is_read_in_its_zone_when_it_is_tried_again(self):
        row = {"order_id": "A-1", "type": "purchase", "occurred_at": "2026-01-01 10:00:00", "value": 10}
        with self.daemon() as daemon:
            self.ok(daemon.post("/v1/conversions?source=shop&tz=Europe/Berlin", row))
            self.assertEqual(self.replay(daemon, "source=shop"), (0, 1))
            kept, = self.ok(daemon.get("/v1/quarantine"))["data"]
            self.assertEqual([e["code"] for e in kept["errors"]], ["currency-missing"])

    def test_a_small_packed_beacon_cannot_become_a_large_one(self):
        bomb = gzip.compress(json.dumps({"x": "A" * 500_000, "events": [{}] * 50}).encode())
        crowd = json.dumps({"x": "A" * 30_000, "events": [{}] * 10_000}).encode()
        with self.daemon() as daemon:
            for body in (bomb, crowd):
                self.assertEqual(daemon.post("/v1/web", body).status, 204)
            self.assertEqual(self.ok(daemon.get("/v1/quarantine"))["data"], [])
            self.assertEqual(self.balance(daemon, "web")["refused"], 2)

    def test_a_hub_killed_while_it_replays_has_each_item_once(self):
        with self.daemon() as daemon:
            for body in mixed()[:4]:
                self.assertEqual(daemon.post("/webhooks/anytrack", body).status, 200)
        with self.daemon(env=EUROS) as daemon:
            asking = daemon.connect()
            self.addCleanup(asking.close)
            asking.http.request("POST", "/v1/quarantine/replay?source=anytrack", "")
            while self.booked(daemon)[0] == 2000:
                pass
            daemon.kill()
        with self.daemon(env=EUROS) as daemon:
            self.replay(daemon, "source=anytrack")
            self.assertEqual(self.booked(daemon), (4000, "40000.00"))
            self.assertEqual(self.ok(daemon.get("/v1/quarantine"))["data"], [])


if __name__ == "__main__":
    unittest.main()
