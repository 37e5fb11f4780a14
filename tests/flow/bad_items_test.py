"""A bad item is refused with its place and a remedy, kept for its owner, and harms nobody beside it."""
import json
import unittest

from daemon import FlowTest
from problems import check_meta_error, check_problem

WHEN = "2026-02-09T10:01:07Z"
NINES = "9" * 30


def sale(name, **changes):
    item = {"external_id": name, "type": "purchase", "occurred_at": WHEN, "value": "10.00", "currency": "USD",
            "email": f"{name}@shop.example", "campaign_id": "c-1", **changes}
    return {field: value for field, value in item.items() if value is not ...}


def text(item):
    return item if isinstance(item, str) else json.dumps(item)


# what is wrong with an item: the item (as text where Python's writer would be too polite), pointer within it, code
BAD_ITEMS = {
    "unknown currency": (sale("bad", currency="ZZQ"), "/currency", "currency-unknown"),
    "no currency": (sale("bad", currency=...), "/currency", "currency-missing"),
    "NaN in words": (sale("bad", value="NaN"), "/value", "amount-malformed"),
    "infinity in words": (sale("bad", value="Infinity"), "/value", "amount-malformed"),
    "1e400": (text(sale("bad")).replace('"10.00"', "1e400"), "/value", "amount-out-of-range"),
    "too many digits": (text(sale("bad")).replace('"10.00"', NINES), "/value", "amount-out-of-range"),
    "so much that sums would not fit": (sale("bad", value="1000000000000.01"), "/value", "amount-out-of-range"),
    "over 64 bits of cents": (sale("bad", value="92233720368547758.08"), "/value", "amount-out-of-range"),
    "negative purchase": (sale("bad", value=-5), "/value", "amount-negative"),
    "value of another kind": (sale("bad", value=[1]), "/value", "field-type"),
    "decimal comma": (sale("bad", value="10,00"), "/value", "amount-malformed"),
    "no time": (sale("bad", occurred_at=...), "/occurred_at", "field-missing"),
    "time without zone": (sale("bad", occurred_at="2026-02-09T10:01:07"), "/occurred_at", "time-zone-missing"),
    "no such day": (sale("bad", occurred_at="2026-02-30T10:01:07Z"), "/occurred_at", "time-malformed"),
    "no type": (sale("bad", type=...), "/type", "field-missing"),
    "key twice": (text(sale("bad"))[:-1] + ',"value":"11.00"}', "/value", "key-duplicate"),
    "no object": ("42", "", "item-not-object"),
}


class BadItems(FlowTest):
    def check_neighbours(self, daemon, before, count):
        """*count* good sales of 10.00 more than *before*, and not a cent beside them."""
        totals = self.ok(daemon.get("/v1/reports/roas"))["totals"]
        self.assertEqual((totals["conversions"], totals["booked"]), (before + count, f"{10 * (before + count)}.00"))
        self.assertTrue(totals["reconciles"])

    def test_each_bad_item_is_refused_at_its_place_and_its_neighbours_are_taken(self):
        with self.daemon() as daemon:
            for number, (name, (item, pointer, code)) in enumerate(BAD_ITEMS.items()):
                with self.subTest(name):
                    body = ",".join([text(sale(f"before-{number}")), text(item), text(sale(f"after-{number}"))])
                    receipt = self.ok(daemon.post("/v1/conversions", f"[{body}]"))
                    self.assertEqual([r["status"] for r in receipt["results"]], ["accepted", "rejected", "accepted"])
                    self.assertEqual((receipt["accepted"], receipt["duplicates"], receipt["rejected"]), (2, 0, 1))
                    error = receipt["results"][1]["errors"][0]
                    self.assertEqual((error["pointer"], error["code"]), ("/1" + pointer, code))
                    self.assertGreater(len(error["detail"]), 15)
                    self.check_neighbours(daemon, 2 * number, 2)

    def test_refused_items_are_kept_with_their_reason(self):
        with self.daemon() as daemon:
            for item, _, _ in BAD_ITEMS.values():
                self.assertEqual(self.ok(daemon.post("/v1/conversions", f"[{text(item)}]"))["rejected"], 1)
            kept, cursor = [], ""
            while cursor is not None:
                page = self.ok(daemon.get("/v1/quarantine?limit=5" + (cursor and f"&cursor={cursor}")))
                kept, cursor = kept + page["data"], page["next_cursor"]
            self.assertEqual(len(kept), len(BAD_ITEMS))
            for record, (name, (item, pointer, code)) in zip(reversed(kept), BAD_ITEMS.items()):
                with self.subTest(name):
                    self.assertEqual((record["errors"][0]["pointer"], record["errors"][0]["code"]), ("/0" + pointer, code))
                    self.assertEqual((record["source"], record["route"]), ("manual", "conversions"))
                    self.assertIn("42" if name == "no object" else '"external_id":"bad"', record["raw"].replace(" ", ""))
                    self.assertNotIn("@", record["raw"])

    def test_a_broken_line_of_ndjson_harms_no_other_line(self):
        lines = [text(sale("one")), '{"type":"purchase",', text(sale("two")), "", "NaN", text(sale("three"))]
        with self.daemon() as daemon:
            receipt = self.ok(daemon.post("/v1/conversions", "\n".join(lines)))
            self.assertEqual((receipt["accepted"], receipt["rejected"]), (3, 2))
            broken = [r["errors"][0]["code"] for r in receipt["results"] if r["status"] == "rejected"]
            self.assertEqual(broken, ["json-malformed", "json-malformed"])
            self.check_neighbours(daemon, 0, 3)

    def test_half_a_character_in_one_item_harms_no_other_item(self):
        """A text cut in the middle of an emoji, as JSON.stringify writes it, is JSON; only its own item may suffer."""
        cut = text(sale("cut"))[:-1] + ',"note":"\\ud83d"}'
        with self.daemon() as daemon:
            receipt = self.ok(daemon.post("/v1/conversions", f'[{text(sale("one"))},{cut},{text(sale("two"))}]'))
            self.assertEqual([receipt["results"][i]["status"] for i in (0, 2)], ["accepted", "accepted"])

    def test_a_bad_event_of_meta_is_told_in_messages_and_alone_as_an_error(self):
        good = {"event_name": "Purchase", "event_time": 1770631267, "event_id": "a", "user_data": {"em": ["ann@shop.example"]},
                "custom_data": {"value": 10, "currency": "USD", "campaign_id": "c-1"}}
        bad = {**good, "event_id": "b", "custom_data": {"value": -10, "currency": "USD"}}
        with self.daemon() as daemon:
            answer = self.ok(daemon.post("/v24.0/1/events", {"data": [bad, good]}))
            self.assertEqual(answer["events_received"], 1)
            self.assertIn("/data/0/custom_data/value", answer["messages"][0])
            error = check_meta_error(self, daemon.post("/v24.0/1/events", {"data": [bad]}))
            self.assertIn("adjustment", error["error_user_msg"])
            self.assertEqual([r["source"] for r in self.ok(daemon.get("/v1/quarantine"))["data"]], ["meta_capi"] * 2)
            self.check_neighbours(daemon, 0, 1)

    def test_bad_items_of_every_other_kind_are_refused_beside_good_ones(self):
        cases = {
            "touchpoints": ({"occurred_at": WHEN, "campaign_id": "c"}, {"campaign_id": "c"}, "/0/occurred_at"),
            "spend": ({"date": "2026-02-09", "platform": "m", "campaign_id": "c", "cost": 1, "currency": "USD"},
                      {"date": "2026-02-09", "platform": "m", "campaign_id": "c", "cost": -1, "currency": "USD"}, "/0/cost"),
            "adjustments": ({"kind": "refund", "order_id": "o", "amount": 1, "currency": "USD", "occurred_at": WHEN},
                            {"kind": "gift", "order_id": "o", "currency": "USD", "occurred_at": WHEN}, "/0/kind"),
            "fx-rates": ({"date": "2026-02-09", "base": "EUR", "quote": "USD", "rate": "1.1"},
                         {"date": "2026-02-09", "base": "EUR", "quote": "USD", "rate": 0}, "/0/rate"),
            "identities": ({"email": "a@b.example", "external_user_id": "7"}, {"email": "a@b.example", "occurred_at": "x"},
                           "/0/occurred_at"),
        }
        with self.daemon() as daemon:
            for kind, (good, bad, pointer) in cases.items():
                with self.subTest(kind):
                    receipt = self.ok(daemon.post(f"/v1/{kind}", [bad, good]))
                    self.assertEqual((receipt["accepted"], receipt["rejected"]), (1, 1), receipt)
                    self.assertEqual(receipt["results"][0]["errors"][0]["pointer"], pointer)


class NoJson(FlowTest):
    """A body that is no JSON at all changes nothing, and the answer names the byte."""

    BODIES = {
        b'[{"type":"purchase",}]': 20,
        b'{"value":NaN}': 9,
        b'{"type":': 8,
        b"'text'": 0,
        b'[{"a":1},{"b":tru}]': 14,
        b'{"a":"\xff"}': 6,
        b'[1 2]': 3,
        b'{"a":01}': 6,
        b'\x00\x01\x02': 0,
    }

    def test_what_is_no_json_is_answered_with_the_byte(self):
        with self.daemon() as daemon:
            for body, offset in self.BODIES.items():
                for route in ("/v1/conversions", "/v1/ingest/manual", "/v1/spend"):
                    with self.subTest(body=body, route=route):
                        check_problem(self, daemon.post(route, body), 400, "json-malformed", says=[f"byte {offset}:"])
                with self.subTest(body=body, route="meta"):
                    error = check_meta_error(self, daemon.post("/v24.0/1/events", body))
                    self.assertIn(f"byte {offset}:", error["error_user_msg"])
            self.check_untouched(daemon)

    def test_a_body_nested_without_end_is_refused(self):
        with self.daemon() as daemon:
            for body in (b"[" * 100_000, b'{"a":' * 100_000, b"[" * 4000 + b"]" * 4000):
                check_problem(self, daemon.post("/v1/conversions", body), 400, "json-malformed", says=["deep"])
            self.check_untouched(daemon)

    def test_an_empty_body_is_refused(self):
        with self.daemon() as daemon:
            check_problem(self, daemon.post("/v1/conversions", b""), 400, "body-empty")
            check_problem(self, daemon.post("/v1/conversions", b" \n\t "), 400, "body-empty")
            check_meta_error(self, daemon.post("/v24.0/1/events", b'{"data":[]}'))
            self.check_untouched(daemon)

    def check_untouched(self, daemon):
        status = self.ok(daemon.get("/v1/status"))
        self.assertEqual((status["data_seq"], status["events"], status["rejected"]), (0, 0, 0))


if __name__ == "__main__":
    unittest.main()
