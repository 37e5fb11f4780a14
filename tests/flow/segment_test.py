"""Segment's own client and its look-alikes deliver to the hub: orders with their visit, value and campaign, whatever the
encoding, the clock and the number of attempts."""
import base64
import gzip
import http.server
import json
import threading
import unittest
import urllib.error
import urllib.request

from clients import run_client
from daemon import FlowTest

VISIT = {"anonymousId": "anon-9", "timestamp": "2026-02-08T09:00:00Z",
         "context": {"page": {"url": "https://shop.example/?utm_source=facebook&utm_medium=cpc&utm_campaign=spring&fbclid=IwAR1",
                              "referrer": "https://l.facebook.com/"}}}
PERSON = {"userId": "u-1", "anonymousId": "anon-9", "timestamp": "2026-02-09T09:59:00Z", "traits": {"email": "Joe@eg.com"}}
ORDER = {"userId": "u-1", "anonymousId": "anon-9", "event": "Order Completed", "messageId": "msg-1",
         "timestamp": "2026-02-09T10:00:00Z",
         "properties": {"order_id": "ord-1", "total": 27.5, "revenue": 25, "currency": "USD", "coupon": "hasbros",
                        "products": [{"product_id": "507f", "price": 19, "quantity": 1}]}}
REFUND = {"userId": "u-1", "event": "Order Refunded", "messageId": "msg-2", "timestamp": "2026-02-10T10:00:00Z",
          "properties": {"order_id": "ord-1", "total": 10, "currency": "USD"}}
CLICKED = {"userId": "u-1", "event": "Button Clicked", "messageId": "msg-3", "timestamp": "2026-02-09T09:58:00Z",
           "properties": {"value": 3}}
KEYS = {"CONVHUB_SOURCES_SEGMENT_WRITE_KEYS": "WK_FIRST,WK_TEST"}


def basic(key):
    return {"Authorization": "Basic " + base64.b64encode(f"{key}:".encode()).decode()}


class LosingProxy(http.server.ThreadingHTTPServer):
    """Passes requests on to a daemon, but loses the first answers: the sender does not learn that its calls were kept."""

    def __init__(self, url, lost):
        self.target, self.lost, self.passed = url, lost, []
        super().__init__(("127.0.0.1", 0), self.Handler)

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")}
            with urllib.request.urlopen(urllib.request.Request(self.server.target + self.path, body, headers)) as answer:
                status, text = answer.status, answer.read()
            self.server.passed.append(json.loads(text))
            if len(self.server.passed) <= self.server.lost:
                status, text = 503, b"lost"
            self.send_response(status)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_):
            pass

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()


class SegmentClients(FlowTest):
    def only_conversion(self, daemon):
        listed, = self.ok(daemon.get("/v1/conversions"))["data"]
        return self.ok(daemon.get("/v1/conversions/" + listed["conversion_id"]))

    def check_counts(self, answer, **expected):
        said = self.ok(answer)
        counts = {name: said[name] for name in ("success", "stored", "duplicates", "quarantined", "ignored")}
        self.assertEqual(counts, {"success": True, "stored": 0, "duplicates": 0, "quarantined": 0, "ignored": 0, **expected})
        return said

    def test_an_order_told_by_segments_client_is_one_conversion_with_touch_person_and_campaign(self):
        with self.daemon(env=KEYS) as daemon:
            said = run_client("segment_calls.mjs", daemon.url, "WK_TEST",
                              told=[{"page": VISIT}, {"identify": PERSON}, {"track": CLICKED}, {"track": ORDER}])
            self.assertEqual((said["delivered"], said["errors"], said["requests"]), (4, [], 1))
            order = self.only_conversion(daemon)
            self.assertEqual((order["type"], order["order_id"], order["net"]),
                             ("purchase", "ord-1", {"amount": "25.00", "currency": "USD"}))
            self.assertEqual(order["external_ids"], {"segment": ["msg-1"]})
            touch, = order["touchpoints"]
            self.assertEqual((touch["campaign_name"], touch["channel"], touch["occurred_at"]),
                             ("spring", "Paid Social", "2026-02-08T09:00:00Z"))
            journey = self.ok(daemon.get("/v1/contacts/joe@eg.com/journey"))["journey"]
            self.assertEqual([step["kind"] for step in journey], ["touch", "conversion"])
            row, = self.ok(daemon.get("/v1/reports/attribution?group_by=campaign"))["rows"]
            self.assertEqual((row["revenue"], row["conversions"]), ("25.00", 1))

    def test_an_answer_that_was_lost_makes_no_second_conversion(self):
        with self.daemon() as daemon, LosingProxy(daemon.url, lost=2) as proxy:
            said = run_client("segment_calls.mjs", proxy.url, "WK_TEST", told=[{"page": VISIT}, {"identify": PERSON}, {"track": ORDER}])
            self.assertEqual((said["delivered"], said["errors"]), (3, []))
            self.assertEqual([(a["stored"], a["duplicates"]) for a in proxy.passed], [(3, 0), (0, 3), (0, 3)])
            self.assertEqual(self.only_conversion(daemon)["net"]["amount"], "25.00")

    def test_a_refund_takes_its_amount_back_and_an_update_replaces_the_value(self):
        with self.daemon() as daemon:
            said = run_client("segment_calls.mjs", daemon.url, "K", told=[{"track": REFUND}, {"track": ORDER}])
            self.assertEqual(said["delivered"], 2)
            order = self.only_conversion(daemon)
            self.assertEqual((order["gross"]["amount"], order["net"]["amount"]), ("25.00", "15.00"))
            update = {**ORDER, "event": "Order Updated", "messageId": "msg-4", "timestamp": "2026-02-09T12:00:00Z",
                      "properties": {"order_id": "ord-1", "revenue": 30, "currency": "USD"}}
            self.check_counts(daemon.post("/v1/track", update), stored=1)
            order = self.only_conversion(daemon)
            self.assertEqual((order["gross"]["amount"], order["net"]["amount"]), ("30.00", "20.00"))
            self.check_counts(daemon.post("/v1/track", {**REFUND, "event": "Order Cancelled", "messageId": "msg-5",
                                                        "properties": {"order_id": "ord-1"}}), stored=1)
            self.assertEqual(self.only_conversion(daemon)["net"]["amount"], "0.00")

    def test_a_packed_body_is_read_whatever_its_content_type_says(self):
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        body = gzip.compress(json.dumps({"batch": [dict(ORDER, type="track")], "writeKey": "WK_TEST"}).encode())
        with self.daemon(env=KEYS) as daemon:
            self.check_counts(daemon.post("/v1/batch", body, {**form, **basic("WK_TEST")}), stored=1)
            self.check_counts(daemon.post("/v1/batch", body, {**form, "Content-Encoding": "gzip"}), duplicates=1)
            self.check_counts(daemon.post("/v1/batch", body, form), duplicates=1)
            self.assertEqual(self.only_conversion(daemon)["net"]["amount"], "25.00")

    def test_a_partly_bad_batch_is_answered_200_and_its_bad_calls_wait_in_quarantine(self):
        batch = {"batch": [dict(ORDER, type="track"), {"type": "track", "userId": "u-2", "messageId": "bad-1"},
                           {"type": "track", "event": "Order Completed", "messageId": "bad-2", "userId": "u-3",
                            "timestamp": "2026-02-09T10:00:00Z", "properties": {"order_id": "ord-3", "revenue": 12, "email": "x@y.example"}},
                           {"type": "group", "userId": "u-1", "groupId": "g"}]}
        with self.daemon() as daemon:
            said = self.check_counts(daemon.post("/v1/batch", batch), stored=1, quarantined=2, ignored=1)
            self.assertEqual([(e["index"], e["pointer"], e["code"]) for e in said["errors"]],
                             [(1, "/batch/1/event", "field-missing"), (2, "/batch/2/properties/currency", "currency-missing"),
                              (3, "/batch/3", "segment-group")])
            kept = daemon.get("/v1/quarantine")
            self.assertNotIn(b"x@y.example", kept.body)
            self.assertEqual(len(self.ok(kept)["data"]), 2)
        with self.daemon(env={"CONVHUB_SOURCES_SEGMENT_CURRENCY": "CHF"}) as daemon:
            replayed = self.ok(daemon.post("/v1/quarantine/replay?source=segment", b""))
            self.assertEqual((replayed["replayed"], replayed["still_rejected"]), (1, 1))
            values = {c["order_id"]: c["net"] for c in daemon.get("/v1/export/conversions.ndjson").lines()}
            self.assertEqual(values["ord-3"], {"amount": "12.00", "currency": "CHF"})

    def test_a_call_that_came_by_its_own_route_is_replayed_as_what_it_was(self):
        order = {k: v for k, v in ORDER.items()}
        order["properties"] = {"order_id": "ord-1", "revenue": 25}
        with self.daemon() as daemon:
            self.check_counts(daemon.post("/v1/track", order), quarantined=1)
        with self.daemon(env={"CONVHUB_SOURCES_SEGMENT_CURRENCY": "USD"}) as daemon:
            self.assertEqual(self.ok(daemon.post("/v1/quarantine/replay?source=segment", b""))["replayed"], 1)
            self.assertEqual(self.only_conversion(daemon)["net"], {"amount": "25.00", "currency": "USD"})

    def test_a_refund_in_another_currency_is_refused_at_its_place(self):
        other = {**REFUND, "type": "track", "properties": {"order_id": "ord-1", "total": 10, "currency": "EUR"}}
        with self.daemon() as daemon:
            said = self.check_counts(daemon.post("/v1/batch", {"batch": [dict(ORDER, type="track"), other]}), stored=1, quarantined=1)
            self.assertEqual([(e["pointer"], e["code"]) for e in said["errors"]], [("/batch/1/currency", "currency-differs")])
            self.assertEqual(self.only_conversion(daemon)["net"]["amount"], "25.00")

    def test_every_route_takes_its_calls(self):
        calls = {"identify": PERSON, "track": ORDER, "page": VISIT, "screen": {"anonymousId": "a", "name": "Start"},
                 "alias": {"userId": "u-1", "previousId": "anon-8"}, "group": {"userId": "u-1", "anonymousId": "a", "groupId": "g"},
                 "batch": {"batch": [dict(ORDER, type="track", messageId="b")]},
                 "import": {"batch": [dict(ORDER, type="track", messageId="i")]}}
        with self.daemon() as daemon:
            for route, call in calls.items():
                with self.subTest(route):
                    self.check_counts(daemon.post(f"/v1/{route}", call), stored=1)

    def test_history_sent_again_counts_once_a_setting_calls_it_an_outcome(self):
        call = {"event": "Demo Booked", "messageId": "d-1", "userId": "u-1", "timestamp": "2026-02-09T10:00:00Z", "properties": {"a": 1}}
        with self.daemon() as daemon:
            self.check_counts(daemon.post("/v1/track", call), stored=1)
            self.assertEqual(daemon.get("/v1/export/conversions.ndjson").body, b"")
        with self.daemon(env={"CONVHUB_SOURCES_SEGMENT_OUTCOMES": "Demo Booked=qualify_lead"}) as daemon:
            self.check_counts(daemon.post("/v1/track", call), stored=1)
            one, = daemon.get("/v1/export/conversions.ndjson").lines()
            self.assertEqual(one["type"], "qualify_lead")
        with self.daemon() as daemon:
            self.assertEqual(daemon.get("/v1/export/conversions.ndjson").lines(), [one])

    def test_clocks_wrong_by_millennia_put_nothing_right(self):
        call = {"type": "track", "event": "Order Completed", "userId": "u-1", "originalTimestamp": "9999-12-31T00:00:00Z",
                "properties": {"order_id": "o-1"}}
        with self.daemon() as daemon:
            self.check_counts(daemon.post("/v1/batch", {"batch": [call], "sentAt": "0001-01-01T00:00:00Z"}), stored=1)
            one, = daemon.get("/v1/export/conversions.ndjson").lines()
            self.assertRegex(one["occurred_at"], r"^20\d\d-")

    def test_libraries_in_browsers_ask_from_other_origins_and_by_short_names(self):
        page = {"Origin": "https://shop.example"}
        calls = {"i": PERSON, "t": ORDER, "p": VISIT, "b": {"batch": [dict(ORDER, type="track", messageId="b")]}}
        with self.daemon() as daemon:
            for route, call in calls.items():
                with self.subTest(route):
                    asked = daemon.ask("OPTIONS", f"/v1/{route}", None,
                                       {**page, "Access-Control-Request-Headers": "authorization,content-type"})
                    self.assertEqual((asked.status, asked.headers["Access-Control-Allow-Origin"]), (204, page["Origin"]))
                    self.assertIn("authorization", asked.headers["Access-Control-Allow-Headers"])
                    answer = daemon.post(f"/v1/{route}", call, {**page, "Content-Type": "text/plain"})
                    self.assertEqual(answer.headers["Access-Control-Allow-Origin"], page["Origin"])
                    self.check_counts(answer, stored=1)

    def test_a_wrong_clock_is_set_right_and_a_retry_is_known(self):
        call = {"type": "track", "event": "Order Completed", "messageId": "m-1", "userId": "u-1",
                "originalTimestamp": "2001-01-01T00:00:00Z", "properties": {"order_id": "ord-9"}}
        with self.daemon() as daemon:
            self.check_counts(daemon.post("/v1/batch", {"batch": [call], "sentAt": "2001-01-01T00:00:30Z"}), stored=1)
            self.check_counts(daemon.post("/v1/batch", {"batch": [call], "sentAt": "2001-01-01T00:00:31Z"}), duplicates=1)
            self.assertGreater(self.only_conversion(daemon)["occurred_at"], "2026")

    def test_a_sender_without_a_configured_write_key_is_refused_with_the_reason(self):
        with self.daemon(env=KEYS) as daemon:
            for headers, extra, code in [({}, {}, "write-key-missing"), (basic("WRONG"), {}, "write-key-unknown"),
                                         ({"Authorization": "Bearer WRONG"}, {}, "write-key-unknown"),
                                         ({}, {"writeKey": "WRONG"}, "write-key-unknown")]:
                answer = daemon.post("/v1/track", {**ORDER, **extra}, headers)
                self.assertEqual(answer.status, 401, answer)
                self.assertEqual((answer.json()["success"], answer.json()["code"]), (False, code))
                self.assertIn("Basic", answer.headers["WWW-Authenticate"])
            said = run_client("segment_calls.mjs", daemon.url, "WRONG", told=[{"track": ORDER}])
            self.assertEqual(said["delivered"], 0)
            self.assertIn("401", said["errors"][0]["reason"])
            self.assertEqual(daemon.get("/v1/export/conversions.ndjson").body, b"")
            for headers, extra in [(basic("WK_FIRST"), {}), ({"Authorization": "Bearer WK_TEST"}, {}), ({}, {"writeKey": "WK_TEST"})]:
                self.assertEqual(daemon.post("/v1/track", {**ORDER, **extra}, headers).status, 200)
            self.assertNotIn("WK_", daemon.errors())

    def test_a_body_that_is_no_json_is_refused_in_segments_shape(self):
        with self.daemon() as daemon:
            answer = daemon.post("/v1/batch", b'{"batch":[')
            self.assertEqual(answer.status, 400)
            self.assertEqual((answer.json()["success"], answer.json()["code"]), (False, "json-malformed"))
            self.assertIn("byte 10", answer.json()["message"])


if __name__ == "__main__":
    unittest.main()
