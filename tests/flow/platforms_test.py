"""The fake platforms of tests/platforms are believed by the vendors' own clients."""
import sys
import unittest

from clients import run_client
from daemon import ROOT

sys.path.insert(0, str(ROOT / "tests" / "platforms"))
from serve import Platforms  # noqa: E402

NOON = 1_770_000_000_000


class VendorClients(unittest.TestCase):
    maxDiff = None

    def test_hubspots_client_reads_the_fake_portal(self):
        with Platforms() as platforms:
            portal = platforms.world.platforms["hubspot"]
            portal.make_deals(3, NOON, apart=1000)
            portal.change([1], NOON + 60_000, {"dealstage": "closedlost"})
            portal.change([2], NOON + 61_000, contacts=[])
            portal.archive([3], NOON + 62_000)
            said = run_client("read_hubspot.mjs", platforms.url, portal.token)
            refused = run_client("read_hubspot.mjs", platforms.url, "other")
        self.assertEqual(said["search_beyond"], {"code": 400, "category": "VALIDATION_ERROR"})
        self.assertEqual(said["read"], {
            "status": "COMPLETE", "rows": [["1", "10.00", "2026-02-02T02:41:00.000Z"]], "numErrors": 1,
            "stages": [["closedlost", "2026-02-02T02:41:00.000Z"], ["closedwon", "2026-02-02T02:40:00.000Z"]]})
        self.assertEqual(said["archived"], [["3", True, "2026-02-02T02:41:02.000Z"]])
        self.assertEqual(said["links"], [["1", ["10"]]])
        self.assertEqual(said["pipelines"][1], ["closedwon", "true", "1.0"])
        self.assertEqual(refused["pipelines"], {"code": 401, "category": "INVALID_AUTHENTICATION"})

    def test_hubspots_client_pages_through_a_search(self):
        with Platforms() as platforms:
            portal = platforms.world.platforms["hubspot"]
            portal.make_deals(3, NOON, apart=1000)
            said = run_client("read_hubspot.mjs", platforms.url, portal.token)["search"]
        self.assertEqual(said, {"total": 3, "after": "2", "rows": [["1", "10.00", "2026-02-02T02:40:00.000Z"],
                                                                   ["2", "10.00", "2026-02-02T02:40:01.000Z"]]})

    def test_metas_client_reads_insights_and_prepared_reports(self):
        with Platforms() as platforms:
            meta = platforms.world.platforms["meta"]
            meta.make_days("2026-02-01", 28)
            meta.settings(looks=3)
            said = run_client("read_insights.mjs", platforms.url, meta.token, meta.account)
        self.assertEqual(said["states"], ["Job Running", "Job Running", "Job Completed"])
        self.assertEqual((said["first"], said["report"], said["refused"]), (20, 56, [400, 190]))
        self.assertEqual((len(said["rows"]), said["rows"][0]), (56, ["2026-02-01", "c0", "2.00"]))
        self.assertEqual(len({tuple(row) for row in said["rows"]}), 56)


if __name__ == "__main__":
    unittest.main()
