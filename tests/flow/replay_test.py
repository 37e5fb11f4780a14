"""A log replayed into an empty directory is the same hub again, also when the replay is killed and goes on later."""
import json
import signal
import sqlite3
import subprocess
import time
import unittest

import views
from daemon import FlowTest, binary, environment, run_cli
from hubspot_test import AGAIN, CAME, LOST, WON
from shop import Shop, deliver

BAD = [{"type": "purchase", "occurred_at": "2026-03-03T00:00:00Z", "value": 1, "currency": "???"}, {"type": "purchase"}]
ABROAD = {"adjustment_id": "r-abroad", "kind": "refund", "order_id": "o-abroad", "amount": "5", "currency": "USD",
          "occurred_at": "2026-03-09T00:00:00Z"}
SALE = {"external_id": "abroad", "order_id": "o-abroad", "type": "purchase", "value": "9", "currency": "EUR",
        "occurred_at": "2026-03-08T00:00:00Z"}


def facts_in(folder):
    """How many facts a store holds, read beside whoever writes it; 0 while there is none."""
    try:
        with sqlite3.connect(f"file:{folder}/hub.db?mode=ro", uri=True) as database:
            return database.execute("SELECT ifnull(max(seq), 0) FROM fact").fetchone()[0]
    except sqlite3.OperationalError:
        return 0


class Replay(FlowTest):
    def fill(self, daemon):
        """Everything at once: orders told twice, refunds, deals won and lost, refused items, redeliveries."""
        deliver(self, daemon, Shop().requests())
        for events in (WON, CAME, LOST, AGAIN, WON):
            self.assertEqual(self.ok(daemon.post("/v1/ingest/hubspot", json.dumps(events)))["rejected"], 0)
        self.assertEqual(len(self.ok(daemon.get("/v1/conversions?source=hubspot"))["data"]), 1)
        deliver(self, daemon, Shop().requests()[:3])
        self.assertEqual(self.ok(daemon.post("/v1/conversions", BAD))["rejected"], 2)
        self.taken(daemon, "conversions", SALE)
        self.assertEqual(self.ok(daemon.post("/v1/adjustments", ABROAD))["rejected"], 1)
        self.decide(daemon)
        deliver(self, daemon, Shop(seed=5, people=10).requests(batch=1))

    def decide(self, daemon):
        """Orders joined and parted by hand, a decision taken back, and another rule for all data."""
        listed = self.ok(daemon.get("/v1/conversions?type=purchase&limit=1000"))["data"]
        alone = [c["conversion_id"] for c in listed if len(c["sources"]) == 1][:6]
        several = [c["conversion_id"] for c in listed if len(c["sources"]) > 1][:2]
        for pair in (alone[:2], alone[2:4], alone[4:6]):
            taken = self.ok(daemon.post("/v1/duplicates/merge", {"conversion_ids": pair, "note": "one order"}))
        self.ok(daemon.ask("DELETE", "/v1/duplicates/verdicts/" + taken["verdict_id"]))
        for conversion in several:
            self.ok(daemon.post(f"/v1/conversions/{conversion}/unmerge", b""))
        self.ok(daemon.post("/v1/duplicates/rules", {"window_seconds": 7200}))

    def replay(self, *extra, source="data", into="copy"):
        return run_cli("replay", "--data", self.folder / source, "--into", self.folder / into, *extra)

    def hashes(self, done):
        """(source, replayed) of a replay that printed both."""
        lines = {line.split()[0]: line.split()[1] for line in done.stdout.decode().splitlines()}
        return lines["source"], lines["replayed"]

    def hash_of(self, daemon):
        answer = self.ok(daemon.get("/v1/state-hash"))
        self.assertRegex(answer["state_hash"], "^[0-9a-f]{64}$")
        return answer["state_hash"]

    def test_a_replayed_hub_has_the_same_state_hash_and_gives_the_same_answers(self):
        with self.daemon() as daemon:
            self.fill(daemon)
            before = self.hash_of(daemon)
            done = self.replay()  # beside the running hub
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(self.hashes(done), (before, before))
            self.assertEqual(self.hash_of(daemon), before)
            answers = views.every_answer(self, daemon)
        with self.daemon(name="copy") as copy:
            self.assertEqual(self.hash_of(copy), before)
            again = views.every_answer(self, copy)
        for told in (answers, again):  # quarantine is no part of the log, and a replay is no delivery
            for target in ("/v1/quarantine", "/v1/status"):
                told.pop(target)
        self.assertEqual(answers.keys(), again.keys())
        for target, body in answers.items():
            self.assertEqual(body.decode(), again[target].decode(), target)

    def test_a_replayed_log_is_the_log_byte_for_byte_with_its_times_of_receipt(self):
        with self.daemon() as daemon:
            self.fill(daemon)
        self.assertEqual(self.replay().returncode, 0)
        logs = []
        for name in ("data", "copy"):
            with sqlite3.connect(self.folder / name / "hub.db") as database:
                logs.append(database.execute("SELECT seq, received_at, body FROM fact ORDER BY seq").fetchall())
        self.assertGreater(len(logs[0]), 500)
        self.assertEqual(logs[0], logs[1])

    def many(self, daemon, count=40000, batch=500):
        for begin in range(0, count, batch):
            self.taken(daemon, "conversions", [
                {"external_id": f"e-{n}", "type": "purchase", "occurred_at": f"2026-03-{1 + n % 28:02}T10:00:00Z", "value": n % 97,
                 "currency": "USD", "email": f"p{n % 9000}@shop.example", "order_id": f"o-{n // 2}", "campaign_id": f"c-{n % 7}"}
                for n in range(begin, begin + batch)])

    def kill_in_the_middle(self, into, total, when):
        """Kills a replay once it has stored *when* facts; answers how many there are then."""
        command = [binary(), "replay", "--data", str(self.folder / "data"), "--into", str(self.folder / into)]
        process = subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while facts_in(self.folder / into) < when and process.poll() is None and time.monotonic() < deadline:
            pass
        process.send_signal(signal.SIGKILL)
        process.wait()
        left = facts_in(self.folder / into)
        self.assertGreaterEqual(left, when)
        self.assertLess(left, total, "the replay was over before it could be killed")
        return left

    def test_a_replay_that_is_killed_goes_on_where_it_was(self):
        with self.daemon() as daemon:
            self.fill(daemon)
            self.many(daemon)
            before = self.hash_of(daemon)
        total = facts_in(self.folder / "data")
        for when in (1, total // 4, total // 2):
            left = self.kill_in_the_middle("copy", total, when)
        done = self.replay()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(f"continued after position {left},", done.stdout.decode())
        self.assertEqual(self.hashes(done), (before, before))
        self.assertEqual(facts_in(self.folder / "copy"), total)
        whole = self.replay()  # there is nothing left to do, and it says so
        self.assertEqual((whole.returncode, self.hashes(whole)), (0, (before, before)))

    def test_a_directory_with_other_facts_is_refused_and_left_alone(self):
        with self.daemon() as daemon:
            self.taken(daemon, "conversions", {**SALE, "external_id": "one"})
        with self.daemon(name="copy") as other:
            self.taken(other, "conversions", {**SALE, "external_id": "another"})
        for into in ("copy", "data"):
            before = facts_in(self.folder / into)
            done = self.replay(into=into)
            self.assertEqual(done.returncode, 1)
            self.assertIn("--into", done.stderr.decode())
            self.assertEqual(facts_in(self.folder / into), before)

    def test_a_directory_that_a_hub_runs_on_is_refused(self):
        with self.daemon() as daemon:
            self.taken(daemon, "conversions", SALE)
            with self.daemon(name="copy"):
                done = self.replay()
            self.assertEqual(done.returncode, 1)
        self.assertEqual(facts_in(self.folder / "copy"), 0)

    def test_settings_that_judge_otherwise_are_told_by_the_hash(self):
        two = [{**SALE, "external_id": "o-1", "order_id": None, "email": "ann@shop.example"},
               {**SALE, "external_id": "x-1", "order_id": None, "email": "ann@shop.example", "occurred_at": "2026-03-10T00:00:00Z"}]
        wide = {"CONVHUB_DEDUP_WINDOW": "72h"}
        with self.daemon(env=wide) as daemon:
            self.taken(daemon, "conversions", two[0])
            self.taken(daemon, "conversions", two[1], "?source=shop")
            merged = self.hash_of(daemon)
        settings = self.folder / "hub.toml"
        settings.write_text("[dedup]\nwindow = \"24h\"\n")
        self.assertEqual(self.hashes(self.replay()), (merged, merged), "by those it was served with")
        self.assertNotIn(merged, self.hashes(self.replay("--config", settings, into="narrow")))


class StateHash(FlowTest):
    def test_the_state_hash_is_one_for_any_order_and_outlives_a_restart(self):
        found = set()
        for name, shuffled in (("straight", None), ("shuffled", 7)):
            with self.daemon(name=name) as daemon:
                deliver(self, daemon, Shop().requests(shuffled=shuffled))
                found.add(self.ok(daemon.get("/v1/state-hash"))["state_hash"])
            with self.daemon(name=name) as daemon:
                found.add(self.ok(daemon.get("/v1/state-hash"))["state_hash"])
        self.assertEqual(len(found), 1)

    def test_the_command_prints_the_hash_alone(self):
        with self.daemon() as daemon:
            empty = run_cli("state-hash", "--server", daemon.url).stdout
            self.taken(daemon, "conversions", SALE)
            answer = self.ok(daemon.get("/v1/state-hash"))
            plain = run_cli("state-hash", "--server", daemon.url)
            whole = run_cli("state-hash", "--server", daemon.url, "--json")
        self.assertEqual(plain.stdout.decode(), answer["state_hash"] + "\n")
        self.assertNotEqual(plain.stdout, empty)
        self.assertEqual(json.loads(whole.stdout), answer)
        self.assertEqual([answer[n] for n in ("data_seq", "conversions", "events", "contacts", "touches")], [1, 1, 1, 1, 0])
        local = run_cli("state-hash", "--data", self.folder / "data")
        self.assertEqual(local.stdout, plain.stdout)


if __name__ == "__main__":
    unittest.main()
