"""Meta's own client delivers to the hub, and the same order told by three parties is one conversion in every answer.

The client comes from npm (npm_clients.py).
"""
import json
import subprocess
import unittest

from daemon import FlowTest, environment, run_cli
from npm_clients import SDK, installed_sdk

ORDER = {"event_name": "Purchase", "event_time": 1770631267, "event_id": "evt-1", "email": "Ann@Shop.example ", "value": 99.99,
         "currency": "USD", "order_id": "A-1001", "campaign_id": "camp_456", "fbc": "fb.1.1770600000000.IwAR1"}
NATIVE = {"external_id": "web-1001", "type": "purchase", "occurred_at": "2026-02-09T10:01:05Z", "value": 99.99,
          "currency": "USD", "order_id": "A-1001", "email": "ann@shop.example"}
EXPORT = "order_id,type,occurred_at,value,currency,email\nA-1001,purchase,2026-02-09T10:05:00Z,99.99,USD,ann@shop.example\n"
SPEND = {"date": "2026-02-09", "platform": "meta", "campaign_id": "camp_456", "campaign_name": "Spring", "cost": "50.00",
         "currency": "USD"}


class MetaClient(FlowTest):
    @classmethod
    def setUpClass(cls):
        cls.sdk = installed_sdk()

    def deliver(self, daemon, *events):
        """What Meta's client says of the hub's answer to *events*."""
        done = subprocess.run(["node", str(SDK / "deliver.mjs"), str(self.sdk), daemon.url], input=json.dumps(events),
                              env=dict(environment(), NODE_NO_WARNINGS="1"), capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout.splitlines()[-1])

    def import_export(self, daemon):
        path = self.folder / "orders.csv"
        path.write_text(EXPORT)
        done = run_cli("import", path, "--source", "shop", "--server", daemon.url)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_the_client_is_pinned_without_a_registry(self):
        lock = json.loads((SDK / "package-lock.json").read_text())
        self.assertEqual(lock["packages"]["node_modules/facebook-nodejs-business-sdk"]["version"], "24.0.1")
        for name, package in lock["packages"].items():
            self.assertNotIn("resolved", package, name)
            self.assertTrue(name == "" or package["integrity"].startswith("sha512-"), name)

    def test_the_client_finds_its_events_received(self):
        with self.daemon() as daemon:
            said = self.deliver(daemon, ORDER, {**ORDER, "event_id": "evt-2", "order_id": "A-1002"})
            self.assertEqual((said["received"], said["messages"]), (2, []))
            self.assertTrue(said["trace"])
            again = self.deliver(daemon, ORDER)
            self.assertEqual(again["received"], 1)
            self.assertEqual(len(daemon.get("/v1/export/conversions.ndjson").lines()), 2)

    def test_the_client_reads_a_refusal_as_an_error_of_meta(self):
        with self.daemon() as daemon:
            said = self.deliver(daemon, {**ORDER, "value": -1})
            self.assertEqual(said["status"], 400)
            self.assertEqual((said["error"]["type"], said["error"]["code"]), ("OAuthException", 100))
            self.assertIn("adjustment", said["error"]["error_user_msg"])
            self.assertEqual(daemon.get("/v1/export/conversions.ndjson").body, b"")

    def test_one_order_told_by_three_is_one_conversion(self):
        with self.daemon() as daemon:
            self.assertEqual(self.deliver(daemon, ORDER)["received"], 1)
            receipt = self.taken(daemon, "conversions", NATIVE)
            self.assertEqual((receipt["duplicates"], receipt["results"][0]["rule"]), (1, "order_key"))
            self.import_export(daemon)
            self.taken(daemon, "spend", SPEND)
            self.check_roas(daemon)
            ids = self.check_conversion(daemon)
            self.check_explanation(daemon, ids)
            self.check_redirects(daemon, ids)

    def check_roas(self, daemon):
        report = self.ok(daemon.get("/v1/reports/roas"))
        row, = report["rows"]
        self.assertEqual((row["group"]["campaign_id"], row["conversions"], row["revenue"], row["spend"], row["roas"]),
                         ("camp_456", 1, "99.99", "50.00", 1.9998))
        self.assertEqual((report["totals"]["conversions"], report["totals"]["booked"], report["totals"]["reconciles"]),
                         (1, "99.99", True))

    def check_conversion(self, daemon):
        """Returns the ids of the three events, the standing one first."""
        listed, = self.ok(daemon.get("/v1/conversions"))["data"]
        one = self.ok(daemon.get("/v1/conversions/" + listed["conversion_id"]))
        self.assertEqual(sorted(one["sources"]), ["manual", "meta_capi", "shop"])
        self.assertEqual(one["external_ids"]["meta_capi"], ["Purchase/evt-1"])
        self.assertEqual(one["external_ids"]["manual"], ["web-1001"])
        self.assertEqual(len(one["external_ids"]["shop"]), 1)
        self.assertEqual((one["net"], one["order_id"]), ({"amount": "99.99", "currency": "USD"}, "A-1001"))
        self.assertEqual(sorted(e["source"] for e in one["events"]), ["manual", "meta_capi", "shop"])
        ids = [one["conversion_id"]] + [e["conversion_id"] for e in one["events"] if e["conversion_id"] != one["conversion_id"]]
        self.assertEqual(len(set(ids)), 3)
        return ids

    def check_explanation(self, daemon, ids):
        why = self.ok(daemon.get(f"/v1/conversions/{ids[0]}/explain?model=linear"))
        self.assertEqual(sorted(why["sources"]), ["manual", "meta_capi", "shop"])
        self.assertEqual(sorted(m["rule"] for m in why["merged_from"]), ["order_key", "order_key"])
        touch, = why["touchpoints"]
        self.assertEqual((touch["campaign_id"], touch["credit"], touch["weight"]), ("camp_456", "99.99", 1))
        self.assertTrue(why["check"]["reconciles"])
        shown = run_cli("explain", ids[0], "--server", daemon.url)
        self.assertEqual(shown.returncode, 0)
        for word in (b"meta_capi", b"manual", b"shop", b"order_key", b"camp_456"):
            self.assertIn(word, shown.stdout)

    def check_redirects(self, daemon, ids):
        survivor = self.ok(daemon.get("/v1/conversions/" + ids[0]))
        self.assertNotIn("redirected_from", survivor)
        for merged in ids[1:]:
            answer = self.ok(daemon.get("/v1/conversions/" + merged))
            self.assertEqual(answer.pop("redirected_from"), merged)
            self.assertEqual(answer, survivor)


if __name__ == "__main__":
    unittest.main()
