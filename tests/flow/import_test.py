"""`convhub import`: files of every kind with bad rows among the good; the good are taken, the bad come back with reasons."""
import csv
import gzip
import json
import unittest

from daemon import FlowTest, run_cli

ORDERS = """\
Order ID,Event Name,Event Time,Value,Currency,Email,Note
o-1,Purchase,2026-02-09T10:00:00Z,"1000.50",USD,ann@shop.example,"two
lines, and a ""quote"" too"
o-2,Purchase,yesterday,10,USD,bob@shop.example,
o-3,Purchase,1770631267,20,USD,cleo@shop.example,
o-4,Purchase,2026-02-10T10:00:00+01:00,-3,USD,dan@shop.example,
o-5,Purchase,2026-02-10,7,ZZQ,eve@shop.example,plain
o-6,Purchase,2026-02-11,9,EUR,eve@shop.example,plain
"""
TOUCHES = """\
id,occurred_at,interaction,url,email
t-1,2026-02-01T08:00:00Z,click,https://shop.example/?utm_source=google&utm_medium=cpc&utm_id=c-1&gclid=G1,ann@shop.example
t-2,,click,https://shop.example/,ann@shop.example
"""
SPEND = [{"date": "2026-02-01", "platform": "google_ads", "campaign_id": "c-1", "cost": "100.05", "currency": "USD", "clicks": 7},
         {"date": "2026-02-31", "platform": "google_ads", "campaign_id": "c-1", "cost": "1", "currency": "USD"}]
REFUNDS = [{"kind": "refund", "order_id": "o-1", "amount": "500.50", "currency": "USD", "occurred_at": "2026-02-12T00:00:00Z"},
           {"kind": "refund", "order_id": "o-3", "amount": "-1", "currency": "USD", "occurred_at": "2026-02-12T00:00:00Z"}]

SEMICOLONS = """\
Order Number;E-Mail;Total;Currency;Type;Occurred At;Campaign ID
A-1;ann@shop.example;99.90;EUR;purchase;2026-03-01 10:00;c-1
A-2;bob@shop.example;49.00;EUR;purchase;2026-03-02 11:30;
A-4;dee@shop.example;"1.00";EUR;purchase;2026-03-03;c-1;extra
"""
QUESTIONS = ["roas --currency EUR --json", "compare --currency EUR --csv", "paths --json", "conversions --json",
             "export conversions --format ndjson", "attribution --currency EUR --group-by source", "journey ann@shop.example"]


def ndjson(items):
    return "".join(json.dumps(item) + "\n" for item in items)


class Import(FlowTest):
    def file(self, name, text):
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def run_import(self, daemon, path, *flags, code=0):
        done = run_cli("import", path, "--server", daemon.url, *flags, cwd=self.folder)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def rejected(self, path, delimiter=","):
        with open(f"{path}.rejected.csv", newline="") as file:
            return list(csv.DictReader(file, delimiter=delimiter))

    def test_files_of_every_kind_arrive_and_their_bad_rows_come_back(self):
        with self.daemon() as daemon:
            orders = self.file("orders.csv", ORDERS)
            said = self.run_import(daemon, orders, "--source", "shop", code=5)
            self.assertIn(b"3 accepted, 0 duplicates, 3 rejected", said.stdout)
            self.assertIn(b"orders.csv.rejected.csv", said.stderr)
            self.check_rejected_orders(orders)
            touches = self.file("touches.csv", TOUCHES)
            self.run_import(daemon, touches, "--kind", "touchpoints", code=5)
            self.assertEqual([(r["id"], r["reason"].split(":")[0]) for r in self.rejected(touches)], [("t-2", "occurred_at")])
            spend = self.file("spend.ndjson", ndjson(SPEND))
            self.run_import(daemon, spend, "--kind", "spend", code=5)
            refunds = self.file("refunds.ndjson", ndjson(REFUNDS))
            self.run_import(daemon, refunds, "--kind", "adjustments", code=5)
            for path, field in ((spend, "date"), (refunds, "amount")):
                row, = self.rejected(path)
                self.assertEqual(row["line"], "2")
                self.assertIn(field, row["reason"])
            self.check_figures(daemon)

    def check_rejected_orders(self, path):
        rows = self.rejected(path)
        self.assertEqual([row["Order ID"] for row in rows], ["o-2", "o-4", "o-5"])
        self.assertEqual(list(rows[0]), ORDERS.split("\n")[0].split(",") + ["reject_id", "reason"])
        for row, (field, remedy) in zip(rows, (("Event Time", "2026"), ("Value", "adjustment"), ("Currency", "EUR"))):
            self.assertIn(remedy, row["reason"], field)

    def check_figures(self, daemon):
        """The good rows are in the figures: 1000.50 less 500.50 for c-1's click, 20.00 without one; 9 EUR has no rate."""
        report = self.ok(daemon.get("/v1/reports/roas?model=last_touch&to=2026-02-20"))
        row, = report["rows"]
        self.assertEqual((row["group"]["campaign_id"], row["revenue"], row["spend"]), ("c-1", "500.00", "100.05"))
        self.assertEqual((report["unattributed"]["revenue"], report["totals"]["revenue"]), ("20.00", "520.00"))
        self.assertEqual(report["meta"]["unconverted"], [{"currency": "EUR", "amount": "9.00", "entries": 1, "spend": "0.00", "spend_rows": 0}])

    def test_a_dry_run_says_the_same_and_stores_nothing(self):
        with self.daemon() as daemon:
            path = self.file("orders.csv", ORDERS)
            before = self.ok(daemon.get("/v1/status"))
            said = self.run_import(daemon, path, "--dry-run", code=5)
            self.assertIn(b"3 accepted, 0 duplicates, 3 rejected", said.stdout)
            self.assertEqual(self.ok(daemon.get("/v1/status")), before)
            self.assertEqual(self.ok(daemon.get("/v1/quarantine"))["data"], [])
            for line, column in ((4, "Event Time"), (6, "Value"), (7, "Currency")):
                self.assertRegex(said.stdout.decode(), f'line {line}, column \\d "{column}"')
            self.assertFalse((self.folder / "orders.csv.rejected.csv").exists())

    def test_a_dry_run_shows_where_rows_are_wrong_and_what_they_would_merge_with(self):
        crm = "deal,Order ID,type,occurred_at,value,currency\nd-1,o-1,purchase,2026-02-09T11:00:00Z,1000.50,USD\n"
        with self.daemon() as daemon:
            self.run_import(daemon, self.file("orders.csv", ORDERS), "--source", "shop", code=5)
            known, = [c for c in daemon.get("/v1/export/conversions.ndjson").lines() if c["gross"] == {"amount": "1000.50", "currency": "USD"}]
            again = crm + "d-2,o-9,purchase,2026-02-09T11:00:00Z,3,USD\nd-3,o-9,purchase,2026-02-09T11:00:00Z,3,USD\n"
            again += "d-4,,purchase,2026-02-09T11:00:00Z,,\nd-5,,purchase,never,1,USD\n"
            told = self.run_import(daemon, self.file("crm.csv", again), "--source", "crm", "--dry-run", "--map", "deal=external_id",
                                   code=5).stdout.decode()
            self.assertIn(f"  line 2: order_key with {known['conversion_id']}\n", told)
            self.assertIn("  line 4: order_key with ", told)  # with the row before it, which stands nowhere yet
            self.assertIn('  line 6, column 4 "occurred_at": ', told)
            self.assertIn("by rule: order_key 2", told)
            self.assertEqual(len(daemon.get("/v1/export/conversions.ndjson").lines()), 3)

    def test_a_decimal_comma_counts_when_it_is_said(self):
        text = "Order ID;Type;Date;Total;Currency\nA-1;purchase;2026-03-01;1.234,56;EUR\n"
        with self.daemon() as daemon:
            path = self.file("orders.csv", text)
            self.run_import(daemon, path, code=5)
            self.assertIn("1.234,56", self.rejected(path, ";")[0]["reason"])
            self.run_import(daemon, path, "--decimal-comma")
            line, = daemon.get("/v1/export/conversions.ndjson").lines()
            self.assertEqual(line["gross"], {"amount": "1234.56", "currency": "EUR"})

    def test_days_of_other_countries_are_read_when_their_format_is_said_and_never_guessed(self):
        text = "Order ID;Type;Date;Total;Currency\nA-1;purchase;31.12.2025 14:05;1,50;EUR\nA-2;purchase;01.02.2026;2,50;EUR\n"
        with self.daemon() as daemon:
            path = self.file("orders.csv", text)
            said = self.run_import(daemon, path, "--decimal-comma", code=5)
            self.assertIn(b"--date-format dd.mm.yyyy", said.stderr)
            self.assertNotIn(b"Unix time", said.stderr)
            listed = self.folder / "orders.csv.rejected.csv"
            self.assertTrue(listed.read_text().startswith("Order ID;Type;Date;Total;Currency;reject_id;reason\nA-1;purchase;31.12.2025 14:05;1,50;EUR;rj_1;"))
            self.run_import(daemon, listed, "--decimal-comma", "--date-format", "dd.mm.yyyy", "--tz", "Europe/Berlin")
            told = {line["order_id"]: (line["occurred_at"], line["gross"]["amount"]) for line in daemon.get("/v1/export/conversions.ndjson").lines()}
            self.assertEqual(told, {"A-1": ("2025-12-31T13:05:00Z", "1.50"), "A-2": ("2026-01-31T23:00:00Z", "2.50")})

    def test_refunds_among_orders_are_told_how_to_come_in_and_then_do(self):
        text = "Order ID,Type,Date,Total,Currency\nA-1,purchase,2026-03-01,10,EUR\nA-1,Refund,2026-03-02,4,EUR\nA-2,purchase,2026-03-02,-4,EUR\n"
        with self.daemon() as daemon:
            path = self.file("orders.csv", text)
            self.run_import(daemon, path, code=5)
            given_back, negative = self.rejected(path)
            self.assertIn("--kind adjustments", given_back["reason"])
            self.assertIn("--set kind=refund", negative["reason"])
            self.run_import(daemon, self.file("refunds.csv", text[:text.index("\n") + 1] + "A-1,Refund,2026-03-02,4,EUR\n"), "--kind", "adjustments")
            line, = daemon.get("/v1/export/conversions.ndjson").lines()
            self.assertEqual((line["gross"]["amount"], line["net"]["amount"]), ("10.00", "6.00"))

    def test_a_dry_run_says_which_orders_are_known_with_another_value(self):
        text = "Order ID,Type,Date,Total,Currency\nA-1,purchase,2026-03-01,10,EUR\nA-2,purchase,2026-03-02,20,EUR\n"
        with self.daemon() as daemon:
            self.run_import(daemon, self.file("orders.csv", text))
            told = self.run_import(daemon, self.file("again.csv", text.replace(",10,", ",11,")), "--dry-run").stdout.decode()
            self.assertIn("Orders known already, from before or from a row above, with another value: 1\n  line 2: 11.00 EUR, known with 10.00 EUR as cv_", told)
            self.assertNotIn("nothing new", told)
            twice = self.file("twice.csv", "Order ID,Type,Date,Total,Currency\nB-1,purchase,2026-03-01,10,EUR\nB-2,purchase,2026-03-01,7,EUR\nB-1,purchase,2026-03-01,12,EUR\nB-3,purchase,2026-03-01,,EUR\n")
            told = self.run_import(daemon, twice, "--dry-run")
            self.assertIn("another value: 1\n  line 4: 12.00 EUR, known with 10.00 EUR as cv_", told.stdout.decode())
            self.assertIn("1 purchase says no value, on line 5", told.stderr.decode())
            self.assertNotIn("another value", self.run_import(daemon, self.file("same.csv", text), "--dry-run").stdout.decode())

    def test_a_file_twice_is_all_duplicates(self):
        good = "".join(line for line in ORDERS.splitlines(True) if line[:3] not in ("o-2", "o-4", "o-5"))
        with self.daemon() as daemon:
            path = self.file("orders.csv", good)
            self.run_import(daemon, path)
            export = daemon.get("/v1/export/conversions.ndjson").body
            self.assertIn(b"0 accepted, 3 duplicates, 0 rejected", self.run_import(daemon, path).stdout)
            self.assertEqual(daemon.get("/v1/export/conversions.ndjson").body, export)
            self.assertFalse((self.folder / "orders.csv.rejected.csv").exists())

    def test_rejected_rows_that_are_mended_can_be_imported_as_they_are(self):
        with self.daemon() as daemon:
            path = self.file("orders.csv", ORDERS)
            self.run_import(daemon, path, code=5)
            mended = (self.folder / "orders.csv.rejected.csv").read_text()
            mended = mended.replace("yesterday", "2026-02-08").replace("-3,", "3,").replace("ZZQ", "USD")
            said = self.run_import(daemon, self.file("mended.csv", mended))
            self.assertIn(b"3 accepted, 0 duplicates, 0 rejected", said.stdout)
            self.assertEqual(len(daemon.get("/v1/export/conversions.ndjson").lines()), 6)
            self.assertIn(b"3 rows that were rejected before are closed in quarantine", said.stdout)
            self.assertEqual(daemon.get("/v1/quarantine").json()["data"], [])
            self.assertEqual({item["reject_id"] for item in daemon.get("/v1/quarantine?state=discarded").json()["data"]}, {"rj_1", "rj_2", "rj_3"})

    def test_rows_that_are_still_wrong_stand_in_quarantine_once(self):
        with self.daemon() as daemon:
            path = self.file("orders.csv", ORDERS)
            self.run_import(daemon, path, code=5)
            listed = self.folder / "orders.csv.rejected.csv"
            self.run_import(daemon, listed, code=5)
            again = self.rejected(listed)
            self.assertEqual([item["reject_id"] for item in daemon.get("/v1/quarantine").json()["data"]][::-1], [row["reject_id"] for row in again])
            given_up = run_cli("quarantine", "discard", "--source", "manual", "--before", "2999-01-01", "--server", daemon.url)
            self.assertEqual((given_up.returncode, given_up.stdout), (0, b"Given up: 3 items\n"), given_up.stderr)

    def test_columns_can_be_mapped_and_times_without_zone_are_of_the_given_one(self):
        text = "Ref;When;Sum\n1;2026-02-09 23:30;5\n".replace(";", ",")
        with self.daemon() as daemon:
            path = self.file("own.csv", text)
            wrong = self.run_import(daemon, path, "--map", "Nowhere=value", code=2)
            self.assertIn(b"Nowhere", wrong.stderr)
            mapped = ["--map", "Ref=external_id", "--map", "When=occurred_at", "--map", "Sum=value", "--tz", "America/New_York"]
            self.run_import(daemon, path, *mapped, code=5)  # neither type nor currency
            path = self.file("own.csv", text.replace("Sum", "Sum,type,currency").replace(",5", ",5,lead,USD"))
            self.run_import(daemon, path, *mapped)
            line, = daemon.get("/v1/export/conversions.ndjson").lines()
            self.assertEqual(line["occurred_at"], "2026-02-10T04:30:00Z")

    def test_what_was_imported_is_told_alike_by_a_server_its_successor_and_the_directory(self):
        def answers(*where):
            told = [run_cli(*question.split(), *where) for question in QUESTIONS]
            self.assertEqual([t.returncode for t in told], [0] * len(QUESTIONS), told)
            return [t.stdout for t in told]

        with self.daemon() as daemon:
            self.run_import(daemon, self.file("orders.csv", SEMICOLONS), "--source", "shop", "--tz", "Europe/Berlin", code=5)
            first = answers("--server", daemon.url)
            self.assertIn(b'"booked":"148.90"', first[0])
        with self.daemon() as daemon:
            self.assertEqual(answers("--server", daemon.url), first)
            daemon.kill()
        self.assertEqual(answers("--data", daemon.data), first)

    def test_packed_files_and_standard_input_work_alike(self):
        items = [{"external_id": f"n-{i}", "type": "purchase", "occurred_at": "2026-02-09T10:00:00Z", "value": 1, "currency": "USD"}
                 for i in range(2500)]
        with self.daemon() as daemon:
            self.run_import(daemon, self.file("many.ndjson.gz", gzip.compress(ndjson(items).encode())))
            self.assertEqual(len(daemon.get("/v1/export/conversions.ndjson").lines()), 2500)
            piped = run_cli("import", "-", "--server", daemon.url, stdin=ndjson(items).encode(), cwd=self.folder)
            self.assertIn(b"0 accepted, 2,500 duplicates, 0 rejected", piped.stdout)
            self.assertEqual(piped.returncode, 0)

    def test_a_file_that_cannot_be_read_is_said_so(self):
        with self.daemon() as daemon:
            self.assertIn(b"nowhere.csv", self.run_import(daemon, "nowhere.csv", code=1).stderr)
            for text in ("", "\n\n"):
                self.assertIn(b"empty.csv", self.run_import(daemon, self.file("empty.csv", text), code=1).stderr)


if __name__ == "__main__":
    unittest.main()
