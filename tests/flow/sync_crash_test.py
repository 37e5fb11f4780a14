"""kill -9, again and again, in the middle of a pull: nothing is missing afterwards and nothing is there twice."""
import datetime
import random
import time
import unittest

from pulled import PullTest

KILLS = 50
DAYS = 100
A_DAY = 500


class Crash(PullTest):
    def test_fifty_kills_during_a_pull_of_50_000_records_cost_nothing(self):
        dice = random.Random(7)
        shop = self.platforms.world.platforms["anytrack"]
        shop.per_page = 250
        first = datetime.date.today() - datetime.timedelta(DAYS + 1)
        for day in range(DAYS):
            shop.make(A_DAY, at=f"{first + datetime.timedelta(day)}T12:00:00Z", first=1 + day * A_DAY)
        often = {"CONVHUB_SOURCES_ANYTRACK_WINDOW": "2d", "CONVHUB_SOURCES_ANYTRACK_BACKFILL": "110d"}
        slowly = {**often, "CONVHUB_SOURCES_ANYTRACK_REQUESTS_PER_SECOND": "10"}
        unfinished = 0
        for _ in range(KILLS):
            hub = self.pulling("anytrack", **slowly).start()
            time.sleep(dice.uniform(0.02, 0.3))
            unfinished += self.state(hub, "anytrack")["last_success"] is None
            hub.kill()
        self.assertGreater(unfinished, KILLS // 2, "most kills meet a pull under way")
        with self.pulling("anytrack", **often) as hub:
            self.run_until_well(hub, "anytrack")
            mine = self.hash_of(hub)
        self.assertEqual(mine["conversions"], DAYS * A_DAY)
        self.assertEqual(mine["state_hash"], self.resynced("anytrack", **often)["state_hash"])


if __name__ == "__main__":
    unittest.main()
