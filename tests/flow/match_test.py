"""Campaigns of spend and campaigns of touches are held against each other, joined by aliases, and the joining holds."""
import csv
import io
import unittest

from daemon import ROOT, FlowTest, run_cli

EUR = "currency=EUR"
TOUCH = {"id": "t1", "occurred_at": "2026-03-05T09:00:00Z", "interaction": "click", "campaign_name": "spring_sale",
         "channel": "Paid Social", "email": "ann@example.com"}
SALE = {"external_id": "o1", "type": "purchase", "occurred_at": "2026-03-06T09:00:00Z", "value": "100.00", "currency": "EUR",
        "email": "ann@example.com"}
SPEND = {"date": "2026-03-05", "platform": "meta", "account": "act_1", "campaign_id": "1201", "campaign_name": "Spring Sale",
         "cost": "40.00", "currency": "EUR"}


class Match(FlowTest):
    def setUp(self):
        super().setUp()
        self.hub = self.enterContext(self.daemon())

    def tell(self, hub=None):
        hub = hub or self.hub
        self.taken(hub, "touchpoints", [TOUCH])
        self.taken(hub, "conversions", [SALE])
        self.taken(hub, "spend", [SPEND])

    def get(self, target, hub=None):
        return self.ok((hub or self.hub).get(target))

    def roas(self, query="", hub=None):
        """campaign -> (spend, revenue)"""
        rows = self.get(f"/v1/reports/roas?{EUR}{query}", hub)["rows"]
        return {row["group"]["campaign_id"]: (row["spend"], row["revenue"]) for row in rows}

    def accept(self, hub=None):
        suggestion = self.get(f"/v1/reports/match?{EUR}", hub)["suggestions"][0]
        return self.ok((hub or self.hub).post("/v1/aliases", suggestion["accept"]))

    def refused(self, answer, status, code):
        self.assertEqual(answer.status, status, answer)
        self.assertIn(code, [e["code"] for e in answer.json()["errors"]], answer)

    APART = {"1201": ("40.00", "0.00"), "spring_sale": ("0.00", "100.00")}
    ONE = {"1201": ("40.00", "100.00")}

    def test_what_does_not_match_is_shown_and_one_click_joins_it(self):
        self.tell()
        self.assertEqual(self.roas(), self.APART)
        report = self.get(f"/v1/reports/match?{EUR}")
        self.assertEqual([(r["campaign_id"], r["name"], r["platforms"], r["spend"]) for r in report["spend_without_touches"]],
                         [("1201", "Spring Sale", ["meta"], "40.00")])
        self.assertEqual([(r["campaign_id"], r["channel"], r["touches"], r["conversions"], r["revenue"])
                          for r in report["touches_without_spend"]], [("spring_sale", "Paid Social", 1, 1, "100.00")])
        self.assertEqual([(s["from"], s["to"], s["score"], s["reason"]) for s in report["suggestions"]],
                         [("spring_sale", "1201", 1, "same_name")])
        told = self.accept()
        self.assertEqual((told["from"], told["to"], told["withdrawn"]), ("spring_sale", "1201", False))
        self.assertEqual(self.roas(), self.ONE)
        report = self.get(f"/v1/reports/match?{EUR}")
        self.assertEqual((report["spend_without_touches"], report["touches_without_spend"], report["suggestions"]), ([], [], []))
        self.assertEqual(report["totals"]["matched"],
                         {"campaigns": 1, "spend": "40.00", "touches": 1, "conversions": 1, "revenue": "100.00"})

    def test_every_report_calls_the_campaign_as_the_alias_has_it(self):
        self.tell()
        self.accept()
        for query in ("", "&campaign=1201", "&campaign=spring_sale", "&campaign_id=spring_sale"):
            self.assertEqual(self.roas(query), self.ONE, query)
        compare = self.get(f"/v1/reports/compare?{EUR}&models=linear,last_touch")["rows"]
        self.assertEqual([row["group"]["campaign_id"] for row in compare], ["1201"])
        paths = self.get(f"/v1/reports/paths?{EUR}&dimension=campaign")["top_patterns"]
        self.assertEqual([p["path"] for p in paths], [["Spring Sale"]])
        for model in ("markov", "shapley"):
            rows = self.get(f"/v1/reports/attribution?{EUR}&model={model}&min_conversions=1")["rows"]
            self.assertEqual([row["group"]["campaign_id"] for row in rows], ["1201"])
        daily = self.get(f"/v1/reports/daily?{EUR}&campaign=spring_sale&from=2026-03-05&to=2026-03-07")["totals"]
        self.assertEqual((daily["spend"], daily["revenue"]), ("40.00", "100.00"))
        cohorts = self.get(f"/v1/reports/cohorts?{EUR}&model=linear")["rows"]
        self.assertEqual([(row["group"]["campaign_id"], row["spend"]) for row in cohorts], [("1201", "40.00")])
        for group in ("1201", "spring_sale"):
            cell = self.get(f"/v1/reports/roas/explain?{EUR}&group={group}")
            self.assertEqual((cell["cell"]["revenue"], cell["cell"]["spend"], cell["check"]["reconciles"]), ("100.00", "40.00", True))
            self.assertEqual(cell["data"][0]["touchpoints"][0]["campaign_id"], "1201")
        found = self.get("/v1/conversions?campaign=spring_sale")["data"]
        self.assertEqual(len(found), 1)
        explained = self.get(f"/v1/conversions/{found[0]['conversion_id']}/explain")["touchpoints"][0]
        self.assertEqual(explained["campaign_id"], "1201")
        credits = list(csv.DictReader(io.StringIO(self.hub.get(f"/v1/export/credits.csv?{EUR}").body.decode())))
        self.assertEqual([row["campaign_id"] for row in credits], ["1201"])

    def test_aliases_hold_over_a_restart_a_replay_and_whatever_came_first(self):
        with self.daemon(name="early") as early:
            self.ok(early.post("/v1/aliases", {"from": "spring_sale", "to": "1201"}))
            self.tell(early)
            self.assertEqual(self.roas(hub=early), self.ONE)
            state = self.get("/v1/state-hash", early)["state_hash"]
        with self.daemon(name="early") as again:
            self.assertEqual(self.roas(hub=again), self.ONE)
            self.assertEqual(self.get("/v1/state-hash", again)["state_hash"], state)
        done = run_cli("replay", "--data", self.folder / "early", "--into", self.folder / "copy")
        self.assertEqual(done.returncode, 0, done.stderr.decode() + done.stdout.decode())
        with self.daemon(name="copy") as copy:
            self.assertEqual(self.roas(hub=copy), self.ONE)
            self.assertEqual(self.get("/v1/state-hash", copy)["state_hash"], state)

    def test_an_alias_taken_back_leaves_no_trace_and_as_of_before_it_there_is_none(self):
        self.tell()
        before = self.get("/v1/state-hash")["state_hash"]
        seq = self.get(f"/v1/reports/roas?{EUR}")["meta"]["data_seq"]
        told = self.accept()
        self.assertNotEqual(self.get("/v1/state-hash")["state_hash"], before)
        self.assertEqual(self.roas(f"&as_of={seq}"), self.APART)
        self.assertEqual(self.roas(f"&as_of={told['data_seq']}"), self.ONE)
        self.assertTrue(self.ok(self.hub.ask("DELETE", f"/v1/aliases/{told['id']}"))["withdrawn"])
        self.assertEqual(self.roas(), self.APART)
        self.assertEqual(self.get("/v1/state-hash")["state_hash"], before)
        self.refused(self.hub.ask("DELETE", f"/v1/aliases/{told['id']}"), 409, "already-withdrawn")
        self.assertEqual([(a["in_force"], a["withdrawn"]) for a in self.get("/v1/aliases")["data"]], [(False, True)])

    def test_chains_circles_and_second_aliases_are_refused(self):
        def post(**body):
            return self.hub.post("/v1/aliases", body)
        self.ok(post(**{"from": "a", "to": "b"}))
        for body, status, code in (({"from": "a", "to": "a"}, 409, "alias-self"), ({"from": "a", "to": "c"}, 409, "alias-taken"),
                                   ({"from": "b", "to": "c"}, 409, "alias-chain"), ({"from": "c", "to": "a"}, 409, "alias-chain"),
                                   ({"from": "b", "to": "a"}, 409, "alias-chain"), ({"from": " ", "to": "a"}, 400, "member-missing"),
                                   ({"to": "a"}, 400, "member-missing")):
            self.refused(post(**body), status, code)
        self.refused(self.hub.ask("DELETE", "/v1/aliases/al_0"), 404, "alias-unknown")
        self.assertEqual(self.hub.post("/v1/aliases", {"from": "x", "to": "y", "score": 1}).status, 400)
        self.assertEqual(len(self.get("/v1/aliases")["data"]), 1)

    def test_the_command_line_says_and_does_the_same(self):
        self.tell()
        where = ("--server", self.hub.url)
        as_csv = run_cli("match", *where, "--csv", "--currency", "EUR")
        self.assertEqual(as_csv.stdout, self.hub.get(f"/v1/reports/match.csv?{EUR}").body)
        rows = list(csv.DictReader(io.StringIO(as_csv.stdout.decode())))
        self.assertEqual([(r["missing"], r["campaign_id"], r["suggested_campaign_id"]) for r in rows],
                         [("touches", "1201", ""), ("spend", "spring_sale", "1201")])
        self.assertIn(b"same_name", run_cli("match", *where).stdout)
        self.assertIn(b"No aliases", run_cli("alias", "list", *where).stdout)
        self.assertEqual(run_cli("alias", "add", "spring_sale", "1201", "--note", "utm", *where).returncode, 0)
        self.assertEqual(self.roas(), self.ONE)
        self.assertIn(b"spring_sale", run_cli("alias", "list", *where).stdout)
        self.assertEqual(run_cli("alias", "add", "1201", "x", *where).returncode, 1)
        self.assertEqual(run_cli("alias", "remove", "spring_sale", *where).returncode, 0)
        self.assertEqual(self.roas(), self.APART)
        self.assertEqual(run_cli("alias", "remove", "spring_sale", *where).returncode, 1)

    def test_spend_told_again_replaces_on_every_surface(self):
        self.tell()
        day = "&from=2026-03-05&to=2026-03-06"
        for cost, shown in (("55.50", "55.50"), ("0", "0.00"), ("12", "12.00")):
            self.taken(self.hub, "spend", [dict(SPEND, cost=cost)])
            roas = self.get(f"/v1/reports/roas?{EUR}")
            self.assertEqual((roas["totals"]["spend"], roas["blended"]["spend"]), (shown, shown))
            self.assertEqual(self.get(f"/v1/reports/daily?{EUR}{day}")["totals"]["spend"], shown)
            self.assertEqual(self.get(f"/v1/reports/match?{EUR}")["totals"]["matched"]["spend"], "0.00")
            exported = self.hub.get("/v1/export/spend.ndjson").lines()
            self.assertEqual([(row["cost"], row["counted"]) for row in exported], [(shown, True)])
            months = self.get(f"/v1/reports/cohorts?{EUR}&model=linear")["cohorts"]
            self.assertEqual([row["spend"] for row in months], [shown])
        # A row of another level is another key; the coarsest stays the cost.
        self.taken(self.hub, "spend", [dict(SPEND, adset_id="s", cost="5"), dict(SPEND, adset_id="s", ad_id="a", cost="4")])
        self.assertEqual(self.get(f"/v1/reports/roas?{EUR}")["totals"]["spend"], "12.00")
        self.assertEqual(sorted((row["cost"], row["counted"]) for row in self.hub.get("/v1/export/spend.ndjson").lines()),
                         [("12.00", True), ("4.00", False), ("5.00", False)])

    def test_a_day_of_spend_stays_whole_and_the_report_says_whose_day_it_is(self):
        env = {"CONVHUB_SPEND_ACCOUNT_ZONES": "meta/act_1=America/New_York,google=UTC"}
        with self.daemon(name="zones", env=env) as hub:
            self.tell(hub)
            self.taken(hub, "spend", [dict(SPEND, platform="google", account="g"),
                                      dict(SPEND, platform="bing", account="b", tz="Asia/Tokyo", cost="1")])
            for tz in ("UTC", "Asia/Tokyo", "America/New_York"):
                daily = self.get(f"/v1/reports/daily?{EUR}&tz={tz}&from=2026-03-05&to=2026-03-06", hub)
                self.assertEqual([(row["group"]["day"], row["spend"]) for row in daily["rows"]], [("2026-03-05", "81.00")])
                zones = [note["tz"] for note in daily["meta"]["notes"]]
                self.assertEqual(zones, sorted({"America/New_York", "UTC", "Asia/Tokyo"} - {tz}))
            roas = self.get(f"/v1/reports/roas?{EUR}", hub)["meta"]["notes"]
            self.assertEqual([note["code"] for note in roas], ["spend-days-of-another-zone"] * 2)
            self.assertIn("meta act_1", roas[0]["detail"])
            self.assertNotIn("notes", self.get(f"/v1/reports/roas?{EUR}&from=2027-01-01", hub)["meta"])

    def test_the_central_banks_files_are_rates(self):
        for name in ("daily.xml", "hist.csv"):
            done = run_cli("import", ROOT / "tests" / "data" / "ecb" / name, "--kind", "fx-rates", "--server", self.hub.url)
            self.assertEqual(done.returncode, 0, done.stderr.decode() + done.stdout.decode())
        self.assertIn(b"9 accepted", done.stdout)
        self.tell()
        self.assertEqual(self.get("/v1/reports/roas?currency=USD")["totals"]["spend"], "43.20")  # of the 5th: 1.0800
        self.assertEqual(self.get("/v1/reports/roas?currency=GBP")["totals"]["spend"], "34.15")
        self.taken(self.hub, "spend", [dict(SPEND, currency="GBP", date="2026-03-04")])
        self.assertEqual(self.get("/v1/reports/daily?currency=USD&from=2026-03-04&to=2026-03-05")["totals"]["spend"],
                         "51.29")  # 40 GBP over the euro: 40 * 1.0900 / 0.85
        bad = self.folder / "bad.xml"
        bad.write_text("<Cube><Cube time='2026-03-05'>\n<Cube currency='USD' rate='1.1.1'/>\n<Cube currency='JPY' rate='160'/></Cube></Cube>")
        done = run_cli("import", bad, "--kind", "fx-rates", "--server", self.hub.url)
        self.assertEqual(done.returncode, 5, done.stdout)
        rejected = list(csv.DictReader((self.folder / "bad.xml.rejected.csv").open()))
        self.assertEqual([(r["line"], r["currency"], r["rate"]) for r in rejected], [("2", "USD", "1.1.1")])


if __name__ == "__main__":
    unittest.main()
