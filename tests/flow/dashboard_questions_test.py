"""What an analyst would ask of the dashboard's pages stands on them: why two figures differ, what is compared with what, what an address
may not ask for, and what erasing a person does."""
import json
import unittest
from decimal import Decimal

from browser import Browser
from daemon import FlowTest
from looks import SHAPES, DemoPages, Looks, money, plain

MODELS = "first_touch,last_touch,linear,time_decay,position_based,w_shaped,full_path,markov,shapley"


class Questions(DemoPages):
    def heads(self, caption):
        return [text.rstrip("↓↑") for text in self.rows(caption, "thead")[0]]

    def terms(self):
        return dict(self.run_script("[...document.querySelectorAll('dialog .terms > div')].map((d) => [...d.children].map((c) => c.textContent))"))

    def explained(self, title):
        self.until(f"document.querySelector('dialog h2')?.textContent === {json.dumps(title)} && !!document.querySelector('dialog .terms')")

    def test_attributed_and_blended_roas_stand_side_by_side_with_what_is_between_them(self):
        self.open("roas")
        report = self.report("roas")
        attributed, claimed, loose, whole = self.rows("Campaigns: what they cost and earned", "tfoot")
        totals, unattributed, blended = report["totals"], report["unattributed"], report["blended"]
        earned = f"{Decimal(totals['booked']) - Decimal(unattributed['revenue'])}"
        self.assertEqual([plain(attributed[i]) for i in (4, 5, 2, 3)], [totals["spend"], str(totals["conversions"] - unattributed["conversions"]), earned, f"{totals['roas']:.2f}"])
        self.assertEqual([plain(loose[i]) for i in (5, 2)], [str(unattributed["conversions"]), unattributed["revenue"]])
        self.assertEqual([plain(whole[i]) for i in (4, 5, 2, 3)], [blended["spend"], str(totals["conversions"]), blended["revenue"], f"{blended['roas']:.2f}"])
        words = self.texts(".two-roas")[0]
        for part in (f"Attributed {totals['roas']:.2f}, blended {blended['roas']:.2f}.", money(earned), money(blended["revenue"]), money(blended["spend"]),
                     f"The difference of {blended['roas'] - totals['roas']:.2f} is the {money(unattributed['revenue'])} of {unattributed['conversions']} conversions that no touchpoint led to"):
            self.assertIn(part, words)
        self.assertEqual(claimed[7], attributed[7])
        for cell, title in ((3, "Attributed ROAS"), (7, "What the platforms say")):
            self.run_script(f"document.querySelector('tfoot tr').children[{cell}].querySelector('.ask').click()")
            self.explained(title)
            self.assertIn(attributed[cell] if cell == 3 else f"{attributed[cell]} EUR", self.terms().values())
            self.assertEqual(self.browser.tell("axe"), [])
            self.press("Close")
            self.until("!document.querySelector('dialog')")
        self.check_no_faults()

    def test_a_change_says_of_what_and_against_which_days(self):
        now, then = self.report("roas"), self.report("roas", **{"from": "2026-01-31", "to": "2026-03-02"})
        before = "31 Jan – 1 Mar 2026"
        for page, caption, head, key, told in (("overview", "Top campaigns", "Revenue change", "revenue", lambda r: f"{money(r['revenue'])} EUR"),
                                               ("roas", "Campaigns: what they cost and earned", "ROAS change", "roas", lambda r: f"{r['roas']:.2f}")):
            with self.subTest(page):
                self.open(page)
                self.until(f"document.body.textContent.includes({json.dumps(before)})")
                self.until(f"[...document.querySelectorAll('th')].some((t) => t.textContent === '{head}')")
                heads = self.heads(caption)
                self.assertNotIn("Change", heads)
                self.assertIn(f"{head} is against the", " ".join(self.texts(".note")))
                one = now["rows"][0]
                old = next(r for r in then["rows"] if r["group"] == one["group"])
                cell = self.rows(caption)[0][heads.index(head)]
                self.assertEqual(plain(cell.split()[0])[:3], f"{100 * (float(one[key]) / float(old[key]) - 1):.0f}"[:3])
                self.run_script(f"document.querySelector('tbody tr').children[{heads.index(head)}].querySelector('.ask').click()")
                self.explained("What is compared with what")
                name = head.replace(" change", "")
                terms = self.terms()
                self.assertEqual((terms[f"{name}, 2 Mar – 31 Mar 2026"], terms[f"{name}, {before}"], terms[head]), (told(one), told(old), cell))
                self.check_no_faults()
        self.open("overview")
        tile = self.texts(".tile")[0]
        self.assertIn(f"from {then['blended']['roas']:.2f}", tile)

    def test_a_row_that_models_see_differently_is_marked_unless_it_earns_next_to_nothing(self):
        self.open("models")
        report = self.report("compare", models=MODELS)
        shown = {row[0]: row[-1] for row in self.rows("Revenue by model")}
        marked = 0
        for row in report["rows"]:
            values = [Decimal(m["revenue"]) for m in row["models"].values()]
            apart, mean = max(values) - min(values), sum(values) / len(values)
            part = apart / mean if mean else 0
            small = max(values) < Decimal("0.01") * Decimal(report["totals"]["booked"])
            text = shown[row["group"]["name"]]
            sensitive = part >= Decimal("0.5") and not small
            marked += sensitive
            self.assertEqual("◆ model-sensitive" in text, sensitive, row)
            self.assertEqual(text.split(" ")[-1] != "%", small and part >= Decimal("0.5"), row)
            if small and part >= Decimal("0.5"):
                self.assertTrue(text.endswith(money(f"{apart:.2f}")), text)
        self.assertNotIn("◆", shown["(direct)"])
        note = self.texts(".note")[0]
        self.assertIn(f"{marked} of {len(report['rows'])} rows", note)
        self.assertIn("“(direct)”", note)
        self.run_script("[...document.querySelectorAll('tbody tr')].find((r) => r.cells[0].textContent === '(direct)').querySelector('td:last-child .ask').click()")
        self.explained("How far the models differ")
        self.assertIn("108.98 EUR", self.terms()["Apart by"])
        self.assertEqual(self.browser.tell("axe"), [])
        self.check_no_faults()

    def test_paths_say_why_their_sums_are_not_those_of_roas(self):
        self.open("paths")
        self.until("[...document.querySelectorAll('h2')].some((h) => h.textContent === 'Beside the ROAS page')")
        caption = "Sums of this page and of the ROAS page"
        rows, foot = self.rows(caption), self.rows(caption, "tfoot")[0]
        roas, paths = self.report("roas"), self.report("paths", top=1000)
        number = lambda text: Decimal(plain(text).replace("+", ""))
        self.assertEqual([number(cell) for cell in rows[0][1:]], [roas["totals"]["conversions"], Decimal(roas["totals"]["booked"])])
        self.assertEqual([number(cell) for cell in rows[1][1:]], [-roas["unattributed"]["conversions"], -Decimal(roas["unattributed"]["revenue"])])
        self.assertEqual([number(cell) for cell in foot[1:]], [paths["total_paths"], sum(Decimal(p["revenue"]) for p in paths["top_patterns"])])
        for column in (1, 2):
            self.assertEqual(sum(number(row[column]) for row in rows), number(foot[column]))
        self.assertIn("ROAS books each refund on its own day", " ".join(self.texts(".note")))
        self.check_no_faults()

    def test_an_address_that_asks_for_what_cannot_be_is_refused_in_words_and_the_wrong_part_dropped(self):
        for query, named in (("from=2026-13-01", ["from=2026-13-01"]), ("from=2026-02-30&to=soon", ["from=2026-02-30", "to=soon"]), ("from=2026-03-05&to=2026-03-05", ["from=2026-03-05", "to=2026-03-05"]),
                             ("tz=Nowhere/Land&range=x", ["range=x", "tz=Nowhere/Land"]), ("model=best", ["model=best"]), ("lookback_days=-1", ["lookback_days=-1"]), ("compare=x", ["compare=x"])):
            with self.subTest(query):
                self.browser.tell("goto", "about:blank")
                self.browser.tell("goto", f"{self.hub.url}/#/overview?{query}&by=channel")
                self.until("!!document.querySelector('.refused')")
                self.assertEqual(self.texts(".refused li code"), named)
                self.assertNotIn("undefined", self.run_script("document.body.textContent"))
                self.assertEqual(self.browser.tell("axe"), [])
                self.press("Drop ")
                self.until("!!document.querySelector('.tile')")
                self.settle()
                self.assertEqual(self.run_script("location.hash"), "#/overview?by=channel")
                self.check_no_faults()
        self.browser.tell("goto", f"{self.hub.url}/#/cohorts?month=2026-14")
        self.until("document.querySelector('.refused')?.textContent.includes('is no month')")
        self.browser.tell("goto", f"{self.hub.url}/#/nowhere")
        self.until("document.querySelector('.refused')?.textContent.includes('There is no page nowhere')")
        self.browser.tell("goto", f"{self.hub.url}/#/roas?show=nothing~x")
        self.until("document.querySelector('dialog')?.textContent.includes('which is no figure of this page')")
        self.check_no_faults()

    def test_the_live_page_begins_with_what_was_there_marked_as_history(self):
        self.open("live")
        caption = "Conversions before this page was opened"
        self.until(f"[...document.querySelectorAll('caption')].some((c) => c.textContent === '{caption}')")
        latest = self.ok(self.hub.get("/v1/conversions?limit=25"))["data"]
        self.assertEqual([plain(row[4]) for row in self.rows(caption)], [f"{c['net']['amount']} {c['net']['currency']}" for c in latest])
        self.assertEqual(self.texts("h2"), ["Since this page was opened", "History"])
        self.check_no_faults()


class Erasing(Looks, FlowTest):
    @classmethod
    def setUpClass(cls):
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)

    def use(self, key):
        self.run_script(f"sessionStorage.setItem('convhub-key', {json.dumps(key)})")

    def test_a_person_is_erased_after_a_look_at_what_there_is_and_a_typed_word_by_who_may(self):
        mail = "ada@shop.example"
        with self.daemon() as hub:
            self.browser.tell("context", SHAPES["light"])
            owner = hub.post("/v1/keys", {"name": "owner", "scopes": ["admin"]}).json()["secret"]
            bearer = {"Authorization": f"Bearer {owner}"}
            reader = hub.post("/v1/keys", {"name": "screen", "scopes": ["read"]}, bearer).json()["secret"]
            sale = {"external_id": "e-1", "type": "purchase", "occurred_at": "2026-03-05T10:00:00Z", "value": "10.00", "currency": "EUR", "order_id": "o-1", "email": mail}
            self.ok(hub.post("/v1/conversions", [sale], bearer))
            before = self.ok(hub.get("/v1/reports/roas", bearer))["totals"]
            contact = self.ok(hub.get(f"/v1/contacts/{mail}", bearer))["contact_id"]
            would = self.ok(hub.ask("DELETE", f"/v1/contacts/{contact}?dry_run=true", None, bearer))
            look = "[...document.querySelectorAll('button')].find((b) => b.textContent === 'Show what would be erased')"
            for key in (reader, owner):
                self.browser.tell("goto", f"{hub.url}/#/journey")
                self.use(key)
                self.open("journey", f"contact={contact}", hub=hub)
                if key == reader:
                    self.until(f"{look}?.disabled && {look}.title === 'This needs a key with the scope admin'")
                    self.assertEqual(self.browser.tell("axe"), [])
            self.press("Show what would be erased")
            self.until("!!document.querySelector('[name=confirm]')")
            self.settle()
            self.assertEqual(self.run_script("[...document.querySelectorAll('main .terms dd')].map((d) => +d.textContent)"), [would["identifiers"], would["touchpoints"], would["conversions"]])
            self.assertEqual(self.browser.tell("axe"), [])
            self.assertTrue(self.run_script("[...document.querySelectorAll('button')].find((b) => b.textContent === 'Erase for good').disabled"))
            self.assertEqual(self.ok(hub.get(f"/v1/contacts/{mail}", bearer))["contact_id"], contact, "looking erases nothing")
            self.run_script("(() => { const i = document.querySelector('[name=confirm]'); i.value = 'erase'; i.dispatchEvent(new Event('input', { bubbles: true })) })()")
            self.until("![...document.querySelectorAll('button')].find((b) => b.textContent === 'Erase for good').disabled")
            self.press("Erase for good")
            self.until("document.querySelector('.notice')?.textContent.startsWith('The person is erased')")
            self.assertNotIn("contact=", self.run_script("location.hash"))
            self.assertEqual(hub.get(f"/v1/contacts/{mail}", bearer).status, 404)
            self.assertEqual(self.ok(hub.get("/v1/reports/roas", bearer))["totals"], before)
            self.check_no_faults()


if __name__ == "__main__":
    unittest.main()
