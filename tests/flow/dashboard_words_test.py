"""The dashboard's pages say in plain words what a newcomer would otherwise ask: which key may do what, by which rule two reports are one
order, why two counts differ, and what else could be typed."""
import json
import re
import unittest
from decimal import Decimal

from browser import Browser
from daemon import FlowTest
from looks import SHAPES, DemoPages, Looks, money, plain

SALE = {"external_id": "e-1", "type": "purchase", "occurred_at": "2026-03-05T10:00:00Z", "value": "10.00", "currency": "EUR", "order_id": "o-1",
        "email": "ada@shop.example"}
BUTTON = "[...document.querySelectorAll('button')].find((b) => b.textContent === {})"
NEEDS_ADMIN = "This needs a key with the scope admin"


class Keys(Looks, FlowTest):
    @classmethod
    def setUpClass(cls):
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)

    def setUp(self):
        super().setUp()
        self.browser.tell("context", SHAPES["light"])
        self.hub = self.enterContext(self.daemon(env={"CONVHUB_MONEY_CURRENCY": "EUR"}))
        self.owner = self.hub.post("/v1/keys", {"name": "owner", "scopes": ["admin"]}).json()["secret"]
        bearer = {"Authorization": f"Bearer {self.owner}"}
        self.reader = self.hub.post("/v1/keys", {"name": "screen", "scopes": ["read"]}, bearer).json()["secret"]
        self.ok(self.hub.post("/v1/conversions", [SALE, {**SALE, "external_id": "e-2", "occurred_at": "yesterday"}], bearer))
        self.ok(self.hub.post("/v1/conversions?source=shop", [{**SALE, "external_id": "s-1"}], bearer))

    def asked(self):
        return self.run_script("performance.getEntriesByType('resource').filter((r) => r.name.includes('/v1/')).map((r) => new URL(r.name).pathname)")

    def use(self, key):
        self.browser.tell("goto", f"{self.hub.url}/#/live")
        self.run_script(f"sessionStorage.setItem('convhub-key', {json.dumps(key)})")

    def test_a_hub_that_wants_a_key_is_asked_once_before_one_is_given(self):
        self.browser.tell("goto", f"{self.hub.url}/#/overview")
        self.until("!!document.querySelector('dialog [name=key]')")
        self.assertEqual(self.asked(), ["/v1/status"])
        self.run_script(f"""(() => {{ const field = document.querySelector('dialog [name=key]'); field.value = {json.dumps(self.reader)};
            field.dispatchEvent(new Event('input', {{ bubbles: true }})) }})()""")
        self.press("Use it")
        self.until("!!document.querySelector('.tile')")
        self.settle()
        self.assertEqual(self.texts(".refused"), [])
        self.check_no_faults()

    def test_the_live_page_asks_for_a_key_once_and_not_again_each_time_it_connects(self):
        self.browser.tell("goto", f"{self.hub.url}/#/live")
        self.until("!!document.querySelector('dialog [name=key]')")
        self.until("document.querySelector('[role=status].note')?.textContent.startsWith('The connection broke')")
        self.press("Close")
        self.run_script("window.closed_at = performance.now()")
        self.until("performance.now() > window.closed_at + 5000")  # the stream connects again every two seconds
        self.assertEqual(self.texts("dialog"), [])

    def test_what_a_key_may_not_do_is_not_offered(self):
        pages = (("duplicates", "pair=shop/s-1|manual/e-1", "Split off shop: another order"), ("quarantine", "", "Replay all"),
                 ("settings", "", "What would change?"), ("match", "", "Make them one"))
        for key, may in ((self.reader, False), (self.owner, True)):
            self.use(key)
            for page, query, text in pages:
                with self.subTest(page, may=may):
                    self.open(page, query, hub=self.hub)
                    button = BUTTON.format(json.dumps(text))
                    self.until(f"{button}?.title === {json.dumps('' if may else NEEDS_ADMIN)}")
                    if page != "match":
                        self.assertEqual(self.run_script(f"{button}.disabled"), not may)
                    self.assertEqual(self.browser.tell("axe"), [])
                    self.assertEqual("this key only reads" in self.texts(".rail .foot")[0], not may)

    def test_a_key_that_may_not_see_a_page_is_told_which_scope_does(self):
        bearer = {"Authorization": f"Bearer {self.owner}"}
        self.use(self.hub.post("/v1/keys", {"name": "shop", "scopes": ["ingest"]}, bearer).json()["secret"])
        self.open("roas", hub=self.hub)
        self.until("!!document.querySelector('main .empty')")
        self.assertEqual((self.texts("main .empty"), self.texts(".refused")), (["This needs a key with the scope read; the key that came has ingest. Enter another key"], []))
        self.press("Enter another key")
        self.until("!!document.querySelector('dialog [name=key]')")
        self.assertEqual(self.browser.tell("axe"), [])

    def test_a_key_that_may_not_list_keys_is_told_so_calmly(self):
        self.use(self.reader)
        self.open("exports", hub=self.hub)
        self.until("document.querySelector('[aria-label=Keys] .empty')?.textContent === 'Listing keys needs a key with the scope admin.'")
        self.assertEqual((self.texts(".refused"), self.run_script(f"{BUTTON.format(json.dumps('Make a key'))} === undefined")), ([], True))
        self.assertEqual(self.browser.tell("axe"), [])

    def test_a_journey_without_touchpoints_says_that_none_led_to_the_order(self):
        self.use(self.owner)
        self.open("journey", "contact=ada@shop.example", hub=self.hub)
        self.until("document.querySelector('.timeline .sale')?.textContent.endsWith('no touchpoint led to it')")

    def test_whoever_is_unknown_may_be_looked_for_by_an_order_number(self):
        self.use(self.owner)
        for contact in ("nobody@shop.example", "1001"):
            with self.subTest(contact):
                self.open("journey", f"contact={contact}", hub=self.hub)
                self.until(f"document.querySelector('main .empty')?.textContent.startsWith('Nobody is known by “{contact}”.')")
                self.assertIn("an order number", self.texts("main .empty")[0])
                self.assertEqual(self.texts(".refused"), [])

    def test_the_live_page_tells_a_key_that_may_not_listen_which_scope_does_and_stops(self):
        self.use(self.hub.post("/v1/keys", {"name": "shop", "scopes": ["ingest"]}, {"Authorization": f"Bearer {self.owner}"}).json()["secret"])
        self.open("live", hub=self.hub)
        self.until("document.querySelector('[role=status].note')?.textContent === 'This needs a key with the scope read; the key that came has ingest'")
        self.until("document.querySelector('.bar .link').textContent === 'ask again'")
        self.run_script("window.refused_at = performance.now()")
        self.until("performance.now() > window.refused_at + 5000")  # it would connect again every two seconds
        self.assertEqual(self.asked().count("/v1/stream"), 1)

    def test_rules_of_a_decision_can_be_taken_back_as_long_as_they_hold(self):
        bearer = {"Authorization": f"Bearer {self.owner}"}
        self.use(self.owner)
        back = BUTTON.format("'Back to the configuration'")
        self.open("settings", hub=self.hub)
        self.assertTrue(self.run_script(f"{back} === undefined"))
        self.ok(self.hub.post("/v1/duplicates/rules", {"window_seconds": 60}, bearer))
        self.open("settings", hub=self.hub)
        self.until(f"{back}?.disabled === false")
        self.press("Back to the configuration")
        self.until("document.querySelector('.notice')?.textContent.startsWith('The configured rules are in force again.')")
        self.assertEqual(self.ok(self.hub.get("/v1/duplicates/rules", bearer))["rules"]["window_seconds"], 86_400)
        self.until(f"{back} === undefined")

    def test_a_journey_of_two_orders_names_the_order_of_each_credit(self):
        bearer = {"Authorization": f"Bearer {self.owner}"}
        self.ok(self.hub.post("/v1/touchpoints", [{"touch_id": "t-1", "occurred_at": "2026-03-04T10:00:00Z", "utm_source": "news", "utm_medium": "email", "email": SALE["email"]}], bearer))
        self.ok(self.hub.post("/v1/conversions", [{**SALE, "external_id": "e-3", "order_id": "o-2", "occurred_at": "2026-03-06T10:00:00Z"}], bearer))
        self.use(self.owner)
        self.open("journey", f"contact={SALE['email']}", hub=self.hub)
        self.until("document.querySelectorAll('.timeline .good').length === 2")
        self.assertEqual(self.texts(".timeline .good"), [f"earned 10.00 EUR (100.0 %) of order {order}" for order in ("o-1", "o-2")])

    def test_pages_of_a_hub_without_campaigns_say_so(self):
        self.use(self.owner)
        self.open("match", hub=self.hub)
        self.until("document.querySelectorAll('.two .empty').length === 2")
        self.assertEqual(self.texts(".two .empty"), ["No campaign has spend in these days.", "No touchpoint names a campaign in these days."])
        self.open("roas", hub=self.hub)
        self.assertEqual(self.texts(".two-roas"), [])


class Words(DemoPages):
    def note(self, panel):
        return self.run_script(f"document.querySelector('[aria-label=\"{panel}\"] > .note')?.textContent ?? ''")

    def test_rules_are_named_by_what_two_reports_have_in_common(self):
        self.open("duplicates")
        shown = set(self.run_script("[...document.querySelectorAll('[aria-label=\"What was removed\"] tbody th')].map((t) => t.firstChild.textContent)"))
        self.assertLessEqual(shown, {"same order number", "same event id", "same person, amount and time"})
        self.open("duplicates", "rule=fuzzy")
        self.assertIn("Only by same person, amount and time", self.note("Pair by pair"))
        self.assertEqual(set(self.texts(".pair-head .mark")), {"same person, amount and time"})
        pair = self.ok(self.hub.get("/v1/duplicates?standing=kept_apart&limit=1"))["data"][0]
        for reason, words in (("hub-key", "shared by too many"), ("unmerged", "kept apart by hand"), ("order-ids-differ", "order numbers differ")):
            self.answer_instead(["/v1/duplicates?", 200, {"data": [{**pair, "reason": reason}], "next_cursor": None, "data_seq": 1}])
            self.go("duplicates", f"standing=kept_apart&sources=a,{reason}")
            self.until(f"document.querySelector('.pair-head .mark')?.textContent === {json.dumps(words)}")
        self.answer_instead(["/v1/duplicates?", 200, {"data": [{**pair, "standing": "possible", "detail": "one contact within dedup.window, but the amounts differ"}], "next_cursor": None, "data_seq": 1}])
        self.go("duplicates", "standing=possible")
        self.run_script("document.querySelector('.pair-head').click()")
        self.until("document.querySelector('.inset .note')?.textContent.startsWith('One person within the time that Settings has, but the amounts differ. In common: person, amount ')")
        self.check_no_faults()

    def test_paths_say_why_more_have_one_step_than_one_touchpoint(self):
        self.open("paths")
        report = self.report("paths", top=1000)
        steps = sum(p["conversions"] for p in report["top_patterns"] if len(p["path"]) == 1)
        single = next(b["conversions"] for b in report["length_histogram"] if b["touchpoints"] == "1")
        self.assertGreater(steps, single)
        self.assertIn(f"Touchpoints of one channel in a row are one step: {steps} conversions have a path of one step, {single} of them a single touchpoint.", self.note("Top paths"))
        self.check_no_faults()

    def test_match_counts_up_to_the_rows_without_spend_of_roas(self):
        self.open("match")
        self.until("[...document.querySelectorAll('.note')].some((n) => n.textContent.includes('name no campaign'))")
        rows = [r for r in self.report("roas")["rows"] if not float(r["spend"])]
        note = self.note("Touchpoints, but no spend")
        self.assertIn(f"(not set) earned {money(next(r['revenue'] for r in rows if r['group']['campaign_id'] == '(not set)'))}, ", note)
        whole = money(str(sum(Decimal(r["revenue"]) for r in rows)))
        self.assertIn(f"together {whole}, as ROAS says of rows without spend.", note)
        self.open("roas")
        self.assertIn(f"Rows without spend count in both with what they earned, {whole},", self.texts(".two-roas")[0])

    def test_a_cell_says_what_it_has_of_how_many_and_what_was_sold_before_refunds(self):
        report = self.report("roas")
        row = report["rows"][0]
        cell = self.report("roas/explain", group_by="campaign", group=row["group"]["campaign_id"])
        self.open("roas", f"show=cell~roas~campaign~{row['group']['campaign_id']}")
        self.until("!!document.querySelector('dialog .lead')")
        self.assertEqual(self.texts("dialog .lead")[0], f"It had a part in {cell['check']['conversions']} conversions. Time decay, looking back 90 days, gives it "
                         f"{row['conversions']:.1f} of them, worth {money(row['revenue'])} EUR net of refunds.")
        self.open("roas", "show=cell~roas~campaign~(direct)")
        self.until("document.querySelectorAll('dialog tbody tr').length > 0")
        sold = {f"0.00of {money(e['booked'])} sold" for c in self.report("roas/explain", group_by="campaign", group="(direct)")["data"] for e in c["entries"] if e["kind"] == "sale"}
        self.assertEqual({r[3] for r in self.rows("Conversions behind (direct)")}, sold)
        self.assertEqual(self.browser.tell("axe"), [])
        self.check_no_faults()

    def test_names_that_look_like_one_campaign_are_among_what_needs_attention(self):
        report = self.report("match")
        self.open("live")
        self.answer_instead(["/v1/reports/match", 200, {**report, "suggestions": [{"accept": {"from": "spring_launch", "to": "Spring launch"}}]}])
        self.go("overview")
        self.until("document.querySelector('.matters')?.textContent.includes('1 campaign name of touchpoints looks like a campaign that cost')")
        self.assertEqual(self.browser.tell("axe"), [])

    def test_settings_name_what_is_here_in_the_currency_of_the_hub(self):
        rules = "/v1/duplicates/rules"
        self.open("settings")
        self.answer_instead([rules, 200, {"rules": {**self.ok(self.hub.get(rules))["rules"], "amount_tolerance": 150}, "decided": None, "hub_keys": [], "data_seq": 1}])
        self.press("as of")
        self.until("[...document.querySelectorAll('td')].some((t) => t.textContent === '1.50 EUR')")
        values = dict(self.run_script("[...document.querySelectorAll('[aria-label=Deduplication] tbody tr')].map((r) => [...r.cells].slice(0, 2).map((c) => c.textContent))"))
        self.assertEqual(values["Where reports differ, the first of these is believed"], "manual, meta_capi, crm, shop")
        self.assertEqual(values["The amounts may differ by"], "1.50 EUR")
        self.assertEqual(self.run_script("[...document.querySelectorAll('label')].find((l) => l.textContent === 'Amounts may differ by, EUR').querySelector('input').value"), "1.5")
        self.check_no_faults()

    def test_where_rates_are_missing_nothing_is_compared_and_nothing_stands_as_zero(self):
        report = self.report("roas")
        first, *others = report["rows"]
        missing = {"currency": "TRY", "amount": "990.00", "entries": 1, "spend": "0.00", "spend_rows": 0}
        self.open("overview")
        compared = lambda: [text for text in self.texts(".tile .under") if re.search(r"% from \d", text)]
        self.assertTrue(compared())
        self.open("live")
        self.answer_instead(["/v1/reports/roas", 200, {**report, "meta": {**report["meta"], "complete": False, "unconverted": [missing]}, "rows": [{**first, "spend": "0.00"}, *others]}])
        self.go("overview")
        self.until("[...document.querySelectorAll('.matters li')].some((l) => l.textContent.includes('Amounts without an exchange rate are left out'))")
        self.assertEqual(compared(), [])
        self.assertEqual([row[1] for row in self.rows("Top campaigns") if row[0].startswith(first["group"]["name"])], ["no rate"])
        self.assertIn("There is no exchange rate to EUR for 990.00 TRY", self.texts("main .caveat")[0])
        self.assertEqual(self.browser.tell("axe"), [])
        self.go("overview", "show=how~revenue")
        self.until("document.querySelector('dialog .caveat')?.textContent.includes('990.00 TRY')")

    def test_figures_below_zero_have_a_minus_sign(self):
        report = self.report("roas")
        self.open("live")
        self.answer_instead(["/v1/reports/roas", 200, {**report, "blended": {**report["blended"], "roas": -0.25}, "totals": {**report["totals"], "conversions": -1500}}])
        self.go("overview")
        self.until("document.querySelector('.tile b')?.textContent === '−0.25'")
        self.assertEqual(self.texts(".tile b")[3], "−1,500")

    def test_on_a_narrow_screen_revenue_and_roas_come_first_and_days_are_written_out(self):
        self.browser.tell("context", SHAPES["narrow"])
        self.open("roas")
        self.assertEqual([text.rstrip("↓↑") for text in self.rows("Campaigns: what they cost and earned", "thead")[0]][:5], ["Campaign", "By day", "Revenue", "ROAS", "Spend"])
        self.open("paths")
        labels = [bar["days"].replace("-", "–") for bar in self.report("paths")["lag_histogram"]]
        self.assertLessEqual(set(labels), set(self.texts("[aria-label=\"Days from first touchpoint\"] svg text")))

    def test_where_models_have_too_little_to_learn_from_the_tiles_stay(self):
        detail = "Markov and Shapley learn from 3 of the 50 conversions that they need"
        self.open("overview", "model=linear")
        tiles = self.texts(".tile b")
        self.open("live")
        self.answer_instead(["model=markov", 409, {"title": "Conflict", "status": 409, "detail": detail, "errors": [{"pointer": "model", "code": "too-few-conversions", "detail": detail}]}])
        self.go("overview", "model=markov")
        self.until("[...document.querySelectorAll('main .caveat')].some((c) => c.textContent.startsWith('Markov and Shapley need 50 conversions'))")
        self.assertEqual(self.texts(".tile b")[:5], tiles[:5])
        self.go("overview", "model=markov&show=how~blended")
        self.until(f"document.querySelector('dialog .terms > div:last-child dd')?.textContent === {json.dumps(tiles[0])}")

    def test_models_that_share_out_the_whole_know_no_new_customers_of_a_campaign(self):
        caption = "Campaigns: what they cost and earned"
        self.open("roas", "model=markov")
        self.until(f"[...document.querySelectorAll('table')].some((t) => t.caption?.textContent === {json.dumps(caption)})")
        self.assertEqual({row[-1] for row in self.rows(caption)}, {"–"})
        self.assertIn("Markov and Shapley share out the whole; by campaign this is not known", self.run_script("[...document.querySelectorAll('tbody td:last-child span')].map((s) => s.title)"))
        self.assertTrue(self.rows(caption, "tfoot")[-1][-1].endswith("%"))
        self.open("roas", "model=markov&show=how~fresh~" + self.report("roas")["rows"][0]["group"]["campaign_id"])
        self.until("document.querySelector('dialog .note')?.textContent === 'Markov and Shapley share out the whole; by campaign this is not known.'")
        self.assertEqual(self.texts("dialog .terms"), [])

    def test_what_each_model_does_is_said_to_the_end(self):
        self.open("models", "show=how~model")
        told = dict(text.split(". ", 1) for text in self.texts("dialog .words li"))
        for model in ("W-shaped", "Full path"):
            self.assertIn("A lead or an opportunity that is not known counts as passed with the next of them that is, at the latest at the sale, whose touchpoint then has its part too.", told[model])
        self.assertTrue(told["Shapley"].startswith("The Shapley value of a step is how many conversions it adds, on average over all orders"))

    def test_campaigns_of_one_name_are_told_apart_and_one_that_may_have_earned_more_is_not_blamed(self):
        report, match = self.report("roas"), self.report("match")
        first, second = report["rows"][0], report["rows"][1]
        ids = [row["group"]["campaign_id"] for row in (first, second)]
        twins = [{**row, "group": {**row["group"], "name": "Twin"}, "roas": 0.5} for row in (first, second)]
        suggestion = {"accept": {"from": "twin_2026", "to": ids[0]}}
        side = {"campaign_id": ids[0], "name": "Twin", "spend": "120.00"}
        met = {"campaign_id": "twin_2026", "name": "Twin 2026", "touches": 3, "conversions": 1, "revenue": "70.00"}
        self.open("live")
        self.answer_instead(["/v1/reports/roas", 200, {**report, "rows": twins}],
                            ["/v1/reports/match", 200, {**match, "spend_without_touches": [side], "touches_without_spend": [met], "suggestions": [suggestion]}])
        self.go("overview")
        self.until("document.querySelector('.matters')?.textContent.includes('may be what touchpoints call')")
        names = [f"Twin {number}" for number in ids]
        self.assertEqual(sorted(row[0] for row in self.rows("Top campaigns")), sorted(names))
        matters = self.texts(".matters li > span:nth-child(2)")
        self.assertIn(f"{names[0]} may be what touchpoints call twin_2026, and so have earned more", matters)
        self.assertIn(f"{names[1]} earns 0.50 for each 1 spent", matters)
        self.assertNotIn(f"{names[0]} earns 0.50 for each 1 spent", matters)
        self.go("match")
        self.until(f"document.querySelector('[aria-label=Suggestions] li span')?.textContent === 'Twin 2026 twin_2026, earned 70.00 looks like Twin {ids[0]}, cost 120.00'")

    def test_what_no_rate_converts_is_not_said_to_be_nothing(self):
        self.open("overview")
        self.run_script("location.hash = location.hash.replace('currency=EUR', 'currency=USD')")
        self.until("document.querySelectorAll('.tile b')[1]?.textContent === 'no rate'")
        self.assertEqual(self.texts(".tile b")[2], "no rate")

    def test_a_cell_names_the_believed_source_and_lists_no_nothing(self):
        self.open("roas", "show=cell~roas~campaign~(direct)")
        self.until("[...document.querySelectorAll('dialog thead button')].some((b) => b.textContent === 'Believed source')")
        cell = self.report("roas/explain", group_by="campaign", group="(direct)")
        self.open("live")
        self.answer_instead(["/v1/reports/roas/explain", 200, {**cell, "data": [], "next_cursor": None, "check": {"conversions": 0, "sum": {"conversions": 0, "revenue": "0.00"}, "reconciles": True}}])
        self.go("roas", "show=cell~roas~campaign~(direct)")
        self.until("document.querySelector('dialog .lead')?.textContent.includes('0.00 EUR')")
        self.assertEqual([t for t in self.texts("dialog .sum") if "listed" in t], [])

    def test_without_conversions_no_touchpoint_is_said_to_have_led_to_them(self):
        report = self.report("roas")
        none = {**report["totals"], "conversions": 0, "booked": "0.00"}
        self.open("live")
        self.answer_instead(["/v1/reports/roas", 200, {**report, "totals": none, "unattributed": {**report["unattributed"], "revenue": "0.00", "conversions": 0}}])
        self.go("roas")
        self.until("document.querySelector('.two-roas')?.textContent.includes('There is no conversion in these days.')")


if __name__ == "__main__":
    unittest.main()
