"""Requests that cannot be answered are refused with the place and the remedy; the next request finds the hub as it was."""
import gzip
import socket
import unittest

from daemon import FlowTest
from problems import check_problem

SALE = b'{"external_id":"o","type":"purchase","occurred_at":"2026-02-09T10:01:07Z","value":1,"currency":"USD"}'

# target: code, pointer, words of the detail
BAD_PARAMETERS = {
    "reports/roas?modle=linear": ("parameter-unknown", "modle", ["'model'"]),
    "reports/paths?model=linear": ("parameter-unknown", "model", []),
    "reports/roas?model=linaer": ("model-unknown", "model", ["linear"]),
    "reports/roas?model=linear&model=linear": ("parameter-repeated", "model", []),
    "reports/roas?model=": ("model-unknown", "model", ["linear"]),
    "reports/compare?models=linear,foo": ("model-unknown", "models", ["linear"]),
    "reports/attribution?group_by=planet": ("dimension-unknown", "group_by", ["campaign"]),
    "reports/attribution?group_by=day,week,month": ("too-many-dimensions", "group_by", []),
    "reports/roas?from=2026-02-30": ("date-malformed", "from", ["2026-02-09"]),
    "reports/roas?from=yesterday": ("time-malformed", "from", []),
    "reports/roas?to=2026-02-09T10:00:00": ("time-zone-missing", "to", ["Z"]),
    "reports/roas?from=2026-03-01&to=2026-02-01": ("range-empty", "to", ["'from'"]),
    "reports/roas?tz=Mars/Olympus": ("zone-unknown", "tz", ["Europe/Berlin"]),
    "reports/roas?currency=ZZQ": ("currency-unknown", "currency", []),
    "reports/roas?include_offline=maybe": (None, "include_offline", ["true"]),
    "reports/roas?ad_spend=5": ("ad-spend-without-campaign", "ad_spend", ["campaign_id"]),
    "reports/roas?campaign_id=c&ad_spend=-5": ("ad-spend-negative", "ad_spend", []),
    "reports/roas?campaign_id=c&ad_spend=1e400": (None, "ad_spend", []),
    "reports/attribution?lookback_days=-1": ("parameter-range", "lookback_days", ["0"]),
    "reports/attribution?lookback_days=NaN": ("parameter-range", "lookback_days", []),
    "reports/attribution?lookback=*/*/click:7,purchase:30": ("lookback-malformed", "lookback", ["rule 2", "TYPE/CHANNEL/INTERACTION:DAYS"]),
    "reports/paths?lookback=*/*/clik:7": ("lookback-malformed", "lookback", ["rule 1", "Did you mean 'click'?"]),
    "reports/roas?lookback=*/*/*:7,*/*/*:8": ("lookback-repeated", "lookback", ["rule 1"]),
    "reports/daily?excluded_referrers=https://paypal.com": ("referrer-malformed", "excluded_referrers", ["paypal.com"]),
    "reports/cohorts?campaign_priority=a,a": ("pattern-repeated", "campaign_priority", ["'a'"]),
    "reports/compare?click_beat_view=1": ("parameter-unknown", "click_beat_view", ["'click_beats_view'"]),
    "contacts/nobody@example.com/journey?lookback=x": ("lookback-malformed", "lookback", []),
    "reports/attribution?model=time_decay&half_life_days=0": ("parameter-out-of-range", "half_life_days", []),
    "reports/attribution?model=position_based&first_weight=0.7&last_weight=0.7": (None, "last_weight", ["1"]),
    "reports/attribution?model=position_based&first_weight=-0.1": (None, "first_weight", []),
    "reports/attribution?as_of=5": ("as-of-future", "as_of", []),
    "reports/paths?as_of=2999-01-01": ("as-of-future", "as_of", []),
    "reports/dedup?as_of=soon": ("as-of-malformed", "as_of", []),
    "reports/paths?top=0": ("parameter-range", "top", ["1"]),
    "reports/paths?dimension=day": (None, "dimension", ["channel"]),
    "conversions?limit=0": ("parameter-range", "limit", ["1000"]),
    "conversions?limit=1001": ("parameter-range", "limit", ["1000"]),
    "conversions?cursor=zzz": ("cursor-malformed", "cursor", ["next_cursor"]),
    "conversions?colour=red": ("parameter-unknown", "colour", []),
    "export/conversions.csv?limit=5": ("parameter-unknown", "limit", []),
    "quarantine?limit=x": ("parameter-range", "limit", []),
    "conversions/cv_00": ("conversion-id-malformed", "id", ["32"]),
    "conversions/cv_0123456789abcdef0123456789abcdef/explain?model=foo": (None, None, []),
}


class BadRequests(FlowTest):
    def test_parameters_that_make_no_sense_are_refused_by_name(self):
        with self.daemon() as daemon:
            for target, (code, pointer, says) in BAD_PARAMETERS.items():
                with self.subTest(target):
                    answer = daemon.get("/v1/" + target)
                    found = answer.json()["errors"][0]["code"] if answer.status != 200 else None
                    check_problem(self, answer, 400, code or found, pointer, says)

    def test_every_wrong_parameter_is_named_at_once(self):
        with self.daemon() as daemon:
            problem = check_problem(self, daemon.get("/v1/reports/roas?modle=x&from=zzz&currency=ZZQ"), 400,
                                    daemon.get("/v1/reports/roas?modle=x&from=zzz&currency=ZZQ").json()["errors"][0]["code"])
            self.assertEqual({e["pointer"] for e in problem["errors"]}, {"modle", "from", "currency"})

    def test_unknown_paths_name_the_nearest(self):
        with self.daemon() as daemon:
            check_problem(self, daemon.get("/v1/reports/raos"), 404, "path-unknown", "path", ["/v1/reports/roas"])
            check_problem(self, daemon.get("/nothing/of/the/kind"), 404, "path-unknown", "path")
            check_problem(self, daemon.post("/v1/conversion", SALE), 404, "path-unknown", "path", ["/v1/conversions"])
            check_problem(self, daemon.post("/v1/ingest/nobody", SALE), 404, "source-unknown", None, ["meta_capi"])
            check_problem(self, daemon.get("/v1/conversions/cv_0123456789abcdef0123456789abcdef"), 404, "conversion-unknown")
            check_problem(self, daemon.get("/v1/contacts/nobody@shop.example/journey"), 404, "contact-unknown")
            check_problem(self, daemon.get("/v1/%zz"), 400, "bad-escape", "path")

    def test_a_wrong_method_is_told_which_are_right(self):
        with self.daemon() as daemon:
            for method, target, right in (("DELETE", "/v1/conversions", {"GET", "HEAD", "POST"}),
                                          ("PUT", "/v1/reports/roas", {"GET", "HEAD"}), ("GET", "/v1/spend", {"POST"}),
                                          ("POST", "/healthz", {"GET", "HEAD"}), ("PATCH", "/v24.0/1/events", {"POST"})):
                with self.subTest(f"{method} {target}"):
                    answer = daemon.ask(method, target)
                    check_problem(self, answer, 405, "method-not-allowed", "method", sorted(right))
                    self.assertEqual(set(answer.headers["Allow"].split(", ")), right)

    def test_a_body_of_ten_megabytes_is_too_large_on_every_route(self):
        body = b"[" + b",".join([SALE] * 100_000) + b"]"
        with self.daemon() as daemon:
            for route in ("/v1/conversions", "/v1/ingest/manual", "/v24.0/1/events", "/v1/spend"):
                with self.subTest(route):
                    answer = daemon.post(route, body[:10_000_000])
                    self.assertEqual(answer.status, 413, answer)
            check_problem(self, daemon.post("/v1/conversions", body[:10_000_000]), 413, "body-too-large", "body", ["smaller"])
            self.check_alive_and_empty(daemon)

    def test_packed_bodies_are_unpacked_or_refused(self):
        packed = {"Content-Encoding": "gzip"}
        with self.daemon() as daemon:
            for body in (b"\x1f\x8bgarbage", b"garbage", gzip.compress(SALE)[:-6], gzip.compress(SALE)[:12]):
                with self.subTest(body):
                    check_problem(self, daemon.post("/v1/conversions", body, packed), 400, "content-coding-corrupt", "body")
            bomb = gzip.compress(b" " * 100_000_000, compresslevel=1)
            check_problem(self, daemon.post("/v1/conversions", bomb, packed), 413, "body-too-large", "body", ["smaller"])
            check_problem(self, daemon.post("/v1/conversions", SALE, {"Content-Encoding": "br"}), 415,
                          "content-coding-unknown", "Content-Encoding", ["gzip"])
            self.check_alive_and_empty(daemon)
            self.taken(daemon, "conversions", gzip.decompress(gzip.compress(SALE)))
            again = self.ok(daemon.post("/v1/conversions", gzip.compress(SALE), packed))
            self.assertEqual((again["duplicates"], again["results"][0]["rule"]), (1, "redelivery"))

    def test_what_is_no_http_is_refused_and_harms_nobody(self):
        with self.daemon() as daemon:
            for text in (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 TLS\r\n\r\n", b"GET\r\n\r\n",
                         b"GET / HTTP/9.9\r\n\r\n", b"POST /v1/spend HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                         b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a\r\n" + b"A: b\r\n" * 50_000 + b"\r\n",
                         b"POST /v1/spend HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"):
                with self.subTest(text[:40]):
                    self.check_refused(daemon, text)
            self.check_alive_and_empty(daemon)

    def check_refused(self, daemon, text):
        with socket.create_connection(("127.0.0.1", daemon.port), timeout=30) as raw:
            try:
                raw.sendall(text)
                answer = raw.makefile("rb").read()
            except ConnectionError:
                return  # cut off while it still talked: refused as well
        self.assertRegex(answer, rb"^HTTP/1\.1 (4\d\d|505) ")
        self.assertIn(b"application/problem+json", answer)

    def check_alive_and_empty(self, daemon):
        self.assertEqual(self.ok(daemon.get("/v1/status"))["events"], 0)


if __name__ == "__main__":
    unittest.main()
