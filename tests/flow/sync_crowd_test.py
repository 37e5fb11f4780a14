"""More deals changed in one instant than HubSpot's search gives of one query: all of them are read, by id."""
import unittest

from pulled import PullTest

T0 = 1_767_225_600_000  # 2026-01-01T00:00:00Z in milliseconds


class Crowd(PullTest):
    def test_25_000_deals_that_changed_in_one_instant_are_all_read(self):
        self.tell("hubspot", "make_deals", count=25_000, changed=T0)
        with self.pulling() as hub:
            state = self.run_once(hub)
            self.assertEqual(self.hash_of(hub)["conversions"], 25_000)
            self.assertEqual(self.run_once(hub)["state"], "ok")
            self.assertEqual(self.hash_of(hub)["conversions"], 25_000)
            self.assertGreaterEqual(state["records"], 25_000)


if __name__ == "__main__":
    unittest.main()
