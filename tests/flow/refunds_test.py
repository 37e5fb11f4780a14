"""Refunds that wait for their sale or ask for more than it brought: told to their sender, listed, and pointed at."""
import unittest

from daemon import FlowTest, run_cli

SALE = {"external_id": "o1", "type": "purchase", "occurred_at": "2026-03-01T10:00:00Z", "value": "50.00", "currency": "EUR", "order_id": "A-1"}
REFUND = {"kind": "refund", "occurred_at": "2026-03-05T12:00:00Z", "amount": "20.00", "currency": "EUR"}


class Refunds(FlowTest):
    def refund(self, daemon, name, order, by="manual", **more):
        result, = self.ok(daemon.post(f"/v1/adjustments?source={by}", {**REFUND, "adjustment_id": name, "order_id": order, **more}))["results"]
        return result

    def listed(self, daemon, note=""):
        return self.ok(daemon.get("/v1/adjustments" + (note and "?note=" + note)))["data"]

    def test_a_refund_waits_for_its_sale_in_plain_sight_and_counts_once_it_comes(self):
        with self.daemon() as daemon:
            self.assertEqual(self.refund(daemon, "r1", "A-1"), {"index": 0, "status": "accepted", "note": "waits-for-sale"})
            self.assertEqual(self.listed(daemon), [{
                "source": "manual", "external_id": "r1", "kind": "refund", "occurred_at": "2026-03-05T12:00:00Z",
                "amount": {"amount": "20.00", "currency": "EUR"}, "order_id": "A-1", "sale_source": None, "sale_external_id": None, "conversion_id": None}])
            self.assertIn("1 waits for its sale", run_cli("doctor", "--server", daemon.url).stdout.decode())
            self.assertEqual(self.ok(daemon.get("/v1/status"))["adjustments"], 1)
            table = run_cli("adjustments", "--server", daemon.url).stdout.decode()
            self.assertRegex(table, r"r1 .* 20\.00 EUR .*A-1")
            self.ok(daemon.post("/v1/conversions", SALE))
            self.assertEqual(self.listed(daemon), [])
            self.assertIn("each has its sale", run_cli("doctor", "--server", daemon.url).stdout.decode())
            counted, = self.listed(daemon, "counted")
            self.assertEqual(self.ok(daemon.get("/v1/conversions/" + counted["conversion_id"]))["net"]["amount"], "30.00")

    def test_a_refund_of_more_than_is_left_is_said_to_its_sender_and_listed(self):
        with self.daemon() as daemon:
            self.ok(daemon.post("/v1/conversions", SALE))
            self.assertNotIn("note", self.refund(daemon, "r1", "A-1"))
            over = self.refund(daemon, "r2", "A-1", amount="40.00")
            self.assertEqual(over["note"], "over-refund")
            listed, = self.listed(daemon, "over-refund")
            self.assertEqual(listed["external_id"], "r2")
            cut = self.ok(daemon.get("/v1/conversions/" + listed["conversion_id"]))["ledger"][-1]
            self.assertEqual((cut["amount"]["amount"], cut["asked"]["amount"]), ("-30.00", "-40.00"))
            self.assertIn("1 asks for more than its sale brought", run_cli("doctor", "--server", daemon.url).stdout.decode())
            self.assertEqual(self.refund(daemon, "s1", "A-1", by="bank")["note"], "repeated", "the bank tells of the shop's refund again")

    def test_a_refund_is_known_again_by_its_id_under_either_name(self):
        with self.daemon() as daemon:
            self.ok(daemon.post("/v1/conversions", SALE))
            for name in ("id", "adjustment_id"):
                self.ok(daemon.post("/v1/adjustments", {**REFUND, "order_id": "A-1", name: "r1", "metadata": {"told": name}}))
            listed, = self.listed(daemon, "counted")
            self.assertEqual((listed["external_id"], self.ok(daemon.get("/v1/status"))["adjustments"]), ("r1", 1))

    def test_a_refund_is_a_step_of_the_journey_and_of_the_series(self):
        with self.daemon() as daemon:
            self.ok(daemon.post("/v1/conversions", {**SALE, "email": "ada@shop.example"}))
            self.ok(daemon.post("/v1/touchpoints", [{"id": "t1", "occurred_at": "2026-03-03T10:00:00Z", "channel": "Email", "email": "ada@shop.example"}]))
            self.refund(daemon, "r1", "A-1")
            self.refund(daemon, "r2", "A-1", amount="40.00", occurred_at="2026-03-06T12:00:00Z")
            steps = self.ok(daemon.get("/v1/contacts/ada@shop.example/journey"))["journey"]
            self.assertEqual([s["kind"] for s in steps], ["conversion", "touch", "adjustment", "adjustment"])
            self.assertEqual(steps[2], {"kind": "adjustment", "occurred_at": "2026-03-05T12:00:00Z", "adjustment": "refund", "conversion_id": steps[0]["conversion_id"],
                                        "amount": {"amount": "-20.00", "currency": "EUR"}, "source": "manual", "external_id": "r1"})
            self.assertEqual((steps[3]["amount"]["amount"], steps[3]["note"]), ("-30.00", "over-refund"))
            days = {row["group"]["day"]: row for row in self.ok(daemon.get("/v1/reports/daily?currency=EUR"))["rows"]}
            self.assertEqual([(days[d]["revenue"], days[d]["refunded"]) for d in ("2026-03-01", "2026-03-05", "2026-03-06")],
                             [("50.00", "0.00"), ("-20.00", "20.00"), ("-30.00", "30.00")])

    def test_a_list_goes_on_where_its_page_ended_and_wrong_names_are_refused(self):
        with self.daemon() as daemon:
            for i in range(5):
                self.refund(daemon, f"r{i}", f"B-{i}")
            first = self.ok(daemon.get("/v1/adjustments?limit=3"))
            second = self.ok(daemon.get(f"/v1/adjustments?limit=3&cursor={first['next_cursor']}"))
            self.assertEqual([x["external_id"] for x in first["data"] + second["data"]], ["r4", "r3", "r2", "r1", "r0"])
            self.assertIsNone(second["next_cursor"])
            answer = daemon.get("/v1/adjustments?note=waiting")
            self.assertEqual((answer.status, answer.json()["errors"][0]["pointer"]), (400, "note"))

    def test_a_mended_refund_leaves_quarantine_and_one_that_is_not_stays_rejected(self):
        refunds = self.folder / "refunds.csv"
        refunds.write_text("order_id,adjustment_id,kind,amount,currency,date\nA-1,r1,refund,5.00,USD,2026-03-05\n")
        with self.daemon() as daemon:
            self.ok(daemon.post("/v1/conversions", SALE))
            for _ in range(2):
                done = run_cli("import", refunds, "--kind", "adjustments", "--server", daemon.url)
                self.assertEqual(done.returncode, 5, done.stdout)
            first, = [q for q in self.ok(daemon.get("/v1/quarantine"))["data"] if q["reject_id"] == "rj_1"]
            self.assertEqual(first["errors"][0]["code"], "currency-differs")
            for said in '"kind":"refund"', '"order_id":"A-1"', '"amount":"5.00","currency":"USD"':
                self.assertIn(said, first["raw"])
            self.assertEqual(self.ok(daemon.post("/v1/quarantine/replay", None)), {"replayed": 0, "still_rejected": 2})
            mended = self.folder / "mended.csv"
            mended.write_text((self.folder / "refunds.csv.rejected.csv").read_text().replace("USD", "EUR", 1))
            done = run_cli("import", mended, "--kind", "adjustments", "--server", daemon.url)
            self.assertIn("1 row that was rejected before is closed in quarantine", done.stdout.decode())
            self.assertEqual([q["reject_id"] for q in self.ok(daemon.get("/v1/quarantine"))["data"]], ["rj_2"])

    def test_mended_rows_without_ids_leave_quarantine_too(self):
        with self.daemon() as daemon:
            self.ok(daemon.post("/v1/conversions", SALE))
            for kind, rows, wrong, right in (("adjustments", "order_id,kind,amount,currency,date\nA-1,refund,5.00,USD,2026-03-05\n", "USD", "EUR"),
                                             ("conversions", "Date,Email,Total,Currency,Type\n2026-03-05,ann@x.example,abc,EUR,purchase\n", "abc", "12.00")):
                told = self.folder / f"{kind}.csv"
                told.write_text(rows)
                self.assertEqual(run_cli("import", told, "--kind", kind, "--server", daemon.url).returncode, 5)
                mended = self.folder / f"mended-{kind}.csv"
                mended.write_text((self.folder / f"{kind}.csv.rejected.csv").read_text().replace(wrong, right, 1))
                done = run_cli("import", mended, "--kind", kind, "--server", daemon.url)
                self.assertIn("1 row that was rejected before is closed in quarantine", done.stdout.decode(), done.stderr)
            self.assertEqual(self.ok(daemon.get("/v1/quarantine?state=open"))["data"], [])

    def test_an_import_tells_which_value_holds_and_which_orders_are_known_as_another_type(self):
        orders = self.folder / "orders.csv"
        orders.write_text("order_id,date,type,value,currency\nA-1,2026-03-01,purchase,49.00,EUR\nA-2,2026-03-01,lead,5.00,EUR\n")
        with self.daemon() as daemon:
            self.ok(daemon.post("/v1/conversions?source=hubspot", [SALE, {**SALE, "external_id": "o2", "order_id": "A-2", "value": "7.00"}]))
            for flags, holds, count in ((["--dry-run"], "would hold", "would count"), ([], "holds", "They count")):
                done = run_cli("import", orders, "--server", daemon.url, *flags)
                said = done.stdout.decode()
                self.assertRegex(said, rf"line 2: 49\.00 EUR, known with 50\.00 EUR as cv_\w+, of which 50\.00 EUR {holds}")
                self.assertIn("line 3: order A-2, here 'lead', is known as 'purchase'", said)
                self.assertIn(count, said)


if __name__ == "__main__":
    unittest.main()
