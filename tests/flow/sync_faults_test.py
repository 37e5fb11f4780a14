"""Everything that a platform can do wrong while it is pulled: afterwards nothing is missing and nothing is there twice."""
import unittest

from pulled import PullTest

T0 = 1_767_225_600_000  # 2026-01-01T00:00:00Z in milliseconds
SEARCH = "/deals/search$"


class Faults(PullTest):
    def test_every_fault_of_a_platform_leaves_nothing_out_and_nothing_double(self):
        self.tell("hubspot", "make_deals", count=900, changed=T0, apart=100)
        faults = [
            dict(kind="status", status=429, headers={"Retry-After": "1"}, body={"category": "RATE_LIMITS", "policyName": "SECONDLY"}),
            dict(kind="status", status=429, body={"category": "RATE_LIMITS", "policyName": "TEN_SECONDLY_ROLLING"}),
            dict(kind="status", status=500, body="oops"),
            dict(kind="status", status=502, body="<html>bad gateway</html>"),
            dict(kind="hang", seconds=1),
            dict(kind="trickle", seconds=0.0001),
            dict(kind="reset"),
            dict(kind="truncate", at=0), dict(kind="truncate", at=1), dict(kind="truncate", at=200),
            dict(kind="cut_chunks", at=0), dict(kind="cut_chunks", at=300),
            dict(kind="huge"), dict(kind="huge", announced=False), dict(kind="bomb", bytes=1 << 28),
            dict(kind="bad_json"),
            dict(kind="redirect", location="http://127.0.0.2:9/elsewhere"),
            dict(kind="skewed", seconds=7200), dict(kind="skewed", seconds=-7200),
            dict(kind="again"), dict(kind="fewer"),
            dict(kind="slow", seconds=0.3),
        ]
        paths = [SEARCH, "/deals/batch/read$", "/contacts/batch/read$", "/associations/"]
        with self.pulling() as hub:
            for place, fault in enumerate(faults):
                with self.subTest(fault):
                    self.fault(path=paths[place % len(paths)], skip=place % 2, **fault)
                    if hub.post("/v1/sync/hubspot/backfill", b"").status == 202:
                        self.settled(hub)
                    self.run_until_well(hub)
            self.run_until_well(hub)
            self.run_until_well(hub)
            self.assertEqual(self.same_as_resynced(hub)["conversions"], 900)


if __name__ == "__main__":
    unittest.main()
