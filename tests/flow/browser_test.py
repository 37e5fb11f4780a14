"""A real Chromium visits a shop that carries the hub's script and a pixel, and buys something; with script and without.

browser.py drives the browser.
"""
import json
import threading
import time
import unittest
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from browser import PATIENCE_S, Browser
from daemon import FlowTest

PIXEL = "433093840613871"
EMAIL = sha256(b"ann@shop.example").hexdigest()
CAMPAIGN = "utm_source=facebook&utm_medium=cpc&utm_campaign=spring&utm_id=camp_456"

PAGE = """<!doctype html><title>Shop</title><meta name="referrer" content="unsafe-url">
<script>window.hub = window.hub || function () { (hub.q = hub.q || []).push(arguments) }</script>
<script async src="HUB/hub.js"></script>
<noscript><img src="HUB/tr?id=PIXEL&ev=EVENT&noscript=1DATA" alt=""></noscript>
<a id="buy" href="/thanks">Buy</a>"""
PIXEL_DATA = f"&cd[value]=99.99&cd[currency]=EUR&cd[order_id]=A-1&ud[em]={EMAIL}"
BOUGHT = """<script>hub('identify', { email: ' Ann@Shop.example', phone: '+1 (650) 555-1212', external_id: 'CRM-77' })
hub('track', 'Purchase', { value: 99.99, currency: 'EUR', order_id: 'A-1' })</script>"""


class Shop(BaseHTTPRequestHandler):
    """Its pages; what the hub is called is told by the server's attribute."""

    def do_GET(self):
        thanks = self.path.startswith("/thanks")
        text = PAGE.replace("EVENT", "Purchase" if thanks else "PageView").replace("DATA", PIXEL_DATA if thanks else "")
        text = text.replace("HUB", self.server.hub).replace("PIXEL", PIXEL) + (BOUGHT if thanks else "")
        self.send_response(404 if self.path == "/favicon.ico" else 200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


class Visits(FlowTest):
    @classmethod
    def setUpClass(cls):
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)

    def setUp(self):
        super().setUp()
        self.shop = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
        self.addCleanup(self.shop.server_close)
        self.addCleanup(self.shop.shutdown)
        threading.Thread(target=self.shop.serve_forever, daemon=True).start()

    def open_shop(self, daemon, host="127.0.0.1", hub="127.0.0.1", **context):
        """Where the shop is, for a browser that has not been there. Loopback counts as secure, other hosts do not."""
        self.shop.hub = f"http://{hub}:{daemon.port}"
        self.browser.tell("context", context)
        return f"http://{host}:{self.shop.server_address[1]}"

    def until(self, what, expected):
        """Asks *what* until it answers *expected*: a browser sends when it pleases."""
        deadline = time.monotonic() + PATIENCE_S
        while (found := what()) != expected and time.monotonic() < deadline:
            time.sleep(0.05)
        self.assertEqual(found, expected)

    def stored(self, daemon):
        """How many facts came of each source."""
        return {s["source"]: s["stored"] for s in self.ok(daemon.get("/v1/status"))["sources"] if s["stored"]}

    def one(self, daemon):
        listed, = daemon.get("/v1/export/conversions.ndjson").lines()
        return self.ok(daemon.get("/v1/conversions/" + listed["conversion_id"]))

    def check_purchase(self, daemon, sources):
        """One conversion of *sources* with its value, its person and the campaign that led to it."""
        one = self.one(daemon)
        self.assertEqual((one["sources"], one["net"], one["order_id"]), (sources, {"amount": "99.99", "currency": "EUR"}, "A-1"))
        self.assertEqual(len(one["contacts"]), 1)
        journey = self.ok(daemon.get(f"/v1/contacts/email:{EMAIL}/journey"))
        self.assertEqual(one["contacts"], [journey["contact_id"]])
        self.assertEqual([(t["campaign_id"], t["campaign_name"], t["channel"]) for t in one["touchpoints"]],
                         [("camp_456", "spring", "Paid Social")])
        report = self.ok(daemon.get("/v1/reports/attribution?model=linear&group_by=campaign&currency=EUR"))
        row, = report["rows"]
        self.assertEqual((row["group"]["campaign_id"], row["conversions"], row["revenue"]), ("camp_456", 1, "99.99"))
        self.assertTrue(report["totals"]["reconciles"])
        return one

    def test_a_visit_and_a_purchase_by_script(self):
        with self.daemon() as daemon:
            shop = self.open_shop(daemon)
            self.browser.tell("goto", f"{shop}/?{CAMPAIGN}")
            self.until(lambda: self.stored(daemon), {"web": 1})
            self.browser.tell("click", "#buy")
            self.until(lambda: self.stored(daemon), {"web": 4})  # the thanks page, who it was, and the purchase
            one = self.check_purchase(daemon, ["web"])
            self.check_what_left(one)
            self.browser.tell("run", "location.reload()")
            self.until(lambda: self.stored(daemon), {"web": 6})  # no second visit; the order is the same
            self.check_purchase(daemon, ["web"])
            self.check_server_side(daemon)

    def check_what_left(self, one):
        """No address in clear where the browser can hash, one cookie, no pixel beside the script, no fault."""
        sent = self.browser.tell("sent")
        told = [json.loads(r["body"]) for r in sent if r["url"].endswith("/v1/web")]
        self.assertEqual([t["event"] for t in told], ["PageView", "PageView", "identify", "Purchase"])
        self.assertEqual(told[3]["user"], {"email": EMAIL, "phone": sha256(b"16505551212").hexdigest(), "external_id": "CRM-77"})
        self.assertNotIn("Ann", json.dumps(sent))
        self.assertEqual([r for r in sent if "/tr" in r["url"]], [])
        cookie, = self.browser.tell("cookies")
        self.assertEqual((cookie["name"], cookie["value"], cookie["sameSite"], cookie["secure"], cookie["domain"]),
                         ("_hub_id", told[0]["id"], "Lax", False, "127.0.0.1"))
        self.assertGreater(cookie["expires"], time.time() + 300 * 86_400)
        self.assertEqual(len({t["event_id"] for t in told}), 4)
        self.assertEqual(one["external_ids"], {"web": ["Purchase/" + told[3]["event_id"]]})
        self.assertEqual(self.browser.tell("faults"), [])

    def check_server_side(self, daemon):
        """The shop's server tells Meta of the same order."""
        event = {"event_name": "Purchase", "event_time": int(time.time()), "event_id": "server-1", "action_source": "website",
                 "user_data": {"em": [EMAIL]}, "custom_data": {"value": 99.99, "currency": "EUR", "order_id": "A-1"}}
        self.ok(daemon.post(f"/v24.0/{PIXEL}/events", {"data": [event]}))
        self.check_purchase(daemon, ["meta_capi", "web"])

    def test_a_visit_and_a_purchase_without_script(self):
        with self.daemon() as daemon:
            shop = self.open_shop(daemon, host="shop.example", hub="hub.example", javaScriptEnabled=False)
            self.browser.tell("goto", f"{shop}/?{CAMPAIGN}")
            self.until(lambda: self.stored(daemon), {"meta_pixel": 1})
            self.browser.tell("goto", f"{shop}/thanks?{CAMPAIGN}")
            self.until(lambda: self.stored(daemon), {"meta_pixel": 2})
            self.check_purchase(daemon, ["meta_pixel"])
            self.assertEqual(self.browser.tell("cookies"), [])

    def test_a_page_that_is_not_secure_and_of_another_site_leaves_hashing_to_the_hub(self):
        with self.daemon() as daemon:
            shop = self.open_shop(daemon, host="shop.example", hub="hub.example")
            self.browser.tell("goto", f"{shop}/?{CAMPAIGN}")
            self.browser.tell("click", "#buy")
            self.until(lambda: self.stored(daemon), {"web": 4})
            self.check_purchase(daemon, ["web"])
            self.assertEqual([c["name"] for c in self.browser.tell("cookies")], ["_hub_id"])
            self.assertNotIn("ann@", daemon.errors().lower())

    def test_a_page_that_changes_without_loading_is_seen_once_each(self):
        with self.daemon() as daemon:
            shop = self.open_shop(daemon)
            self.browser.tell("goto", f"{shop}/?{CAMPAIGN}")
            self.browser.tell("run", "history.pushState({}, '', '/product'); history.pushState({}, '', '/product#photo'); "
                                     "history.replaceState({}, '', '/product?size=m')")
            self.until(lambda: self.stored(daemon), {"web": 2})
            # Back at the landing page nothing is told; from there the product is a page again.
            self.browser.tell("run", "new Promise(done => { addEventListener('popstate', () => setTimeout(done)); history.go(-2) })")
            self.browser.tell("run", "history.pushState({}, '', '/product')")
            self.until(lambda: self.stored(daemon), {"web": 3})
            seen = [json.loads(r["body"]) for r in self.browser.tell("sent") if r["url"].endswith("/v1/web")]
            self.assertEqual([(s["url"].removeprefix(shop), s["referrer"].removeprefix(shop)) for s in seen],
                             [(f"/?{CAMPAIGN}", ""), ("/product", f"/?{CAMPAIGN}"), ("/product", f"/?{CAMPAIGN}")])
            self.assertEqual(self.ok(daemon.get("/v1/status"))["touches"], 1, "only the landing tells how the visitor came")

    def test_the_script_keeps_quiet_where_it_is_told_to(self):
        with self.daemon() as daemon:
            shop = self.open_shop(daemon)
            self.browser.tell("goto", f"{shop}/favicon.ico")
            self.browser.tell("run", f"new Promise(done => {{ window.hub = undefined; const s = document.createElement('script'); "
                                     f"s.onload = done; s.dataset.page = 'off'; s.src = '{self.shop.hub}/hub.js?2'; document.head.append(s) }})")
            self.browser.tell("run", "hub('track', 'Lead', { value: 5, currency: 'EUR' }, { event_id: 'own-1' })")
            self.until(lambda: [c["external_ids"] for c in self.ok(daemon.get("/v1/conversions"))["data"]], [{"web": ["Lead/own-1"]}])

    def test_every_transport_of_the_pixel_as_chromium_sends_it(self):
        fields = f"id={PIXEL}&ev=Purchase&cd[value]=10&cd[currency]=EUR&ts=' + Date.now() + '&eid="
        form = f"const form = new FormData(); for (const [k, v] of new URLSearchParams('{fields}NAME')) form.append(k, v); "
        by = {
            "image": f"new Image().src = HUB + '/tr/?{fields}image'",
            "form": form.replace("NAME", "form") + """const frame = document.createElement('iframe'); frame.name = 'f'
                const send = document.createElement('form'); send.method = 'POST'; send.action = HUB + '/tr/'; send.target = 'f'
                for (const [k, v] of form) send.append(Object.assign(document.createElement('input'), { name: k, value: v }))
                document.body.append(frame, send); send.submit()""",
            "beacon": form.replace("NAME", "beacon") + "if (!navigator.sendBeacon(HUB + '/tr/', form)) throw 'no beacon'",
            "empty beacon": f"navigator.sendBeacon(HUB + '/tr/?{fields}empty')",
            "xhr": form.replace("NAME", "xhr") + """return new Promise((done, failed) => { const x = new XMLHttpRequest()
                x.open('POST', HUB + '/tr/'); x.withCredentials = true; x.onload = () => done(x.status); x.onerror = failed; x.send(form) })""",
            "asked first": form.replace("NAME", "asked") + """return fetch(HUB + '/tr/', { method: 'POST', body: form,
                credentials: 'include', headers: { 'X-Page': '1' } }).then(r => r.status)""",
        }
        with self.daemon() as daemon:
            shop = self.open_shop(daemon, host="shop.example", hub="hub.example")
            self.browser.tell("goto", shop)
            for number, (name, script) in enumerate(by.items()):
                with self.subTest(name):
                    answer = self.browser.tell("run", f"(() => {{ const HUB = '{self.shop.hub}'; {script} }})()")
                    if name in ("xhr", "asked first"):
                        self.assertEqual(answer, 200)
                    self.until(lambda: self.stored(daemon).get("meta_pixel"), number + 1)
            self.assertEqual(self.ok(daemon.get("/v1/reports/roas?currency=EUR"))["totals"]["booked"], "60.00")

    def test_the_script_is_small_and_kept_by_caches(self):
        with self.daemon() as daemon:
            answer = daemon.get("/hub.js")
            self.assertEqual((answer.status, answer.headers["Content-Type"]), (200, "text/javascript; charset=utf-8"))
            self.assertLess(len(answer.body), 3000)
            self.assertIn("max-age=3600", answer.headers["Cache-Control"])
            again = daemon.get("/hub.js", {"If-None-Match": answer.headers["ETag"]})
            self.assertEqual((again.status, again.body), (304, b""))
            self.assertEqual(daemon.get("/hub.js", {"If-None-Match": '"other"'}).body, answer.body)

    def test_a_bad_event_of_the_script_is_kept_and_the_page_hears_nothing_of_it(self):
        with self.daemon() as daemon:
            for body in ('{"event":"Purchase","data":{"value":1}}', "[{}, 5]", "no json", ""):
                answer = daemon.post("/v1/web", body, {"Content-Type": "text/plain;charset=UTF-8", "Origin": "https://shop.example"})
                self.assertEqual((answer.status, answer.body), (204, b""))
                self.assertEqual(answer.headers["Access-Control-Allow-Origin"], "https://shop.example")
            kept = self.ok(daemon.get("/v1/quarantine"))["data"]
            self.assertEqual([k["route"] for k in kept], ["ingest/web"] * 3)
            balance, = self.ok(daemon.get("/v1/status"))["sources"]
            self.assertEqual((balance["received"], balance["quarantined"], balance["refused"]), (5, 3, 2))
            self.assertEqual(self.ok(daemon.post("/v1/quarantine/replay", "")), {"replayed": 0, "still_rejected": 3})


if __name__ == "__main__":
    unittest.main()
