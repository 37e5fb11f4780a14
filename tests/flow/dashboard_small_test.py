"""The dashboard of hubs that have little, or what is strange: an order dated years ahead, too few journeys to learn from, one of a thing."""
import unittest
from datetime import datetime, timedelta, timezone

from browser import Browser
from daemon import FlowTest
from looks import SHAPES, Looks

SALE = {"type": "purchase", "value": "10.00", "currency": "EUR"}


def sale(name, time, **more):
    return {**SALE, "external_id": name, "order_id": f"order-{name}", "occurred_at": time.strftime("%Y-%m-%dT%H:%M:%SZ"), **more}


class Hubs(Looks, FlowTest):
    @classmethod
    def setUpClass(cls):
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)

    def setUp(self):
        super().setUp()
        self.browser.tell("context", SHAPES["light"])

    def hub_of(self, *sales):
        """A hub in euros and UTC that has *sales*."""
        hub = self.enterContext(self.daemon(env={"CONVHUB_MONEY_CURRENCY": "EUR"}))
        if sales:
            self.taken(hub, "conversions", list(sales))
        return hub

    def show(self, hub, page):
        self.browser.tell("goto", "about:blank")
        self.browser.tell("goto", f"{hub.url}/#/{page}")
        self.until("!!document.querySelector('main .panel')")
        self.settle()


class DatedAhead(Hubs):
    def setUp(self):
        super().setUp()
        self.told = datetime.now(timezone.utc) - timedelta(days=2)
        self.hub = self.hub_of(sale("a", self.told), sale("b", datetime(self.told.year + 20, 1, 1, tzinfo=timezone.utc), value="5.00"))

    def test_every_page_takes_the_latest_order_that_is_not_dated_ahead_as_how_far_the_data_go(self):
        time = f"{self.told:%-d %b %Y %H:%M}"
        self.show(self.hub, "overview")
        self.assertIn(f"latest conversion {time}", " ".join(self.texts(".tile .under")))
        self.show(self.hub, "sources")
        self.until("![...document.querySelectorAll('main td')].some((cell) => cell.textContent === '…')")
        self.assertEqual([row[1] for row in self.rows("What each source says")], [time])
        self.show(self.hub, "cohorts?show=how~freshness")
        self.until("document.querySelectorAll('dialog .terms').length === 3")
        latest, ahead = self.run_script("[...document.querySelectorAll('dialog .terms')].slice(1).map((t) => [...t.querySelectorAll('dt')].map((d) => d.textContent))")
        self.assertEqual((latest, ahead), ([f"{self.told:%-d %b %Y %H:%M:%S}"], [f"1 Jan {self.told.year + 20} 00:00:00"]))
        self.assertEqual(self.browser.tell("axe"), [])
        self.check_no_faults()

    def test_all_time_ends_today_and_says_what_it_leaves_out(self):
        self.show(self.hub, "overview?range=all")
        self.assertEqual(self.texts(".tile .ask b")[1], "10.00")
        self.assertEqual(self.texts(".bar .caveat"), [f"Left out: 1 conversion dated after today, up to 1 Jan {self.told.year + 20}, and any spend after today."])
        self.assertIn("1 conversion is dated after today", " ".join(self.texts(".matters li")))
        self.press("Table")
        self.assertLessEqual(len(self.rows("Revenue and spend by day")), 4)
        self.assertEqual(self.browser.tell("axe"), [])
        self.show(self.hub, f"overview?from={self.told.year + 20}-01-01")
        self.assertEqual((self.texts(".tile .ask b")[1], self.texts(".bar .caveat")), ("5.00", []))
        self.check_no_faults()


class LastDays(Hubs):
    def span_of(self, days_ago):
        """What the bar says of the last 30 days where the latest order is of then."""
        told = datetime.now(timezone.utc) - timedelta(days=days_ago)
        self.show(self.hub_of(sale("a", told)), "overview")
        return f"{told:%-d %b %Y}", self.texts(".bar .span")[0]

    def test_the_last_days_end_today_so_that_spend_is_seen_where_orders_stopped(self):
        _, span = self.span_of(10)
        self.assertIn(f"– {datetime.now(timezone.utc):%-d %b %Y}", span)
        self.assertNotIn("counted back", span)

    def test_of_a_hub_that_rests_they_end_with_its_latest_order(self):
        day, span = self.span_of(50)
        self.assertIn(f"– {day}", span)
        self.assertIn("counted back from the latest conversion", span)


class Long(Hubs):
    def test_more_than_400_days_are_drawn_by_month(self):
        now = datetime.now(timezone.utc)
        first = datetime(now.year - 2, 1, 15, tzinfo=timezone.utc)
        hub = self.hub_of(sale("a", first), sale("b", now - timedelta(days=1)))
        self.show(hub, "overview?range=all")
        self.until("[...document.querySelectorAll('h2')].some((h) => h.textContent === 'Revenue and spend by month')")
        self.settle()
        self.run_script("document.querySelector('.crosshair').focus()")
        for key in ("Home", "Shift+ArrowRight"):
            self.browser.tell("press", key)
        self.until(f"document.querySelector('.tip b')?.textContent === 'Feb {first.year}'")
        self.browser.tell("press", "Enter")
        self.until(f"location.hash.includes('from={first.year}-01-01') && location.hash.includes('to={first.year}-03-01')")
        self.settle()
        self.assertIn("Revenue and spend by day", self.texts("h2"))
        self.check_no_faults()


class Little(Hubs):
    """Hubs that have one or two of everything."""

    def test_models_that_learn_are_left_out_calmly_where_there_is_too_little_to_learn_from(self):
        now = datetime.now(timezone.utc)
        hub = self.hub_of(*(sale(name, now - timedelta(days=1), email=f"{name}@shop.example") for name in ("a", "b")))
        self.taken(hub, "touchpoints", [{"id": f"t-{name}", "occurred_at": (now - timedelta(days=2)).strftime("%Y-%m-%dT%H:%M:%SZ"), "email": f"{name}@shop.example",
                                         "campaign_id": "c-1"} for name in ("a", "b")])
        self.show(hub, "models")
        self.assertEqual(self.texts(".caveat"), ["Markov and Shapley need 30 conversions with a touchpoint; here are 2. The other models stand below."])
        self.assertEqual((self.texts(".refused"), len(self.rows("Revenue by model")[0])), ([], 9))
        self.assertEqual(self.browser.tell("axe"), [])
        self.press("What each does")
        self.until("document.querySelectorAll('dialog .words li').length === 9")
        self.assertEqual(self.browser.tell("axe"), [])
        self.show(hub, "overview?model=markov")
        self.assertIn("Markov and Shapley need 30 conversions with a touchpoint; here are 2. Widen the range, or use the default model.", self.texts(".caveat"))
        self.press("use the default model", "a")
        self.until("!location.hash.includes('model') && !!document.querySelector('.tile')")
        self.settle()
        self.check_no_faults()

    def test_native_touchpoints_have_one_name_that_says_what_they_are(self):
        hub = self.hub_of()
        hours = [{"hour": "2026-03-05T10:00:00Z", "events": 2, "usual": None}]
        heard = [{"source": name, "last_event": "2026-03-05T10:30:00Z", "usual_since_last": None, "silent": False, "hours": hours} for name in ("touchpoints", "manual")]
        self.show(hub, "live")
        self.answer_instead(["/v1/rhythm", 200, {"at": "2026-03-05T10:59:00Z", "ready": True, "sources": heard}])
        self.go("sources")
        self.assertEqual([row[0] for row in self.rows("Events an hour")], ["manual", "native touchpoints"])
        self.assertIn("Native touchpoints are what was sent to /v1/touchpoints", " ".join(self.texts(".note")))
        self.run_script("document.querySelectorAll('table')[0].querySelectorAll('tbody tr')[1].querySelector('.ask').click()")
        self.until("document.querySelector('dialog h3')?.textContent === 'native touchpoints'")
        self.check_no_faults()

    def test_one_of_a_thing_is_said_as_one_and_a_hash_is_shortened(self):
        now, digest = datetime.now(timezone.utc) - timedelta(days=1), "0123456789abcdef" * 4
        hub = self.hub_of(sale("a", now))
        self.taken(hub, "conversions", [sale(digest, now, order_id="order-a")], "?source=erp")
        self.show(hub, "duplicates")
        self.assertIn("2 reports are 1 order. 1 duplicate (50.0 %) would have counted 10.00 EUR twice.", self.texts(".note")[0])
        self.assertEqual([text.lstrip("✓ ") for text in self.texts(".sum.good")], ["1 row adds up to 10.00 EUR"])
        self.assertIn("01234567…cdef", self.texts(".pair-head")[0])
        self.assertNotIn(digest, self.texts(".pair-head")[0])
        self.assertEqual(self.run_script("document.querySelector('.pair-head [title]').title"), digest)
        self.check_no_faults()

    def test_amounts_without_a_rate_are_one_press_away_in_their_own_currency(self):
        hub = self.hub_of(sale("a", datetime.now(timezone.utc) - timedelta(days=1), value="7.00", currency="CHF"))
        for page in ("overview", "models"):
            self.show(hub, page)
            self.assertIn("no touchpoint led to what was booked", " ".join(self.texts(".empty")))
            self.assertNotIn("Nothing happened", " ".join(self.texts(".empty")))
        self.show(hub, "overview")
        self.assertIn("without amounts that have no rate", self.texts(".tile")[1])
        self.press("show CHF", "a")
        self.until("location.hash.includes('currency=CHF') && document.querySelectorAll('.tile .ask b')[1]?.textContent === '7.00'")
        self.settle()
        self.assertEqual(self.texts(".caveat"), [])
        self.check_no_faults()

    def test_each_standing_of_pairs_has_its_own_legend(self):
        hub = self.hub_of()
        for standing, words in (("merged", "Two reports are one order where"), ("possible", "No rule made them one"), ("kept_apart", "count as two orders"), ("decided", "A decision holds")):
            self.show(hub, f"duplicates?standing={standing}")
            notes = " ".join(self.texts(".note"))
            self.assertEqual([word for word in ("Two reports are one order where", "No rule made them one", "count as two orders", "A decision holds") if word in notes], [words])

    def test_what_a_rejected_item_lacks_is_said(self):
        hub = self.hub_of()
        item = {"reject_id": "", "state": "discarded", "at": "2026-03-05T10:00:00Z", "source": "", "route": "", "attempts": 1, "errors": [], "raw": ""}
        self.show(hub, "live")
        self.answer_instead(["/v1/quarantine?", 200, {"data": [item], "next_cursor": None}])
        self.go("quarantine", "state=all")
        self.assertEqual(self.texts("summary"), ["unknown source –  given up or mended 5 Mar 2026 10:00:00 · tried 1 time"])
        self.run_script("document.querySelector('summary').click()")
        self.assertEqual(self.texts(".inset .note"), ["It came without a text."])
        self.assertEqual(self.browser.tell("axe"), [])
        self.check_no_faults()


class Locked(Hubs):
    def test_a_hub_with_keys_says_in_plain_words_how_to_get_one(self):
        hub = self.hub_of()
        hub.post("/v1/keys", {"name": "owner", "scopes": ["admin"]})
        self.browser.tell("goto", f"{hub.url}/#/overview")
        self.until("!!document.querySelector('dialog [name=key]')")
        said = self.texts("dialog .inside")[0]
        self.assertIn(f"convhub key create NAME --scope read --server {hub.url}", said)
        self.assertNotIn("Authorization", said)
        self.assertEqual(self.browser.tell("axe"), [])
        self.press("Close")
        self.until("!document.querySelector('dialog')")
        self.assertIn("Not shown without a key. Enter a key", self.texts(".empty"))
        self.press("Enter a key")
        self.until("!!document.querySelector('dialog [name=key]')")


if __name__ == "__main__":
    unittest.main()
