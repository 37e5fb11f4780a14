"""Every figure of the pages of paths and cohorts opens what it counts, and what opens adds up to it."""
import json
import unittest
from decimal import Decimal

from looks import DAYS, DemoPages, money, plain


class Figures(DemoPages):
    def ask(self, caption, row, column):
        """Presses the figure in the cell of the table *caption* whose row is headed *row*; answers what it said."""
        find = f"[...document.querySelectorAll('table')].find((t) => t.caption?.textContent === {json.dumps(caption)})"
        cell = f"[...{find}.querySelectorAll('tr')].find((r) => r.cells[0].textContent === {json.dumps(row)}).cells[{column}].querySelector('.ask')"
        text = self.run_script(f"{cell}.textContent")
        self.run_script(f"{cell}.click()")
        self.until("!!document.querySelector('dialog[open] .sum.good') || !!document.querySelector('dialog[open] .sum.bad')")
        self.assertIn("are what the report shows", " ".join(self.texts("dialog .sum.good")))
        return text

    def close(self):
        self.assertEqual(self.browser.tell("axe"), [])
        self.press("Close")
        self.until("!document.querySelector('dialog')")

    def test_the_figures_of_paths_open_the_conversions_that_they_count(self):
        self.open("paths")
        report = self.report("paths", top=1000)
        best = max(report["top_patterns"], key=lambda p: p["conversions"])
        find = "[...document.querySelectorAll('table')].find((t) => t.caption?.textContent === 'Paths').querySelector('tbody tr').cells[4].querySelector('.ask')"
        self.assertEqual(plain(self.run_script(f"{find}.textContent")), best["revenue"])
        self.run_script(f"{find}.click()")
        self.until("!!document.querySelector('dialog[open] .sum.good')")
        self.assertIn(money(best["revenue"]), self.texts("dialog .lead")[0])
        listed = self.report("paths/explain", path=" > ".join(best["path"]))["data"]
        self.assertEqual([plain(text) for text in self.texts("dialog tbody td:last-child")][:len(listed)], [c["revenue"] for c in listed])
        self.close()
        role = report["roles"][0]
        shown = self.ask("Roles", role["name"], 3)
        self.assertEqual(int(plain(shown)), role["closer"])
        self.assertIn(f"{money(str(role['closer']))} conversion", self.texts("dialog .lead")[0])
        self.close()
        heat = "[...document.querySelectorAll('table.heat tbody .ask')][0]"
        count = plain(self.run_script(f"{heat}.textContent"))
        self.run_script(f"{heat}.click()")
        self.until("!!document.querySelector('dialog[open] tbody .ask')")
        self.assertEqual(str(sum(int(plain(t)) for t in self.texts("dialog tbody td:nth-child(2)"))), count)
        self.close()
        self.check_no_faults()

    def test_a_bar_opens_the_conversions_that_it_stands_for(self):
        self.open("paths")
        report = self.report("paths")
        for number, bar, figure in ((0, report["length_histogram"], "touchpoints"), (1, report["lag_histogram"], "days")):
            at = next(i for i, b in enumerate(bar) if b["conversions"])
            self.run_script(f"[...document.querySelectorAll('.two .chart svg')][{number}].querySelectorAll('g')[{at}].dispatchEvent(new MouseEvent('click', {{ bubbles: true }}))")
            self.until("!!document.querySelector('dialog[open] .sum.good')")
            self.assertIn(f"{money(str(bar[at]['conversions']))} conversion", self.texts("dialog .lead")[0])
            self.assertEqual(self.report("paths/explain", **{figure: bar[at][figure]})["check"]["conversions"], bar[at]["conversions"])
            self.close()
        self.check_no_faults()

    def test_the_figures_of_a_cohort_open_its_customers(self):
        self.open("cohorts", "worth=sum")
        report = self.report("cohorts", group_by="channel")
        month = report["cohorts"][-1]
        name = self.run_script("[...document.querySelectorAll('table tbody tr')][%d].cells[0].textContent" % (len(report["cohorts"]) - 1))
        self.assertEqual(plain(self.ask("Worth by month of the first conversion", name, 10)), month["revenue"])
        self.assertIn(money(month["revenue"]), self.texts("dialog .lead")[0])
        self.close()
        shown = self.ask("Worth by channel", "(unattributed)", 1)
        loose = next(r for r in report["unattributed"] if r["cohort"] == self.shown_month(report))
        self.assertEqual(int(plain(shown)), loose["customers"])
        whole = self.report("cohorts/explain", group_by="channel", cohort=loose["cohort"], group="(unattributed)")
        self.assertEqual(Decimal(whole["check"]["sum"]["revenue"]), Decimal(loose["revenue"]))
        self.close()
        find = "[...document.querySelectorAll('table')].find((t) => t.caption?.textContent === 'Worth by channel').querySelector('tbody .ask')"
        self.run_script(f"{find}.click()")
        self.until("!!document.querySelector('dialog[open] .sum.good')")
        self.assertIn("a customer is shared out as its first conversion is", self.texts("dialog .lead")[0])
        self.close()
        self.check_no_faults()

    def test_revenue_is_told_from_what_was_sold_to_what_is_booked(self):
        self.open("overview", "show=how~revenue")
        totals = self.report("daily")["totals"]
        self.until("document.querySelectorAll('dialog[open] .terms').length === 2")
        sold, back, booked = [Decimal(plain(text)) for text in self.texts("dialog .terms:first-of-type dd")]
        self.assertEqual((back, booked, sold), (Decimal(totals["refunded"]), Decimal(self.report("roas")["totals"]["booked"]), back + booked))
        self.assertGreater(back, 0)
        self.press("refunds")
        self.until("document.querySelector('dialog[open] caption')?.textContent === 'Adjustments: counted'")
        told = [a for a in self.ok(self.hub.get("/v1/adjustments?note=counted&limit=1000"))["data"] if DAYS["from"] <= a["occurred_at"][:10] < DAYS["to"]]
        self.assertIn(f"{len(told)} refunds or the like, of these days", self.texts("dialog .lead")[0])
        self.assertIn(f"{len(told)} listed: {money(totals['refunded'])} EUR", self.texts("dialog .sum")[0])
        self.assertEqual(self.browser.tell("axe"), [])
        self.close()
        self.check_no_faults()

    def test_conversions_of_a_cell_have_their_orders_and_those_that_nothing_earned_say_why(self):
        self.open("roas", "lookback_days=1&show=cell~roas~campaign~(unattributed)")
        self.until("!!document.querySelector('dialog[open] tbody .ask')")
        cell = self.report("roas/explain", group="(unattributed)", lookback_days=1)["data"]
        head = self.texts("dialog thead th")
        shown = self.rows("Conversions behind (unattributed)")
        self.assertEqual([row[1] for row in shown], [c["order_id"] or "–" for c in cell])
        self.assertTrue(head[3].startswith("Why"), head)
        words = {"outside-window": "before the window", "bot": "a machine"}
        whys = [", ".join(f"{n} × {words[reason]}" for reason, n in c["excluded"].items()) for c in cell]
        self.assertEqual([row[3] for row in shown], [why or "no touchpoint was seen" for why in whys])
        self.assertEqual({bool(why) for why in whys}, {True, False}, "some have touchpoints that are too old")
        self.close()
        self.check_no_faults()

    def test_the_day_of_payback_opens_what_was_earned_by_then(self):
        self.open("cohorts", "by=campaign")
        row = next(r for r in self.report("cohorts", group_by="campaign")["cohorts"] if r["payback_day"] is not None)
        at = [r["cohort"] for r in self.report("cohorts", group_by="campaign")["cohorts"]].index(row["cohort"])
        name = self.run_script(f"[...document.querySelectorAll('table tbody tr')][{at}].cells[0].textContent")
        self.assertEqual(self.ask("Worth by month of the first conversion", name, 11), f"day {row['payback_day']}")
        by_then = self.report("cohorts/explain", group_by="campaign", cohort=row["cohort"], days=row["payback_day"])
        self.assertIn(f"{money(by_then['check']['sum']['revenue'])} EUR by day {row['payback_day']}", self.texts("dialog .lead")[0])
        self.assertGreaterEqual(Decimal(by_then["check"]["sum"]["revenue"]), Decimal(row["spend"]))
        self.close()
        self.check_no_faults()

    def test_what_a_source_told_is_taken_apart(self):
        self.open("sources")
        report = self.report("sources")
        row = max(report["rows"], key=lambda r: r["merged"])
        find = f"[...document.querySelectorAll('main tbody tr')].find((r) => r.cells[0].textContent === '{row['source']}')"
        self.run_script(f"{find}.cells[4].querySelector('.ask').click()")
        self.until("document.querySelectorAll('dialog[open] .terms').length === 3")
        terms = [int(plain(t)) for t in self.texts("dialog .terms:first-of-type dd")[:6]]
        self.assertEqual(terms, [row["events"], row["events"] - row["outcomes"], row["outcomes"], row["merged"], row["outcomes"] - row["merged"], row["conversions"]])
        rules = [int(plain(t)) for t in self.run_script("[...document.querySelectorAll('dialog .terms')[1].querySelectorAll('dd')].map((d) => d.textContent)")]
        self.assertEqual(rules, [d["count"] for d in self.report("dedup")["rows"] if row["source"] in (d["source"], d["matched_source"])])
        self.close()
        self.run_script("[...document.querySelectorAll('main tfoot .ask')].at(-1).click()")
        self.until("!!document.querySelector('dialog[open] .sum.good')")
        self.assertIn(f"add up to {money(report['totals']['claimed'])}", self.texts("dialog .sum.good")[0])
        self.close()
        self.check_no_faults()

    def press_in(self, caption, row, column):
        self.run_script(f"""[...[...document.querySelectorAll('table')].find((t) => t.caption?.textContent === {json.dumps(caption)}).querySelectorAll('tbody tr')]
            .find((r) => r.cells[0].textContent === {json.dumps(row)}).cells[{column}].querySelector('.ask').click()""")

    def test_what_came_in_is_taken_apart_by_what_became_of_it(self):
        bad = self.hub.post("/v1/conversions", [{"type": "purchase"}] * 2, {"Content-Type": "application/json"})
        self.assertEqual(bad.json()["rejected"], 2)
        self.open("sources")
        balance = next(s for s in self.ok(self.hub.get("/v1/status"))["sources"] if s["source"] == "manual")
        self.press_in("Received by source", "manual", 1)
        self.until("!!document.querySelector('dialog[open] .sum.good')")
        self.assertIn(f"add up to {money(str(balance['received']))}", self.texts("dialog .sum.good")[0])
        parts = [int(plain(t)) for t in self.texts("dialog .terms dd")]
        self.assertEqual(parts, [balance[k] for k in ("stored", "duplicates", "quarantined", "refused", "received")])
        self.assertGreaterEqual(balance["quarantined"], 2)
        self.close()
        self.press_in("Received by source", "manual", 4)
        self.until("!!document.querySelector('dialog[open] .terms a')")
        self.run_script("document.querySelector('dialog .terms a').click()")
        self.until("document.querySelectorAll('main details.pair').length > 0")
        self.assertEqual(set(self.texts("main details.pair summary b")), {"manual"})
        self.press("only manual")
        self.until("!location.hash.includes('source=')")
        self.check_no_faults()

    def test_what_carries_a_label_is_listed_with_its_reason(self):
        self.ok(self.hub.post("/v1/touchpoints", {"id": "robot-1", "occurred_at": "2026-03-06T08:00:00Z", "email": "robot@shop.example",
                                                  "url": "https://shop.example/?utm_source=n&utm_medium=email", "user_agent": "Googlebot/2.1"}))
        self.open("settings")
        self.until("[...document.querySelectorAll('table')].some((t) => t.caption?.textContent === 'Labels')")
        self.press_in("Labels", "bot-agent", 2)
        self.until("!!document.querySelector('dialog[open] tbody tr')")
        listed = self.ok(self.hub.get("/v1/labels/bot-agent"))["data"]
        self.assertEqual(self.texts("dialog tbody td:last-child"), [item["reason"] for item in listed])
        self.assertGreaterEqual(len(listed), 1)
        self.close()
        self.check_no_faults()

    def test_the_days_of_what_no_ad_cost_add_up_to_its_spend(self):
        campaigns = [r["group"]["campaign_id"] for r in self.report("roas")["rows"] if Decimal(r["spend"])]
        campaign, loose = next((c, r) for c in campaigns for r in self.report("roas", group_by="adset,ad", campaign=c)["rows"]
                               if r["group"]["ad_id"] == "(not set)" and Decimal(r["spend"]))
        adset = loose["group"]["adset_id"]
        self.open("roas", f"show=part~{campaign}~{adset}~(not set)")
        self.until("!!document.querySelector('dialog[open] table')")
        self.until("!!document.querySelector('dialog[open] .sum')")
        self.assertIn(f"add up to {money(loose['spend'])}", " ".join(self.texts("dialog .sum.good")))
        days = [Decimal(plain(t)) for t in self.texts("dialog tbody td:nth-child(2)")]
        self.assertEqual(sum(days), Decimal(loose["spend"]))
        self.close()
        self.check_no_faults()

    def shown_month(self, report):
        """The month that is taken apart below: the latest of which the data reach a day far."""
        ripe = [m["cohort"] for m in report["cohorts"] if m["revenue_by_day"]["0"] is not None]
        return (ripe or [m["cohort"] for m in report["cohorts"]])[-1]


if __name__ == "__main__":
    unittest.main()
