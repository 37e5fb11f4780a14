"""A restart changes nothing: every question has the same answer, to the byte, and a stop is quick and clean."""
import re
import threading
import unittest
from http.client import HTTPException

import views
from daemon import FlowTest, run_cli
from shop import Shop, deliver

BAD = [{"type": "purchase", "occurred_at": "2026-03-03T00:00:00Z", "value": 1, "currency": "???"},
       {"type": "purchase"}]


def without_audit_times(body):
    """*body* without the instants at which the hub decided on a merge: two runs decide at different times."""
    return re.sub(r'"when":"[^"]+"', '"when":"…"', body.decode())


class Restart(FlowTest):
    def compare(self, before, after, seen=bytes.decode):
        self.assertEqual(before.keys(), after.keys())
        for target, body in before.items():
            self.assertEqual(seen(body), seen(after[target]), target)

    def test_every_answer_is_the_same_after_a_restart(self):
        contacts = ["person0@shop.example", "email:person3@shop.example", "anonymous_id:device-5"]
        with self.daemon() as first:
            deliver(self, first, Shop().requests())
            deliver(self, first, Shop().requests()[:3])  # a client that was not sure
            self.assertEqual(self.ok(first.post("/v1/conversions", BAD))["rejected"], 2)
            before = views.every_answer(self, first, contacts)
        with self.daemon() as second:
            after = views.every_answer(self, second, contacts)
        self.assertGreater(len(before), 250)
        self.compare(before, after)

    def test_a_command_that_opens_the_directory_answers_by_the_settings_of_the_hub(self):
        rules = {"CONVHUB_MONEY_CURRENCY": "EUR", "CONVHUB_DEDUP_WINDOW": "72h", "CONVHUB_ATTRIBUTION_MODEL": "last_touch"}
        bought = {"type": "purchase", "email": "ann@shop.example", "value": "50.00", "currency": "EUR"}
        asked = ("roas",), ("state-hash",), ("conversions",)
        with self.daemon(env=rules) as hub:
            for day, source in (1, "till"), (3, "shop"):
                self.ok(hub.post(f"/v1/conversions?source={source}", {**bought, "external_id": source, "occurred_at": f"2026-03-0{day}T10:00:00Z"}))
            served = [run_cli(*command, "--server", hub.url).stdout for command in asked]
            data = hub.data
        self.assertIn(b"50.00 EUR", served[0])
        self.assertEqual([run_cli(*command, "--data", data).stdout for command in asked], served)
        replayed = run_cli("replay", "--data", data, "--into", self.folder / "again")
        self.assertEqual(replayed.returncode, 0, replayed)
        kept = self.folder / "data" / "served-with.toml"
        self.assertEqual(kept.stat().st_mode & 0o777, 0o600)
        with self.daemon():  # with its defaults
            pass
        self.assertNotIn("last_touch", kept.read_text())

    def test_a_hub_that_goes_on_after_a_restart_equals_one_that_never_stopped(self):
        requests = Shop(seed=7).requests(batch=50)
        half = len(requests) // 2
        with self.daemon(name="straight") as daemon:
            deliver(self, daemon, requests)
            straight = views.every_answer(self, daemon)
        with self.daemon(name="halved") as daemon:
            deliver(self, daemon, requests[:half])
        with self.daemon(name="halved") as daemon:
            deliver(self, daemon, requests[half:])
            self.compare(straight, views.every_answer(self, daemon), without_audit_times)

    def test_the_demo_data_outlive_their_daemon(self):
        with self.daemon("--demo") as first:
            roas = first.get("/v1/reports/roas?currency=EUR").body
            export = first.get("/v1/export/conversions.ndjson").body
        with self.daemon() as second:
            self.assertEqual(second.get("/v1/reports/roas?currency=EUR").body, roas)
            self.assertEqual(second.get("/v1/export/conversions.ndjson").body, export)
        self.assertGreater(len(export.splitlines()), 500)


class Stop(FlowTest):
    def test_an_idle_hub_stops_within_ten_seconds_and_exits_0(self):
        with self.daemon() as daemon:
            idle = daemon.connect()
            self.ok(idle.ask("GET", "/v1/status"))
            code, seconds = daemon.terminate()
            idle.close()
        self.assertEqual(code, 0)
        self.assertLess(seconds, 10)

    def test_a_busy_hub_finishes_what_it_began_and_exits_0(self):
        acknowledged, started = [], threading.Event()

        def send(daemon, client):
            connection, number = daemon.connect(), 0
            try:
                while True:
                    item = {"external_id": f"{client}-{number}", "type": "purchase", "occurred_at": "2026-03-03T10:00:00Z",
                            "value": 1, "currency": "USD"}
                    if connection.ask("POST", "/v1/conversions", item).status != 200:
                        return
                    acknowledged.append(item["external_id"])
                    number += 1
                    if number > 20:
                        started.set()
            except (OSError, HTTPException):
                started.set()  # the connection ended: the hub is going
            finally:
                connection.close()

        with self.daemon() as daemon:
            clients = [threading.Thread(target=send, args=(daemon, client)) for client in range(4)]
            for client in clients:
                client.start()
            started.wait()
            code, seconds = daemon.terminate()
            for client in clients:
                client.join()
        self.assertEqual(code, 0)
        self.assertLess(seconds, 10)
        with self.daemon() as again:
            stored = [line["external_ids"]["manual"][0] for line in again.get("/v1/export/conversions.ndjson").lines()]
        self.assertEqual(len(stored), len(set(stored)))
        self.assertLessEqual(set(acknowledged), set(stored))


if __name__ == "__main__":
    unittest.main()
