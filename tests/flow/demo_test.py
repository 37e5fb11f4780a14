"""The demo prints the same reconciled tables every time, leaves nothing behind, and serves the same data."""
import os
import tempfile
import unittest
from unittest import mock

from daemon import FlowTest, run_cli


class Demo(FlowTest):
    def setUp(self):
        super().setUp()
        self.scratch = self.folder / "scratch"
        self.scratch.mkdir()
        self.enterContext(mock.patch.dict(os.environ, TMPDIR=str(self.scratch)))
        self.enterContext(mock.patch.object(tempfile, "tempdir", str(self.folder)))  # Python's own files go elsewhere

    def demo(self):
        done = run_cli("demo", cwd=self.folder)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        return done.stdout

    def left_behind(self):
        return [path.name for path in self.folder.rglob("*") if path != self.scratch]

    def test_the_demo_prints_the_same_bytes_every_time_and_leaves_nothing_behind(self):
        first = self.demo()
        self.assertEqual(first, self.demo())
        for words in ("first", "last", "linear", "time decay", "position", "(unattributed)", "Counted twice",
                      "Every model adds up to the net revenue booked", "convhub serve --demo"):
            self.assertIn(words, first.decode())
        self.assertNotIn(b"\x1b", first, "colour in a pipe")
        self.assertEqual(self.left_behind(), [])

    def test_the_demo_can_be_served_and_earns_the_same(self):
        booked = self.demo().decode().split("net revenue booked: ")[1].split(" EUR")[0]
        with self.daemon("--demo") as hub:
            shown = run_cli("roas", "--model", "linear", "--server", hub.url).stdout.decode()
            self.assertIn(f"add up to what was booked: {booked} EUR", shown)
            self.assertEqual(self.ok(hub.get("/v1/reports/roas"))["totals"]["booked"], booked)
        self.assertEqual(list(self.scratch.iterdir()), [])

    def test_the_demo_is_kept_out_of_a_hub_with_data_of_its_own(self):
        with self.daemon("--demo") as hub:
            before = hub.get("/v1/status").json()["data_seq"]
        with self.daemon("--demo") as hub:  # its own data once more
            self.assertEqual(hub.get("/v1/status").json()["data_seq"], before)
        with self.daemon(name="shop") as hub:
            self.ok(hub.post("/v1/conversions", {"type": "purchase", "occurred_at": "2026-03-03T00:00:00Z", "value": "1.00", "currency": "EUR"}))
        refused = run_cli("serve", "--demo", "--data", self.folder / "shop", "--listen", "127.0.0.1:0")
        self.assertEqual(refused.returncode, 1)
        self.assertIn(b"holds data of its own", refused.stderr)
        with self.daemon(name="shop") as hub:
            self.assertEqual(hub.get("/v1/status").json()["events"], 1)


if __name__ == "__main__":
    unittest.main()
