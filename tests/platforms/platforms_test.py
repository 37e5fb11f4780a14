"""The fake platforms keep to the limits of the real ones, and go wrong as they are told."""
import email.utils
import gzip
import http.client
import json
import time
import unittest
import xml.etree.ElementTree as xml
from urllib.parse import urlencode, urlsplit

from serve import Platforms

NOON = 1_770_000_000_000
INSIGHTS = "/v25.0/act_1010035716096012/insights"


class PlatformTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.platforms = Platforms().__enter__()
        self.addCleanup(self.platforms.__exit__)

    def tell(self, platform, call, **arguments):
        self.assertEqual(self.ask("POST", "/_control/tell", {"platform": platform, "call": call, **arguments})[0], 200)

    def fault(self, kind, **options):
        self.assertEqual(self.ask("POST", "/_control/fault", {"kind": kind, **options})[0], 200)

    def raw(self, method, target, body=None, headers=None, timeout=5):
        connection = http.client.HTTPConnection(urlsplit(self.platforms.url).netloc, timeout=timeout)
        self.addCleanup(connection.close)
        connection.request(method, target, body, headers or {})
        return connection.getresponse()

    def ask(self, method, target, body=None, headers=None):
        """Status and JSON."""
        sent = {"Authorization": "Bearer pat-test", "X-Api-Key": "AT-KEY", "Content-Type": "application/json", **(headers or {})}
        text = body if isinstance(body, (str, type(None))) else json.dumps(body)
        answer = self.raw(method, target, text, sent)
        whole = answer.read()
        return answer.status, json.loads(whole) if whole.startswith((b"{", b"[")) else whole.decode()


class HubspotTest(PlatformTest):
    def search(self, since=0, **more):
        query = {"limit": 200, "sorts": [{"propertyName": "hs_lastmodifieddate", "direction": "ASCENDING"}], "properties": ["amount"],
                 "filterGroups": [{"filters": [{"propertyName": "hs_lastmodifieddate", "operator": "GTE", "value": str(since)}]}], **more}
        return self.ask("POST", "/crm/v3/objects/deals/search", query)

    def test_a_search_is_sorted_counted_and_paged(self):
        self.tell("hubspot", "make_deals", count=450, changed=NOON, apart=10)
        status, first = self.search()
        self.assertEqual((status, first["total"], len(first["results"])), (200, 450, 200))
        self.assertEqual(first["paging"]["next"]["after"], "200")
        self.assertEqual(first["results"][0], {"id": "1", "properties": {"amount": "10.00"}, "createdAt": "2026-02-02T02:40:00.000Z",
                                               "updatedAt": "2026-02-02T02:40:00.000Z", "archived": False})
        self.assertEqual(self.search(after="400")[1]["results"][-1]["id"], "450")
        self.assertEqual(self.search(since=NOON + 4490)[1]["total"], 1)

    def test_a_search_ends_at_ten_thousand_results(self):
        self.tell("hubspot", "make_deals", count=10_001, changed=NOON, contacts=0)
        self.assertEqual(self.search(after="9800")[0], 200)
        status, refused = self.search(after="10000")
        self.assertEqual((status, refused["category"]), (400, "VALIDATION_ERROR"))
        self.assertEqual(self.search(limit=201)[0], 400)
        self.assertEqual(self.search(padding="x" * 3000)[0], 400)

    def test_a_search_knows_neither_archived_deals_nor_those_not_indexed_yet(self):
        self.tell("hubspot", "make_deals", count=3, changed=NOON)
        self.tell("hubspot", "archive", deals=[1], at=NOON + 1)
        self.tell("hubspot", "change", deals=[2], at=NOON + 2, indexed=False)
        self.assertEqual([r["id"] for r in self.search()[1]["results"]], ["3"])
        self.tell("hubspot", "index")
        self.assertEqual([r["id"] for r in self.search()[1]["results"]], ["3", "2"])
        _, gone = self.ask("GET", "/crm/v3/objects/deals?archived=true&limit=100&properties=amount,dealstage")
        self.assertEqual([(r["id"], r["archivedAt"]) for r in gone["results"]], [("1", "2026-02-02T02:40:00.001Z")])

    def test_a_batch_brings_history_and_says_what_is_missing(self):
        self.tell("hubspot", "make_deals", count=60, changed=NOON)
        self.tell("hubspot", "change", deals=[1], at=NOON + 5, properties={"dealstage": "closedlost"})
        read = lambda ids, **more: self.ask("POST", "/crm/v3/objects/deals/batch/read", {"inputs": [{"id": str(i)} for i in ids], **more})
        status, answer = read([1], properties=["dealstage"], propertiesWithHistory=["dealstage"])
        self.assertEqual((status, answer["results"][0]["properties"]), (200, {"dealstage": "closedlost"}))
        self.assertEqual([(e["value"], e["timestamp"][-5:]) for e in answer["results"][0]["propertiesWithHistory"]["dealstage"]],
                         [("closedlost", ".005Z"), ("closedwon", ".000Z")])
        status, answer = read([1, 99])
        self.assertEqual((status, answer["numErrors"], answer["errors"][0]["context"]), (207, 1, {"ids": ["99"]}))
        self.assertEqual(read(range(1, 52), propertiesWithHistory=["dealstage"])[0], 400)
        self.assertEqual(read(range(1, 102))[0], 400)

    def test_associations_come_by_batch_and_a_deal_without_any_is_an_error_of_its_own(self):
        self.tell("hubspot", "make_deals", count=2, changed=NOON, contacts=2)
        self.tell("hubspot", "change", deals=[2], at=NOON, contacts=[])
        status, answer = self.ask("POST", "/crm/v4/associations/deals/contacts/batch/read", {"inputs": [{"id": "1"}, {"id": "2"}]})
        self.assertEqual(status, 207)
        self.assertEqual([(r["from"]["id"], [t["toObjectId"] for t in r["to"]]) for r in answer["results"]], [("1", [10, 11])])
        self.assertEqual(answer["errors"][0]["context"]["fromObjectId"], ["2"])

    def test_a_merged_deal_is_gone_and_named_by_the_one_that_goes_on(self):
        self.tell("hubspot", "make_deals", count=3, changed=NOON)
        self.tell("hubspot", "merge", into=1, deals=[2, 3], at=NOON + 9)
        _, answer = self.ask("POST", "/crm/v3/objects/deals/batch/read", {"inputs": [{"id": "1"}], "properties": ["hs_merged_object_ids"]})
        self.assertEqual(answer["results"][0]["properties"]["hs_merged_object_ids"], "2;3")
        self.assertEqual(self.search()[1]["total"], 1)

    def test_a_list_is_paged_by_opaque_cursors(self):
        self.tell("hubspot", "make_deals", count=150, changed=NOON)
        _, first = self.ask("GET", "/crm/v3/objects/deals?limit=100")
        self.assertFalse(first["paging"]["next"]["after"].isdigit() and int(first["paging"]["next"]["after"]) == 100)
        _, second = self.ask("GET", "/crm/v3/objects/deals?limit=100&after=" + first["paging"]["next"]["after"])
        self.assertEqual(len({r["id"] for r in first["results"] + second["results"]}), 150)
        self.assertNotIn("paging", second)

    def test_a_wrong_token_is_refused(self):
        status, answer = self.ask("GET", "/crm/v3/pipelines/deals", headers={"Authorization": "Bearer other"})
        self.assertEqual((status, answer["category"]), (401, "INVALID_AUTHENTICATION"))


class MetaTest(PlatformTest):
    def insights(self, method="GET", path=INSIGHTS, token="TOKEN", **more):
        asked = {"level": "campaign", "time_increment": "1", "limit": "500", "time_range": '{"since":"2026-02-01","until":"2026-02-28"}',
                 "fields": "account_id,account_currency,campaign_id,spend,impressions,clicks,actions,action_values", **more}
        if method == "POST":
            return self.ask(method, path, urlencode({**asked, "access_token": token}), {"Content-Type": "application/x-www-form-urlencoded"})
        return self.ask(method, path + "?" + urlencode({**asked, "access_token": token}))

    def test_rows_are_of_days_in_text_and_without_what_is_zero(self):
        self.tell("meta", "put", day="2026-02-01", campaign="c1", adset="s", ad="a", spend=4250, impressions=10, purchases=3, value=25000)
        self.tell("meta", "put", day="2026-02-01", campaign="c1", adset="s", ad="b", spend=50)
        self.tell("meta", "put", day="2026-03-01", campaign="c1", adset="s", ad="b", spend=50)
        row, = self.insights()[1]["data"]
        self.assertEqual((row["spend"], row["impressions"], row["date_start"], row["date_stop"]), ("43.00", "10", "2026-02-01", "2026-02-01"))
        self.assertNotIn("clicks", row)
        self.assertEqual([a["action_type"] for a in row["actions"]], ["link_click", "purchase", "omni_purchase"])
        rows = self.insights(level="ad", fields="campaign_id,adset_id,ad_id,spend")[1]["data"]
        self.assertEqual([(r["ad_id"], r["spend"]) for r in rows], [("a", "42.50"), ("b", "0.50")])

    def test_pages_lead_on_by_cursor_until_there_is_no_next(self):
        self.tell("meta", "make_days", first="2026-02-01", count=28)
        seen, after = [], {}
        while True:
            _, page = self.insights(limit="25", **after)
            seen += [(r["date_start"], r["campaign_id"]) for r in page["data"]]
            if "next" not in page["paging"]:
                break
            after = {"after": page["paging"]["cursors"]["after"]}
        self.assertEqual((len(seen), len(set(seen))), (56, 56))

    def test_too_much_at_once_needs_a_prepared_report(self):
        self.tell("meta", "make_days", first="2026-02-01", count=5)
        self.tell("meta", "settings", most_rows=3, looks=2)
        status, refused = self.insights()
        self.assertEqual((status, refused["error"]["code"], refused["error"]["error_subcode"]), (400, 100, 1487534))
        run = self.insights("POST")[1]["report_run_id"]
        look = lambda: self.ask("GET", f"/v25.0/{run}?access_token=TOKEN")[1]
        self.assertEqual(self.insights(path=f"/v25.0/{run}/insights")[1]["error"]["error_subcode"], 1504043)
        self.assertEqual(look()["async_status"], "Job Running")
        self.assertEqual((done := look())["async_status"], "Job Completed", done)
        self.assertEqual(len(self.insights(path=f"/v25.0/{run}/insights")[1]["data"]), 10)

    def test_a_bad_token_is_code_190_and_limits_stand_in_headers(self):
        status, refused = self.insights(token="old")
        self.assertEqual((status, refused["error"]["code"]), (400, 190))
        self.tell("meta", "settings", used=97)
        answer = self.raw("GET", "/v25.0/act_1010035716096012?fields=currency&access_token=TOKEN")
        self.assertEqual(json.loads(answer.headers["x-fb-ads-insights-throttle"])["acc_id_util_pct"], 97)


class ListsTest(PlatformTest):
    def test_conversions_come_page_by_page(self):
        self.tell("anytrack", "make", count=250)
        seen, cursor = [], ""
        while cursor is not None:
            _, page = self.ask("GET", f"/anytrack/conversions?since=2026-02-01T00:00:00Z&until=2026-02-02T00:00:00Z&cursor={cursor}")
            seen += [item["transactionId"] for item in page["data"]["items"]]
            cursor = page["data"]["next"]
        self.assertEqual((len(seen), len(set(seen))), (250, 250))
        self.assertEqual(self.ask("GET", "/anytrack/conversions", headers={"X-Api-Key": "no"})[0], 401)

    def test_the_bank_has_the_newest_day_first(self):
        for day in ("2026-07-08", "2026-07-09"):
            self.tell("bank", "put", day=day, rates={"USD": "1.1435", "JPY": "185.72"})
        days = lambda name: [c.get("time") for c in xml.fromstring(self.ask("GET", "/stats/eurofxref/" + name)[1]).iter() if c.get("time")]
        self.assertEqual(days("eurofxref-daily.xml"), ["2026-07-09"])
        self.assertEqual(days("eurofxref-hist.xml"), ["2026-07-09", "2026-07-08"])


class FaultTest(PlatformTest):
    PATH = "/crm/v3/pipelines/deals"
    HEADERS = {"Authorization": "Bearer pat-test"}

    def get(self, timeout=5, **headers):
        return self.raw("GET", self.PATH, headers={**self.HEADERS, **headers}, timeout=timeout)

    def whole(self):
        return json.loads(self.get().read())

    def test_a_fault_holds_for_its_path_and_number_of_answers(self):
        self.fault("status", path="/pipelines/", count=2, skip=1, status=429, headers={"Retry-After": "7"}, body="slow down")
        self.assertEqual([self.get().status for _ in range(4)], [200, 429, 429, 200])
        self.assertEqual(self.ask("GET", "/crm/v3/objects/deals")[0], 200)

    def test_answers_break_off(self):
        self.fault("truncate", at=10)
        with self.assertRaises(http.client.IncompleteRead):
            self.get().read()
        self.fault("cut_chunks", at=10)
        with self.assertRaises(http.client.IncompleteRead):
            self.get().read()
        self.fault("reset")
        with self.assertRaises(http.client.RemoteDisconnected):
            self.get()
        self.fault("bad_json")
        with self.assertRaises(json.JSONDecodeError):
            self.whole()
        self.assertEqual(self.whole()["results"][0]["id"], "default")

    def test_answers_hang_and_trickle(self):
        self.fault("hang", seconds=60)
        with self.assertRaises(TimeoutError):
            self.get(timeout=0.2)
        self.fault("trickle", seconds=0.05)
        began = time.monotonic()
        self.get().read(10)
        self.assertGreater(time.monotonic() - began, 0.4)

    def test_answers_are_far_too_large(self):
        self.fault("huge", bytes=1 << 20)
        self.assertEqual(len(self.get().read()), 1 << 20)
        self.fault("huge", bytes=1 << 20, announced=False)
        answer = self.get()
        self.assertNotIn("Content-Length", answer.headers)
        self.assertEqual(len(answer.read()), 1 << 20)
        self.fault("bomb", bytes=8 << 20)
        answer = self.get()
        packed = answer.read()
        self.assertLess(len(packed), 1 << 14)
        self.assertEqual(len(gzip.decompress(packed)), 8 << 20)

    def test_answers_lie(self):
        self.fault("redirect", location="http://elsewhere.example/")
        answer = self.get()
        self.assertEqual((answer.status, answer.headers["Location"]), (302, "http://elsewhere.example/"))
        self.fault("skewed", seconds=-86400)
        sent = email.utils.parsedate_to_datetime(self.get().headers["Date"]).timestamp()
        self.assertAlmostEqual(time.time() - sent, 86400, delta=10)
        self.tell("hubspot", "make_deals", count=4, changed=NOON)
        listed = lambda target="/crm/v3/objects/deals?limit=2": [r["id"] for r in self.ask("GET", target)[1]["results"]]
        self.assertEqual(listed(), ["1", "2"])
        self.fault("again", path="/objects/deals")
        self.assertEqual(listed("/crm/v3/objects/deals?limit=2&after=" + b"2".hex()), ["1", "2"])
        self.fault("fewer", path="/objects/deals")
        self.assertEqual(listed(), ["1"])

    def test_what_was_asked_is_on_record_and_a_reset_forgets_everything(self):
        self.fault("status", status=500)
        self.get()
        self.assertEqual([each["path"] for each in self.ask("GET", "/_control/log")[1]], [self.PATH])
        self.fault("status", status=500)
        self.ask("POST", "/_control/reset")
        self.assertEqual(self.get().status, 200)

    def test_a_large_answer_is_packed_for_who_asks(self):
        self.tell("hubspot", "make_deals", count=100, changed=NOON)
        answer = self.raw("GET", "/crm/v3/objects/deals?limit=100", headers={**self.HEADERS, "Accept-Encoding": "gzip"})
        self.assertEqual(answer.headers["Content-Encoding"], "gzip")
        self.assertEqual(len(json.loads(gzip.decompress(answer.read()))["results"]), 100)


if __name__ == "__main__":
    unittest.main()
