"""The dashboard of hubs that have little, or what is strange: an order dated years ahead, too few journeys to learn from, one of a thing."""
import json
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
        day, time = f"{self.told:%-d %b %Y}", f"{self.told:%-d %b %Y %H:%M}"
        self.show(self.hub, "overview")
        self.assertIn(f"latest conversion {time}", " ".join(self.texts(".tile .under")))
        self.assertTrue(self.texts(".bar .span b")[0].endswith(day), self.texts(".bar .span b"))
        self.show(self.hub, "sources")
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
        self.assertEqual(self.texts(".bar .caveat"), [f"Left out: 1 conversion dated after today, up to 1 Jan {self.told.year + 20}."])
        self.press("Table")
        self.assertLessEqual(len(self.rows("Revenue and spend by day")), 4)
        self.assertEqual(self.browser.tell("axe"), [])
        self.show(self.hub, f"overview?from={self.told.year + 20}-01-01")
        self.assertEqual((self.texts(".tile .ask b")[1], self.texts(".bar .caveat")), ("5.00", []))
        self.check_no_faults()


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


if __name__ == "__main__":
    unittest.main()
