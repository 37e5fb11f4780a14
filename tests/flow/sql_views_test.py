"""`convhub views`: the SQL views hold what the reports say, to the minor unit, and replace each other as a whole."""
import json
import re
import sqlite3
import unittest
from decimal import Decimal

from daemon import ROOT, FlowTest, run_cli
from shop import Shop, deliver

MODELS = ("first_touch", "last_touch", "linear", "position_based", "time_decay")


class SqlViews(FlowTest):
    def write(self, hub, *flags, expect=0):
        done = run_cli("views", self.file, "--server", hub.url, *flags)
        self.assertEqual(done.returncode, expect, done.stderr)
        return done

    def setUp(self):
        super().setUp()
        self.file = self.folder / "views.db"

    def ask(self, sql):
        connection = sqlite3.connect(self.file)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def test_the_views_hold_what_the_reports_say(self):
        with self.daemon() as hub:
            deliver(self, hub, Shop().requests())
            hub.post("/v1/conversions", [{"type": "purchase"}])
            self.write(hub, "--currency", "EUR")
            for model in MODELS:
                report = self.ok(hub.get(f"/v1/reports/attribution?model={model}&currency=EUR"))
                earned = Decimal(report["totals"]["booked"]) - Decimal((report["unattributed"] or {}).get("revenue", "0"))
                (minor, real), = self.ask(f"SELECT sum(credit_minor), sum(credit) FROM v_credits WHERE model = '{model}' AND touch_id IS NOT NULL")
                self.assertEqual(Decimal(minor) / 100, earned, model)
                self.assertAlmostEqual(real, float(earned), places=6)
            listed = [line for line in hub.get("/v1/export/conversions.ndjson").lines()]
            self.assertEqual(self.ask("SELECT count(*) FROM v_conversions"), [(len(listed),)])
            amounts = {line["conversion_id"]: line["gross"]["amount"] for line in listed if line["gross"]}
            scales = dict(self.ask("SELECT code, minor_units FROM currencies"))
            self.assertEqual((scales["EUR"], scales["JPY"]), (100, 1))
            for name, minor, currency in self.ask("SELECT conversion_id, gross_minor, currency FROM v_conversions WHERE gross IS NOT NULL"):
                self.assertEqual(Decimal(minor) / scales[currency], Decimal(amounts[name]), name)
            touches = hub.get("/v1/export/touchpoints.ndjson").lines()
            self.assertEqual(self.ask("SELECT count(*) FROM v_touchpoints"), [(len(touches),)])
            spent = sum(Decimal(line["cost"]) for line in hub.get("/v1/export/spend.ndjson").lines())
            self.assertEqual(Decimal(self.ask("SELECT sum(cost_minor) FROM v_spend")[0][0]) / 100, spent)
            merges, cursor = 0, ""
            while cursor is not None:
                page = self.ok(hub.get("/v1/duplicates?standing=merged&limit=7" + (f"&cursor={cursor}" if cursor else "")))
                merges, cursor = merges + len(page["data"]), page["next_cursor"]
            self.assertGreater(merges, 5)
            self.assertEqual(self.ask("SELECT count(*) FROM v_merges"), [(merges,)])
            self.assertEqual(self.ask("SELECT count(*) FROM v_merges WHERE conversion_id NOT IN (SELECT conversion_id FROM v_conversions)"), [(0,)])
            (source, code, raw), = self.ask("SELECT source, code, raw FROM v_quarantine")
            self.assertEqual((source, json.loads(raw)), ("manual", {"type": "purchase"}))
            self.assertTrue(code)
            meta = dict(self.ask("SELECT name, value FROM v_meta"))
            self.assertEqual((meta["of_one_moment"], meta["credits_currency"]), ("true", "EUR"))

    def test_the_documentation_names_every_column_and_its_recipe_gives_the_report(self):
        text = (ROOT / "docs" / "sql.md").read_text()
        sections = {part.split("\n")[0]: part for part in text.split("\n## ")[1:]}
        with self.daemon() as hub:
            deliver(self, hub, Shop().requests())
            self.write(hub, "--currency", "EUR")
            for view, in self.ask("SELECT name FROM sqlite_master WHERE type = 'view'"):
                columns = {row[1] for row in self.ask(f"PRAGMA table_info({view})")}
                told = set(re.findall(r"`([a-z_]+)`", sections[view]))
                self.assertEqual(columns - told, set(), view)
            recipe = re.search(r"```sql\n(SELECT c\.campaign_id.*?)```", text, re.S).group(1)
            rows = {row[0]: row for row in self.ask(recipe)}
            report = self.ok(hub.get("/v1/reports/roas?model=time_decay&currency=EUR"))["rows"]
            compared = [row for row in report if row["group"]["campaign_id"] in rows]
            self.assertGreater(len(compared), 1)
            for row in compared:
                name, revenue, cost, _ = rows[row["group"]["campaign_id"]]
                self.assertEqual((f"{revenue:.2f}", f"{cost:.2f}"), (row["revenue"], row["spend"]), name)

    def test_what_the_hub_refuses_leaves_the_file_as_it_was(self):
        with self.daemon() as hub:
            self.taken(hub, "conversions", [{"external_id": "o-1", "type": "purchase", "occurred_at": "2026-03-01T10:00:00Z",
                                             "value": "10.00", "currency": "EUR", "email": "a@shop.example"}])
            self.write(hub)
            before = self.file.read_bytes()
            refused = self.write(hub, "--models", "lineal", expect=2)
            self.assertIn(b"linear", refused.stderr)
            self.assertEqual(self.file.read_bytes(), before)
            self.assertEqual([each.name for each in self.folder.iterdir() if "views" in each.name], ["views.db"])
            elsewhere = run_cli("views", self.folder, "--server", hub.url)
            self.assertEqual(elsewhere.returncode, 1)
            self.assertIn(b"is a directory", elsewhere.stderr)
        closed = run_cli("views", self.file, "--data", self.folder / "data")
        self.assertEqual(closed.returncode, 0, closed.stderr)
        self.assertEqual(self.ask("SELECT gross_minor, gross, currency FROM v_conversions"), [(1000, 10.0, "EUR")])


if __name__ == "__main__":
    unittest.main()
