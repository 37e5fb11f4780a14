"""AnyTrack's webhook and the postbacks of networks: GET, form and JSON, with a token, statuses, and what a setting mends."""
import json
import time
import unittest

from daemon import FlowTest

WEBHOOK = {"assetId": "TestAssetId", "clientId": "TestClientId", "clickId": "CLICK_ID", "eventName": "Purchase",
           "eventTime": "2026-02-09T10:00:00.499Z", "eventTimestamp": 1770631196, "eventValue": 99.9, "currency": "USD",
           "transactionId": "ord-1", "email": "Ann@Shop.example", "location": "https://shop.example/thanks",
           "mainAttribution": {"source": "facebook", "medium": "cpc", "campaign": "spring", "fbclid": "IwAR7"}}
POSTBACK = "click_id=CLICK_ID&commission=99.9&currency=USD&transaction_id=ord-1&conversion_type=sale&timestamp=1770631200"
TOKENS = {"CONVHUB_SOURCES_ANYTRACK_TOKENS": "T_FIRST,T_SECOND"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class AnyTrack(FlowTest):
    def check_counts(self, answer, **expected):
        said = self.ok(answer)
        counts = {name: said[name] for name in ("success", "stored", "duplicates", "quarantined", "ignored")}
        self.assertEqual(counts, {"success": True, "stored": 0, "duplicates": 0, "quarantined": 0, "ignored": 0, **expected})
        return said

    def conversions(self, daemon):
        """What each conversion is called by AnyTrack, and its net value."""
        return {c["external_ids"]["anytrack"][0]: c["net"]["amount"] for c in daemon.get("/v1/export/conversions.ndjson").lines()}

    def test_a_webhook_is_a_conversion_with_its_person_and_campaign(self):
        with self.daemon() as daemon:
            self.check_counts(daemon.post("/webhooks/anytrack", WEBHOOK), stored=1)
            self.check_counts(daemon.post("/webhooks/anytrack", [WEBHOOK]), duplicates=1)
            self.assertEqual(self.conversions(daemon), {"purchase/ord-1": "99.90"})
            journey = self.ok(daemon.get("/v1/contacts/ann@shop.example/journey"))["journey"]
            touch, = [step for step in journey if step["kind"] == "touch"]
            self.assertEqual((touch["campaign_name"], touch["channel"]), ("spring", "Paid Social"))

    def test_a_postback_says_the_same_by_get_form_and_json(self):
        fields = dict(pair.split("=") for pair in POSTBACK.split("&"))
        parts = "".join(f'--b\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items())
        with self.daemon() as daemon:
            self.check_counts(daemon.get("/webhooks/anytrack?" + POSTBACK), stored=1)
            self.check_counts(daemon.post("/webhooks/anytrack", POSTBACK, FORM), duplicates=1)
            self.check_counts(daemon.post("/webhooks/anytrack?" + POSTBACK, b""), duplicates=1)
            self.check_counts(daemon.post("/webhooks/anytrack", json.dumps(fields)), duplicates=1)
            self.check_counts(daemon.post("/webhooks/anytrack", parts + "--b--\r\n",
                                          {"Content-Type": "multipart/form-data; boundary=b"}), duplicates=1)
            self.assertEqual(self.conversions(daemon), {"purchase/ord-1": "99.90"})

    def test_a_postback_without_time_is_told_once(self):
        with self.daemon() as daemon:
            self.check_counts(daemon.get("/webhooks/anytrack?click_id=A&transaction_id=T"), stored=1)
            self.check_counts(daemon.get("/webhooks/anytrack?click_id=A&transaction_id=T"), duplicates=1)

    def test_a_token_is_asked_for_where_one_is_configured_and_kept_nowhere(self):
        with self.daemon(env=TOKENS) as daemon:
            for target, headers, code in [("", {}, "token-missing"), ("?token=WRONG", {}, "token-unknown"),
                                          ("", {"Authorization": "Bearer WRONG"}, "token-unknown")]:
                answer = daemon.post("/webhooks/anytrack" + target, WEBHOOK, headers)
                self.assertEqual((answer.status, answer.json()["errors"][0]["code"]), (401, code))
            self.assertEqual(daemon.get("/webhooks/anytrack?" + POSTBACK).status, 401)
            self.assertEqual(self.conversions(daemon), {})
            self.check_counts(daemon.post("/webhooks/anytrack?token=T_FIRST", WEBHOOK), stored=1)
            self.check_counts(daemon.post("/webhooks/anytrack?key=T_SECOND", WEBHOOK), duplicates=1)
            self.check_counts(daemon.post("/webhooks/anytrack", WEBHOOK, {"Authorization": "Bearer T_FIRST"}), duplicates=1)
            self.check_counts(daemon.post("/webhooks/anytrack", WEBHOOK, {"X-AnyTrack-Token": "T_SECOND"}), duplicates=1)
            self.check_counts(daemon.get("/webhooks/anytrack?token=T_FIRST&event_name=Purchase&value=5"), quarantined=1)
            self.check_counts(daemon.get("/webhooks/anytrack?token=T_FIRST&click_id=A&transaction_id=T"), stored=1)
            for answer in (daemon.get("/v1/quarantine"), daemon.get("/v1/export/source-events.ndjson"),
                           daemon.get("/v1/export/conversions.ndjson")):
                self.assertNotIn(b"T_FIRST", answer.body)
            self.assertNotIn("T_FIRST", daemon.errors())

    def test_what_was_reversed_is_refunded_whichever_came_first(self):
        for order in ((0, 1), (1, 0)):
            told = [POSTBACK + "&status=pending", POSTBACK.replace("1770631200", "1770717600") + "&status=reversed"]
            with self.daemon(name=f"data{order[0]}") as daemon:
                for i in order:
                    self.check_counts(daemon.get("/webhooks/anytrack?" + told[i]), stored=1)
                self.assertEqual(self.conversions(daemon), {"purchase/ord-1": "0.00"})

    def test_a_status_is_a_version_and_a_rebill_an_order_of_its_own(self):
        with self.daemon() as daemon:
            self.check_counts(daemon.get(f"/webhooks/anytrack?{POSTBACK}&status=pending"), stored=1)
            self.check_counts(daemon.get(f"/webhooks/anytrack?{POSTBACK}&status=approved"), stored=1)
            self.check_counts(daemon.get(f"/webhooks/anytrack?{POSTBACK}&status=pending"), duplicates=1)
            rebill = POSTBACK.replace("sale", "rebill").replace("1770631200", "1773050400")
            self.check_counts(daemon.get("/webhooks/anytrack?" + rebill), stored=1)
            again = f"rebill/ord-1/{time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(1773050400))}"
            self.assertEqual(self.conversions(daemon), {"purchase/ord-1": "99.90", again: "99.90"})
            self.check_counts(daemon.get(f"/webhooks/anytrack?{rebill}&status=reversed"), stored=1)
            self.assertEqual(self.conversions(daemon), {"purchase/ord-1": "99.90", again: "0.00"})

    def test_a_status_alone_takes_nothing_away(self):
        postback = "transaction_id=A10&event_name=Purchase&ts=1770631200&click_id=c-1"
        with self.daemon() as daemon:
            self.check_counts(daemon.get(f"/webhooks/anytrack?{postback}&payout=9&currency=EUR&campaign_id=C10&status=pending"), stored=1)
            self.check_counts(daemon.get("/webhooks/anytrack?transaction_id=A10&event_name=Purchase&status=approved"), stored=1)
            row, = self.ok(daemon.get("/v1/reports/roas?currency=EUR"))["rows"]
            self.assertEqual((row["group"]["campaign_id"], row["conversions"], row["revenue"]), ("C10", 1, "9.00"))

    def test_what_a_currency_was_missing_for_is_restored_once_one_is_configured(self):
        with self.daemon() as daemon:
            said = self.check_counts(daemon.get("/webhooks/anytrack?" + POSTBACK.replace("&currency=USD", "")), quarantined=1)
            self.assertEqual([(e["reject_id"], e["code"], e["pointer"]) for e in said["errors"]],
                             [("rj_1", "currency-missing", "/currency")])
        with self.daemon(env={"CONVHUB_SOURCES_ANYTRACK_CURRENCY": "EUR"}) as daemon:
            self.assertEqual(self.ok(daemon.post("/v1/quarantine/replay?source=anytrack", b""))["replayed"], 1)
            self.assertEqual(self.conversions(daemon), {"purchase/ord-1": "99.90"})

    def test_a_field_map_reads_what_a_network_calls_by_its_own_names(self):
        with self.daemon(env={"CONVHUB_SOURCES_ANYTRACK_FIELD_MAP": "value=net.total,external_id=booking"}) as daemon:
            self.check_counts(daemon.post("/webhooks/anytrack", {"booking": "B-7", "value": 9, "net": {"total": "7.50"}, "currency": "EUR",
                                                                 "event_name": "Purchase"}), stored=1)
            self.assertEqual(self.conversions(daemon), {"purchase/B-7": "7.50"})

    def test_looking_for_the_address_reports_nothing(self):
        with self.daemon() as daemon:
            self.assertEqual(daemon.ask("HEAD", "/webhooks/anytrack?transaction_id=T-1&value=5&currency=EUR").status, 200)
            self.assertEqual(daemon.get("/v1/export/conversions.ndjson").body, b"")

    def test_a_request_that_nobody_can_read_is_refused(self):
        with self.daemon() as daemon:
            for answer, code in [(daemon.get("/webhooks/anytrack"), "body-empty"),
                                 (daemon.post("/webhooks/anytrack", b'{"transaction_id":'), "json-malformed")]:
                self.assertEqual((answer.status, answer.json()["errors"][0]["code"]), (400, code))


if __name__ == "__main__":
    unittest.main()
