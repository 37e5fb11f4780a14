"""Meta's Conversions API in every encoding of its clients, at each of its addresses, answered as those clients expect."""
import json
import time
import unittest
from urllib.parse import urlencode

from daemon import ROOT, FlowTest
from problems import check_meta_error

GOLDEN = ROOT / "tests" / "data" / "meta_capi"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
STRICT = {"CONVHUB_SOURCES_META_CAPI_STRICT": "true"}


def event(name, at, **fields):
    return {"event_name": "Purchase", "event_time": int(at), "event_id": name, "action_source": "website",
            "user_data": {"em": ["ann@shop.example"]}, "custom_data": {"value": 10, "currency": "USD"}, **fields}


class MetaEncodings(FlowTest):
    def conversions(self, daemon):
        return {c["external_ids"]["meta_capi"][0]: c for c in daemon.get("/v1/export/conversions.ndjson").lines()}

    def check_taken(self, answer, status=200):
        self.assertEqual(answer.status, status, answer)
        said = answer.json()
        self.assertEqual((said["events_received"], said["messages"]), (1, []))
        self.assertTrue(said["fbtrace_id"])

    def test_forms_of_python_and_curl_and_the_gateways_json_are_one_order_each(self):
        multipart = (GOLDEN / "curl_form.multipart").read_bytes()
        boundary = multipart[2:multipart.index(b"\r")].decode()
        with self.daemon() as daemon:
            self.check_taken(daemon.post("/v25.0/1234567890/events?access_token=TOKEN", (GOLDEN / "python_sdk.form").read_bytes(), FORM))
            self.check_taken(daemon.post("/v25.0/1234567890/events", multipart,
                                         {"Content-Type": f"multipart/form-data; boundary={boundary}"}))
            self.check_taken(daemon.post("/1234567890/events", {"data": [event("plain", 1701475300)]},
                                         {"Authorization": "Bearer TOKEN"}))
            found = self.conversions(daemon)
            self.assertEqual(sorted(found), ["Purchase/curl-1", "Purchase/plain", "Purchase/py-1"])
            self.assertEqual(found["Purchase/py-1"]["gross"], {"amount": "27.50", "currency": "USD"})
            self.assertTrue(found["Purchase/curl-1"]["offline"])
            for kept in ("TOKEN", "ann@shop.example"):
                self.assertNotIn(kept.encode(), b"".join(p.read_bytes() for p in (self.folder / "data").iterdir()))

    def test_the_gateway_says_202_which_is_all_that_its_clients_believe(self):
        with self.daemon() as daemon:
            taken = daemon.post("/capi/1234567890/events", {"accessKey": "KEY", "data": [event("gw", 1701475300)]})
            self.check_taken(taken, 202)
            self.assertEqual(list(self.conversions(daemon)), ["Purchase/gw"])
            check_meta_error(self, daemon.post("/capi/1234567890/events", {"accessKey": "KEY", "data": []}))

    def test_test_events_are_received_and_never_count(self):
        now = time.time()
        with self.daemon() as daemon:
            said = self.ok(daemon.post("/v25.0/1/events", {"data": [event("t-1", now)], "test_event_code": "TEST123"}))
            self.assertEqual(said["events_received"], 1)
            self.assertIn("kept apart", said["messages"][0])
            form = urlencode({"data": json.dumps([event("t-2", now)])})
            self.assertEqual(daemon.post("/v25.0/1/events?test_event_code=TEST9", form, FORM).status, 200)
            self.check_taken(daemon.post("/v25.0/1/events", {"data": [event("real", now)], "test_event_code": None}))
            self.assertEqual(list(self.conversions(daemon)), ["Purchase/real"])
            kept = self.ok(daemon.get("/v1/quarantine?code=test-event"))["data"]
            self.assertEqual(len(kept), 2)
            self.assertIn("TEST123", kept[1]["raw"])
            self.assertEqual(self.ok(daemon.post("/v1/quarantine/replay?code=test-event", "")), {"replayed": 0, "still_rejected": 2})
            self.assertEqual(list(self.conversions(daemon)), ["Purchase/real"])

    def test_old_events_are_taken_unless_strictness_is_asked_for(self):
        day = 86400
        old, young = event("old", time.time() - 8 * day), event("young", time.time() - 6 * day)
        store = event("store", time.time() - 60 * day, action_source="physical_store")
        with self.daemon() as daemon:
            self.assertEqual(self.ok(daemon.post("/v25.0/1/events", {"data": [old, young]}))["events_received"], 2)
        with self.daemon(name="strict", env=STRICT) as daemon:
            error = check_meta_error(self, daemon.post("/v25.0/1/events", {"data": [young, old]}))
            self.assertEqual((error["error_subcode"], error["error_user_title"]), (2804003, "Event Timestamp Too Old"))
            check_meta_error(self, daemon.post("/v25.0/1/events", {"data": [event(f"n-{i}", time.time()) for i in range(1001)]}))
            check_meta_error(self, daemon.post("/v25.0/1/events", {"data": [young, event("bad", time.time(), custom_data={"value": 1})]}))
            self.assertEqual(self.conversions(daemon), {})
            self.assertEqual(self.ok(daemon.post("/v25.0/1/events", {"data": [young, store]}))["events_received"], 2)

    def test_consent_stays_with_the_event_and_no_event_is_lost_for_it(self):
        careful = event("c-1", time.time(), opt_out=True, data_processing_options=["LDU"], data_processing_options_country=0,
                        data_processing_options_state=0)
        with self.daemon() as daemon:
            self.check_taken(daemon.post("/v25.0/1/events", {"data": [careful]}))
            one = self.ok(daemon.get("/v1/conversions"))["data"][0]["conversion_id"]
            shown = daemon.get(f"/v1/conversions/{one}").body.decode()
            self.assertIn('"opt_out":true', shown)
            self.assertIn('"data_processing_options":["LDU"]', shown)


if __name__ == "__main__":
    unittest.main()
