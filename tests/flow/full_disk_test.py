"""A disk that fills up under the hub: what it says, what it still answers, and that it goes on by itself."""
import resource
import subprocess
import unittest

from daemon import FlowTest, binary, environment, run_cli


def orders(first, count):
    return [{"order_id": f"A-{first + i}", "type": "purchase", "occurred_at": "2026-02-09T10:00:00Z", "value": 10,
             "currency": "EUR", "metadata": {"note": "x" * 1000}} for i in range(count)]


class FullDisk(FlowTest):
    def fill(self, hub):
        """Lets no file of the hub grow further, which is how a full disk or a quota looks to it; answers what is stored."""
        size = (self.folder / "data" / "hub.db-wal").stat().st_size
        resource.prlimit(hub.process.pid, resource.RLIMIT_FSIZE, (size + 200_000, resource.RLIM_INFINITY))
        for first in range(1000, 100_000, 50):
            answer = hub.post("/v1/conversions", orders(first, 50))
            if answer.status != 200:
                return first, answer
        self.fail("the disk never filled")

    @staticmethod
    def free(hub):
        resource.prlimit(hub.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    def test_it_says_so_answers_questions_loses_nothing_and_goes_on_when_there_is_room(self):
        with self.daemon() as hub:
            self.taken(hub, "conversions", orders(0, 100))
            first, refused = self.fill(hub)
            self.assertEqual(refused.status, 503, refused)
            self.assertEqual(refused.json()["errors"][0]["code"], "disk-full")
            self.assertIn("disk is full", refused.json()["detail"])
            self.assertTrue(refused.headers["Retry-After"])
            self.eventually(lambda: hub.get("/v1/reports/dedup").status == 200, "questions are answered")
            ready = hub.get("/readyz")
            self.assertEqual((ready.status, ready.json()["errors"][0]["code"]), (503, "disk-full"))
            status = self.ok(hub.get("/v1/status"))
            self.assertEqual((status["ready"], status["takes_in"]), (True, False))
            self.assertIn("free space", status["refuses_because"])
            self.assertIn("\nconvhub_takes_in 0\n", hub.get("/metrics").body.decode())
            self.assertIn("free space", hub.errors())
            doctor = run_cli("doctor", "--server", hub.url)
            self.assertEqual(doctor.returncode, 1)
            self.assertIn("taking in", doctor.stdout.decode())
            stored = status["conversions"]
            self.assertEqual(stored, 100 + first - 1000, "a request is kept whole or not at all")
            self.free(hub)
            self.eventually(lambda: hub.get("/readyz").status == 200, "it goes on by itself")
            self.taken(hub, "conversions", orders(first, 50))
            self.assertEqual(self.ok(hub.get("/v1/status"))["conversions"], stored + 50)

    def test_an_import_says_what_it_waits_for_and_ends_well_when_there_is_room(self):
        file = self.folder / "orders.csv"
        file.write_text("order_id,type,occurred_at,value,currency,note\n" +
                        "".join(f"B-{n},purchase,2026-02-09T10:00:00Z,1,EUR,{'y' * 800}\n" for n in range(3000)))
        with self.daemon() as hub:
            self.taken(hub, "conversions", orders(0, 10))
            self.fill(hub)
            running = subprocess.Popen([binary(), "import", file, "--server", hub.url], env=environment(), text=True,
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            said = running.stderr.readline()
            self.assertIn("the hub's disk is full", said)
            self.assertIn("trying again for up to two minutes", said)
            self.free(hub)
            out, _ = running.communicate(timeout=60)
            self.assertEqual(running.returncode, 0, out)
            self.assertIn("3,000 accepted", out)


if __name__ == "__main__":
    unittest.main()
