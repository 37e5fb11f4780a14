"""The dashboard of hubs that are not the demo's: one that asks for a key, and one that pulls a source."""
import json
import unittest

from browser import Browser
from daemon import FlowTest
from looks import SHAPES, Looks, money, plain
from pulled import PullTest, settings_of


class AskingForAKey(Looks, FlowTest):
    @classmethod
    def setUpClass(cls):
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)

    def give(self, secret):
        self.until("!!document.querySelector('dialog [name=key]')")
        self.run_script(f"""(() => {{ const field = document.querySelector('dialog [name=key]'); field.value = {json.dumps(secret)};
            field.dispatchEvent(new Event('input', {{ bubbles: true }})) }})()""")
        self.press("Use it")

    def test_the_page_asks_for_a_key_and_sends_it_with_everything_until_it_is_forgotten(self):
        with self.daemon() as hub:
            made = [hub.post("/v1/keys", {"name": "owner", "scopes": ["admin"]}).json()["secret"]]
            owner = {"Authorization": f"Bearer {made[0]}"}
            made.append(hub.post("/v1/keys", {"name": "screen", "scopes": ["read"]}, owner).json()["secret"])
            sale = {"external_id": "e-1", "type": "purchase", "occurred_at": "2026-03-05T10:00:00Z", "value": "10.00", "currency": "EUR",
                    "order_id": "o-1"}
            self.ok(hub.post("/v1/conversions", [sale], owner))
            self.browser.tell("context", SHAPES["light"])
            self.browser.tell("goto", f"{hub.url}/#/live")
            self.give("chk_wrong")
            self.until("document.querySelector('dialog')?.textContent.includes('none of the hub')")
            self.assertEqual(self.browser.tell("axe"), [])
            self.give(made[1])
            self.until("document.querySelector('[role=status].note')?.textContent === 'Listening'")
            self.ok(hub.post("/v1/conversions", [{**sale, "external_id": "e-2", "order_id": "o-2"}], owner))
            self.until("document.querySelector('main tbody')?.textContent.includes('e-2')")
            self.browser.tell("goto", f"{hub.url}/#/exports")
            self.until("!!document.querySelector('a[download][aria-label=\"conversions as csv\"]')")
            self.run_script("""(() => { const make = URL.createObjectURL; URL.createObjectURL = (blob) => {
                blob.text().then((text) => { document.body.dataset.saved = text }); return make(blob) } })()""")
            self.press("CSV", "a")
            self.until("document.body.dataset.saved?.includes('o-2')")
            self.assertEqual(self.run_script("Object.keys(localStorage).concat(location.href).filter((t) => t.includes('chk_'))"), [])
            self.press("Forget key")
            self.until("!!document.querySelector('dialog [name=key]')")

    def test_keys_are_made_shown_once_and_revoked(self):
        with self.daemon() as hub:
            self.browser.tell("context", SHAPES["light"])
            self.open("exports", hub=hub)
            self.until("!!document.querySelector('input[maxlength]')")
            self.assertEqual(self.texts("[aria-label=Keys] option"), ["admin: everything"], "the first key must be able to make others")
            for no, name in enumerate(("owner", "shop"), 1):
                self.run_script(f"""(() => {{ const field = document.querySelector('input[maxlength]'); field.value = '{name}';
                    field.dispatchEvent(new Event('input', {{ bubbles: true }})) }})()""")
                self.press("Make a key")
                self.until(f"document.querySelectorAll('table tbody tr').length === {no}")
                if no == 1:
                    self.until("document.querySelector('.note code')?.textContent.startsWith('chk_')")
                    owner = {"Authorization": f"Bearer {self.texts('.note code')[0]}"}
            self.assertEqual(hub.get("/v1/status").status, 401)
            keys = self.ok(hub.get("/v1/keys", owner))["data"]
            self.assertEqual([(k["name"], k["scopes"]) for k in keys], [("owner", ["admin"]), ("shop", ["admin"])])
            self.run_script("document.querySelector('[aria-label=\"Revoke key_2\"]').click()")
            self.until("[...document.querySelectorAll('tbody .mark')].some((m) => m.textContent === 'revoked')")
            self.assertIsNotNone(self.ok(hub.get("/v1/keys", owner))["data"][1]["revoked_at"])
            self.settle()
            self.assertEqual(self.browser.tell("axe"), [])
            self.check_no_faults()


class Refunds(Looks, FlowTest):
    @classmethod
    def setUpClass(cls):
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)

    def test_refunds_without_their_sale_or_beyond_it_are_pointed_at_and_listed_with_what_they_name(self):
        with self.daemon() as hub:
            sale = {"external_id": "o1", "type": "purchase", "occurred_at": "2026-03-01T10:00:00Z", "value": "50.00", "currency": "EUR", "order_id": "A-1"}
            back = {"kind": "refund", "occurred_at": "2026-03-05T12:00:00Z", "amount": "60.00", "currency": "EUR"}
            self.ok(hub.post("/v1/conversions", sale))
            self.ok(hub.post("/v1/adjustments", [{**back, "order_id": "A-1", "adjustment_id": "r1"}, {**back, "order_id": "A-9", "adjustment_id": "r2"},
                                                 {"kind": "reversal", "occurred_at": back["occurred_at"], "order_id": "A-8", "adjustment_id": "r3"}]))
            self.browser.tell("context", SHAPES["dark"])
            for words, rows in (("2 refunds or the like wait", [["reversal", "all that is left", "order A-8", "manual: r3"], ["refund", "60.00 EUR", "order A-9", "manual: r2"]]),
                                ("1 refund or the like asks", [["refund", "60.00 EUR", "order A-1", "manual: r1"]])):
                self.open("overview?currency=EUR", hub=hub)
                self.until(f"[...document.querySelectorAll('.matters li')].some((l) => l.textContent.includes({json.dumps(words)}))")
                self.run_script(f"[...document.querySelectorAll('.matters li')].find((l) => l.textContent.includes({json.dumps(words)})).querySelector('a').click()")
                self.until(f"document.querySelectorAll('.drawer tbody tr').length === {len(rows)}")
                seen = self.run_script("[...document.querySelectorAll('.drawer tbody tr')].map((r) => [...r.children].slice(1).map((c) => c.textContent))")
                self.assertEqual(seen, rows)
                self.settle()
                self.assertEqual(self.browser.tell("axe"), [])
            self.press("order A-1")
            self.until("document.querySelector('.drawer')?.textContent.includes('over-refund')")
            self.check_no_faults()

    def test_a_refund_stands_in_the_journey_with_what_became_of_it_and_a_view_says_why_it_does_not_count(self):
        with self.daemon() as hub:
            self.ok(hub.post("/v1/conversions", {"external_id": "o1", "type": "purchase", "occurred_at": "2026-03-01T10:00:00Z", "value": "50.00", "currency": "EUR",
                                                 "order_id": "A-1", "email": "ada@shop.example"}))
            self.ok(hub.post("/v1/adjustments", {"kind": "refund", "occurred_at": "2026-03-05T12:00:00Z", "amount": "60.00", "currency": "EUR", "order_id": "A-1", "adjustment_id": "r1"}))
            self.ok(hub.post("/v1/touchpoints", {"id": "t1", "occurred_at": "2026-02-27T10:00:00Z", "interaction": "view", "channel": "Display", "email": "ada@shop.example"}))
            self.browser.tell("context", SHAPES["light"])
            self.open("journey", "contact=ada@shop.example", hub=hub)
            self.until("document.querySelectorAll('.timeline .sale').length === 2")
            self.assertTrue(self.texts(".timeline .sale")[0].endswith("no touchpoint counts; not counted: 1 × a view, and views do not count"))
            self.assertEqual(self.texts(".timeline .sale")[1],
                             "refund −50.00 EUR5 Mar 2026 12:00:00 · order A-1 · told by manual · It asked for more than was left and took what was left")
            self.assertEqual(self.browser.tell("axe"), [])
            self.press("refund")
            self.until("document.querySelector('.drawer')?.textContent.includes('over-refund')")
            self.check_no_faults()


class PulledSources(Looks, PullTest):
    @classmethod
    def setUpClass(cls):
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)

    def card(self):
        return dict(self.run_script("[...document.querySelectorAll('.cards .terms > div')].map((d) => [...d.children].map((c) => c.textContent))"))

    def test_a_source_is_read_paused_and_resumed_from_its_card(self):
        self.tell("hubspot", "make_deals", count=40, changed=1_767_225_600_000)
        with self.pulling() as hub:
            self.settled(hub)
            self.open("sources", hub=hub)
            self.until("!!document.querySelector('.cards .panel')")
            self.press("Sync now")
            self.until("document.querySelector('.notice')?.textContent.startsWith('A run of hubspot begins')")
            state = self.settled(hub)
            heard = lambda: sum(h["events"] for s in self.ok(hub.get("/v1/rhythm"))["sources"] if s["source"] == "hubspot" for h in s["hours"])
            self.eventually(lambda: heard() >= 40, "the rhythm is learned behind everybody else")
            self.open("sources", hub=hub)
            self.until("!!document.querySelector('.cards .panel')")
            self.assertEqual((self.card()["Records read"], self.card()["of which rejected"]), (str(state["records"]), str(state["rejected"])))
            self.assertEqual(self.texts(".cards .mark"), ["ok"])
            came = heard()
            self.run_script("[...document.querySelectorAll('table')].find((t) => t.caption?.textContent === 'Events an hour').querySelector('tbody .ask').click()")
            self.until("document.querySelectorAll('dialog[open] tbody tr').length === 24")
            self.assertEqual(sum(int(plain(text)) for text in self.texts("dialog tbody td:nth-child(2)")), came)
            self.assertEqual(self.texts("dialog tfoot td")[0], money(str(came)))
            self.assertEqual(self.browser.tell("axe"), [])
            self.press("Close")
            self.run_script("document.querySelector('.cards .ask').click()")
            self.until("!!document.querySelector('dialog[open] .sum.good')")
            self.assertIn(f"{state['records']} records of it were read", " ".join(self.texts("dialog .note")))
            self.press("Close")
            self.press("Pause")
            self.until("document.querySelector('.cards .mark').textContent === 'paused'")
            self.assertEqual(self.state(hub)["state"], "paused")
            self.press("Resume")
            self.until("document.querySelector('.notice')?.textContent.startsWith('hubspot goes on')")
            self.assertNotEqual(self.settled(hub)["state"], "paused")
            self.settle()  # what is being asked anew is shown pale
            self.assertEqual(self.browser.tell("axe"), [])
            self.check_no_faults()

    def test_a_source_that_was_never_read_says_so_in_words(self):
        with self.daemon(env=settings_of("http://127.0.0.1:9")) as hub:
            self.open("sources", hub=hub)
            self.until("!!document.querySelector('.cards .panel')")
            card = self.card()
            self.assertEqual((card["Last success"], card["Lag behind the platform"]), ("no sync has succeeded yet", "unknown until a sync has succeeded"))
            self.eventually(lambda: self.state(hub)["failing_since"], "nobody answers at that address")
            self.open("live", hub=hub)
            self.answer_instead(["/v1/sync", 200, {"at": "2026-03-05T10:00:00Z", "sources": [{**self.state(hub), "state": "failing"}]}])  # it is tried again and again
            self.go("sources")
            self.assertRegex(self.card()["Fails at least since"], r"20\d\d \d\d:\d\d:\d\d")
            self.assertIn("the addresses under [sources.hubspot] in the configuration", " ".join(self.texts(".cards .note")))

    def test_a_source_that_waits_and_was_never_read_needs_attention(self):
        self.fault("status", status=429, headers={"Retry-After": "3600"}, body={"category": "RATE_LIMITS"})
        with self.pulling() as hub:
            self.eventually(lambda: self.state(hub)["state"] == "waiting", "the platform asks to wait")
            self.open("overview", hub=hub)
            self.until("[...document.querySelectorAll('.matters li')].some((l) => l.textContent.includes('hubspot is waiting'))")
            self.check_no_faults()


if __name__ == "__main__":
    unittest.main()
