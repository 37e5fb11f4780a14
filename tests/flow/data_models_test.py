"""Markov and Shapley from a running daemon: over HTTP, as CSV and on the command line, the same bytes each time."""
import csv
import io
import unittest
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from daemon import FlowTest, run_cli

SOLD = datetime(2026, 3, 20, 12, tzinfo=timezone.utc)
# path of channels, conversions, journeys that led nowhere, value
JOURNEYS = [(("Email",), 20, 30, "19.99"), (("Email", "Paid Search"), 12, 9, "25.00"), (("Paid Search", "Video"), 7, 20, "9.99"),
            (("Video",), 3, 40, "1.00"), (("Video", "Email", "Paid Search"), 5, 2, "123.45")]
WORDS = {
    "attribution --model markov --order 2 --group-by channel":
        "/v1/reports/attribution?model=markov&order=2&group_by=channel",
    "attribution --model shapley --game conversion_rate --seed 3 --intervals true --group-by channel":
        "/v1/reports/attribution?model=shapley&game=conversion_rate&seed=3&intervals=true&group_by=channel",
    "compare --models linear,markov,shapley,w_shaped --group-by channel --min-conversions 5":
        "/v1/reports/compare?models=linear,markov,shapley,w_shaped&group_by=channel&min_conversions=5",
    "roas --model markov": "/v1/reports/roas?model=markov",
}


def text(at):
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def shop():
    touches, sales = [], []
    for path, conversions, without, value in JOURNEYS:
        for n in range(conversions + without):
            who = f"{'-'.join(path).replace(' ', '')}-{n}"
            for i, channel in enumerate(path):
                touches.append({"id": f"t-{who}-{i}", "occurred_at": text(SOLD - timedelta(hours=len(path) - i)),
                                "interaction": "click", "channel": channel, "campaign_id": f"c-{channel}", "anonymous_id": who})
            if n < conversions:
                sales.append({"external_id": who, "type": "purchase", "occurred_at": text(SOLD), "value": value,
                              "currency": "USD", "anonymous_id": who})
    return touches, sales


class DataModels(FlowTest):
    def setUp(self):
        super().setUp()
        self.hub = self.daemon()
        self.enterContext(self.hub)
        touches, sales = shop()
        self.ok(self.hub.post("/v1/touchpoints", touches))
        self.ok(self.hub.post("/v1/conversions", sales))

    def report(self, target):
        return self.ok(self.hub.get(target))

    def test_json_csv_and_the_command_line_are_the_same_bytes_each_time(self):
        for words, target in WORDS.items():
            with self.subTest(words):
                path, _, query = target.partition("?")
                for flag, url in (("--json", target), ("--csv", path + ".csv?" + query)):
                    done = run_cli(*words.split(), flag, "--server", self.hub.url)
                    self.assertEqual(done.returncode, 0, done.stderr)
                    self.assertEqual(done.stdout, self.hub.get(url).body)
                self.assertEqual(self.hub.get(target).body, self.hub.get(target).body)

    def test_rows_and_unattributed_are_what_was_booked(self):
        for target in WORDS.values():
            report = self.report(target)
            self.assertTrue(report["totals"]["reconciles"])
            booked = Decimal(report["totals"]["booked"])
            for name in report["meta"].get("models", [None]):
                part = lambda o: o["models"][name] if name else o
                rows = sum(Decimal(part(row)["revenue"]) for row in report["rows"])
                self.assertEqual(rows + Decimal(part(report["unattributed"])["revenue"]), booked)
                self.assertAlmostEqual(sum(part(row)["conversions"] for row in report["rows"]), 47, places=9)

    def test_shapley_credits_each_journey_to_its_channels_evenly(self):
        report = self.report("/v1/reports/attribution?model=shapley&group_by=channel")
        got = {row["group"]["channel"]: row["conversions"] for row in report["rows"]}
        self.assertAlmostEqual(got["Email"], 20 + 12 / 2 + 5 / 3, places=9)
        self.assertAlmostEqual(got["Video"], 7 / 2 + 3 + 5 / 3, places=9)

    def test_a_row_says_its_removal_effect_and_the_csv_has_it_too(self):
        report = self.report("/v1/reports/attribution?model=markov&group_by=channel&intervals=true")
        cells = csv.DictReader(io.StringIO(self.hub.get(
            "/v1/reports/attribution.csv?model=markov&group_by=channel&intervals=true").body.decode()))
        for row, line in zip(report["rows"], cells):
            self.assertEqual(line["channel"], row["group"]["channel"])
            self.assertEqual(float(line["removal_effect"]), row["removal_effect"])
            self.assertLessEqual(row["conversions_low"], row["conversions"])
            self.assertGreaterEqual(Decimal(row["revenue_high"]), Decimal(row["revenue"]))
        self.assertEqual((report["meta"]["params"]["order"], report["meta"]["params"]["intervals"]), (1, True))

    def test_what_they_cannot_answer_is_refused_with_a_reason(self):
        for target, status, code in [
                ("attribution?model=markov&min_conversions=48&group_by=channel", 409, "too-few-conversions"),
                ("attribution?model=shapley&from=2027-01-01&group_by=channel", 409, "too-few-conversions"),
                ("attribution?model=markov&group_by=day", 400, "model-needs-touch-dimension"),
                ("attribution?model=shapley&basis=touch", 400, "model-without-touch-dates"),
                ("compare?models=markov,linear&group_by=channel,week", 400, "model-needs-touch-dimension")]:
            answer = self.hub.get("/v1/reports/" + target)
            self.assertEqual((answer.status, answer.json()["errors"][0]["code"]), (status, code), target)
        one = self.report("/v1/conversions")["data"][0]["conversion_id"]
        refused = self.hub.get(f"/v1/conversions/{one}/explain?model=markov")
        self.assertEqual((refused.status, refused.json()["errors"][0]["code"]), (400, "model-of-groups"))
        self.assertIn("/v1/reports/attribution?model=markov", refused.json()["errors"][0]["detail"])

    def test_a_report_of_the_past_learns_from_the_past(self):
        target = "/v1/reports/attribution?model=markov&group_by=channel"
        before = self.report(target)
        self.ok(self.hub.post("/v1/touchpoints", [{"id": "late", "occurred_at": text(SOLD - timedelta(hours=5)), "interaction": "click",
                                                   "channel": "Affiliate", "anonymous_id": "Email-0"}]))
        self.assertNotEqual(self.report(target)["rows"], before["rows"])
        self.assertEqual(self.report(f"{target}&as_of={before['meta']['data_seq']}")["rows"], before["rows"])


if __name__ == "__main__":
    unittest.main()
