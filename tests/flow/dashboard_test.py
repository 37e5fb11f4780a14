"""The dashboard in a real Chromium, on the demo's data: what it shows is what the API answers, on every page, in both themes, on a
narrow screen, by keyboard, and with nothing that axe-core finds fault with."""
import csv
import io
import json
import unittest
from decimal import Decimal
from decimal import Decimal

from looks import AT, DAYS, SHAPES, DemoPages, money, plain

PAGES = ["overview", "roas", "models", "paths", "journey", "duplicates", "sources", "quarantine", "match", "cohorts", "live", "exports", "settings"]


class Dashboard(DemoPages):
    def test_the_overview_shows_what_the_reports_answer(self):
        self.open("overview")
        roas, dedup = self.report("roas"), self.report("dedup")
        tiles = dict(zip(self.texts(".tile .name"), self.texts(".tile .ask b")))
        self.assertEqual(tiles["Revenue"], money(roas["totals"]["booked"]))
        self.assertEqual(tiles["Spend"], money(roas["totals"]["spend"]))
        self.assertEqual(tiles["Blended ROAS"], f"{roas['blended']['roas']:.2f}")
        self.assertEqual(tiles["Duplicates removed"], str(dedup["totals"]["duplicates"]))
        self.assertIn(money(dedup["totals"]["duplicate_value"]), " ".join(self.texts(".tile .under")))
        self.press("Table")
        daily = {row["group"]["day"]: row for row in self.report("daily")["rows"]}
        shown = self.rows("Revenue and spend by day")
        self.press("Show all 30")
        shown = self.rows("Revenue and spend by day")
        self.assertEqual([plain(row[3]) for row in shown], [daily[day]["revenue"] for day in sorted(daily, reverse=True)])
        self.assertEqual(set(self.texts(".sum b")), {"✓"})
        self.check_no_faults()

    def test_roas_shows_what_the_report_answers_and_follows_the_model(self):
        self.open("roas")
        for model in ("time_decay", "last_touch"):
            if model != "time_decay":
                self.run_script("""(() => { const s = [...document.querySelectorAll('.bar label')].find((l) => l.textContent.startsWith('Model')).querySelector('select');
                    s.value = 'last_touch'; s.dispatchEvent(new Event('change', { bubbles: true })) })()""")
                self.until("location.hash.includes('model=last_touch')")
                self.settle()
            report = self.report("roas", model=model)
            shown = {row[0].lstrip("▸▾"): row for row in self.rows("Campaigns: what they cost and earned")}
            self.assertEqual({name: (plain(r[4]), plain(r[2])) for name, r in shown.items()},
                             {r["group"]["name"]: (r["spend"], r["revenue"]) for r in report["rows"]})
            foot = self.rows("Campaigns: what they cost and earned", "tfoot")
            self.assertEqual([plain(row[2]) for row in foot[2:]], [report["unattributed"]["revenue"], report["totals"]["booked"]])
            self.assertEqual(foot[0][-3], "–", "the gap stands beside the rows that it is of")
            claiming = [r for r in report["rows"] if r["platform_revenue"]]
            earned, claimed = (sum(Decimal(r[key]) for r in claiming) for key in ("revenue", "platform_revenue"))
            self.assertEqual([plain(foot[1][i]) for i in (4, 2, -4)], [str(sum(Decimal(r["spend"]) for r in claiming)), str(earned), str(claimed)])
            self.assertEqual(plain(foot[1][-3]), f"{100 * (claimed / earned - 1):.0f} %")
        self.check_no_faults()

    def test_other_rules_are_rehearsed_put_in_force_and_taken_back(self):
        rules = "/v1/duplicates/rules"
        before, configured = self.ok(self.hub.get("/v1/state-hash"))["state_hash"], self.ok(self.hub.get(rules))["rules"]
        wanted = {"window_seconds": 360, "amount_tolerance": 0, "same_source_fuzzy": False, "dry_run": True}
        rehearsed = []  # a rehearsal that takes longer than the answer may wait is asked for again

        def ended():
            rehearsed.append(self.hub.post(rules, wanted))
            return rehearsed[-1].status != 202

        self.eventually(ended, "the end of the rehearsal")
        expected = self.ok(rehearsed[-1])
        self.assertGreater(expected["parted"], 0)
        self.open("settings")
        self.run_script("""(() => { const i = [...document.querySelectorAll('label')].find((l) => l.textContent.startsWith('Same person and amount')).querySelector('input');
            i.value = '0.1'; i.dispatchEvent(new Event('input', { bubbles: true })) })()""")
        self.press("What would change?")
        self.until("[...document.querySelectorAll('caption')].some((c) => c.textContent === 'What would change')")
        self.assertEqual([[row[0], *map(plain, row[1:])] for row in self.rows("What would change")][0],
                         ["Conversions", str(expected["conversions_before"]), str(expected["conversions_after"])])
        self.assertEqual(self.ok(self.hub.get("/v1/state-hash"))["state_hash"], before)
        self.press("Put in force")
        self.until("document.querySelector('.notice')?.textContent.includes('in force for all data')")
        self.assertEqual(self.ok(self.hub.get(rules))["rules"]["window_seconds"], 360)
        self.press("Back to the configuration")
        self.until("document.querySelector('.notice')?.textContent.includes('configured rules are in force')")
        self.assertEqual((self.ok(self.hub.get("/v1/state-hash"))["state_hash"], self.ok(self.hub.get(rules))["rules"]), (before, configured))
        self.check_no_faults()

    def test_a_figure_leads_to_its_conversions_and_one_of_them_to_its_weights(self):
        self.open("roas")
        row = self.report("roas")["rows"][0]
        self.run_script(f"[...document.querySelectorAll('tbody .ask')].find((b) => b.textContent === {json.dumps(money(row['revenue']))}).click()")
        self.until("!!document.querySelector('dialog[open] tbody .ask')")
        cell = self.report("roas/explain", group_by="campaign", group=row["group"]["campaign_id"])
        credits = [plain(text) for text in self.texts("dialog tbody td:last-child")]
        self.assertEqual(credits, [c["revenue"] for c in cell["data"]])
        self.assertIn("are what the report shows", self.texts("dialog .sum.good")[0])
        self.run_script("document.querySelector('dialog tbody .ask').click()")
        self.until("document.querySelector('dialog h2')?.textContent === 'Why the money went where it went' && !document.querySelector('dialog .wait')")
        one = self.ok(self.hub.get(f"/v1/conversions/{cell['data'][0]['conversion_id']}/explain?model=time_decay"))
        credits = self.run_script("[...document.querySelectorAll('dialog table td:last-child')].map((c) => [...c.childNodes].map((n) => n.textContent))")
        self.assertEqual([plain(told[0]) for told in credits], [t["credit"] for t in one["touchpoints"]])
        before = [f"{float(one['check']['net']) * t['weight']:.4f}" for t in one["touchpoints"]]  # they were cut to whole cents
        self.assertEqual([plain(told[1]) if len(told) > 1 else None for told in credits],
                         [each if float(each) != float(t["credit"]) else None for each, t in zip(before, one["touchpoints"])])
        self.assertIn(money(one["check"]["net"]), self.texts("dialog .sum.good")[0])
        self.browser.tell("press", "Escape")
        self.until("!document.querySelector('dialog')")
        self.check_no_faults()

    def test_models_stand_side_by_side_as_the_comparison_answers(self):
        self.open("models")
        models = "first_touch,last_touch,linear,time_decay,position_based,w_shaped,full_path,markov,shapley"
        report = self.report("compare", models=models)
        shown = {row[0]: [plain(cell) for cell in row[1:10]] for row in self.rows("Revenue by model")}
        self.assertEqual(shown, {r["group"]["name"]: [r["models"][m]["revenue"] for m in models.split(",")] for r in report["rows"]})
        self.assertIn(f"Under each of 9 models, rows and unattributed add up to {money(report['totals']['booked'])}", " ".join(self.texts(".sum.good")))
        self.check_no_faults()

    def test_paths_show_what_the_report_answers_and_a_node_filters_them(self):
        self.open("paths")
        report = self.report("paths", top=1000)
        shown = self.rows("Paths")
        best = sorted(report["top_patterns"], key=lambda p: -p["conversions"])[:12]
        self.assertEqual([int(plain(row[1])) for row in shown], [p["conversions"] for p in best])
        self.assertIn(f"{report['total_paths']} of {report['total_paths']} conversions", " ".join(self.texts(".note")))
        self.run_script("""document.querySelector('.node[aria-label^="Email"][aria-label*="as last touchpoint"]').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))""")
        self.until("[...document.querySelectorAll('h2')].some((h) => h.textContent === 'Paths through Email')")
        closed = sum(p["conversions"] for p in report["top_patterns"] if p["path"][-1] == "Email")
        self.assertIn(f" {closed} conversions", " ".join(self.texts(".sum")))
        self.check_no_faults()

    def test_a_count_of_a_source_opens_its_conversions_and_one_of_duplicates_its_pairs(self):
        self.open("sources")
        told = {row["source"]: row["conversions"] for row in self.report("sources")["rows"]}
        self.run_script("[...document.querySelectorAll('main tbody tr')].find((r) => r.cells[0].textContent === 'shop').cells[5].querySelector('.ask').click()")
        self.until("!!document.querySelector('dialog .lead')")
        self.assertIn(f"{told['shop']} conversions", self.texts("dialog .lead")[0])
        self.assertNotIn("Back", self.texts("dialog button"))
        self.run_script("document.querySelector('dialog tbody .ask').click()")
        self.until("document.querySelector('dialog h2')?.textContent === 'Why the money went where it went'")
        self.press("Back")
        self.until("document.querySelector('dialog h2')?.textContent === 'The conversions' && !!document.querySelector('dialog .lead')")
        self.assertNotIn("Back", self.texts("dialog button"))
        self.assertIn(f"{told['shop']} conversions", self.texts("dialog .lead")[0])
        self.open("duplicates")
        rows = sorted(self.report("dedup")["rows"], key=lambda r: -r["count"])
        self.assertEqual([int(row[3]) for row in self.rows("Duplicates by rule and sources")], [r["count"] for r in rows[:6]])
        self.run_script("document.querySelector('main tbody td a').click()")
        self.until(f"location.hash.includes('rule={rows[0]['rule']}')")
        self.settle()
        pairs = self.texts(".pair-head")
        self.assertTrue(pairs and all(rows[0]["source"] in pair and rows[0]["matched_source"] in pair for pair in pairs), pairs)
        self.check_no_faults()

    def test_parting_a_merge_is_taken_back(self):
        count = lambda: self.ok(self.hub.get("/v1/status"))["conversions"]
        before = count()
        self.open("duplicates")
        pair = self.ok(self.hub.get(f"/v1/duplicates?standing=merged&limit=1&from={DAYS['from']}&to={DAYS['to']}"))["data"][0]
        self.run_script("document.querySelector('.pair-head').click()")
        self.until("!!document.querySelector('.inset table')")
        whole = self.ok(self.hub.get(f"/v1/conversions/{pair['event']['conversion_id']}"))
        heads = self.rows("Reports side by side", "thead")[0][1:]
        self.assertEqual(heads, [f"{e['source']} {e['external_id']}" for e in whole["events"]])
        self.press("Split off")
        self.until("document.querySelector('.notice')?.textContent.startsWith('Split off')")
        self.assertEqual(count(), before + 1)
        self.press("Take back")
        self.until("document.querySelector('.notice')?.textContent.startsWith('Taken back')")
        self.assertEqual(count(), before)
        self.check_no_faults()

    def test_a_campaign_opens_its_ad_sets_and_these_their_ads_with_what_each_cost(self):
        row = self.ok(self.hub.get(f"/v1/reports/roas?{AT}"))["rows"][0]
        campaign, name = row["group"]["campaign_id"], row["group"]["name"]
        told = self.ok(self.hub.get(f"/v1/export/spend.json?from={DAYS['from']}&to={DAYS['to']}"))
        at = {key: value for key, value in next(r for r in told if r["campaign_id"] == campaign).items() if key in ("date", "platform", "account")}
        finer = [{**at, "campaign_id": campaign, "adset_id": "set-1", "cost": "3.00", "currency": "EUR"},
                 {**at, "campaign_id": campaign, "adset_id": "set-1", "ad_id": "ad-1", "cost": "2.00", "currency": "EUR"}]
        self.assertEqual(self.ok(self.hub.post("/v1/spend", finer))["accepted"], 2)
        self.open("roas")
        self.run_script(f"document.querySelector('[aria-label=\"Ad sets of {name}\"]').click()")
        self.until("document.querySelectorAll('.child').length === 2")
        self.run_script("document.querySelector('[aria-label=\"Ads of set-1\"]').click()")
        self.until("document.querySelectorAll('.child2').length === 2")
        spend = {cells[0].lstrip("▾▸"): cells[4] for cells in self.rows("Campaigns: what they cost and earned")}
        self.assertEqual((spend["Ad set set-1"], spend["Ad ad-1"]), ("3.00", "2.00"))
        parts = self.run_script("[...document.querySelectorAll('.child')].map((r) => r.children[4].textContent)")
        self.assertEqual(round(sum(float(plain(each)) for each in parts), 2), float(row["spend"]))
        for line, part, whole in ((".child", "3.00", row["spend"]), (".child2", "2.00", "3.00")):
            with self.subTest(line):
                self.run_script(f"[...document.querySelectorAll('{line}')].find((r) => r.children[4].textContent === '{part}').children[4].querySelector('.ask').click()")
                self.until("document.querySelector('dialog h2')?.textContent === 'What this cost and earned' && document.querySelectorAll('dialog table tbody tr').length > 0")
                self.settle()
                told = dict(self.run_script("[...document.querySelectorAll('dialog .terms > div')].map((d) => [...d.children].map((c) => c.textContent))"))
                self.assertEqual(told["÷ spend"], f"{part} EUR")
                of = "The campaign" if line == ".child" else "Ad set set-1"
                self.assertEqual(told[of], f"{money(whole)} EUR")
                shares = [float(plain(value.split(" · ")[0])) for name, value in told.items() if " · " in value]
                self.assertEqual(round(sum(shares), 2), float(whole), told)
                self.assertEqual([r[1] for r in self.rows("Spend of the part by day")], [part])
                self.assertEqual(self.browser.tell("axe"), [])
                self.press("Close")
                self.until("!document.querySelector('dialog')")
        self.check_no_faults()

    def test_a_possible_pair_is_kept_apart_and_that_is_taken_back(self):
        around = f"from={DAYS['from']}&to={DAYS['to']}"
        possible = lambda: self.ok(self.hub.get(f"/v1/duplicates?standing=possible&{around}"))["data"]
        for source, day in (("shop_a", 4), ("shop_b", 5)):
            told = [{"external_id": f"never-{source}", "type": "purchase", "occurred_at": f"{DAYS['from'][:8]}{day:02}T1{day}:00:00Z", "value": 7.77,
                     "currency": "EUR", "email": "never@shop.example"}]
            self.assertEqual(self.ok(self.hub.post(f"/v1/conversions?source={source}", told))["accepted"], 1)
        before = possible()
        self.open("duplicates", "standing=possible")
        self.until("!!document.querySelector('.pair-head')")
        self.run_script("[...document.querySelectorAll('.pair-head')].find((p) => p.textContent.includes('never-')).click()")
        self.until("!!document.querySelector('.inset table')")
        self.press("Keep apart: they are two orders")
        self.until("document.querySelector('.notice')?.textContent.startsWith('Kept apart')")
        self.assertEqual(len(possible()), len(before) - 1)
        never = self.ok(self.hub.get("/v1/duplicates/verdicts?limit=1"))["data"][0]
        self.assertEqual(never["verdict"], "apart")
        self.open("duplicates", "standing=kept_apart")  # and joined after all, which says what it overrules
        self.run_script("[...document.querySelectorAll('.pair-head')].find((p) => p.textContent.includes('never-')).click()")
        self.until("!!document.querySelector('.inset table')")
        self.press("Merge: they are one order")
        self.until("document.querySelector('.notice')?.textContent.startsWith('Joined')")
        self.assertIn("It overrules the decision of", self.texts(".notice")[0])
        self.press("Take back")
        self.until("document.querySelector('.notice')?.textContent.startsWith('Taken back')")
        self.assertEqual(len(possible()), len(before) - 1)
        self.ok(self.hub.ask("DELETE", f"/v1/duplicates/verdicts/{never['verdict_id']}"))
        self.assertEqual(possible(), before)
        self.check_no_faults()

    def test_a_journey_is_found_by_the_number_of_an_order(self):
        sale = next(c for c in self.ok(self.hub.get("/v1/conversions?limit=50"))["data"] if c["order_id"])
        contact = self.ok(self.hub.get("/v1/conversions/" + sale["conversion_id"]))["contacts"][0]
        for word in (sale["order_id"], "order:" + sale["order_id"]):
            self.open("journey")
            self.run_script(f"""(() => {{ const field = document.querySelector('[role=search] input'); field.value = {json.dumps(word)};
                field.dispatchEvent(new Event('input', {{ bubbles: true }})) }})()""")
            self.press("Show")
            self.until(f"location.hash.includes({json.dumps('contact=' + contact)}) && !!document.querySelector('.timeline li')")
        self.check_no_faults()

    def test_a_journey_tells_what_each_touchpoint_earned(self):
        head = self.ok(self.hub.get("/v1/conversions?limit=1"))["data"][0]
        contact = self.ok(self.hub.get(f"/v1/conversions/{head['conversion_id']}"))["contacts"][0]
        self.open("journey", f"contact={contact}")
        journey = self.ok(self.hub.get(f"/v1/contacts/{contact}/journey"))["journey"]
        self.assertEqual(len(self.texts(".timeline li:not(.gap)")), len(journey))
        one = self.ok(self.hub.get(f"/v1/conversions/{head['conversion_id']}/explain"))
        self.until("document.querySelectorAll('.timeline .good').length > 0")
        told = " ".join(self.texts(".timeline .good"))
        for touch in one["touchpoints"]:
            self.assertIn(f"earned {money(touch['credit'])} EUR", told)

    def test_what_was_rejected_shows_its_place_and_is_discarded(self):
        refused = self.ok(self.hub.post("/v1/conversions", [{"external_id": "q-1", "type": "purchase", "occurred_at": "soon", "value": 20, "currency": "EUR"}]))
        self.assertEqual(refused["rejected"], 1)
        self.open("quarantine")
        self.run_script("document.querySelector('summary').click()")
        self.assertIn("time-malformed", self.texts("summary")[0])
        self.assertIn('"soon"', self.texts(".raw mark"))
        self.press("Discard")
        self.until("document.querySelector('.notice')?.textContent.includes('given up')")
        self.until("!document.querySelector('summary')")
        self.assertEqual(self.ok(self.hub.get("/v1/quarantine?state=open"))["data"], [])

    def test_a_csv_link_saves_what_the_page_shows(self):
        for page, caption, column, key in (("roas", "Campaigns: what they cost and earned", 2, "revenue"), ("sources", "What each source says", 6, "claimed")):
            with self.subTest(page):
                self.open(page)
                href = self.run_script("document.querySelector('.side a[download]').getAttribute('href')")
                answer = self.hub.get(href)
                self.assertEqual(answer.status, 200, answer)
                lines = list(csv.DictReader(io.StringIO(answer.body.decode())))
                shown = [plain(row[column]) for row in self.rows(caption)]
                self.assertEqual(sorted(shown), sorted(line[key] for line in lines if line["row"] in ("group", "source")))

    def test_what_comes_shows_at_once_with_what_was_decided(self):
        self.open("live")
        self.until("document.querySelector('[role=status]')?.textContent === 'Listening'")
        head = self.ok(self.hub.get("/v1/conversions?limit=1&source=shop"))["data"][0]
        again = {"external_id": "told-again", "type": "purchase", "occurred_at": head["occurred_at"], "value": head["gross"]["amount"],
                 "currency": "EUR", "order_id": head["order_id"]}
        receipt = self.ok(self.hub.post("/v1/conversions?source=erp", again))
        self.assertEqual(receipt["results"][0]["status"], "merged")
        self.until("[...document.querySelectorAll('caption')].some((c) => c.textContent === 'Facts as they come')")
        self.assertRegex(self.rows("Facts as they come")[0][4], "^same as .* same order number: order " + head["order_id"])
        self.check_no_faults()

    def test_days_are_walked_and_chosen_by_keyboard(self):
        self.open("overview")
        self.run_script("document.querySelector('.crosshair').focus()")
        for key in ("Home", "ArrowRight"):
            self.browser.tell("press", key)
        self.until("document.querySelector('.tip b')?.textContent === '3 Mar 2026'")
        third = self.report("daily")["rows"][1]
        self.assertIn(money(third["revenue"]), self.texts(".tip")[0])
        for key in ("Shift+ArrowRight", "Shift+ArrowRight", "Enter"):
            self.browser.tell("press", key)
        self.until("location.hash.includes('from=2026-03-03') && location.hash.includes('to=2026-03-06')")

    def test_a_refusal_tells_the_request_and_an_empty_page_the_next_step(self):
        self.browser.tell("goto", f"{self.hub.url}/#/roas?from=2026-03-02&to=2026-04-01&currency=ZZZ")
        self.until("!!document.querySelector('.refused code')")
        self.assertRegex(self.texts(".refused code")[0], r"^rq_")
        self.press("Drop currency=ZZZ", "a")
        self.until("!location.hash.includes('currency') && !document.querySelector('.refused') && !!document.querySelector('tfoot')")
        self.browser.tell("goto", f"{self.hub.url}/#/overview?from=2020-01-01&to=2020-01-02")
        self.until("[...document.querySelectorAll('.empty')].some((e) => e.textContent.includes('Show all time'))")

    def test_every_page_is_sound_in_both_themes_and_on_a_narrow_screen(self):
        for shape, options in SHAPES.items():
            self.browser.tell("context", options)
            for page in [*PAGES, f"roas?show=cell~roas~campaign~{self.report('roas')['rows'][0]['group']['campaign_id']}"]:
                with self.subTest(page=page, shape=shape):
                    page, _, query = page.partition("?")
                    self.open(page, query)
                    self.assertEqual(self.browser.tell("axe"), [])
                    self.assertLessEqual(self.run_script("document.documentElement.scrollWidth - innerWidth"), 0, "wider than the screen")
                    self.check_no_faults()


if __name__ == "__main__":
    unittest.main()
