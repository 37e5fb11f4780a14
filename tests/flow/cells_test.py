"""Every figure of a report can be taken apart: the conversions behind a cell, series, cohorts and exports add up to it."""
import csv
import io
import unittest
from collections import Counter, defaultdict
from decimal import Decimal
from urllib.parse import quote

import views
from daemon import FlowTest, run_cli
from shop import Shop, deliver

EUR = "currency=EUR"


def cents(text):
    return int(Decimal(text) * 100)


def rows_of(answer):
    return list(csv.DictReader(io.StringIO(answer.body.decode(), newline="")))


class Cells(FlowTest):
    def setUp(self):
        super().setUp()
        self.hub = self.daemon()
        self.enterContext(self.hub)
        deliver(self, self.hub, Shop().requests())
        self.link = self.hub.connect()
        self.addCleanup(self.link.close)

    def get(self, target):
        return self.ok(self.link.ask("GET", target))

    def cell(self, report, query, group, limit=1000):
        """All pages of a cell's explanation: its head and every conversion."""
        groups = "".join(f"&group{'' if i == 0 else i + 1}={quote(value, safe='')}" for i, value in enumerate(group))
        target = f"/v1/reports/{report}/explain?{query}{groups}&limit={limit}"
        head, data, cursor = None, [], ""
        while cursor is not None:
            page = self.get(target + (f"&cursor={cursor}" if cursor else ""))
            if head is not None:
                self.assertEqual((page["cell"], page["check"]), (head["cell"], head["check"]), "each page says the same sum")
            head, cursor = head or page, page["next_cursor"]
            data += page["data"]
        return head, data

    def order_of(self, conversion):
        if not hasattr(self, "orders"):
            self.orders = {c["conversion_id"]: c["order_id"] for c in self.get("/v1/conversions?limit=1000")["data"]}
        return self.orders[conversion]

    def check(self, head, data, row):
        """The credits of *data* add up to *row*, under each model."""
        self.assertTrue(head["check"]["reconciles"], head["check"])
        self.assertEqual(head["check"]["conversions"], len(data))
        self.assertEqual(len({c["conversion_id"] for c in data}), len(data))
        for of in (lambda o: o,) if "models" not in row else [lambda o, m=m: o["models"][m] for m in row["models"]]:
            self.assertEqual(of(head["cell"])["revenue"], of(row)["revenue"])
            self.assertEqual(of(head["cell"])["conversions"], of(row)["conversions"])
            self.assertEqual(sum(cents(of(c)["revenue"]) for c in data), cents(of(row)["revenue"]))
            self.assertAlmostEqual(sum(of(c)["conversions"] for c in data), of(row)["conversions"], places=9)
            for c in data:
                self.assertEqual(c["order_id"], self.order_of(c["conversion_id"]))
                if c["touchpoints"]:
                    self.assertEqual(sum(cents(of(t)["credit"]) for t in c["touchpoints"]), cents(of(c)["revenue"]))

    def test_the_conversions_of_every_cell_add_up_to_it(self):
        for report, query in (("attribution", "model=linear&group_by=campaign"), ("attribution", "group_by=channel,month"),
                              ("attribution", "model=position_based&group_by=day&from=2026-03-10&to=2026-03-25&tz=Europe/Berlin"),
                              ("attribution", "model=linear&basis=touch&group_by=week&from=2026-03-10"),
                              ("attribution", "model=first_touch&group_by=source,conversion_type"),
                              ("attribution", "model=w_shaped&group_by=channel"),
                              ("compare", "group_by=campaign&views=true"), ("roas", "model=last_touch&lookback_days=20")):
            whole = self.get(f"/v1/reports/{report}?{query}&{EUR}")
            self.assertGreater(len(whole["rows"]), 1, query)
            for row in whole["rows"]:
                group = [value for name, value in row["group"].items() if name != "name"]
                with self.subTest(report=report, query=query, group=group):
                    head, data = self.cell(report, f"{query}&{EUR}", group)
                    self.assertEqual(head["cell"]["group"], row["group"])
                    self.check(head, data, row)
                    if report == "roas":
                        self.assertEqual((head["cell"]["spend"], head["cell"]["roas"]), (row["spend"], row["roas"]))
            head, data = self.cell(report, f"{query}&{EUR}", ["(unattributed)"])
            self.check(head, data, whole["unattributed"])
            self.assertEqual([t for c in data for t in c["touchpoints"]], [])
            rules = "&".join(part for part in query.split("&") if part.startswith(("lookback", "views")))
            for c in data:
                told = self.get(f"/v1/conversions/{c['conversion_id']}/explain?{rules}")
                reasons = Counter(t["reason"] for t in told["excluded"])
                for none_before in "after-conversion", "same-click":
                    reasons.pop(none_before, None)
                self.assertEqual(c["excluded"], dict(reasons))

    def test_short_pages_hold_the_same_conversions_in_the_same_order(self):
        one_page = self.cell("attribution", f"model=linear&{EUR}", ["c-brand"])
        many = self.cell("attribution", f"model=linear&{EUR}", ["c-brand"], limit=3)
        self.assertGreater(len(many[1]), 6)
        self.assertEqual(many[1], one_page[1])

    def pages(self, target):
        """All pages of an explanation: its head and all data."""
        head, data, cursor = None, [], ""
        while cursor is not None:
            page = self.get(target + (f"&cursor={cursor}" if cursor else ""))
            if head is not None:
                self.assertEqual((page["figure"], page["check"]), (head["figure"], head["check"]), "each page says the same sum")
            head, cursor = head or page, page["next_cursor"]
            data += page["data"]
        self.assertTrue(head["check"]["reconciles"], head["check"])
        return head, data

    def test_the_conversions_behind_every_figure_of_paths_are_as_many_as_it_says(self):
        for query in (f"{EUR}&top=1000", f"{EUR}&top=1000&dimension=campaign&transform=unique&views=true&from=2026-03-05"):
            report = self.get(f"/v1/reports/paths?{query}")
            asked = query.replace("&top=1000", "")
            figures = [(f"path={quote(' > '.join(p['path']))}", p["conversions"], p["revenue"]) for p in report["top_patterns"]]
            figures += [(f"touchpoints={quote(bar['touchpoints'])}", bar["conversions"], None) for bar in report["length_histogram"]]
            figures += [(f"days={quote(bar['days'])}", bar["conversions"], None) for bar in report["lag_histogram"]]
            figures += [(f"{role}={quote(r['name'])}", r[role], None) for r in report["roles"] for role in ("opener", "assist", "closer")]
            figures += [(f"step_from={quote(t['from'])}&step_to={quote(t['to'])}", t["count"], None) for t in report["transitions"]]
            self.assertGreater(len(figures), 40)
            for figure, count, revenue in figures:
                with self.subTest(query=asked, figure=figure):
                    head, data = self.pages(f"/v1/reports/paths/explain?{asked}&{figure}&limit=50")
                    self.assertEqual((head["figure"]["counted"], sum(c["counted"] for c in data)), (count, count))
                    self.assertEqual(len({c["conversion_id"] for c in data}), head["check"]["conversions"])
                    self.assertEqual(sum(cents(c["revenue"]) for c in data), cents(head["check"]["sum"]["revenue"]))
                    if revenue is not None:
                        self.assertEqual((head["figure"]["revenue"], head["check"]["sum"]["revenue"]), (revenue, revenue))

    def test_the_customers_behind_every_cohort_are_those_it_says_and_brought_in_as_much(self):
        report = self.get(f"/v1/reports/cohorts?{EUR}&model=linear")
        self.assertGreater(len(report["rows"]), 3)
        rows = [(row, f"&group={quote(row['group']['campaign_id'])}") for row in report["rows"]]
        rows += [(row, "&group=(unattributed)") for row in report["unattributed"]] + [(row, "") for row in report["cohorts"]]
        for row, group in rows:
            with self.subTest(cohort=row["cohort"], group=group):
                target = f"/v1/reports/cohorts/explain?{EUR}&model=linear&cohort={row['cohort']}{group}&limit=20"
                head, data = self.pages(target)
                self.assertEqual((head["figure"]["customers"], head["figure"]["revenue"]), (row["customers"], row["revenue"]))
                self.assertAlmostEqual(sum(c["customers"] for c in data), row["customers"], places=9)
                self.assertEqual(sum(cents(c["revenue"]) for c in data), cents(row["revenue"]))
                for day, revenue in row["revenue_by_day"].items():
                    if revenue is not None:
                        self.assertEqual(self.pages(f"{target}&days={day}")[0]["check"]["sum"]["revenue"], revenue)

    def test_a_figure_that_no_report_has_is_refused(self):
        for query, code, place in (("", "figure-missing", "path"), ("days=0&touchpoints=1", "figure-ambiguous", "path"),
                                   ("step_from=a", "figure-missing", "step_to"), ("opener=Emial", "group-unknown", "opener"),
                                   ("touchpoints=12", "figure-unknown", "touchpoints"), ("days=4", "figure-unknown", "days")):
            answer = self.link.ask("GET", f"/v1/reports/paths/explain?{query}")
            self.assertEqual(answer.status, 400, answer)
            self.assertEqual((answer.json()["errors"][0]["code"], answer.json()["errors"][0]["pointer"]), (code, place))
        for query, code in (("", "cohort-missing"), ("cohort=2026-3", "group-malformed"), ("cohort=2026-03&group=nope", "group-unknown")):
            answer = self.link.ask("GET", f"/v1/reports/cohorts/explain?{query}")
            self.assertEqual((answer.status, answer.json()["errors"][0]["code"]), (400, code))

    def test_a_touch_of_a_cell_is_the_touch_that_explains_the_conversion(self):
        _, data = self.cell("attribution", f"model=time_decay&{EUR}", ["c-brand"])
        for c in data:
            explained = self.get(f"/v1/conversions/{c['conversion_id']}/explain?model=time_decay")
            weights = {t["touch_id"]: t["weight"] for t in explained["touchpoints"]}
            for t in c["touchpoints"]:
                self.assertAlmostEqual(weights[t["touch_id"]], t["weight"], places=12)
                self.assertEqual(t["campaign_id"], "c-brand")

    def test_a_cell_as_of_a_position_is_the_one_explained_there(self):
        seq = self.get("/v1/status")["data_seq"]
        before = self.cell("compare", EUR, ["c-brand"])
        deliver(self, self.hub, Shop(seed=5, people=10).requests())
        self.assertNotEqual(self.cell("compare", EUR, ["c-brand"])[1], before[1])
        then = self.cell("compare", f"{EUR}&as_of={seq}", ["c-brand"])
        self.assertEqual((then[0]["cell"], then[1]), (before[0]["cell"], before[1]))

    def test_a_figure_of_paths_or_cohorts_as_of_a_position_is_the_one_explained_there(self):
        seq = self.get("/v1/status")["data_seq"]
        month = self.get(f"/v1/reports/cohorts?{EUR}")["cohorts"][0]["cohort"]
        targets = [f"/v1/reports/{figure}&{EUR}&limit=1000" for figure in (
            "paths/explain?touchpoints=2", "paths/explain?opener=Email", f"cohorts/explain?model=linear&cohort={month}&group=c-brand")]
        before = [self.get(target) for target in targets]
        deliver(self, self.hub, Shop(seed=5, people=10).requests())
        for target, known in zip(targets, before):
            self.assertNotEqual(self.get(target)["data"], known["data"], target)
            then = self.get(f"{target}&as_of={seq}")
            self.assertEqual([then[part] for part in ("figure", "check", "data")], [known[part] for part in ("figure", "check", "data")], target)

    def test_a_cell_that_no_report_has_is_refused_with_a_guess(self):
        for query, code, word in (("", "group-missing", "group"), ("&group=c-bramd", "group-unknown", "'c-brand'"),
                                  ("&group=Sprng", "group-unknown", "Spring"), ("&group=a&group2=b", "group-superfluous", "group2"),
                                  ("&group=c-brand&model=markov", "model-of-groups", "no single conversion"),
                                  ("&group=c-brand&cursor=x", "cursor-malformed", "next_cursor")):
            answer = self.link.ask("GET", f"/v1/reports/attribution/explain?{EUR}{query}")
            self.assertEqual(answer.status, 400, answer)
            self.assertEqual(answer.json()["errors"][0]["code"], code)
            self.assertIn(word, answer.json()["errors"][0]["detail"])

    def test_a_campaign_may_be_called_by_the_name_that_is_shown(self):
        for report in ("attribution", "roas"):
            rows = self.get(f"/v1/reports/{report}?{EUR}")["rows"]
            named = [r for r in rows if r["group"]["name"] != r["group"]["campaign_id"]]
            self.assertTrue(named)
            name, key = named[0]["group"]["name"], named[0]["group"]["campaign_id"]
            path, by = f"/v1/reports/{report}/explain?{EUR}&group=", f"/v1/reports/{report}?{EUR}&campaign="
            self.assertEqual(self.get(path + quote(name)), self.get(path + key))
            self.assertEqual(self.get(by + quote(name))["rows"], self.get(by + key)["rows"])

    def test_a_filter_by_a_name_that_nobody_has_is_told(self):
        for report in ("attribution", "compare", "roas", "paths", "daily", "cohorts"):
            asked = f"/v1/reports/{report}?conversion_type=purchas"
            note, = self.get(asked)["meta"]["notes"]
            self.assertEqual((note["code"], note["parameter"]), ("name-unknown", "conversion_type"))
            self.assertIn("did you mean 'purchase'?", note["detail"])
            self.assertEqual(self.link.ask("GET", views.as_csv(asked)).headers["X-Unknown-Names"], "conversion_type")
            self.assertNotIn("notes", self.get(f"/v1/reports/{report}?conversion_type=purchase")["meta"])
        listed = self.get("/v1/conversions?type=purchas&source=shop_export")
        self.assertEqual((listed["data"], listed["notes"][0]["parameter"]), ([], "type"))
        self.assertIn("did you mean 'purchase'?", listed["notes"][0]["detail"])
        self.assertNotIn("notes", self.get("/v1/conversions?type=purchase&limit=1"))
        self.assertEqual(self.link.ask("GET", "/v1/export/conversions.csv?campaign=c-bramd").headers["X-Unknown-Names"], "campaign")
        self.assertIn(b"did you mean 'purchase'?", run_cli("conversions", "--type", "purchas", "--server", self.hub.url).stdout)
        self.assertEqual(self.link.ask("GET", "/v1/export/credits.csv?source=shpo").headers["X-Unknown-Names"], "source")
        done = run_cli("roas", "--type", "purchas", "--csv", "--server", self.hub.url)
        self.assertIn(b"conversion_type", done.stderr)
        self.assertIn(b"did you mean 'purchase'?", run_cli("roas", "--type", "purchas", "--server", self.hub.url).stdout)

    def test_one_cell_is_the_same_text_over_http_in_csv_and_on_the_command_line(self):
        report = self.get(f"/v1/reports/roas?model=linear&{EUR}")
        in_csv = {row["campaign_id"]: row for row in rows_of(self.link.ask("GET", f"/v1/reports/roas.csv?model=linear&{EUR}"))}
        table = run_cli("roas", "--model", "linear", "--currency", "EUR", "--server", self.hub.url).stdout.decode()
        flags = ["attribution", "--model", "linear", "--currency", "EUR", "--server", self.hub.url, "--explain"]
        for row in report["rows"]:
            key = row["group"]["campaign_id"]
            self.assertEqual((in_csv[key]["revenue"], in_csv[key]["spend"]), (row["revenue"], row["spend"]))
            line = next(line for line in table.splitlines() if f" {key} " in line)
            self.assertIn(row["revenue"], line.split())
            shown = run_cli(*flags, key)
            self.assertEqual(shown.returncode, 0, shown.stderr)
            self.assertIn(f"revenue {row['revenue']}", shown.stdout.decode())
            self.assertIn("add up to the cell" if "conversions add" in shown.stdout.decode() else "adds up to the cell", shown.stdout.decode())
        told = run_cli(*flags, "c-brand", "--json").stdout
        self.assertEqual(told, self.link.ask("GET", f"/v1/reports/attribution/explain?{EUR}&group=c-brand&model=linear").body)

    def test_figures_of_paths_and_cohorts_are_explained_on_the_command_line_too(self):
        where = ("--currency", "EUR", "--server", self.hub.url)
        path = self.get(f"/v1/reports/paths?{EUR}")["top_patterns"][0]
        shown = run_cli("paths", "--explain", "path=" + " > ".join(path["path"]), *where).stdout.decode()
        self.assertIn(f"counted {path['conversions']} · revenue {path['revenue']}", shown)
        self.assertIn("up to the figure", shown)
        month = self.get(f"/v1/reports/cohorts?{EUR}")["unattributed"][0]
        shown = run_cli("cohorts", "--explain", month["cohort"], "(unattributed)", *where).stdout.decode()
        self.assertIn(f"revenue {month['revenue']}", shown)
        self.assertIn("up to the figure", shown)
        self.assertEqual(run_cli("paths", "--explain", "Email", *where).returncode, 2)

    def test_exports_add_up_to_the_report(self):
        models = "linear,last_touch,time_decay"
        report = self.get(f"/v1/reports/compare?models={models}&{EUR}&from=2026-03-08")
        credits = rows_of(self.link.ask("GET", f"/v1/export/credits.csv?models={models}&{EUR}&from=2026-03-08"))
        for model in models.split(","):
            by_campaign, unattributed, conversions = defaultdict(int), 0, Decimal(0)
            for row in credits:
                if row["model"] != model:
                    continue
                conversions += Decimal(row["conversions"])
                if not row["touch_id"]:
                    unattributed += cents(row["credit"])
                elif row["channel"].lower() != "direct":
                    by_campaign[row["campaign_id"] or "(not set)"] += cents(row["credit"])
                else:
                    by_campaign["(direct)"] += cents(row["credit"])
            self.assertEqual({k: v for k, v in by_campaign.items() if v},
                             {row["group"]["campaign_id"]: cents(row["models"][model]["revenue"]) for row in report["rows"]
                              if cents(row["models"][model]["revenue"])})
            self.assertEqual(unattributed, cents(report["unattributed"]["models"][model]["revenue"]))
            self.assertAlmostEqual(float(conversions), report["totals"]["models"][model]["conversions"], places=8)
        spend = rows_of(self.link.ask("GET", "/v1/export/spend.csv"))
        in_eur = sum(cents(row["cost"]) for row in spend if row["currency"] == "EUR" and row["counted"] == "true")
        self.assertEqual(in_eur, sum(cents(row["spend"]) for row in self.get(f"/v1/reports/roas?{EUR}")["rows"]
                                     if row["group"]["campaign_id"] != "c-video"))
        status = self.get("/v1/status")
        touches = rows_of(self.link.ask("GET", "/v1/export/touchpoints.csv"))
        self.assertEqual(len({row["touch_id"] for row in touches}), status["touches"])
        events = rows_of(self.link.ask("GET", "/v1/export/source-events.csv"))
        self.assertEqual(len({(row["source"], row["external_id"]) for row in events}), status["events"])
        self.assertEqual({row["conversion_id"] for row in events if row["outcome"] == "true"},
                         {c["conversion_id"] for c in self.link.ask("GET", "/v1/export/conversions.ndjson").lines()})

    def test_every_export_is_the_same_in_each_form(self):
        for kind in ("conversions", "touchpoints", "credits", "spend", "source-events"):
            lines = self.link.ask("GET", f"/v1/export/{kind}.ndjson").lines()
            self.assertGreater(len(lines), 10, kind)
            self.assertEqual(self.get(f"/v1/export/{kind}.json"), lines)
            in_csv = rows_of(self.link.ask("GET", f"/v1/export/{kind}.csv"))
            self.assertEqual(len(in_csv), len(lines))
            if kind != "conversions":  # whose ids are joined in CSV
                self.assertEqual(list(in_csv[0]), list(lines[0]))
            done = run_cli("export", kind, "--format", "json", "--server", self.hub.url)
            self.assertEqual(done.stdout, self.link.ask("GET", f"/v1/export/{kind}.json").body)

    def test_days_without_anything_are_zeros_and_the_days_add_up(self):
        query = f"model=linear&{EUR}&from=2026-02-20&to=2026-04-20"
        days = self.get(f"/v1/reports/daily?{query}")
        report = self.get(f"/v1/reports/roas?{query}")
        self.assertEqual(len(days["rows"]), 59)
        self.assertEqual((days["rows"][0]["group"]["day"], days["rows"][0]["revenue"], days["rows"][0]["roas"]),
                         ("2026-02-20", "0.00", None))
        self.assertEqual(sum(cents(row["revenue"]) for row in days["rows"]), cents(report["totals"]["booked"]))
        self.assertEqual(sum(cents(row["spend"]) for row in days["rows"]), cents(report["totals"]["spend"]))
        for name in ("revenue", "spend", "roas"):
            self.assertEqual(days["totals"][name], {**report["totals"], "revenue": report["totals"]["booked"]}[name])
        several = self.get(f"/v1/reports/daily?interval=week&models=linear,last_touch&{EUR}")
        compare = self.get(f"/v1/reports/compare?models=linear,last_touch&group_by=week&{EUR}")
        for row in compare["rows"]:
            week, = [each for each in several["rows"] if each["group"] == row["group"]]
            for model in ("linear", "last_touch"):
                self.assertEqual(week["models"][model]["attributed_revenue"], row["models"][model]["revenue"])

    def test_sources_stand_beside_the_unified_total(self):
        report = self.get(f"/v1/reports/sources?{EUR}")
        dedup = self.get(f"/v1/reports/dedup?{EUR}")
        self.assertEqual(report["totals"]["outcomes"], dedup["totals"]["events"])
        self.assertEqual(report["totals"]["conversions"], dedup["totals"]["conversions"])
        self.assertEqual(report["totals"]["merged"], dedup["totals"]["duplicates"])
        for row in report["rows"]:
            self.assertEqual(cents(row["difference"]), cents(row["claimed"]) - cents(report["totals"]["value"]))
        self.assertGreater(len(report["rows"]), 2)


class Cohorts(FlowTest):
    def sale(self, name, at, value, **more):
        return {"external_id": name, "type": "purchase", "occurred_at": at, "value": value, "currency": "EUR",
                "email": "ada@shop.example", **more}

    def cohorts(self, daemon, query=""):
        return self.ok(daemon.get(f"/v1/reports/cohorts?model=last_touch&{EUR}{query}"))

    def test_refunds_and_late_touches_change_the_cohort_they_belong_to(self):
        with self.daemon() as daemon:
            self.taken(daemon, "conversions", [self.sale("o1", "2026-01-10T10:00:00Z", "100.00", order_id="A-1"),
                                               self.sale("o2", "2026-02-15T10:00:00Z", "50.00"),
                                               self.sale("o3", "2026-06-01T10:00:00Z", "1.00", email="bob@shop.example")])
            self.taken(daemon, "spend", [{"date": "2026-01-05", "platform": "meta", "campaign_id": "c1", "campaign_name": "Spring",
                                          "cost": "120.00", "currency": "EUR"}])
            before = self.cohorts(daemon)
            self.assertEqual([(row["cohort"], row["customers"], row["revenue"]) for row in before["unattributed"]],
                             [("2026-01", 1, "150.00"), ("2026-06", 1, "1.00")])
            self.taken(daemon, "touchpoints", {"id": "t1", "occurred_at": "2026-01-09T10:00:00Z", "campaign_id": "c1",
                                               "channel": "Paid Social", "email": "ada@shop.example"})
            row, = self.cohorts(daemon)["rows"]
            self.assertEqual(row["group"], {"campaign_id": "c1", "name": "Spring"})
            self.assertEqual((row["customers"], row["spend"], row["revenue"], row["payback_day"]), (1, "120.00", "150.00", 36))
            self.assertEqual((row["revenue_by_day"]["0"], row["revenue_by_day"]["30"], row["revenue_by_day"]["60"]),
                             ("100.00", "100.00", "150.00"))
            self.assertEqual((row["revenue_by_day"]["180"], row["immature"]), (None, [180, 365]))
            self.taken(daemon, "adjustments", {"adjustment_id": "r1", "kind": "refund", "order_id": "A-1", "amount": "40.00",
                                               "currency": "EUR", "occurred_at": "2026-01-20T10:00:00Z"})
            row, = self.cohorts(daemon)["rows"]
            self.assertEqual((row["revenue_by_day"]["0"], row["revenue_by_day"]["30"], row["revenue"], row["payback_day"]),
                             ("100.00", "60.00", "110.00", None))
            by_channel, = self.cohorts(daemon, "&group_by=channel")["rows"]
            self.assertEqual((by_channel["group"], by_channel["spend"]), ({"channel": "Paid Social"}, None))
            cut, = self.cohorts(daemon, "&to=2026-02-01")["rows"]
            self.assertEqual((cut["revenue"], cut["immature"]), ("60.00", [0, 7, 30, 60, 90, 180, 365]))
            shown = run_cli("cohorts", "--model", "last_touch", "--currency", "EUR", "--server", daemon.url)
            self.assertEqual(shown.returncode, 0, shown.stderr)
            self.assertIn(b"2026-01", shown.stdout)
            in_csv = rows_of(daemon.get(f"/v1/reports/cohorts.csv?model=last_touch&{EUR}"))
            self.assertEqual([(each["row"], each["day_30"]) for each in in_csv if each["cohort"] == "2026-01"],
                             [("group", "60.00"), ("cohort", "60.00")])

    def test_customers_are_the_same_on_one_page_and_the_other(self):
        with self.daemon() as daemon:
            deliver(self, daemon, Shop().requests())
            for model in views.MODELS:
                report = self.ok(daemon.get(f"/v1/reports/cohorts?model={model}&{EUR}"))
                booked = self.ok(daemon.get(f"/v1/reports/attribution?model={model}&{EUR}"))["totals"]["booked"]
                for part in (report["rows"] + report["unattributed"], report["cohorts"]):
                    self.assertEqual(sum(cents(row["revenue"]) for row in part), cents(booked), model)
                self.assertAlmostEqual(sum(row["customers"] for row in report["rows"] + report["unattributed"]),
                                       sum(row["customers"] for row in report["cohorts"]), places=8)


if __name__ == "__main__":
    unittest.main()
