"""A webhook hears what is wrong with a source, once when it begins and once when it is over, also when it fails at first."""
import http.server
import json
import threading
import time
import unittest

from pulled import PullTest

T0 = 1_767_225_600_000  # 2026-01-01T00:00:00Z in milliseconds


class Receiver:
    """Keeps what is posted to it; answers with the statuses given, then with 204."""

    def __init__(self, statuses):
        self.statuses, self.heard = list(statuses), []
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.heard.append((self.headers["X-Request-Id"], self.headers["Content-Type"], json.loads(body)))
                self.send_response(receiver.statuses.pop(0) if receiver.statuses else 204)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def settings(self):
        return {"CONVHUB_ALERTS_URL": f"http://127.0.0.1:{self.server.server_port}/hook?key=sesame", "CONVHUB_ALERTS_INTERVAL": "1s"}

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Alerts(PullTest):
    def receiver(self, *statuses):
        made = Receiver(statuses)
        self.addCleanup(made.close)
        return made

    def test_a_stopped_source_is_told_until_it_is_heard_and_again_when_it_runs(self):
        self.tell("hubspot", "make_deals", count=3, changed=T0)
        receiver = self.receiver(500, 500)
        with self.pulling(CONVHUB_SOURCES_HUBSPOT_TOKEN="pat-wrong", **receiver.settings) as hub:
            self.eventually(lambda: len(receiver.heard) >= 3, "the alert is told a third time")
            self.assertEqual(len({json.dumps(each) for each in receiver.heard}), 1, receiver.heard)
            request_id, content_type, alert = receiver.heard[0]
            self.assertEqual(content_type, "application/json")
            self.assertEqual((alert["alert"], alert["state"], alert["source"]), ("stopped", "begun", "hubspot"))
            self.assertIn("token", alert["sentence"])
            self.assertEqual(alert["request_id"], request_id)
            self.platforms.world.platforms["hubspot"].token = "pat-wrong"
            self.run_once(hub)
            self.eventually(lambda: len(receiver.heard) == 4, "the end is told")
            over = receiver.heard[3][2]
            self.assertEqual((over["alert"], over["state"], over["since"]), ("stopped", "over", alert["since"]))
            self.assertIn("the webhook did not take", hub.errors())
            self.assertNotIn("sesame", hub.errors())

    def test_items_that_cannot_be_taken_in_are_told_of(self):
        receiver = self.receiver()
        with self.daemon(env=receiver.settings) as hub:
            good = [{"type": "purchase", "external_id": str(n), "occurred_at": "2026-01-01T00:00:00Z", "value": 1, "currency": "EUR"}
                    for n in range(30)]
            # Until the lookout has seen the counters once, all that comes is before its first look.
            for turn in range(30):
                items = [{**item, "external_id": f"{turn}-{item['external_id']}"} for item in good] + [{"type": "purchase"}] * 10
                self.assertEqual(self.ok(hub.post("/v1/conversions", items))["rejected"], 10)
                if receiver.heard:
                    break
                self.pause(0.5)
            self.eventually(lambda: receiver.heard, "the share of bad items is told")
            alert = receiver.heard[0][2]
            self.assertEqual((alert["alert"], alert["state"], alert["source"]), ("reject_rate", "begun", "manual"))
            self.assertGreater(alert["value"], 0.05)
            self.assertIn("% of what manual sent", alert["sentence"])

    def pause(self, seconds):
        threading.Event().wait(seconds)

    def test_a_token_that_expires_soon_is_told_of(self):
        expires = int(time.time()) + 5 * 86_400
        self.tell("meta", "settings", expires=expires)
        receiver = self.receiver()
        with self.pulling("meta_ads", **receiver.settings) as hub:
            self.eventually(lambda: receiver.heard, "the token is told of")
            alert = receiver.heard[0][2]
            self.assertEqual((alert["alert"], alert["state"], alert["source"]), ("token", "begun", "meta_ads"))
            at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(expires))
            self.assertIn(at, alert["sentence"])
            self.assertEqual(self.state(hub, "meta_ads")["token_expires"], at)
            self.assertIn("convhub_sync_token_expires_timestamp_seconds", hub.get("/metrics").body.decode())
            self.assertNotIn("TOKEN", hub.errors())
        self.tell("meta", "settings", expires=int(time.time()) + 20 * 86_400)
        receiver.heard.clear()
        with self.pulling("meta_ads", **receiver.settings) as hub:
            self.run_once(hub, "meta_ads")
            self.pause(3)
            self.assertEqual(receiver.heard, [])

    def test_an_address_that_is_none_is_refused_at_the_start(self):
        with self.assertRaises(AssertionError) as raised:
            self.daemon(env={"CONVHUB_ALERTS_URL": "alerts.example/hook"}).start()
        self.assertIn("alerts.url", str(raised.exception))


if __name__ == "__main__":
    unittest.main()
