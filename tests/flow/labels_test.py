"""Fraud and bots: what looks suspicious is labelled with its reason, left out by the policy alone, and there again at once."""
import unittest

from daemon import FlowTest, run_cli

BOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
PAID = "utm_source=google&utm_medium=cpc&utm_campaign=spring"
EVERYTHING = "bot-agent,duplicate-click-id,one-hit-flood,fast-order,outlier-value"


def touch(name, who, at, **more):
    return {"id": name, "email": f"{who}@shop.example", "occurred_at": at, "campaign_id": "spring", "channel": "Paid Search",
            "user_agent": BROWSER, **more}


def sale(name, who, at, value="50.00", **more):
    return {"external_id": name, "type": "purchase", "email": f"{who}@shop.example", "occurred_at": at, "value": value,
            "currency": "USD", **more}


class Labels(FlowTest):
    def tell(self, daemon):
        """35 usual orders, and one of everything that is suspicious."""
        usual = [sale(f"u{i}", f"u{i}", f"2026-03-01T10:{i:02}:00Z") for i in range(35)]
        self.taken(daemon, "conversions", usual)
        # A machine reads the page that Ann's link leads to, by the hub's own script; then Ann orders.
        view = {"id": "device-ann", "event": "PageView", "event_id": "p1", "time": "2026-03-02T08:00:00Z",
                "url": f"https://shop.example/?{PAID}", "user": {"email": "ann@shop.example"}}
        self.ok(daemon.post("/v1/ingest/web", view, {"User-Agent": BOT}))
        self.taken(daemon, "touchpoints", touch("bot", "ann", "2026-03-02T09:00:00Z", user_agent=BOT))
        self.taken(daemon, "conversions", sale("ann-1", "ann", "2026-03-02T12:00:00Z"))
        # Five people with one click id; the first of them orders.
        self.taken(daemon, "touchpoints", [touch(f"c{i}", f"c{i}", "2026-03-03T09:00:00Z",
                                                 click_ids={"fbclid": "IwAR-copied"}) for i in range(5)])
        self.taken(daemon, "conversions", sale("c-1", "c0", "2026-03-03T12:00:00Z"))
        # A crowd that comes once.
        self.taken(daemon, "touchpoints", [touch(f"f{i}", f"f{i}", f"2026-03-04T09:00:{i % 60:02}Z") for i in range(120)])
        # An order a second after the click, and one worth far too much.
        self.taken(daemon, "touchpoints", touch("quick", "bea", "2026-03-05T09:00:00Z"))
        self.taken(daemon, "conversions", sale("bea-1", "bea", "2026-03-05T09:00:01Z"))
        self.taken(daemon, "conversions", sale("cid-1", "cid", "2026-03-06T09:00:00Z", value="500000.00"))

    def report(self, daemon, query=""):
        report = self.ok(daemon.get(f"/v1/reports/attribution?model=linear&currency=USD{query}"))
        self.assertTrue(report["totals"]["reconciles"])
        credited = sum(round(100 * float(row["revenue"])) for row in report["rows"])
        credited += round(100 * float(report["unattributed"]["revenue"]))
        self.assertEqual(credited, round(100 * float(report["totals"]["booked"])))
        return report

    def summary(self, report):
        return (report["totals"]["booked"], sum(float(row["revenue"]) for row in report["rows"]), report["meta"]["left_out"])

    def conversion(self, daemon, name, tail=""):
        found = self.ok(daemon.get(f"/v1/conversions?q={name}"))["data"]
        self.assertEqual(len(found), 1, name)
        return self.ok(daemon.get(f"/v1/conversions/{found[0]['conversion_id']}{tail}"))

    def counts(self, daemon):
        return {c["label"]: (c["touchpoints"], c["conversions"]) for c in self.ok(daemon.get("/v1/labels"))["labels"]}

    def labelled(self, daemon, label, limit=50):
        items, cursor = [], ""
        while True:
            page = self.ok(daemon.get(f"/v1/labels/{label}?limit={limit}{cursor}"))
            items += page["data"]
            if page["next_cursor"] is None:
                return items
            cursor = "&cursor=" + page["next_cursor"]

    def check_labels(self, daemon):
        """What is labelled does not depend on the policy."""
        counts = self.counts(daemon)
        self.assertEqual(counts.pop("bot-agent")[1], 0)
        self.assertEqual(counts, {"duplicate-click-id": (5, 0), "one-hit-flood": (120, 0), "fast-order": (0, 1),
                                  "outlier-value": (0, 1)})
        self.assertEqual({i["touch_id"] for i in self.labelled(daemon, "duplicate-click-id", 2)}, {f"c{i}" for i in range(5)})
        flood = self.labelled(daemon, "one-hit-flood")
        self.assertEqual({i["touch_id"] for i in flood}, {f"f{i}" for i in range(120)})
        self.assertIn("120 touches of campaign spring", flood[0]["reason"])
        self.assertIn("1 seconds after the click quick", self.labelled(daemon, "fast-order")[0]["reason"])
        outlier, = self.labelled(daemon, "outlier-value")
        self.assertEqual((outlier["value"]["amount"], outlier["type"]), ("500000.00", "purchase"))
        self.assertIn("10000 times 50.00 USD, the median of 39 conversions", outlier["reason"])
        for label, name in (("fast-order", "bea-1"), ("outlier-value", "cid-1")):
            found = self.ok(daemon.get(f"/v1/conversions?label={label}"))["data"]
            self.assertEqual([c["external_ids"]["manual"] for c in found], [[name]])

    def test_what_is_suspicious_is_labelled_and_left_out_by_the_policy_alone(self):
        with self.daemon() as daemon:
            self.tell(daemon)
            self.check_labels(daemon)
            default = self.report(daemon)
            self.assertEqual(default["meta"]["left_out"], {"labels": ["bot-agent"], "conversions": 0, "net": []})
            self.assertEqual(self.summary(default)[:2], ("501900.00", 100.0))  # c-1 and bea-1
            with_bots = self.report(daemon, "&bots=true")
            self.assertEqual(self.summary(with_bots), ("501900.00", 150.0, {"labels": [], "conversions": 0, "net": []}))
            # Each record says why, and explain why it earned nothing.
            bots = self.conversion(daemon, "ann-1")["touchpoints"]
            self.assertEqual({t["labels"][0]["label"] for t in bots}, {"bot-agent"})
            why = self.conversion(daemon, "ann-1", "/explain")
            self.assertEqual({(e["reason"], e["labels"][0]["left_out"]) for e in why["excluded"]}, {("bot", True)})
            self.assertEqual(self.conversion(daemon, "ann-1", "/explain?bots=true")["check"]["credits"], "50.00")
            fast, = self.conversion(daemon, "bea-1")["labels"]
            self.assertEqual((fast["label"], fast["left_out"]), ("fast-order", False))
            self.assertEqual(daemon.get("/v1/conversions?label=bot-agent").status, 400)
            self.assertEqual(daemon.get("/v1/labels/bot").status, 404)
            listed = daemon.get("/v1/export/conversions.ndjson").body

        with self.daemon(env={"CONVHUB_FRAUD_LEAVE_OUT": EVERYTHING}) as daemon:  # the same data, another policy
            self.check_labels(daemon)
            strict = self.report(daemon)
            self.assertEqual(self.summary(strict), ("1850.00", 0.0, {
                "labels": EVERYTHING.split(","), "conversions": 2, "net": [{"amount": "500050.00", "currency": "USD"}]}))
            self.assertEqual(daemon.get("/v1/reports/attribution.csv").headers["X-Left-Out"], "2")
            paths = self.ok(daemon.get("/v1/reports/paths"))
            self.assertEqual((paths["total_paths"], paths["no_touch"], paths["meta"]["left_out"]["conversions"]), (0, 37, 2))
            self.assertEqual(self.report(daemon, "&bots=true")["rows"], with_bots["rows"])
            self.assertEqual(daemon.get("/v1/export/conversions.ndjson").body, listed)  # nothing is deleted

        with self.daemon(env={"CONVHUB_FRAUD_LEAVE_OUT": "outlier-value", "CONVHUB_FRAUD_OUTLIER_FACTOR": "20000"}) as daemon:
            self.assertEqual(self.counts(daemon)["outlier-value"], (0, 0))
            self.assertEqual(self.summary(self.report(daemon))[:2], ("501900.00", 150.0))

        with self.daemon() as daemon:
            again = self.report(daemon)
            self.assertEqual({**again, "meta": default["meta"]}, default)

    def test_events_that_bring_a_touch_are_machines_by_their_user_agent(self):
        click = "fb.1.1772445600000.IwAR-click"
        capi = {"event_name": "Purchase", "event_time": 1772449200, "event_id": "e1", "custom_data": {"value": 5, "currency": "USD"},
                "user_data": {"external_id": "7", "fbc": click, "client_user_agent": BOT}}
        segment = {"type": "track", "event": "Order Completed", "messageId": "m1", "userId": "u-7",
                   "timestamp": "2026-03-02T10:00:00Z", "properties": {"order_id": "S-1", "revenue": 5, "currency": "USD"},
                   "context": {"userAgent": "facebookexternalhit/1.1", "campaign": {"id": "c7", "source": "x", "medium": "cpc"}}}
        with self.daemon() as daemon:
            self.assertEqual(self.ok(daemon.post("/v1/ingest/meta_capi", {"data": [capi]}))["accepted"], 1)
            self.assertEqual(self.ok(daemon.post("/v1/ingest/segment", segment))["accepted"], 1)
            beacon = "/tr/?id=1&ev=Purchase&eid=e2&dl=https%3A%2F%2Fshop.example%2F%3Ffbclid%3DIwAR-2&cd[value]=5&cd[currency]=USD"
            self.assertEqual(daemon.get(beacon, {"User-Agent": BOT}).status, 200)
            items = self.labelled(daemon, "bot-agent")
            self.assertEqual({i["feed"] for i in items}, {"meta_capi", "meta_pixel", "segment"})
            self.assertEqual(self.report(daemon)["rows"], [])
            self.assertEqual(self.report(daemon, "&bots=true&group_by=channel")["totals"]["booked"], "15.00")

    def test_an_unknown_label_in_the_policy_is_refused_with_the_labels_there_are(self):
        settings = self.folder / "hub.toml"
        settings.write_text('[fraud]\nleave_out = ["bots"]\n')
        ended = run_cli("config", "check", "--config", settings)
        self.assertEqual(ended.returncode, 3)
        self.assertIn("must be bot-agent, duplicate-click-id, one-hit-flood, fast-order or outlier-value", ended.stderr.decode())


if __name__ == "__main__":
    unittest.main()
