"""GET /v1/stream: conversions as they are unified, to whoever listens, for as long as they listen."""
import http.client
import json
import time
import unittest

from daemon import FlowTest


def sale(number, source_order=None, minute=0):
    return {"type": "purchase", "external_id": f"e{number}", "order_id": source_order or f"A-{number}", "value": "10.00",
            "currency": "EUR", "occurred_at": f"2026-02-01T10:{minute:02}:00Z", "email": "a@b.example"}


class Reader:
    """One listener: reads the head, then event by event."""

    def __init__(self, port, target="/v1/stream", last=None):
        self.http = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.http.request("GET", target, headers={"Last-Event-ID": str(last)} if last is not None else {})
        self.answer = self.http.getresponse()

    def event(self):
        """The next event as (name, id, data); comments are passed over."""
        while True:
            fields = {}
            while (line := self.answer.readline().decode().rstrip("\n")):
                name, _, value = line.partition(": ")
                fields[name] = value
            if "event" in fields:
                return fields["event"], int(fields["id"]), json.loads(fields["data"])
            assert self.answer.fp is not None, "the stream ended"

    def close(self):
        self.http.close()


class Stream(FlowTest):
    def test_a_listener_sees_what_came_and_what_was_decided(self):
        with self.daemon() as hub:
            reader = Reader(hub.port)
            self.assertEqual(reader.answer.status, 200)
            self.assertEqual(reader.answer.headers["Content-Type"], "text/event-stream")
            self.assertTrue(reader.answer.readline().startswith(b"retry:"))
            time.sleep(0.3)  # it listens from now on
            self.taken(hub, "conversions", [sale(1)])
            self.taken(hub, "conversions", [sale(2, "A-1")], "?source=shop")
            name, first, one = reader.event()
            self.assertEqual((name, one["external_id"], one["value"]["amount"]), ("conversion", "e1", "10.00"))
            name, second, two = reader.event()
            self.assertGreater(second, first)
            self.assertEqual(two["decisions"][0]["rule"], "order_key")
            self.assertEqual(two["decisions"][0]["conversion_id"], one["event_id"])
            self.assertEqual(one["decisions"], [])
            self.assertNotIn("a@b.example", json.dumps(two))
            reader.close()

            again = Reader(hub.port, last=first)
            self.assertEqual(again.event()[2]["external_id"], "e2")
            again.close()
            self.assertEqual(hub.get("/v1/stream?after=x").status, 400)

    def test_a_listener_that_comes_after_a_restart_hears_of_the_gap(self):
        with self.daemon() as hub:
            self.taken(hub, "conversions", [sale(n) for n in range(5)])
        with self.daemon() as hub:
            reader = Reader(hub.port, "/v1/stream?after=2")
            name, position, gap = reader.event()
            self.assertEqual((name, position, gap["until"]), ("gap", 5, 5))
            reader.close()

    def test_listeners_do_not_hold_up_a_stop(self):
        with self.daemon() as hub:
            readers = [Reader(hub.port) for _ in range(5)]
            began = time.monotonic()
            hub.stop()
            self.assertLess(time.monotonic() - began, 5)
            for each in readers:
                each.close()


if __name__ == "__main__":
    unittest.main()
