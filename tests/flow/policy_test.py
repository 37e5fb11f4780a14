"""Which touches count is decided when a question is asked: windows for some, the previous conversion, referrers, priority of
campaigns. The same data under each policy, by parameters and by settings, without anything being sent again."""
import unittest
from decimal import Decimal

from daemon import FlowTest, run_cli

EUR = "currency=EUR&model=linear"

# What each parameter asks for; the same as settings.
POLICIES = {
    "lookback=purchase/paid_social/click:5": {"LOOKBACK": "purchase/Paid Social/click:5"},
    "lookback=*/*/view:4&views=true&click_beats_view=false": {"LOOKBACK": "*/*/view:4", "VIEWS": "true",
                                                              "CLICK_BEATS_VIEW": "false"},
    "since_previous_conversion=true": {"SINCE_PREVIOUS_CONVERSION": "true"},
    "campaign_priority=brand*": {"CAMPAIGN_PRIORITY": "brand*"},
    "excluded_referrers=bank.example": {"EXCLUDED_REFERRERS": "bank.example"},
}


def touch(name, who, day, **more):
    return {"id": name, "email": f"{who}@shop.example", "occurred_at": f"2026-03-{day:02}T08:00:00Z", "interaction": "click", **more}


def order(name, who, day, value="90.00", **more):
    return {"external_id": name, "type": "purchase", "email": f"{who}@shop.example", "occurred_at": f"2026-03-{day:02}T09:00:00Z",
            "value": value, "currency": "EUR", "order_id": name, **more}


TOUCHES = [
    touch("social", "ann", 1, channel="Paid Social", campaign_id="spring"),
    touch("search", "ann", 8, channel="Paid Search", campaign_id="c9", campaign_name="Brand search"),
    touch("mail", "ann", 9, channel="Email", campaign_id="news"),
    touch("seen", "ann", 7, channel="Display", campaign_id="banner", interaction="view"),
    touch("pay", "ann", 10, url="https://shop.example/thanks", referrer="https://checkout.bank.example/done"),
    touch("again", "ann", 15, channel="Paid Social", campaign_id="spring"),
    touch("late", "bob", 20, channel="Email", campaign_id="news"),
]
ORDERS = [order("A-1", "ann", 10), order("A-2", "ann", 16, value="30.00"), order("B-1", "bob", 21, value="10.00")]


class Policy(FlowTest):
    def tell(self, daemon):
        self.taken(daemon, "touchpoints", TOUCHES)
        self.taken(daemon, "conversions", ORDERS)

    def conversion(self, daemon, name):
        return self.ok(daemon.get(f"/v1/conversions?q={name}"))["data"][0]["conversion_id"]

    def explained(self, daemon, name, query=""):
        """touch → reason, or its credit."""
        why = self.ok(daemon.get(f"/v1/conversions/{self.conversion(daemon, name)}/explain?model=linear&{query}"))
        self.assertTrue(why["check"]["reconciles"])
        return {**{t["touch_id"]: t["credit"] for t in why["touchpoints"]}, **{t["touch_id"]: t["reason"] for t in why["excluded"]}}

    def answers(self, daemon, query=""):
        """Everything that depends on which touches count, without how it was asked."""
        seen = {}
        for report in ("attribution?group_by=channel", "roas?group_by=campaign", "compare?group_by=channel", "paths?top=5",
                       "daily?interval=week", "cohorts?group_by=campaign", "attribution?group_by=campaign",
                       "attribution?group_by=channel&model=markov&min_conversions=1",
                       "attribution?group_by=channel&model=shapley&min_conversions=1"):
            own = "currency=EUR" if report[:5] in ("compa", "paths") or "&model" in report else EUR
            answer = self.ok(daemon.get(f"/v1/reports/{report}&{own}&{query}"))
            answer.pop("meta")
            seen[report] = answer
        seen["credits"] = daemon.get(f"/v1/export/credits.csv?{EUR}&{query}").body
        seen["explained"] = {o["external_id"]: self.explained(daemon, o["external_id"], query) for o in ORDERS}
        seen["journey"] = self.ok(daemon.get(f"/v1/contacts/ann@shop.example/journey?{query}"))["journey"]
        cell = self.ok(daemon.get(f"/v1/reports/attribution/explain?group=spring&{EUR}&{query}"))
        self.assertTrue(cell["check"]["reconciles"])
        seen["cell"] = cell["data"]
        return seen

    def credit(self, daemon, query=""):
        report = self.ok(daemon.get(f"/v1/reports/attribution?group_by=channel&{EUR}&{query}"))
        self.assertTrue(report["totals"]["reconciles"])
        booked = sum(Decimal(r["revenue"]) for r in report["rows"]) + Decimal(report["unattributed"]["revenue"])
        self.assertEqual(booked, Decimal("130.00"))
        return {r["group"]["channel"]: r["revenue"] for r in report["rows"]}

    def test_each_rule_says_in_every_answer_what_it_left_out_and_why(self):
        with self.daemon() as daemon:
            self.tell(daemon)
            every = {"social": "22.50", "search": "22.50", "mail": "22.50", "seen": "interaction", "pay": "22.50", "again": "after-conversion"}
            self.assertEqual(self.explained(daemon, "A-1"), every)
            self.assertEqual(self.explained(daemon, "A-1", "lookback=purchase/paid_social/click:5"),
                             {**every, "social": "outside-window", "search": "30.00", "mail": "30.00", "pay": "30.00"})
            self.assertEqual(self.explained(daemon, "A-1", "campaign_priority=brand*"),
                             {**every, "social": "lower-priority", "search": "90.00", "mail": "lower-priority", "pay": "lower-priority"})
            self.assertEqual(self.explained(daemon, "A-1", "campaign_priority=n*,brand*"),
                             {**every, "social": "lower-priority", "mail": "90.00", "search": "lower-priority", "pay": "lower-priority"})
            self.assertEqual(self.explained(daemon, "A-1", "excluded_referrers=bank.example"),
                             {**every, "social": "30.00", "search": "30.00", "mail": "30.00", "pay": "excluded-referrer"})
            self.assertEqual(self.explained(daemon, "A-1", "excluded_referrers=notbank.example"), every)
            self.assertEqual(self.explained(daemon, "A-2", "since_previous_conversion=true"),
                             {**{name: "before-previous-conversion" for name in every}, "again": "30.00"})
            self.assertEqual(self.explained(daemon, "A-1", "since_previous_conversion=true"), every)
            self.assertEqual(self.explained(daemon, "A-1", "views=true&click_beats_view=false&lookback=*/*/view:4,*/*/*:20")["seen"], "18.00")
            why = self.ok(daemon.get(f"/v1/conversions/{self.conversion(daemon, 'A-2')}/explain?model=linear&"
                                     "since_previous_conversion=true&lookback=*/Email/*:3"))
            self.assertEqual(why["previous_conversion_at"], "2026-03-10T09:00:00Z")
            self.assertEqual([(t["touch_id"], t["lookback_days"]) for t in why["excluded"] if t["reason"] == "outside-window"], [("mail", 3)])
            self.assertEqual((why["lookback"], why["lookback_days"]), (["*/Email/*:3"], 90))
            first, second = (o["touchpoints"] for o in self.ok(daemon.get(
                "/v1/contacts/ann@shop.example/journey?since_previous_conversion=true"))["journey"] if o["kind"] == "conversion")
            self.assertEqual(first, {"eligible": 4, "excluded": {"after-conversion": 1, "interaction": 1}})
            self.assertEqual(second, {"eligible": 1, "excluded": {"before-previous-conversion": 5}})

    def test_reports_reconcile_under_every_policy_and_say_which_it_was(self):
        with self.daemon() as daemon:
            self.tell(daemon)
            plain = self.credit(daemon)
            self.assertEqual(plain, {"Paid Social": "34.50", "Paid Search": "28.50", "Email": "38.50", "Referral": "28.50"})
            self.assertEqual(self.credit(daemon, "since_previous_conversion=true"),
                             {"Paid Social": "52.50", "Paid Search": "22.50", "Email": "32.50", "Referral": "22.50"})
            self.assertEqual(self.credit(daemon, "campaign_priority=brand*"), {"Paid Search": "120.00", "Email": "10.00"})
            self.assertEqual(self.credit(daemon, "lookback=*/*/*:2,purchase/Email/*:0"),
                             {"Paid Social": "15.00", "Email": "70.00", "Referral": "45.00"})
            for query in POLICIES:
                self.credit(daemon, query)
            meta = self.ok(daemon.get("/v1/reports/paths?lookback=Purchase/EMAIL/click:3&campaign_priority=brand*,spirng&"
                                      "excluded_referrers=Bank.example&since_previous_conversion=true"))["meta"]
            filters = meta["filters"]
            self.assertEqual((filters["lookback"], filters["campaign_priority"], filters["excluded_referrers"],
                              filters["since_previous_conversion"], filters["click_beats_view"]),
                             (["Purchase/EMAIL/click:3"], ["brand*", "spirng"], ["bank.example"], True, True))
            self.assertEqual([(n["parameter"], "did you mean 'spring'?" in n["detail"]) for n in meta["notes"]], [("campaign_priority", True)])
            notes = self.ok(daemon.get("/v1/reports/attribution?lookback=purchas/Emial/click:3"))["meta"]["notes"]
            self.assertEqual([n["detail"].split("; ")[1] for n in notes], ["did you mean 'purchase'?", "did you mean 'Email'?"])

    def test_a_setting_is_the_same_as_its_parameter_and_needs_nothing_sent_again(self):
        with self.daemon() as daemon:
            self.tell(daemon)
            plain = self.answers(daemon)
            asked = {query: self.answers(daemon, query) for query in POLICIES}
        for query, settings in POLICIES.items():
            self.assertNotEqual(asked[query]["explained"], plain["explained"], query)
            changed = {"attribution?group_by=channel", "compare?group_by=channel", "paths?top=5", "credits", "journey",
                       "attribution?group_by=channel&model=markov&min_conversions=1"}
            if "since" not in query:  # a contact's first conversion has none before it
                changed.add("cohorts?group_by=campaign")
            for part in changed:
                self.assertNotEqual(asked[query][part], plain[part], (query, part))
            with self.daemon(env={f"CONVHUB_ATTRIBUTION_{name}": value for name, value in settings.items()}) as daemon:
                self.assertEqual(self.answers(daemon), asked[query], query)
                off = "lookback=&views=false&click_beats_view=true&since_previous_conversion=false&campaign_priority=&excluded_referrers="
                self.assertEqual(self.answers(daemon, off), plain)

    def test_a_file_of_settings_and_the_command_line_know_the_rules(self):
        settings = self.folder / "hub.toml"
        settings.write_text('[attribution]\nlookback = ["purchase/Paid Social/click:5"]\ncampaign_priority = ["brand*", "news"]\n')
        with self.daemon("--config", str(settings)) as daemon:
            self.tell(daemon)
            self.assertEqual(self.credit(daemon), {"Paid Search": "120.00", "Email": "10.00"})
            self.assertEqual(self.credit(daemon, "campaign_priority=spring"), {"Paid Social": "30.00", "Paid Search": "30.00", "Email": "40.00",
                                                                              "Referral": "30.00"})
            conversion = self.conversion(daemon, "A-1")
            shown = run_cli("explain", conversion, "--model", "linear", "--campaign-priority", "spring", "--lookback-rules", "", "--json",
                            "--server", daemon.url)
            self.assertEqual(shown.stdout, daemon.get(f"/v1/conversions/{conversion}/explain?model=linear&campaign_priority=spring&lookback=").body)
            journey = run_cli("journey", "ann@shop.example", "--since-previous-conversion", "true", "--json", "--server", daemon.url)
            self.assertEqual(journey.stdout, daemon.get("/v1/contacts/ann@shop.example/journey?since_previous_conversion=true").body)
            credits = run_cli("export", "credits", "--excluded-referrers", "bank.example", "--currency", "EUR", "--server", daemon.url)
            self.assertEqual(credits.stdout, daemon.get("/v1/export/credits.csv?excluded_referrers=bank.example&currency=EUR").body)
            table = run_cli("attribution", "--currency", "EUR", "--server", daemon.url).stdout.decode()
            self.assertIn("lookback 90 days · but purchase/Paid Social/click:5", table)
        settings.write_text('[attribution]\nlookback = ["*/*/click:7", "purchase/click:30"]\n')
        ended = run_cli("config", "check", "--config", settings)
        self.assertEqual(ended.returncode, 3)
        self.assertIn("hub.toml:2:12: error: attribution.lookback cannot be read: rule 2, 'purchase/click:30'", ended.stderr.decode())

    def test_a_shared_order_knows_what_each_of_its_contacts_had_bought(self):
        with self.daemon() as daemon:
            self.taken(daemon, "touchpoints", [touch("one", "ann", 1, channel="Email"), touch("two", "bob", 6, channel="Display")])
            self.taken(daemon, "conversions", [order("S-9", "ann", 10), order("B-0", "bob", 5)])
            self.taken(daemon, "conversions?source=crm", [order("crm-9", "bob", 10, order_id="S-9")])
            since = "since_previous_conversion=true"
            self.assertEqual(self.explained(daemon, "S-9", since), {"one": "before-previous-conversion", "two": "90.00"})
            report = self.ok(daemon.get(f"/v1/reports/attribution?group_by=channel&{EUR}&{since}"))
            self.assertEqual({r["group"]["channel"]: r["revenue"] for r in report["rows"]}, {"Display": "90.00"})
            self.taken(daemon, "conversions", [order("B-2", "bob", 7)])  # later told, and later than both touches
            self.assertEqual(set(self.explained(daemon, "S-9", since).values()), {"before-previous-conversion"})
            report = self.ok(daemon.get(f"/v1/reports/attribution?group_by=channel&{EUR}&{since}"))
            self.assertEqual(({r["group"]["channel"]: r["revenue"] for r in report["rows"]}, report["unattributed"]["revenue"]),
                             ({"Display": "90.00"}, "180.00"))


if __name__ == "__main__":
    unittest.main()
