"""A hub that pulls from the fake platforms of tests/platforms: its settings, and how a test runs and watches its sources."""
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "platforms"))

from serve import Platforms  # noqa: E402  (the platforms are no package)

from daemon import FlowTest  # noqa: E402

WAIT_S = 240
RUNNING = ("syncing", "waiting", "retrying")


def settings_of(url, sources=("hubspot",), **more):
    """Environment for a daemon that pulls *sources* from the platforms at *url*, by hand unless an interval is told."""
    each = {
        "hubspot": {"token": "pat-test", "base_url": url, "overlap": "0s"},
        "meta_ads": {"token": "TOKEN", "base_url": url, "account": "act_1010035716096012", "backfill": "28d"},
        "anytrack": {"token": "AT-KEY", "token_header": "X-API-Key", "items": "/data/items", "next_cursor": "/data/next",
                     "url": f"{url}/anytrack/conversions?since={{since}}&until={{until}}&cursor={{cursor}}",
                     "window": "365d", "backfill": "730d"},
        "fx_rates": {"base_url": f"{url}/stats/eurofxref"},
    }
    env = {}
    for source in sources:
        told = {"enabled": "true", "interval": "30d", "requests_per_second": "1000", **each[source]}
        env.update({f"CONVHUB_SOURCES_{source.upper()}_{key.upper()}": value for key, value in told.items()})
    env.update(more)
    return env


class PullTest(FlowTest):
    def setUp(self):
        super().setUp()
        self.platforms = Platforms()
        self.platforms.__enter__()
        self.addCleanup(self.platforms.__exit__)

    def tell(self, platform, call, **arguments):
        self.platforms.world.tell(platform, call, **arguments)

    def fault(self, kind, **options):
        self.platforms.world.add_fault(kind=kind, **options)

    def pulling(self, *sources, name="data", **more):
        return self.daemon(name=name, env=settings_of(self.platforms.url, sources or ("hubspot",), **more))

    def state(self, hub, source="hubspot"):
        found = [each for each in self.ok(hub.get("/v1/sync"))["sources"] if each["source"] == source]
        self.assertEqual(len(found), 1, f"no state of {source}")
        return found[0]

    def settled(self, hub, source="hubspot", seconds=WAIT_S):
        """The state of the source once no run of it goes on."""
        deadline = time.monotonic() + seconds
        while (state := self.state(hub, source))["state"] in RUNNING or \
                (state["why"] or {}).get("code") == "sync-starting":
            self.assertLess(time.monotonic(), deadline, f"{source} is not done: {state}")
            time.sleep(0.02)
        return state

    def run_once(self, hub, source="hubspot", expect="ok", seconds=WAIT_S):
        """A run from now on, until it is over."""
        self.settled(hub, source, seconds)
        answer = hub.post(f"/v1/sync/{source}", b"")
        self.assertEqual(answer.status, 202, answer)
        state = self.settled(hub, source, seconds)
        self.assertEqual(state["state"], expect, state)
        return state

    def run_until_well(self, hub, source="hubspot", runs=20):
        """Runs until one is over and well: how often it takes says nothing, what it leads to does."""
        for _ in range(runs):
            self.settled(hub, source)
            hub.post(f"/v1/sync/{source}", b"")
            state = self.settled(hub, source)
            if state["state"] == "ok":
                return state
        self.fail(f"{source} does not get well: {state}")

    def spend(self, hub):
        """The cost of each campaign, told per campaign."""
        rows = hub.get("/v1/export/spend.ndjson").lines()
        return {row["campaign_id"]: row["cost"] for row in rows if row["adset_id"] in (None, "")}

    def hash_of(self, hub):
        return self.ok(hub.get("/v1/state-hash"))

    def resynced(self, *sources, **more):
        """The state hash of a fresh hub that reads everything once, from platforms that are well."""
        with self.pulling(*sources, name="fresh", **more) as fresh:
            for source in sources:
                self.run_until_well(fresh, source)
            return self.hash_of(fresh)

    def same_as_resynced(self, hub, source="hubspot"):
        """Asserts that the hub ended where one ends that reads everything once and without trouble; answers where."""
        mine, fresh = self.hash_of(hub), self.resynced(source)
        self.assertEqual({**mine, "data_seq": 0}, {**fresh, "data_seq": 0})
        return mine
