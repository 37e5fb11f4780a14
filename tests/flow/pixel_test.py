"""The pixel's beacon in every transport that browsers use, byte by byte: answered alike, counted once, never refused."""
import json
import time
import unittest
from urllib.parse import quote, quote_plus

from daemon import FlowTest

GIF = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")
PIXEL = "433093840613871"
EMAIL = "8830eedd6c6b5ea97d181563a349476ca1bb25ace1f94b5c5e48d9cad727941b"  # the hash of an address
PHONE = "e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176"
SHOP = "https://shop.example"
LANDING = SHOP + "/?utm_source=facebook&utm_medium=cpc&utm_campaign=spring&utm_id=camp_456&fbclid=IwAR0abcDEF_123-xyz"
BOUNDARY = "----WebKitFormBoundaryk3v0sKQ2xYd1Uw7Z"
FORM = "application/x-www-form-urlencoded"


def now_ms():
    return int(time.time() * 1000)


def beacon(event, **changes):
    """The parameters of one event as fbevents.js sends them; brackets stand for `__` in the names of *changes*."""
    ms = now_ms()
    fields = {"id": PIXEL, "ev": event, "dl": SHOP + "/thanks", "rl": "", "if": "false", "ts": str(ms), "sw": "800", "sh": "600",
              "v": "2.9.222", "r": "stable", "ec": "0", "o": "12446", "fbp": "fb.1.1795331518506.850495997952616220",
              "ler": "empty", "it": str(ms - 300), "coo": "false", "rqm": "GET"}
    for name, value in changes.items():
        group, _, member = name.partition("__")
        fields[f"{group}[{member}]" if member else group] = value
    return fields


def purchase(name, **changes):
    return beacon("Purchase", **{"cd__value": "123.45", "cd__currency": "USD", "cd__content_ids": '["p1"]',
                                 "cd__contents": '[{"id":"p1","quantity":1}]', "eid": name, **changes})


def query(fields):
    """As an image's address: brackets stay."""
    return "&".join(f"{name}={quote(value, safe='')}" for name, value in fields.items())


def form(fields):
    return "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in fields.items())


def multipart(fields):
    parts = (f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items())
    return "".join(parts) + f"--{BOUNDARY}--\r\n"


MULTIPART = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
TRANSPORTS = {
    "image": lambda daemon, fields: daemon.get("/tr/?" + query(fields)),
    "image without slash": lambda daemon, fields: daemon.get("/tr?" + query(fields)),
    "form": lambda daemon, fields: daemon.post("/tr/", form(fields), {"Content-Type": FORM}),
    "multipart beacon": lambda daemon, fields: daemon.post("/tr/", multipart(fields), MULTIPART),
    "beacon with query": lambda daemon, fields: daemon.post("/tr/?" + query(fields), ""),
    "beacon as text": lambda daemon, fields: daemon.post("/tr", query(fields), {"Content-Type": "text/plain;charset=UTF-8"}),
    "form with query": lambda daemon, fields: daemon.post("/tr/?id=" + PIXEL, form(fields), {"Content-Type": FORM}),
}


class Pixel(FlowTest):
    def seen(self, answer):
        """Asserts that *answer* is what every beacon gets."""
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual(answer.headers["Content-Type"], "image/gif")
        self.assertEqual(answer.body, GIF)
        self.assertEqual(answer.headers["Cache-Control"], "no-store, no-cache, must-revalidate")
        self.assertEqual(answer.headers["Cross-Origin-Resource-Policy"], "cross-origin")

    def conversions(self, daemon):
        return daemon.get("/v1/export/conversions.ndjson").lines()

    def one(self, daemon):
        """The only conversion, in full."""
        listed, = self.conversions(daemon)
        return self.ok(daemon.get("/v1/conversions/" + listed["conversion_id"]))

    def balance(self, daemon, source="meta_pixel"):
        found, = [s for s in self.ok(daemon.get("/v1/status"))["sources"] if s["source"] == source]
        return found

    def quarantined(self, daemon):
        return self.ok(daemon.get("/v1/quarantine"))["data"]

    def test_every_transport_is_taken_and_answered_with_the_image(self):
        with self.daemon() as daemon:
            for number, (name, send) in enumerate(TRANSPORTS.items()):
                with self.subTest(name):
                    self.seen(send(daemon, purchase(f"e-{number}")))
                    self.assertEqual(len(self.conversions(daemon)), number + 1)
            totals = self.ok(daemon.get("/v1/reports/roas"))["totals"]
            self.assertEqual((totals["conversions"], totals["booked"]), (len(TRANSPORTS), f"{123.45 * len(TRANSPORTS):.2f}"))
            self.assertEqual(self.quarantined(daemon), [])

    def test_one_event_by_every_transport_is_one_conversion(self):
        with self.daemon() as daemon:
            for by in ({"eid": "same"}, {"eid": ""}):
                fields = purchase("", **by)
                for send in TRANSPORTS.values():
                    self.seen(send(daemon, fields))
            self.assertEqual(len(self.conversions(daemon)), 2)
            balance = self.balance(daemon)
            self.assertEqual((balance["stored"], balance["duplicates"]), (2, 2 * len(TRANSPORTS) - 2))

    def test_a_visit_and_a_purchase_are_a_journey_with_its_clicks(self):
        with self.daemon() as daemon:
            first, click = now_ms() - 30 * 86_400_000, now_ms() - 3_600_000
            clicks = {"fbc": f"fb.1.{click}.IwAR0abcDEF_123-xyz", "fbcs": f"fb.1.{click}.IwAR0abcDEF_123-xyz,fb.1.{first}.IwAR0earlier"}
            self.seen(daemon.get("/tr/?" + query(beacon("PageView", dl=LANDING, rl="https://l.facebook.com/", **clicks))))
            self.seen(daemon.get("/tr/?" + query(purchase("evt_1", ud__em=EMAIL, ud__ph=PHONE, cd__order_id="ord-1", **clicks))))
            one = self.one(daemon)
            self.assertEqual((one["net"], one["order_id"]), ({"amount": "123.45", "currency": "USD"}, "ord-1"))
            self.assertEqual(one["external_ids"], {"meta_pixel": ["Purchase/evt_1"]})
            earlier, last = [t for t in one["touchpoints"] if "same_click_as" not in t]
            self.assertTrue(earlier["touch_id"].startswith("fbcs/IwAR0earlier"), earlier)
            self.assertEqual((last["campaign_id"], last["campaign_name"], last["channel"]), ("camp_456", "spring", "Paid Social"))
            journey = self.ok(daemon.get(f"/v1/contacts/email:{EMAIL}/journey"))
            self.assertEqual([step["kind"] for step in journey["journey"] if "same_click_as" not in step],
                             ["touch", "touch", "conversion"])
            row, = [r for r in self.ok(daemon.get("/v1/reports/roas?model=last_touch"))["rows"] if r["conversions"]]
            self.assertEqual((row["group"]["campaign_id"], row["revenue"]), ("camp_456", "123.45"))

    def test_the_server_and_the_pixel_tell_of_one_purchase(self):
        with self.daemon() as daemon:
            self.seen(daemon.get("/tr/?" + query(purchase("evt_1"))))
            event = {"event_name": "Purchase", "event_time": now_ms() // 1000, "event_id": "evt_1", "action_source": "website",
                     "user_data": {"em": [EMAIL]}, "custom_data": {"value": 123.45, "currency": "USD"}}
            answer = self.ok(daemon.post(f"/v24.0/{PIXEL}/events", {"data": [event]}))
            self.assertEqual(answer["events_received"], 1)
            one = self.one(daemon)
            self.assertEqual(one["external_ids"], {"meta_capi": ["Purchase/evt_1"], "meta_pixel": ["Purchase/evt_1"]})
            self.assertEqual([m["rule"] for m in one["merged_from"]], ["event_key"])
            other = {**event, "event_name": "Lead"}
            self.ok(daemon.post(f"/v24.0/{PIXEL}/events", {"data": [other]}))
            self.assertEqual(len(self.conversions(daemon)), 2, "the same id under another name is another event")

    def test_a_phone_of_the_pixel_joins_nobody(self):
        with self.daemon() as daemon:
            for number in (1, 2):
                self.seen(daemon.get("/tr/?" + query(purchase(f"e-{number}", fbp=f"fb.1.1795331518506.{number}", ud__ph=PHONE))))
            self.assertEqual(self.ok(daemon.get("/v1/status"))["contacts"], 2)

    def test_an_image_without_script_is_a_visit_of_its_page(self):
        with self.daemon() as daemon:
            self.seen(daemon.get(f"/tr?id={PIXEL}&ev=PageView&noscript=1", {"Referer": LANDING}))
            self.seen(daemon.get(f"/tr?id={PIXEL}&ev=Purchase&noscript=1&cd[value]=5&cd[currency]=EUR&ud[em]={EMAIL}",
                                 {"Referer": LANDING}))
            one = self.one(daemon)
            self.assertEqual(one["net"], {"amount": "5.00", "currency": "EUR"})
            self.assertEqual([t["campaign_id"] for t in one["touchpoints"] if "same_click_as" not in t], ["camp_456"])
            self.assertEqual(len(one["touchpoints"]), 2, "the click in the address joins the visit and the purchase")

    def test_automatic_events_are_counted_and_not_kept(self):
        with self.daemon() as daemon:
            for event in ("SubscribedButtonClick", "Microdata"):
                self.seen(daemon.get("/tr/?" + query(beacon(event, cd__buttonText="Buy"))))
            balance = self.balance(daemon)
            self.assertEqual((balance["received"], balance["refused"], balance["stored"], balance["quarantined"]), (2, 2, 0, 0))
            self.assertEqual(self.quarantined(daemon), [])

    def test_a_bad_event_is_kept_for_its_owner_and_the_browser_hears_nothing_of_it(self):
        bad = {
            "no name": query(beacon("")),
            "no currency": query(beacon("Purchase", cd__value="5")),
            "no number": query(purchase("x", cd__value="NaN")),
            "no time": query(purchase("x", ts="soon")),
            "not decodable": "ev=Purchase&cd[value]=%zz%ff&%&&=&[",
            "control bytes": "id=%00%01&ev=%00&cd[currency]=%0d%0a&cd[value]=1",
        }
        with self.daemon() as daemon:
            for number, (name, text) in enumerate(bad.items()):
                with self.subTest(name):
                    self.seen(daemon.get("/tr/?" + text))
                    self.seen(daemon.post("/tr/", text, {"Content-Type": FORM}))
                    self.assertEqual(len(self.quarantined(daemon)), 2 * number + 2)
            self.assertEqual(self.conversions(daemon), [])
            for item in self.quarantined(daemon):
                self.assertTrue(json.loads(item["raw"]) and item["errors"], item)
                self.assertEqual(item["route"], "ingest/meta_pixel")

    def test_what_is_no_event_at_all_is_answered_and_counted(self):
        nothing = [("GET", "/tr", None), ("GET", "/tr/?", None), ("POST", "/tr/", ""), ("POST", "/tr", "{"),
                   ("POST", "/tr", b"\xff\xfe\x00"), ("POST", "/tr/", "ev=Purchase&x=" + "y" * 70_000),
                   ("GET", "/tr/?ev=Purchase&x=" + "y" * 9_000, None)]
        with self.daemon() as daemon:
            for method, target, body in nothing:
                with self.subTest(f"{method} {target[:20]}"):
                    self.seen(daemon.ask(method, target, body))
            balance = self.balance(daemon)
            self.assertEqual(balance["received"], len(nothing))
            self.assertEqual(balance["refused"] + balance["quarantined"], len(nothing), balance)
            self.assertEqual(self.conversions(daemon), [])

    def test_a_quarantined_event_is_tried_again_as_the_beacon_it_was(self):
        with self.daemon() as daemon:
            self.seen(daemon.get("/tr/?" + query(purchase("x", cd__currency="", ud__em=EMAIL))))
            item, = self.quarantined(daemon)
            self.assertEqual(self.ok(daemon.post("/v1/quarantine/replay", "")), {"replayed": 0, "still_rejected": 1})
            item, = self.quarantined(daemon)
            self.assertEqual((item["attempts"], item["errors"][0]["pointer"]), (2, "/cd/currency"))

    def test_looking_for_the_image_is_no_visit(self):
        with self.daemon() as daemon:
            for path in ("/tr", "/tr/"):
                answer = daemon.ask("HEAD", path + "?" + query(purchase("e")))
                self.assertEqual((answer.status, answer.headers["Content-Type"], answer.headers["Content-Length"], answer.body),
                                 (200, "image/gif", "43", b""))
            self.assertEqual(self.ok(daemon.get("/v1/status"))["events"], 0)

    def test_pages_of_other_origins_may_ask_and_read(self):
        with self.daemon() as daemon:
            for path in ("/tr", "/tr/", "/v1/web"):
                asked = {"Origin": SHOP, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-page,content-type"}
                answer = daemon.ask("OPTIONS", path, None, asked)
                self.assertEqual((answer.status, answer.body), (204, b""))
                self.assertIn("POST", answer.headers["Access-Control-Allow-Methods"])
                self.assertEqual(answer.headers["Access-Control-Allow-Headers"], "x-page,content-type")
                self.assertGreater(int(answer.headers["Access-Control-Max-Age"]), 0)
                self.allowed(answer)
            self.allowed(daemon.post("/tr/", multipart(purchase("e")), {**MULTIPART, "Origin": SHOP}))
            self.allowed(daemon.get("/tr/?" + query(purchase("e")), {"Origin": SHOP}))
            self.assertNotIn("Access-Control-Allow-Origin", daemon.get("/tr/?" + query(purchase("e"))).headers)

    def allowed(self, answer):
        self.assertEqual((answer.headers["Access-Control-Allow-Origin"], answer.headers["Access-Control-Allow-Credentials"]),
                         (SHOP, "true"))

    def test_a_clock_that_is_wrong_is_set_right_and_a_servers_log_keeps_its_times(self):
        with self.daemon() as daemon:
            year = 365 * 86_400_000
            for ms in (now_ms() - year, now_ms() + year):
                fields = purchase(f"e-{ms}", ts=str(ms))
                self.seen(daemon.get("/tr/?" + query(fields)))
                self.seen(daemon.get("/tr/?" + query(fields)))
            today = time.strftime("%Y-%m-%d", time.gmtime(time.time() - 60))
            self.assertEqual(len(self.ok(daemon.get(f"/v1/conversions?from={today}"))["data"]), 2)
            old = {"id": PIXEL, "ev": "Purchase", "eid": "old", "ts": 1738405067000, "cd": {"value": 1, "currency": "EUR"}}
            self.assertEqual(self.ok(daemon.post("/v1/ingest/meta_pixel", old))["accepted"], 1)
            self.assertEqual(self.ok(daemon.get("/v1/conversions?to=2025-02-02"))["data"][0]["occurred_at"], "2025-02-01T10:17:47Z")


if __name__ == "__main__":
    unittest.main()
