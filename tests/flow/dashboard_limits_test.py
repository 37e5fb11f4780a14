"""The dashboard says no more than it knows: where a list ended before all was looked at, an answer was refused or has not come, a figure
has no base, a row is not there, and in which zone days are. What only a very large or a broken hub would answer is laid over its answers
in the browser."""
import json
import unittest
from decimal import Decimal

from browser import Browser
from daemon import FlowTest
from looks import DAYS, SHAPES, DemoPages, Looks, money, plain

BUSY = {"title": "Overloaded", "detail": "The hub has too much to do.", "request_id": "rq_1", "errors": []}
NONE_YET = "None among the reports looked at so far."


def none(cursor):
    return {"data": [], "next_cursor": cursor, "data_seq": 1}


class Limits(DemoPages):
    def laid_over(self, page, *answers, query=""):
        """*page* as it is with *answers* in place of the hub's."""
        self.open("live")
        self.answer_instead(*answers)
        self.go(page, query)

    def explained(self, show, *answers):
        """What the drawer says that *show* opens."""
        self.laid_over("live", *answers)
        self.run_script(f"location.hash += {json.dumps('&show=' + show)}")
        self.until("!!document.querySelector('dialog[open]')")
        self.settle()
        return " ".join(self.texts("dialog .inside"))

    def terms(self):
        return dict(self.run_script("[...document.querySelectorAll('dialog .terms > div')].map((d) => [...d.children].map((c) => c.textContent))"))

    def test_pages_without_a_pair_are_passed_over_and_what_was_not_looked_at_is_offered(self):
        real = self.ok(self.hub.get(f"/v1/duplicates?standing=merged&limit=25&from={DAYS['from']}&to={DAYS['to']}"))
        asked = "/v1/duplicates?standing=merged"
        self.laid_over("duplicates", [f"{asked}&cursor=9-0", 200, real], [asked, 200, none("9-0")])
        self.assertEqual(len(self.texts(".pair-head")), len(real["data"]))
        self.laid_over("duplicates", [asked, 200, none("9-0")])
        self.assertTrue(self.texts(".empty")[0].startswith(NONE_YET))
        self.assertEqual(self.browser.tell("axe"), [])
        self.press("Look at older ones")
        self.until("location.hash.includes('cursor=9-0')")
        self.laid_over("duplicates", [asked, 200, none(None)], query="cursor=9-0")
        self.assertEqual(self.texts(".empty"), ["No more among the older reports."])
        self.check_no_faults()

    def test_the_overview_tells_that_older_reports_were_not_looked_at(self):
        asked = "/v1/duplicates?standing=possible"
        self.laid_over("overview", [asked, 200, none("9-0")])
        self.assertIn("Of the latest reports none may be the same order as another; older ones were not looked at", " ".join(self.texts(".matters li")))
        self.laid_over("overview", [asked, 200, none(None)])
        self.assertNotIn("older ones were not looked at", " ".join(self.texts(".matters li")))

    def test_amounts_without_a_rate_are_named_once_on_the_overview(self):
        self.open("overview")
        self.run_script("location.hash = location.hash.replace('EUR', 'JPY')")
        self.until("document.querySelector('main').textContent.includes('exchange rate to JPY')")
        self.settle()
        named = [text for text in self.texts(".caveat") if "exchange rate" in text]
        self.assertEqual(len(named), 1, self.texts(".caveat"))
        left = self.report("daily", currency="JPY")["meta"]["unconverted"]
        amounts = ", ".join(f"{money(u['amount'])} {u['currency']}, {money(u['spend'])} {u['currency']} of spend" for u in left)
        self.assertIn(f"There is no exchange rate to JPY for {amounts}, which these figures leave out.", named[0])
        self.assertNotIn("not complete", " ".join(self.texts("main")))
        self.check_no_faults()

    def test_an_alias_of_names_that_nobody_has_says_that_it_joins_nothing(self):
        self.open("match")
        for place, name in enumerate(("Nonsens A", "Nonsens B")):
            self.run_script(f"""(() => {{ const i = document.querySelectorAll('.field input[list]')[{place}];
                i.value = '{name}'; i.dispatchEvent(new Event('input', {{ bubbles: true }})) }})()""")
            self.settle()
        self.press("Make them one")
        self.until("!!document.querySelector('.notice')")
        self.assertIn("Nonsens A is Nonsens B from now on, in all reports. It joins nothing yet: "
                      "no fact names the campaign 'Nonsens A'; no fact names the campaign 'Nonsens B'", self.texts(".notice")[0])
        self.press("Take back")
        self.until("document.querySelector('.notice')?.textContent.startsWith('Taken back')")
        self.check_no_faults()

    def test_no_pair_is_said_of_what_was_asked_for(self):
        self.open("duplicates", "sources=nobody&rule=order_key")
        self.assertEqual(self.texts(".empty"), ["None by same order number of nobody in these days."])
        self.open("duplicates", f"conversion=cv_{'0' * 32}")
        self.assertEqual(self.texts(".empty"), [f"None of cv_{'0' * 32}."])

    def test_a_row_is_found_by_its_id_and_not_by_the_name_of_another(self):
        report = self.report("compare", models="linear,last_touch")
        first, second = report["rows"][:2]
        first["group"]["name"] = second["group"]["campaign_id"]
        self.explained(f"spread~campaign~{second['group']['campaign_id']}~linear,last_touch", ["/v1/reports/compare?", 200, report])
        self.assertEqual(self.texts("dialog h3"), [second["group"]["name"]])
        self.assertIn("This row is not in these days.", self.explained("cell~attribution~campaign~nobody~~markov"))
        self.assertIn("have no touchpoint that counts", self.explained("cell~attribution~campaign~(unattributed)~~markov"))
        self.check_no_faults()

    def test_a_payload_is_shown_token_by_token_as_it_came(self):
        item = '{"external_id":"r-1","type":"purchase","occurred_at":"soon","value":99.90,"currency":"EUR","order_id":"a","order_id":"b"}'
        raw = '{"external_id": "r-1", "big": 12345678901234567890, "much": 1e400, "same": 1, "same": 99.90, "when": {"at": "so\\u006fn"}, "none": []}'
        self.ok(self.hub.post("/v1/conversions?source=odd", f"[{item}]".encode()))
        kept = self.ok(self.hub.get("/v1/quarantine?source=odd"))
        came = kept["data"][0]["raw"]
        self.open("quarantine", "source=odd")
        self.run_script("document.querySelector('summary').click()")
        self.assertEqual("".join(self.texts(".raw")[0].split()), "".join(came.split()))
        kept["data"][0].update(raw=raw, errors=[{"pointer": "/0/when/at", "code": "time-malformed", "detail": "no time"}])
        self.laid_over("quarantine", ["/v1/quarantine?", 200, kept])
        self.assertEqual("".join(self.texts(".raw")[0].split()), "".join(raw.split()))
        self.assertEqual(self.texts(".raw mark"), ['"at":', '"so\\u006fn"'])
        kept["data"][0].update(raw="{1e400, no JSON")
        self.laid_over("quarantine", ["/v1/quarantine?", 200, kept])
        self.assertEqual(self.texts(".raw"), ["{1e400, no JSON"])
        self.check_no_faults()

    def test_an_offline_share_is_a_dash_where_the_second_question_is_refused(self):
        row = next(r for r in self.report("roas")["rows"] if Decimal(r["revenue"]))
        campaign = row["group"]["campaign_id"]
        self.explained(f"how~offline~{campaign}", ["include_offline=false", 503, BUSY])
        self.assertEqual([self.terms()[name] for name in ("Without offline conversions", "Offline share")], ["–", "–"])
        self.explained(f"how~offline~{campaign}")
        online = next(r for r in self.report("roas", include_offline="false")["rows"] if r["group"]["campaign_id"] == campaign)
        self.assertEqual(plain(self.terms()["Without offline conversions"]), online["revenue"])

    def test_a_source_that_told_nothing_is_not_given_the_figures_of_all(self):
        self.assertIn("nobody told nothing in these days.", self.explained("how~told~nobody"))
        status = {**self.ok(self.hub.get("/v1/status")), "sources": []}
        pulled = {"sources": [{"source": "hubspot", "records": 12345}]}
        said = self.explained("how~came~hubspot", ["/v1/status", 200, status], ["/v1/sync", 200, pulled])
        self.assertRegex(said, r"Nothing came since \d.*, when this process started\.")
        self.assertIn("12,345 records of it were read", said)
        self.check_no_faults()

    def test_older_decisions_are_shown_and_all_that_are_overruled_told(self):
        one = {"verdict_id": "v-1", "decided_at": "2026-03-05T10:00:00Z", "verdict": "apart", "note": None, "withdrawn": False, "events": []}
        self.laid_over("duplicates", ["/v1/duplicates/verdicts?cursor=100", 200, {"data": [{**one, "note": "the oldest", "overruled_by": "v-9", "events": [
            {"side": side, "source": source, "external_id": "1"} for side, source in ((0, "shop"), (0, "pixel"), (1, "crm"))]}], "next_cursor": None}],
                       ["/v1/duplicates/verdicts", 200, {"data": [one], "next_cursor": "100"}], query="standing=decided")
        self.press("Older")
        self.until("document.querySelector('main ul.plain')?.textContent.includes('the oldest')")
        self.assertEqual(self.texts("main ul.plain .mark"), ["overruled"])
        self.assertEqual(self.texts("main ul.plain li span > small")[1:], ["shop 1", "pixel 1", "not crm 1"])
        self.assertNotIn("Older", self.texts("main button"))
        overruled = [{**one, "note": "a slip"}, {**one, "verdict": "together", "decided_at": "2026-03-04T10:00:00Z"}]
        self.laid_over("duplicates", ["/unmerge", 200, {"verdict_id": "v-2", "conversions": [], "overrules": overruled, "data_seq": 1}],
                       ["/v1/duplicates/verdicts/v-2", 200, {"verdict_id": "v-2", "conversions": [], "overrules": [], "data_seq": 1}])
        self.run_script("document.querySelector('.pair-head').click()")
        self.until("!!document.querySelector('.inset table')")
        self.press("Split off")
        self.until("document.querySelector('.notice')?.textContent.startsWith('Split off')")
        told = self.texts(".notice")[0]
        self.assertIn("It overrules the decision of 5 Mar 2026 10:00:00 that they are not one order (a slip)", told)
        self.assertIn(" and the decision of 4 Mar 2026 10:00:00 that they are one order.", told)
        self.press("Take back")
        self.until("document.querySelector('.notice')?.textContent.startsWith('Taken back: an earlier decision about the pair holds again, else the rules decide.')")
        self.check_no_faults()

    def test_a_page_that_is_turned_to_again_shows_what_came_since(self):
        self.open("quarantine", "source=late")
        self.assertEqual(self.texts("main summary"), [])
        self.ok(self.hub.post("/v1/conversions?source=late", [{"type": "purchase"}]))
        self.go("sources")
        self.go("quarantine", "source=late")
        self.until("document.querySelectorAll('main summary').length === 1")
        self.ok(self.hub.post("/v1/conversions?source=late", [{"type": "lead"}]))
        self.press("All")
        self.press("Open")
        self.until("document.querySelectorAll('main summary').length === 2")
        self.run_script("document.querySelector('main summary').click()")
        self.press("Replay")
        self.until("document.querySelector('.notice')?.textContent.startsWith('Still rejected')")
        self.go("sources")
        self.assertEqual(self.texts(".notice"), [])

    def test_quarantine_is_asked_by_reason_and_none_of_a_reason_is_not_none_at_all(self):
        bad = {"external_id": "s-1", "type": "purchase", "occurred_at": "soon", "value": "1.00", "currency": "EUR"}
        self.ok(self.hub.post("/v1/conversions?source=strange", [bad, {**bad, "external_id": "s-2", "occurred_at": "2026-03-05T10:00:00Z", "currency": "?"}]))
        codes = [item["errors"][0]["code"] for item in self.ok(self.hub.get("/v1/quarantine?source=strange"))["data"]]
        self.assertEqual(len(set(codes)), 2)
        self.open("quarantine", "source=strange")
        self.press(f"{codes[0]} 1")
        self.until(f"location.hash.includes('code={codes[0]}') && document.querySelectorAll('main summary').length === 1")
        self.settle()
        self.assertTrue(any(f"code={codes[0]}" in each["url"] for each in self.browser.tell("sent")))
        self.assertEqual(sorted(self.texts(".choices .chip")), sorted(["only strange", *(f"{code} 1" for code in codes)]))
        self.open("quarantine", "source=strange&code=no-such")
        self.assertEqual(self.texts(".empty"), ["Nothing here from strange for no-such."])
        self.press("no-such")
        self.until("!location.hash.includes('code=') && document.querySelectorAll('main summary').length === 2")
        self.open("quarantine", "source=nobody")
        self.assertEqual(self.texts(".empty"), ["Nothing here from nobody."])
        self.check_no_faults()

    def test_what_needs_attention_is_counted_no_further_than_it_is_known(self):
        report = self.report("roas")
        report["rows"][0].update(revenue="0.00", spend="10.00", platform_revenue="9999999.00")
        item = {"reject_id": "rj_1", "state": "open", "at": "2026-03-05T10:00:00Z", "source": "s", "route": "/", "attempts": 1, "errors": [], "raw": ""}
        pair = self.ok(self.hub.get("/v1/duplicates?limit=1"))["data"][0]
        self.laid_over("overview", [f"/v1/reports/roas?from={DAYS['from']}", 200, report], ["/v1/quarantine?", 200, {"data": [item] * 100, "next_cursor": "rj_1"}],
                       ["/v1/duplicates?standing=possible", 200, {"data": [pair] * 100, "next_cursor": "9-0", "data_seq": 1}])
        said = " ".join(self.texts(".matters li"))
        for part in ("At least 100 items could not be taken in", "At least 100 pairs may be one order", "its platform claims 9,999,999.00 EUR more than it earned"):
            self.assertIn(part, said)

    def test_a_page_that_was_refused_can_be_asked_for_again(self):
        row = self.report("roas")["rows"][0]
        campaign = row["group"]["campaign_id"]
        whole = self.report("roas/explain", group_by="campaign", group=campaign, limit=100)
        first, rest = {**whole, "data": whole["data"][:1], "next_cursor": "more"}, {**whole, "data": whole["data"][1:3], "next_cursor": None}
        self.explained(f"cell~roas~campaign~{campaign}", ["cursor=more", 503, BUSY], ["/v1/reports/roas/explain", 200, first])
        self.press("Show the next 100")
        self.until("document.querySelector('dialog .refused')?.textContent.includes('too much to do')")
        self.assertEqual(self.browser.tell("axe"), [])
        self.answer_instead(["cursor=more", 200, rest])
        self.run_script("document.querySelector('dialog .refused button').click()")
        self.until("document.querySelectorAll('dialog tbody tr').length === 3 && !document.querySelector('dialog .refused')")
        self.assertNotIn("Show the next 100", self.texts("dialog button"))
        self.check_no_faults()

    def test_a_name_with_any_character_can_be_opened(self):
        name = "50%7E ~ off"
        at = {"occurred_at": f"{DAYS['from']}T08:00:00Z", "email": "tilde@shop.example"}
        self.ok(self.hub.post("/v1/touchpoints", {"id": "tilde-1", **at, "url": "https://shop.example/?utm_source=n&utm_medium=cpc&utm_campaign=50%257E%20~%20off"}))
        self.ok(self.hub.post("/v1/conversions", {"external_id": "tilde-1", "type": "purchase", **at, "occurred_at": f"{DAYS['from']}T09:00:00Z",
                                                  "value": "12.34", "currency": "EUR"}))
        row = next(r for r in self.report("roas")["rows"] if r["group"]["name"] == name)
        self.open("roas")
        self.run_script(f"[...document.querySelectorAll('tbody .ask')].find((b) => b.textContent === {json.dumps(money(row['revenue']))}).click()")
        self.until("!!document.querySelector('dialog[open] .sum.good')")
        self.assertEqual(self.texts("dialog h3"), [name])
        self.assertIn("are what the report shows", self.texts("dialog .sum.good")[0])
        self.assertIn("12.34 EUR", self.texts("dialog .lead")[0])
        self.check_no_faults()

    def test_what_a_month_cost_is_asked_of_that_month_and_so_is_its_file(self):
        month = self.report("cohorts", **{"from": "2026-01-01", "to": "2026-04-01"})["cohorts"][-2]
        self.assertEqual(month["cohort"], "2026-02")
        self.browser.tell("goto", "about:blank")
        self.browser.tell("goto", f"{self.hub.url}/#/cohorts?range=all&tz=UTC&currency=EUR&show=spend~*~2026-02")
        self.until("!!document.querySelector('dialog[open] .sum')")
        self.settle()
        self.assertIn(f"28 days add up to {money(month['spend'])} EUR", self.texts("dialog .sum.good")[0])
        href = self.run_script("document.querySelector('dialog a[download]').getAttribute('href')")
        self.assertIn("from=2026-02-01&to=2026-03-01", href)
        self.open("cohorts", "show=spend~*~2026-03")  # of a range that begins on the second
        self.assertIn("from=2026-03-02&to=2026-04-01", self.run_script("document.querySelector('dialog a[download]').getAttribute('href')"))
        self.check_no_faults()

    def test_nothing_is_said_to_have_changed_from_nothing_or_less(self):
        before = self.report("roas", **{"from": "2026-01-31", "to": "2026-03-02"})
        self.open("overview")
        self.assertIn("from ", self.texts(".tile")[1])
        for booked in ("-100.00", "0.00"):
            before["totals"]["booked"] = booked
            self.laid_over("overview", ["/v1/reports/roas?from=2026-01-31", 200, before])
            self.assertNotIn("from ", self.texts(".tile")[1])
            self.assertNotIn("%", self.texts(".tile")[1])


class Zone(Looks, FlowTest):
    @classmethod
    def setUpClass(cls):
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)

    def test_days_and_times_are_in_the_zone_of_the_hub_where_the_address_names_none(self):
        sale = {"external_id": "z-1", "type": "purchase", "occurred_at": "2026-03-05T20:00:00Z", "value": "10.00", "currency": "EUR", "order_id": "o-1"}
        with self.daemon(env={"CONVHUB_MONEY_TZ": "Asia/Tokyo", "CONVHUB_MONEY_CURRENCY": "EUR"}) as hub:
            self.ok(hub.post("/v1/conversions", [sale]))
            self.browser.tell("context", SHAPES["light"])
            for query, days, time in (("range=7d", "28 Feb – 6 Mar 2026", "6 Mar 2026 05:00"), ("range=7d&tz=UTC", "27 Feb – 5 Mar 2026", "5 Mar 2026 20:00")):
                with self.subTest(query):
                    self.browser.tell("goto", "about:blank")
                    before = len(self.browser.tell("sent"))
                    self.browser.tell("goto", f"{hub.url}/#/overview?{query}")
                    self.until("!!document.querySelector('.tile')")
                    self.settle()
                    self.assertEqual(self.texts(".bar .span b"), [days])
                    self.assertEqual(self.texts(".tile .ask b")[1], "10.00")
                    self.assertIn(f"latest conversion {time}", " ".join(self.texts(".tile .under")))
                    asked = [each["url"] for each in self.browser.tell("sent")[before:] if "/v1/" in each["url"]]
                    self.assertEqual(len([url for url in asked if "from=1970-01-01" in url]), 1)
                    self.assertEqual([url for url in asked if asked.count(url) > 1], [])
                    self.check_no_faults()


class Small(Looks, FlowTest):
    @classmethod
    def setUpClass(cls):
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)

    def test_paths_of_fewer_touchpoints_than_are_drawn_are_drawn_from_their_first(self):
        sale = {"external_id": "s-1", "type": "purchase", "occurred_at": "2026-03-05T20:00:00Z", "value": "10.00", "currency": "EUR", "anonymous_id": "d-1"}
        self.browser.tell("context", SHAPES["light"])
        with self.daemon(env={"CONVHUB_MONEY_CURRENCY": "EUR"}) as hub:
            self.ok(hub.post("/v1/conversions", [sale]))
            for n, channel in enumerate(("Email", "Paid Search", "Paid Social"), 1):
                self.ok(hub.post("/v1/touchpoints", [{"anonymous_id": "d-1", "channel": channel, "id": f"t-{n}", "occurred_at": f"2026-03-0{n}T10:00:00Z"}]))
                with self.subTest(touchpoints=n):
                    self.browser.tell("goto", "about:blank")
                    self.browser.tell("goto", f"{hub.url}/#/paths?range=all")
                    self.until("!!document.querySelector('.sankey .node')")
                    self.settle()
                    self.assertEqual(len(self.texts(".sankey .node")), n)
                    self.check_no_faults()


if __name__ == "__main__":
    unittest.main()
