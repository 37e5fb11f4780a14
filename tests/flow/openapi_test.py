"""The API document: a linter finds nothing, and every operation answers with the status, type and shape that it says."""
import base64
import hmac
import json
import time
import unittest
from urllib.parse import quote

from clients import run_client
from pulled import PullTest
from shop import Shop, deliver

SALE = {"external_id": "api-1", "type": "purchase", "occurred_at": "2026-03-05T10:00:00Z", "value": "10.00", "currency": "EUR",
        "order_id": "api-1", "email": "api@shop.example"}
META = {"data": [{"event_name": "Purchase", "event_time": 1772704800, "action_source": "website", "event_id": "api-1",
                  "user_data": {"em": ["a" * 64]}, "custom_data": {"value": 10, "currency": "EUR"}}]}
SEGMENT = {"type": "track", "event": "Order Completed", "userId": "u-1", "messageId": "m-1", "timestamp": "2026-03-05T10:00:00Z",
           "properties": {"order_id": "seg-1", "revenue": 10, "currency": "EUR"}}
PUBLIC = "https://hub.example"
DOORS = {"CONVHUB_SOURCES_HUBSPOT_CLIENT_SECRETS": "secret", "CONVHUB_SERVER_PUBLIC_BASE_URL": PUBLIC,
         "CONVHUB_SOURCES_SEGMENT_WRITE_KEYS": "write-key"}


class OpenApi(PullTest):
    def call(self, operation, method, target, body=None, headers=None, status=200):
        answer = self.hub.ask(method, target, body, headers)
        self.assertEqual(answer.status // 100, status // 100, f"{operation}: {answer}")
        kind = (answer.headers["Content-Type"] or "").split(";")[0]
        read = answer.json() if kind in ("application/json", "application/problem+json") else None
        self.answers.append({"operation": operation, "status": answer.status, "type": kind, "body": read})
        return read

    def get(self, operation, target, **more):
        return self.call(operation, "GET", target, **more)

    def post(self, operation, target, body=None, **more):
        return self.call(operation, "POST", target, b"" if body is None else body, **more)

    def facts(self):
        self.post("take_conversions", "/v1/conversions", [SALE, {"type": "purchase"}])
        self.post("take_conversions", "/v1/conversions?source=crm", [{**SALE, "external_id": "crm-1"}])
        self.post("take_touchpoints", "/v1/touchpoints", [{"id": "t-api", "occurred_at": "2026-03-04T10:00:00Z", "interaction": "click",
                                                           "campaign_id": "c-9", "channel": "Email", "email": "api@shop.example"}])
        self.post("take_adjustments", "/v1/adjustments", [{"kind": "refund", "order_id": "api-1", "amount": "1.00", "currency": "EUR",
                                                           "occurred_at": "2026-03-06T10:00:00Z"}])
        self.post("take_spend", "/v1/spend", [{"date": "2026-03-04", "platform": "p", "campaign_id": "c-9", "cost": "5.00", "currency": "EUR"}])
        self.post("take_fx_rates", "/v1/fx-rates", [{"date": "2026-03-04", "base": "USD", "quote": "EUR", "rate": "0.9"}])
        self.post("take_identities", "/v1/identities", [{"email": "api@shop.example", "anonymous_id": "api-device"}])
        self.post("take_payload", "/v1/ingest/manual", [{**SALE, "external_id": "api-2", "order_id": "api-2"}])
        self.post("take_meta_events", "/v24.0/1234567890/events", META)
        self.post("take_meta_gateway_events", "/capi/1234567890/events", META)
        self.post("take_meta_events_without_version", "/1234567890/events", META)
        pixel = "id=1234567890&ev=PageView&dl=https%3A%2F%2Fshop.example%2F&ts=1772704800000"
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        for path, name in (("/tr", "take_pixel"), ("/tr/", "take_pixel_with_slash")):
            self.get(name, f"{path}?{pixel}")
            self.post(name + "_form", path, pixel.encode(), headers=form)
        self.post("take_web", "/v1/web", {"url": "https://shop.example/?utm_source=x", "anonymous_id": "w-1"}, status=204)
        hook = json.dumps([{"objectId": 1, "subscriptionType": "deal.creation", "eventId": 1, "portalId": 1, "appId": 1,
                            "occurredAt": 1772704800000, "attemptNumber": 0, "subscriptionId": 1}])
        now = str(int(time.time() * 1000))
        signed = base64.b64encode(hmac.digest(b"secret", f"POST{PUBLIC}/webhooks/hubspot{hook}{now}".encode(), "sha256")).decode()
        self.post("take_hubspot", "/webhooks/hubspot", hook, headers={"X-HubSpot-Signature-v3": signed, "X-HubSpot-Request-Timestamp": now})
        self.get("take_anytrack_query", "/webhooks/anytrack?eventName=Purchase&transactionId=at-1&eventValue=5&currency=EUR&eventTime=2026-03-05T10:00:00Z")
        self.post("take_anytrack", "/webhooks/anytrack", {"eventName": "Purchase", "transactionId": "at-2", "eventValue": 5, "currency": "EUR",
                                                          "eventTime": "2026-03-05T10:00:00Z"})
        basic = {"Authorization": "Basic d3JpdGUta2V5Og=="}
        for name in ("batch", "b", "import"):
            self.post(f"segment_{name}", f"/v1/{name}", {"batch": [SEGMENT]}, headers=basic)
        for name in ("track", "t", "page", "p", "identify", "i", "alias", "a", "screen", "s", "group", "g"):
            self.post(f"segment_{name}", f"/v1/{name}", {**SEGMENT, "previousId": "u-0", "groupId": "g-1", "messageId": f"m-{name}"}, headers=basic)

    def reports(self):
        group = quote("c-9")
        for name in ("attribution", "compare", "roas", "paths", "daily", "cohorts", "match", "sources", "dedup"):
            self.get(name, f"/v1/reports/{name}")
            self.get(f"{name}_csv", f"/v1/reports/{name}.csv")
        for name in ("attribution", "compare", "roas"):
            self.get(f"explain_{name}", f"/v1/reports/{name}/explain?group={group}")
        for figure in ("touchpoints=1", "days=0", "step_from=(start)&step_to=(conversion)"):
            self.get("explain_paths", f"/v1/reports/paths/explain?{quote(figure, safe='=&')}")
        self.get("explain_cohorts", "/v1/reports/cohorts/explain?cohort=2026-03&group=(unattributed)&days=7")
        self.get("explain_cohorts", "/v1/reports/cohorts/explain?cohort=2026-03&limit=1")
        self.get("attribution", "/v1/reports/attribution?group_by=channel,day&model=linear&currency=EUR")
        self.get("attribution", "/v1/reports/attribution?model=markov&min_conversions=1")
        self.get("roas", "/v1/reports/roas?group_by=campaign,adset")
        for what in ("conversions", "touchpoints", "source-events", "spend", "credits"):
            for form in ("csv", "ndjson", "json"):
                self.get(f"export_{what.replace('-', '_')}_{form}", f"/v1/export/{what}.{form}")

    def records(self):
        listed = self.get("conversions", "/v1/conversions?source=crm&limit=1")["data"]
        sale = listed[0]["conversion_id"]
        self.get("conversion", f"/v1/conversions/{sale}")
        self.get("explain_conversion", f"/v1/conversions/{sale}/explain")
        self.get("contact", "/v1/contacts/api@shop.example")
        self.get("journey", "/v1/contacts/api@shop.example/journey")
        self.get("shared_identifiers", "/v1/identities/shared")
        self.get("adjustments", "/v1/adjustments?note=counted")
        self.get("labels", "/v1/labels")
        self.get("labelled", "/v1/labels/bot-agent")
        self.get("duplicates", "/v1/duplicates?standing=merged&limit=5")
        self.get("duplicates", "/v1/duplicates?standing=possible")
        return sale

    def decisions(self, sale):
        parted = self.post("unmerge", f"/v1/conversions/{sale}/unmerge")
        self.get("verdicts", "/v1/duplicates/verdicts")
        self.call("withdraw_verdict", "DELETE", f"/v1/duplicates/verdicts/{parted['verdict_id']}")
        others = [each["conversion_id"] for each in self.get("conversions", "/v1/conversions?limit=2")["data"]]
        apart = self.post("keep_apart", "/v1/duplicates/keep-apart", {"conversion_ids": others})
        self.call("withdraw_verdict", "DELETE", f"/v1/duplicates/verdicts/{apart['verdict_id']}")
        self.post("merge", "/v1/duplicates/merge", {"conversion_ids": others})
        contact = self.post("unmerge_contact", "/v1/contacts/api@shop.example/unmerge", {"identifiers": ["anonymous_id:api-device"]})
        self.get("contact_verdicts", "/v1/contacts/verdicts")
        self.call("withdraw_contact_verdict", "DELETE", f"/v1/contacts/verdicts/{contact['verdict_id']}")
        self.get("rules", "/v1/duplicates/rules")
        self.post("set_rules", "/v1/duplicates/rules", {"window_seconds": 172800, "dry_run": True})
        alias = self.post("add_alias", "/v1/aliases", {"from": "c-9", "to": "c-spring"})
        self.get("aliases", "/v1/aliases")
        self.call("withdraw_alias", "DELETE", f"/v1/aliases/{alias['id']}")
        self.call("erase_contact", "DELETE", "/v1/contacts/api@shop.example?dry_run=true")
        self.call("erase_contact", "DELETE", "/v1/contacts/api@shop.example")
        self.call("erase_contact", "DELETE", "/v1/contacts/api@shop.example", status=404)

    def operation(self):
        aside = self.get("quarantine", "/v1/quarantine?limit=1")["data"][0]["reject_id"]
        self.post("replay_one", f"/v1/quarantine/{aside}/replay")
        self.post("discard", f"/v1/quarantine/{aside}/discard")
        self.post("replay_quarantine", "/v1/quarantine/replay")
        self.get("sync", "/v1/sync")
        self.get("rhythm", "/v1/rhythm?hours=2")
        for name, path in (("pause_sync", "/fx_rates/pause"), ("resume_sync", "/fx_rates/resume"), ("sync_one", "/anytrack"),
                           ("backfill", "/anytrack/backfill?since=30d"), ("sync_all", "")):
            for source in ("anytrack", "fx_rates"):
                self.settled(self.hub, source)
            self.post(name, f"/v1/sync{path}", status=202)
        for name in ("status", "state-hash"):
            self.get(name.replace("-", "_"), f"/v1/{name}")
        for name in ("healthz", "readyz", "metrics"):
            self.get(name, f"/{name}")
        self.get("hub_script", "/hub.js")
        self.get("dashboard", "/")
        stream = self.hub.connect().http
        stream.request("GET", "/v1/stream")
        answer = stream.getresponse()
        self.answers.append({"operation": "stream", "status": answer.status, "type": answer.headers["Content-Type"].split(";")[0], "body": None})
        stream.close()

    def refusals(self):
        for name, target, status in (("conversion", "/v1/conversions/cv_00000000000000000000000000000000", 404),
                                     ("attribution", "/v1/reports/attribution?model=lineal", 400),
                                     ("explain_roas", "/v1/reports/roas/explain", 400),
                                     ("explain_paths", "/v1/reports/paths/explain", 400),
                                     ("explain_cohorts", "/v1/reports/cohorts/explain", 400),
                                     ("export_credits_csv", "/v1/export/credits.csv?from=x", 400)):
            self.get(name, target, status=status)
        self.post("take_conversions", "/v1/conversions", b"[{", status=400)
        self.post("merge", "/v1/duplicates/merge", {}, status=400)
        self.post("keep_apart", "/v1/duplicates/keep-apart", {}, status=400)
        before = self.get("rules", "/v1/duplicates/rules")["rules"]
        self.post("set_rules", "/v1/duplicates/rules?dry_run=true", {"window_seconds": 7}, status=400)
        self.assertEqual(self.get("rules", "/v1/duplicates/rules")["rules"], before)
        for name, method, target in (("unmerge", "POST", "/v1/conversions/cv_0/unmerge"), ("withdraw_verdict", "DELETE", "/v1/duplicates/verdicts/vd_0"),
                                     ("unmerge_contact", "POST", "/v1/contacts/x/unmerge"), ("add_alias", "POST", "/v1/aliases"),
                                     ("withdraw_alias", "DELETE", "/v1/aliases/al_0"), ("discard", "POST", "/v1/quarantine/rj_0/discard"),
                                     ("status", "GET", "/v1/status"), ("state_hash", "GET", "/v1/state-hash")):
            refused = self.call(name, method, target + "?dry_run=true", b"{}" if method == "POST" else None, status=400)
            self.assertIn("There is no parameter 'dry_run' here", json.dumps(refused), name)

    def keys(self):
        """The last, as nobody is let in without a key afterwards."""
        self.get("keys", "/v1/keys")
        self.post("make_key", "/v1/keys", {"name": "", "scopes": []}, status=400)
        made = self.post("make_key", "/v1/keys", {"name": "owner", "scopes": ["admin"]}, status=201)
        owner = {"Authorization": f"Bearer {made['secret']}"}
        self.get("status", "/v1/status", status=401)
        self.get("keys", "/v1/keys", headers=owner)
        self.call("revoke_key", "DELETE", f"/v1/keys/{made['id']}", headers=owner)

    def test_every_operation_answers_as_the_document_says(self):
        self.answers = []
        with self.pulling("anytrack", "fx_rates", **DOORS) as self.hub:
            deliver(self, self.hub, Shop(people=10).requests())
            document = self.get("openapi", "/openapi.json")
            self.facts()
            self.reports()
            self.decisions(self.records())
            self.operation()
            self.refusals()
            self.keys()
        found = run_client("check_api.mjs", told={"document": document, "answers": self.answers})
        self.assertEqual(found["problems"], [], "\n".join(found["problems"]))
        self.assertGreater(found["checked"], 80)


if __name__ == "__main__":
    unittest.main()
