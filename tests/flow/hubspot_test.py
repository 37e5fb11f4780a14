"""HubSpot tells of its deals and contacts by webhooks that it signs; the hub makes the same of them in any order.

The signatures are made with the Signature class of HubSpot's own client.
"""
import json
import random
import time
import unittest
import zlib

from clients import run_client
from daemon import FlowTest

SECRET = "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy"
PUBLIC = "https://hub.example"
ENV = {"CONVHUB_SOURCES_HUBSPOT_CLIENT_SECRETS": "another-secret," + SECRET, "CONVHUB_SERVER_PUBLIC_BASE_URL": PUBLIC}
PORTAL, DEAL, CONTACT = 62515, 332507367156, 55
START_MS = 1770631200000  # 2026-02-09T10:00:00Z
HOUR_MS = 3600 * 1000


def event(kind, minute, **fields):
    """One webhook event, told *minute* minutes after the start."""
    at = START_MS + minute * 60000
    return {"eventId": zlib.crc32(repr((kind, minute, fields)).encode()), "subscriptionId": 12345, "portalId": PORTAL, "appId": 54321,
            "occurredAt": at, "subscriptionType": kind, "attemptNumber": 0, "changeSource": "CRM_UI", **fields}


def deal_said(minute, name, value, deal=DEAL):
    return event("deal.propertyChange", minute, objectId=deal, propertyName=name, propertyValue=value)


def contact_said(minute, name, value):
    return event("contact.propertyChange", minute, objectId=CONTACT, propertyName=name, propertyValue=value)


WON = [deal_said(0, "dealstage", "closedwon"), deal_said(0, "amount", "1500.00"), deal_said(0, "deal_currency_code", "USD"),
       deal_said(0, "closedate", str(START_MS)),
       event("deal.associationChange", 0, associationType="DEAL_TO_CONTACT", fromObjectId=DEAL, toObjectId=CONTACT,
             associationRemoved=False)]
CAME = [contact_said(1, "email", "Ann@Shop.example"),
        contact_said(1, "hs_analytics_first_url", "https://shop.example/?utm_source=facebook&utm_medium=paid&utm_campaign=Spring&hsa_cam=120211"),
        contact_said(1, "hs_analytics_first_timestamp", str(START_MS - 48 * HOUR_MS)),
        contact_said(1, "hs_analytics_source", "PAID_SOCIAL"),
        contact_said(1, "hs_latest_source", "EMAIL_MARKETING"),
        contact_said(1, "hs_latest_source_timestamp", str(START_MS - 2 * HOUR_MS))]
LOST = [deal_said(60, "dealstage", "closedlost"), deal_said(60, "closedate", str(START_MS + HOUR_MS))]
AGAIN = [deal_said(120, "dealstage", "closedwon"), deal_said(120, "amount", "1200.00"),
         deal_said(120, "closedate", str(START_MS + 2 * HOUR_MS))]


class HubSpot(FlowTest):
    def hub(self, env=ENV):
        return self.daemon(env=env)

    def sign(self, body, version="v3", target="/webhooks/hubspot", secret=SECRET, at_ms=None):
        """The headers of a webhook, as HubSpot sends them."""
        stamp = int(time.time() * 1000) if at_ms is None else at_ms
        signature, = run_client("sign_hubspot.mjs", told=[{"version": version, "secret": secret, "method": "POST", "url": PUBLIC + target,
                                                          "body": body, "timestamp": stamp}])
        if version == "v3":
            return {"X-HubSpot-Signature-v3": signature, "X-HubSpot-Request-Timestamp": str(stamp)}
        return {"X-HubSpot-Signature": signature, "X-HubSpot-Signature-Version": version}

    def deliver(self, daemon, events, **signing):
        body = events if isinstance(events, str) else json.dumps(events)
        headers = {"Content-Type": "application/json", **self.sign(body, **signing)}
        return daemon.post(signing.get("target", "/webhooks/hubspot"), body, headers)

    def revenue(self, daemon, query=""):
        report = self.ok(daemon.get("/v1/reports/attribution?model=linear&group_by=channel" + query))
        self.assertTrue(report["totals"]["reconciles"], report)
        return report["totals"]["conversions"], report["totals"]["booked"]

    def answers(self, daemon):
        """What must not depend on how it was told."""
        one, = self.ok(daemon.get("/v1/conversions"))["data"]
        whole = self.ok(daemon.get("/v1/conversions/" + one["conversion_id"]))
        report = daemon.get("/v1/reports/attribution?model=linear&group_by=channel,campaign").json()
        return {"ledger": whole["ledger"], "net": whole["net"], "at": whole["occurred_at"], "external": whole["external_ids"],
                "rows": report["rows"], "totals": report["totals"],
                "waiting": self.status(daemon)["awaiting_fetch"]}

    def status(self, daemon):
        found, = [s for s in self.ok(daemon.get("/v1/status"))["sources"] if s["source"] == "hubspot"] or [{"awaiting_fetch": 0}]
        return found

    def refused(self, answer, code):
        self.assertEqual(answer.status, 401, answer)
        self.assertTrue(answer.json()["type"].endswith(":" + code), answer)
        return answer.json()["detail"]

    def test_all_three_versions_of_the_signature_are_believed(self):
        with self.hub() as daemon:
            for version in ("v1", "v2", "v3"):
                self.ok(self.deliver(daemon, WON, version=version))
            self.ok(self.deliver(daemon, WON, secret="another-secret"))
            self.ok(self.deliver(daemon, WON, target="/webhooks/hubspot?src=hs&x=(a)"))
            self.assertEqual(self.revenue(daemon), (1, "1500.00"))

    def test_what_is_not_signed_by_hubspot_now_is_refused(self):
        with self.hub() as daemon:
            self.refused(self.deliver(daemon, WON, secret="wrong"), "signature-wrong")
            late = int(time.time() * 1000) - 301 * 1000
            self.refused(self.deliver(daemon, WON, at_ms=late), "signature-late")
            self.refused(daemon.post("/webhooks/hubspot", WON), "signature-missing")
            headers = self.sign(json.dumps(WON))
            self.refused(daemon.post("/webhooks/hubspot", json.dumps(WON + LOST), headers), "signature-wrong")
            self.assertEqual(daemon.get("/v1/export/conversions.ndjson").body, b"")

    def test_without_a_secret_nobody_is_believed_and_the_answer_names_the_setting(self):
        with self.hub(env={"CONVHUB_SERVER_PUBLIC_BASE_URL": PUBLIC}) as daemon:
            detail = self.refused(self.deliver(daemon, WON), "webhook-not-configured")
            self.assertIn("CONVHUB_SOURCES_HUBSPOT_CLIENT_SECRETS", detail)
        with self.hub(env={"CONVHUB_SOURCES_HUBSPOT_CLIENT_SECRETS": SECRET}) as daemon:
            self.assertIn("CONVHUB_SERVER_PUBLIC_BASE_URL", self.refused(self.deliver(daemon, WON), "webhook-not-configured"))

    def test_a_deal_is_won_lost_and_won_again(self):
        with self.hub() as daemon:
            self.ok(self.deliver(daemon, CAME + WON))
            self.assertEqual(self.revenue(daemon), (1, "1500.00"))
            self.ok(self.deliver(daemon, LOST))
            self.assertEqual(self.revenue(daemon), (0, "0.00"))
            self.assertEqual(self.answers(daemon)["at"], "2026-02-09T10:00:00Z")
            self.ok(self.deliver(daemon, AGAIN))
            self.assertEqual(self.revenue(daemon), (1, "1200.00"))
            told = self.answers(daemon)
            self.assertEqual([e["kind"] for e in told["ledger"]], ["sale", "reversal", "sale", "adjustment"])
            self.assertEqual(told["at"], "2026-02-09T10:00:00Z")
            self.assertEqual(told["external"], {"hubspot": [str(DEAL)]})
            channels = {row["group"]["channel"]: row["revenue"] for row in told["rows"]}
            self.assertEqual(channels, {"Paid Social": "600.00", "Email": "600.00"})
            self.assertEqual(told["waiting"], 0)

    def test_a_deleted_deal_gives_its_revenue_back_and_a_restored_one_takes_it_again(self):
        with self.hub() as daemon:
            self.ok(self.deliver(daemon, WON + [event("deal.deletion", 10, objectId=DEAL)]))
            self.assertEqual(self.revenue(daemon), (0, "0.00"))
            self.ok(self.deliver(daemon, [event("deal.restore", 20, objectId=DEAL)]))
            self.assertEqual(self.revenue(daemon), (1, "1500.00"))

    def test_a_deal_merged_into_another_counts_no_more_and_the_new_one_is_looked_up(self):
        with self.hub() as daemon:
            self.ok(self.deliver(daemon, WON + CAME + [deal_said(0, "dealstage", "closedwon", 7), deal_said(0, "amount", "10", 7)]))
            merge = event("deal.merge", 30, objectId=DEAL, primaryObjectId=DEAL, mergedObjectIds=[7], newObjectId=9)
            self.ok(self.deliver(daemon, [merge]))
            self.assertEqual(self.revenue(daemon), (0, "0.00"))
            self.assertEqual(self.status(daemon)["awaiting_fetch"], 1)
            survivor = {"id": "9", "updatedAt": "2026-02-09T11:00:00Z", "archived": False, "associations": {},
                        "properties": {"dealstage": "closedwon", "hs_is_closed_won": "true", "amount": "1510.00",
                                       "deal_currency_code": "USD", "closedate": "2026-02-09T10:00:00Z"}}
            self.ok(daemon.post("/v1/ingest/hubspot", survivor))
            self.assertEqual(self.revenue(daemon), (1, "1510.00"))
            self.assertEqual(self.status(daemon)["awaiting_fetch"], 0)

    def test_order_repetition_and_restarts_change_nothing(self):
        events = CAME + WON + LOST + AGAIN
        with self.daemon(env=ENV, name="in-order") as daemon:
            self.ok(self.deliver(daemon, events))
            expected = self.answers(daemon)
        for seed in (1, 2):
            told = events + random.Random(seed).sample(events, 5)
            random.Random(seed).shuffle(told)
            with self.daemon(env=ENV, name=f"shuffled-{seed}") as daemon:
                for at in range(0, len(told), 3):
                    self.ok(self.deliver(daemon, told[at:at + 3]))
                self.assertEqual(self.answers(daemon), expected)
                exported = daemon.get("/v1/export/conversions.ndjson").body
            with self.daemon(env=ENV, name=f"shuffled-{seed}") as daemon:
                self.assertEqual(self.answers(daemon), expected)
                self.assertEqual(daemon.get("/v1/export/conversions.ndjson").body, exported)
                again = self.ok(self.deliver(daemon, events))
                self.assertEqual((again["duplicates"], again["accepted"]), (len(events), 0))
                self.assertEqual(self.answers(daemon), expected)

    def test_authentic_garbage_is_answered_yes_and_set_aside(self):
        with self.hub() as daemon:
            whole = self.ok(self.deliver(daemon, '[{"propertyName":"phone","propertyValue":"+1 650 555 1212"'))
            self.assertEqual(whole["rejected"], 1)
            mixed = self.ok(self.deliver(daemon, [deal_said(0, "amount", "a lot"), *WON]))
            self.assertEqual((mixed["rejected"], mixed["accepted"]), (1, len(WON)))
            self.assertEqual(mixed["results"][0]["errors"][0]["code"], "amount-malformed")
            kept = self.ok(daemon.get("/v1/quarantine?source=hubspot"))["data"]
            self.assertEqual([k["route"] for k in kept], ["ingest/hubspot"] * 2)
            self.assertNotIn("555", json.dumps([k["raw"] for k in kept]))
            self.assertEqual(self.ok(daemon.post("/v1/quarantine/replay", b"")), {"replayed": 0, "still_rejected": 2})
            self.assertEqual(self.revenue(daemon), (1, "1500.00"))

    def test_no_address_or_number_of_a_contact_can_be_found_in_the_data(self):
        phone = contact_said(1, "phone", "+49 171 3920442")
        with self.hub() as daemon:
            self.ok(self.deliver(daemon, CAME + [phone, {**phone, "objectId": None}, {**CAME[0], "occurredAt": "soon"}]))
            self.ok(self.deliver(daemon, json.dumps([phone])[:-1]))
            contact = self.ok(daemon.get("/v1/contacts/email:ann@shop.example/journey"))
            self.assertIn("phone", [i["kind"] for i in contact["identifiers"]])
        for path in (self.folder / "data").rglob("*"):
            content = path.read_bytes().lower() if path.is_file() else b""
            self.assertFalse(b"ann@shop" in content or b"3920442" in content, path)

    def test_what_the_hub_has_no_use_for_is_left_out(self):
        with self.hub() as daemon:
            unused = [event("company.creation", 0, objectId=1), deal_said(0, "hubspot_owner_id", "7")]
            self.assertEqual(self.ok(self.deliver(daemon, unused))["rejected"], 2)
            self.assertEqual(self.ok(daemon.get("/v1/quarantine"))["data"], [])

    def test_webhooks_and_objects_of_one_deal_are_one_conversion(self):
        with self.hub() as daemon:
            self.ok(self.deliver(daemon, WON))
            page = {"results": [{"id": str(DEAL), "createdAt": "2026-02-01T00:00:00Z", "updatedAt": "2026-02-09T10:30:00Z",
                                 "archived": False, "associations": {"contacts": {"results": [{"id": str(CONTACT), "type": "deal_to_contact"}]}},
                                 "properties": {"dealstage": "closedwon", "hs_is_closed_won": "true", "amount": "1600.00",
                                                "deal_currency_code": "USD", "closedate": "2026-02-09T10:00:00Z"}}]}
            receipt = self.ok(daemon.post("/v1/ingest/hubspot", page))
            self.assertEqual(receipt["accepted"], 1)
            self.assertEqual(self.revenue(daemon), (1, "1600.00"))
            self.assertEqual(len(self.answers(daemon)["ledger"]), 1)


if __name__ == "__main__":
    unittest.main()
