"""A person is forgotten: nothing names them any more, on disk or in an answer, every figure stays as it was, and what they had
done does not come back; what they do afterwards does."""
import hashlib
import json
import unittest
from datetime import datetime, timedelta, timezone

from daemon import FlowTest, run_cli

ANNA = "anna@shop.example"
HER_BROWSER = "fb.1.1767225600000.1234567890"
HER_CLICK = "IwAR0annas-own-click"
DAYS = "from=2026-02-01&to=2026-03-01"


def touch(no, campaign, **who):
    return {"id": f"t-{no}", "occurred_at": f"2026-02-{no:02}T09:00:00Z", "interaction": "click", "channel": "Paid Social",
            "campaign_id": campaign, **who}


def order(no, value, **fields):
    return {"external_id": f"o-{no}", "type": "purchase", "occurred_at": f"2026-02-{no:02}T10:00:00Z", "value": value,
            "currency": "EUR", "order_id": f"A-{no}", **fields}


TOUCHES = [touch(1, "spring", email=ANNA), touch(2, "summer", click_ids={"fbclid": HER_CLICK}, fbp=HER_BROWSER),
           touch(3, "spring", email="ben@shop.example"), touch(4, "autumn", email=ANNA, fbp=HER_BROWSER)]
ORDERS = [order(5, "99.99", email=ANNA, fbp=HER_BROWSER, url="https://shop.example/thanks?name=Anna", metadata={"gift": "for Anna"}),
          order(6, "10.01", email="ben@shop.example"), order(7, "20.00", email=ANNA)]


class Erasure(FlowTest):
    def tell(self, hub):
        self.taken(hub, "touchpoints", TOUCHES)
        self.taken(hub, "conversions", ORDERS)
        refused = self.ok(hub.post("/v1/conversions", [{**order(8, "5.00", fbp=HER_BROWSER), "currency": "no"}]))
        self.assertEqual(refused["rejected"], 1)

    def figures(self, hub):
        """Everything that reports say, but for the position in the log, and the conversions."""
        told = {}
        for path in (f"attribution?model=time_decay&group_by=campaign,day&{DAYS}", f"attribution?model=position_based&{DAYS}",
                     f"roas?{DAYS}", f"paths?{DAYS}", f"dedup?{DAYS}", f"daily?{DAYS}"):
            report = self.ok(hub.get(f"/v1/reports/{path}"))
            report.get("meta", {}).pop("data_seq", None)
            report.pop("data_seq", None)
            told[path] = report
        told["ids"] = [(c["conversion_id"], c["gross"], c["net"]) for c in self.ok(hub.get("/v1/conversions"))["data"]]
        return told

    def assert_no_trace(self):
        """In any file of the data directory."""
        digest = hashlib.sha256(ANNA.encode())
        traces = {"hash": digest.digest(), "hash in hex": digest.hexdigest().encode(), "browser": HER_BROWSER.encode(),
                  "browser in hex": HER_BROWSER.encode().hex().encode(), "click": HER_CLICK.encode(), "name": b"for Anna"}
        for file in (self.folder / "data").rglob("*"):
            if file.is_file():
                held = file.read_bytes()
                self.assertEqual([name for name, trace in traces.items() if trace in held], [], file.name)

    def counts(self, hub):
        row, = [s for s in self.ok(hub.get("/v1/status"))["sources"] if s["source"] == "manual"]
        self.assertEqual(row["received"], row["stored"] + row["duplicates"] + row["quarantined"] + row["refused"], row)
        return row

    def test_a_person_is_forgotten_and_no_figure_changes(self):
        with self.daemon() as hub:
            self.tell(hub)
            before = self.figures(hub)
            would = self.ok(hub.ask("DELETE", f"/v1/contacts/{ANNA}?dry_run=true"))
            self.assertEqual((would["dry_run"], would["touchpoints"], would["conversions"]), (True, 3, 2))
            self.assertEqual(self.ok(hub.get(f"/v1/contacts/{ANNA}"))["contact_id"], would["contact_id"])

            done = self.ok(hub.ask("DELETE", f"/v1/contacts/{ANNA}"))
            self.assertEqual((done["contact_id"], done["identifiers"], done["touchpoints"], done["conversions"]),
                             (would["contact_id"], would["identifiers"], 3, 2))
            self.assertEqual((done["facts"], done["quarantined"]), (5, 1))
            self.assertEqual(self.figures(hub), before)
            self.assert_no_trace()
            for key in (ANNA, f"fbp:{HER_BROWSER}", f"fbclid:{HER_CLICK}", would["contact_id"]):
                self.assertEqual(hub.get(f"/v1/contacts/{key}").status, 404, key)
            self.assertEqual(hub.ask("DELETE", f"/v1/contacts/{ANNA}").status, 404)
            entry, = self.ok(hub.get("/v1/quarantine?state=discarded"))["data"]
            self.assertEqual(entry["errors"][0]["code"], "contact-erased")
            hash_after = self.ok(hub.get("/v1/state-hash"))

        with self.daemon() as hub:
            self.assertEqual(self.figures(hub), before)
            self.assertEqual(self.ok(hub.get("/v1/state-hash")), hash_after)
        replayed = run_cli("replay", "--data", self.folder / "data", "--into", self.folder / "copy")
        self.assertEqual(replayed.returncode, 0, replayed)
        self.assertIn(hash_after["state_hash"].encode(), replayed.stdout)

    def test_what_they_had_done_does_not_come_back_and_what_they_do_later_does(self):
        with self.daemon() as hub:
            self.tell(hub)
            self.ok(hub.ask("DELETE", f"/v1/contacts/{ANNA}"))
            before, counted = self.figures(hub), self.counts(hub)
            quarantined = self.ok(hub.get("/v1/quarantine"))
            again = self.ok(hub.post("/v1/conversions", ORDERS))
            self.assertEqual([r["status"] for r in again["results"]], ["rejected", "duplicate", "rejected"])
            self.assertEqual(again["results"][0]["errors"][0]["code"], "contact-erased")
            self.assertNotIn("reject_id", again["results"][0])
            self.assertEqual(self.ok(hub.get("/v1/quarantine")), quarantined)
            now = self.counts(hub)
            self.assertEqual(now["refused"] - counted["refused"], 2)
            self.assertEqual(self.figures(hub), before)
            self.assert_no_trace()

            later = (datetime.now(timezone.utc) + timedelta(minutes=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
            self.taken(hub, "conversions", [{**order(9, "30.00", email=ANNA), "occurred_at": later}])
            anew = self.ok(hub.get(f"/v1/contacts/{ANNA}/journey"))
            self.assertEqual([len(anew["identifiers"]), len(anew["journey"])], [1, 1])
            refund = {"kind": "refund", "order_id": "A-5", "amount": "9.99", "currency": "EUR", "occurred_at": "2026-02-20T00:00:00Z"}
            self.taken(hub, "adjustments", [refund])
            kept = self.ok(hub.get("/v1/conversions?q=A-5"))["data"][0]
            self.assertEqual((kept["gross"]["amount"], kept["net"]["amount"]), ("99.99", "90.00"))

    def test_the_command_says_what_it_would_do_first(self):
        with self.daemon() as hub:
            self.tell(hub)
            shown = run_cli("erase", ANNA, "--server", hub.url, "--json")
            self.assertEqual(shown.returncode, 0, shown)
            self.assertTrue(json.loads(shown.stdout)["dry_run"])
            self.assertIn(b"--yes", shown.stderr)
            self.assertEqual(hub.get(f"/v1/contacts/{ANNA}").status, 200)
            self.assertEqual(run_cli("erase", ANNA, "--server", hub.url, "--yes").returncode, 0)
            self.assertEqual(hub.get(f"/v1/contacts/{ANNA}").status, 404)
            self.assertEqual(run_cli("erase", ANNA, "--server", hub.url).returncode, 1)


if __name__ == "__main__":
    unittest.main()
