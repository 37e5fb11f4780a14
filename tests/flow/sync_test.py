"""Pulled sources, by the real daemon against platforms that misbehave: whatever happened on the way, the hub ends where a
hub ends that read everything once and without trouble."""
import datetime
import subprocess
import unittest
from decimal import Decimal
from zoneinfo import ZoneInfo

from pulled import PullTest, Platforms, settings_of

T0 = 1_767_225_600_000  # 2026-01-01T00:00:00Z in milliseconds
MINUTE = 60_000
DAY = 1440 * MINUTE
SEARCH = "/deals/search$"


class Hubspot(PullTest):
    def test_what_happens_to_deals_is_followed_to_where_a_full_resync_ends(self):
        deals = self.platforms.world.platforms["hubspot"]
        deals.make_deals(700, T0, apart=1000)
        deals.make_deals(20, T0 + DAY, first=5001, contacts=0)
        with self.pulling(CONVHUB_SOURCES_HUBSPOT_OVERLAP="10m") as hub:
            self.run_once(hub)
            now = T0 + 2 * DAY
            deals.change(range(1, 600), now)  # a bulk bump that changes nothing else
            deals.change(range(20, 40), now + 1, {"amount": "99.50"})
            deals.change(range(40, 60), now + 2, {"dealstage": "closedlost", "hs_is_closed_won": "false"})
            deals.change(range(60, 80), now + 3, {"amount": "1.00"}, indexed=False)
            deals.change(range(5001, 5011), now + 4, contacts=[77])
            self.run_once(hub)
            deals.change(range(100, 110), now + MINUTE, {"amount": "5.00"})
            self.run_once(hub)
            deals.index()  # what changed before was not found until now
            deals.archive(range(200, 220), now + 2 * MINUTE)
            deals.merge(300, [301, 302], now + 3 * MINUTE)
            self.run_once(hub)
            states = []
            for _ in range(2):  # the first looks through the archived deals, which is else done every six hours
                self.assertEqual(hub.post("/v1/sync/hubspot/backfill", b"").status, 202)
                self.assertEqual(self.settled(hub)["state"], "ok")
                states.append(self.hash_of(hub)["state_hash"])
            self.assertEqual(states[0], states[1], "another full resync finds nothing new")
            # A fresh hub hears nothing of what is gone, but it books the same money.
            won = [deal for deal in deals.deals.values() if deal.archived_at is None and deal.value("dealstage") == "closedwon"]
            money = sum(Decimal(deal.value("amount")) for deal in won)
            self.assertEqual(self.net(hub), money)
        with self.pulling(name="fresh") as fresh:
            self.run_once(fresh)
            self.assertEqual(self.net(fresh), money)

    def net(self, hub):
        return sum(Decimal(row["net"]["amount"]) for row in hub.get("/v1/export/conversions.ndjson").lines())

    def test_a_deal_that_a_webhook_told_of_is_looked_up_at_once(self):
        self.tell("hubspot", "make_deals", count=3, changed=T0)
        with self.pulling() as hub:
            self.run_once(hub)
            self.tell("hubspot", "make_deals", count=1, changed=T0 + DAY, first=50)
            self.platforms.world.platforms["hubspot"].deals[50].indexed = False  # the search does not know it yet
            told = [{"eventId": 1, "subscriptionId": 2, "portalId": 62515, "occurredAt": T0 + DAY, "attemptNumber": 0,
                     "subscriptionType": "deal.creation", "objectId": 50, "changeSource": "CRM", "changeFlag": "NEW"}]
            self.assertEqual(hub.post("/v1/ingest/hubspot", told).status, 200)
            self.eventually(lambda: self.hash_of(hub)["conversions"] == 4, "the deal is looked up", seconds=20)

    def test_a_refused_token_stops_the_source_and_says_what_to_do(self):
        self.tell("hubspot", "make_deals", count=5, changed=T0)
        self.tell("anytrack", "make", count=7)
        with self.pulling("hubspot", "anytrack", CONVHUB_SOURCES_HUBSPOT_TOKEN="pat-wrong") as hub:
            state = self.settled(hub)
            self.assertEqual(state["state"], "stopped")
            self.assertIn("token", state["why"]["detail"])
            self.assertNotIn("pat-wrong", hub.get("/v1/sync").body.decode() + hub.errors())
            self.settled(hub, "anytrack")
            self.assertEqual(self.hash_of(hub)["conversions"], 7)
            asked = len(self.platforms.world.log)
            self.assertEqual(self.settled(hub)["state"], "stopped")
            self.platforms.world.platforms["hubspot"].token = "pat-wrong"  # somebody gave the token its rights
            self.run_once(hub)
            self.assertGreater(len(self.platforms.world.log), asked)
            self.assertEqual(self.hash_of(hub)["conversions"], 12)

    def test_a_certificate_that_nobody_vouches_for_is_not_spoken_to(self):
        pem = self.folder / "self-signed.pem"
        made = subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(pem), "-out",
                               str(self.folder / "cert.pem"), "-days", "1", "-subj", "/CN=127.0.0.1",
                               "-addext", "subjectAltName=IP:127.0.0.1"], capture_output=True)
        self.assertEqual(made.returncode, 0, made.stderr)
        pem.write_bytes(pem.read_bytes() + (self.folder / "cert.pem").read_bytes())
        with Platforms(certificate=str(pem)) as liars:
            liars.world.platforms["hubspot"].make_deals(3, T0)
            with self.daemon(env=settings_of(liars.url)) as hub:
                self.eventually(lambda: (self.state(hub).get("last_error") or {}).get("code") == "fetch-certificate",
                                "the certificate is refused")
                self.assertEqual(self.hash_of(hub)["conversions"], 0)
                self.assertEqual(liars.world.log, [])


class Others(PullTest):
    def test_costs_that_a_platform_takes_back_become_nothing(self):
        meta = self.platforms.world.platforms["meta"]
        today = datetime.datetime.now(ZoneInfo(meta.zone)).date().isoformat()
        for campaign in ("c1", "c2"):
            meta.put(today, campaign, f"{campaign}-s", f"{campaign}-a", 1000)
        with self.pulling("meta_ads") as hub:
            self.run_once(hub, "meta_ads")
            self.assertEqual(self.spend(hub), {"c1": "10.00", "c2": "10.00"})
            meta.put(today, "c2", "c2-s", "c2-a", None)
            meta.put(today, "c1", "c1-s", "c1-a", 1250)
            self.run_once(hub, "meta_ads")
            self.assertEqual(self.spend(hub), {"c1": "12.50", "c2": "0.00"})

    def test_conversions_and_rates_come_once_however_often_they_are_read(self):
        self.tell("anytrack", "make", count=1234)
        bank = self.platforms.world.platforms["bank"]
        for day in range(1, 29):
            bank.put(f"2026-01-{day:02}", {"USD": f"1.{day:02}", "GBP": "0.85"})
        with self.pulling("anytrack", "fx_rates") as hub:
            for _ in range(2):
                self.run_once(hub, "anytrack")
                self.run_once(hub, "fx_rates")
            self.assertEqual(self.hash_of(hub)["conversions"], 1234)
            self.assertEqual(self.state(hub, "fx_rates")["state"], "ok")
            self.assertEqual(self.hash_of(hub)["state_hash"], self.resynced("anytrack", "fx_rates")["state_hash"])

    def test_a_source_that_hangs_and_one_that_fails_hold_up_no_other(self):
        self.tell("hubspot", "make_deals", count=10, changed=T0)
        self.tell("anytrack", "make", count=2500)
        self.fault("hang", path=SEARCH, count=100, seconds=20)
        self.fault("status", path="act_", count=100, status=500, body="oops")
        with self.pulling("hubspot", "anytrack", "meta_ads") as hub:
            self.run_once(hub, "anytrack", seconds=15)
            self.assertEqual(self.hash_of(hub)["conversions"], 2500)
            self.assertIn(self.state(hub, "hubspot")["state"], ("syncing", "retrying"))
            receipt = self.taken(hub, "conversions", [{"type": "purchase", "external_id": "x", "value": 1, "currency": "EUR",
                                                       "occurred_at": "2026-01-01T00:00:00Z", "email": "a@b.example"}])
            self.assertEqual(receipt["accepted"], 1)


if __name__ == "__main__":
    unittest.main()
