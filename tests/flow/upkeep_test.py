"""What keeps a hub well: its backup taken under load and put back, its quarantine, what a source sends, the doctor."""
import json
import os
import subprocess
import threading
import unittest

from daemon import Daemon, FlowTest, binary, environment, run_cli
from shop import Shop, deliver


def order(number, **fields):
    return {"order_id": f"A-{number}", "type": "purchase", "occurred_at": "2026-02-09T10:00:00Z", "value": 10, **fields}


class Upkeep(FlowTest):
    def cli(self, *arguments, code=0, stdin=None):
        done = run_cli(*arguments, stdin=stdin)
        self.assertEqual(done.returncode, code, done.stderr or done.stdout)
        return done.stdout.decode()

    def state_hash(self, *where):
        return self.cli("state-hash", *where)

    def test_a_backup_of_a_running_hub_restored_elsewhere_is_the_same_hub(self):
        file, into = self.folder / "hub.backup", self.folder / "restored"
        with self.daemon() as hub:
            deliver(self, hub, Shop().requests())
            report = hub.get("/v1/reports/roas?currency=EUR").body
            said = self.cli("backup", file, "--data", hub.data)
            self.assertIn("checked", said)
            self.assertEqual(file.stat().st_mode & 0o777, 0o600)
            self.assertIn(f"Another convhub (process {hub.process.pid})",
                          run_cli("restore", file, "--data", hub.data, "--force").stderr.decode())
            before = self.state_hash("--server", hub.url)
            self.cli("restore", file, "--data", into)
        self.assertEqual(self.state_hash("--data", into), before)
        self.cli("backup", file, "--data", hub.data)  # of one that stands
        with Daemon(into) as again:
            self.assertEqual(again.get("/v1/reports/roas?currency=EUR").body, report)
        self.cli("restore", file, "--data", into, code=1)
        self.cli("restore", file, "--data", into, "--force")
        self.assertEqual(self.state_hash("--data", into), before)

    def test_backups_taken_while_orders_come_in_are_each_a_hub_of_one_moment(self):
        with self.daemon() as hub:
            taken, stop = [0], threading.Event()

            def send():
                while not stop.is_set():
                    self.taken(hub, "conversions", [order(taken[0] + i, currency="EUR") for i in range(50)])
                    taken[0] += 50

            sender = threading.Thread(target=send)
            sender.start()
            try:
                for number in range(4):
                    file, into = self.folder / f"{number}.backup", self.folder / f"{number}"
                    least = taken[0]
                    self.cli("backup", file, "--data", hub.data)
                    self.cli("restore", file, "--data", into)
                    status = json.loads(self.cli("status", "--json", "--data", into))
                    self.assertGreaterEqual(status["conversions"], least, "what was acknowledged before is in it")
                    self.assertEqual(status["conversions"] % 50, 0, "a request is in it as a whole")
            finally:
                stop.set()
                sender.join()

    def test_payloads_of_a_source_are_taken_in_from_standard_input_with_and_without_a_daemon(self):
        meta = json.dumps({"data": [{"event_name": "Purchase", "event_time": 1770631267, "event_id": "e-1",
                                     "user_data": {"external_id": "1"}, "custom_data": {"value": 10, "currency": "EUR"}}]})
        lines = "\n".join(json.dumps(order(n, **({} if n % 3 else {"currency": "EUR"}))) for n in range(9)).encode()
        with self.daemon() as hub:
            where = ("--server", hub.url)
            self.assertEqual(self.cli("ingest", "meta_capi", *where, stdin=meta.encode()),
                             "Took in 1 item of meta_capi: 1 accepted, 0 duplicates, 0 rejected\n")
            self.assertEqual(self.cli("ingest", "meta_capi", *where, stdin=meta.encode()),
                             "Took in 1 item of meta_capi: 0 accepted, 1 duplicates, 0 rejected\n")
            done = run_cli("ingest", "manual", *where, stdin=lines)
            self.assertEqual((done.returncode, done.stdout),
                             (5, b"Took in 9 items of manual: 3 accepted, 0 duplicates, 6 rejected\n"))
            self.assertIn("line 2 (rj_1): /1/currency: ", done.stderr.decode())
            wrong = run_cli("ingest", "hubspt", *where, stdin=b"{}")
            self.assertEqual(wrong.returncode, 1)
            self.assertIn(b"Did you mean 'hubspot'?", wrong.stderr)
            self.assertEqual(run_cli("ingest", "manual", *where, stdin=b"no JSON").returncode, 2)
        self.assertIn("3 duplicates", self.cli("ingest", "manual", "--data", hub.data, code=5, stdin=lines))
        fresh = self.folder / "fresh"
        self.assertIn("1 accepted", self.cli("ingest", "meta_capi", "--data", fresh, stdin=meta.encode()))

    def test_quarantine_is_counted_shown_replayed_and_given_up(self):
        hook = [{"eventName": "Purchase", "eventTime": "2026-02-09T10:00:00Z", "transactionId": f"T-{n}", "eventValue": 10.50,
                 "email": f"buyer{n}@shop.example"} for n in range(4)]
        with self.daemon() as hub:
            where = ("--server", hub.url)
            self.assertEqual(hub.post("/webhooks/anytrack", hook).status, 200)
            hub.post("/v1/conversions", [order(1, currency="EURO")])
            counted = self.cli("quarantine", *where).splitlines()
            self.assertEqual([line.split()[:3] for line in counted[1:]],
                             [["anytrack", "currency-missing", "4"], ["manual", "currency-unknown", "1"]])
            self.assertEqual(self.cli("quarantine", "list", *where, "--source", "anytrack", "--limit", "2", "--json").encode(),
                             hub.get("/v1/quarantine?source=anytrack&limit=2").body)
            shown = self.cli("quarantine", "show", "rj_5", *where)
            marked = [line for line in shown.splitlines() if line.startswith(">")]
            self.assertEqual(marked, ['>   "currency": "EURO"'])
            self.assertIn('"eventValue":10.5', self.cli("quarantine", "show", "rj_2", "--raw", *where))
            self.assertEqual(self.cli("quarantine", "replay", "rj_1", *where, code=5), "rj_1: still rejected\n")
            self.assertEqual(self.cli("quarantine", "discard", "rj_1", "rj_5", *where), "rj_1: discarded\nrj_5: discarded\n")
            self.cli("quarantine", "show", "rj_6", *where, code=1)
        with self.daemon(env={"CONVHUB_SOURCES_ANYTRACK_CURRENCY": "EUR"}) as hub:
            self.assertEqual(self.cli("quarantine", "replay", "--source", "anytrack", "--server", hub.url),
                             "Replayed: 3 taken in, 0 still rejected\n")
            self.assertEqual(self.cli("quarantine", "--server", hub.url), "Nothing is in quarantine.\n")

    def test_the_doctor_finds_what_is_wrong_with_a_hub_and_its_files(self):
        with self.daemon() as hub:
            done = run_cli("doctor", "--data", hub.data, "--server", hub.url)
            self.assertEqual(done.returncode, 0, done.stdout)
            for line in done.stdout.decode().splitlines():
                self.assertRegex(line, r"^(ok|warn|fail)  +\S")
            self.assertRegex(done.stdout.decode(), r"(?m)^ok +hub +version ")
            os.chmod(hub.data, 0o755)
            done = run_cli("doctor", "--data", hub.data, "--server", hub.url)
            self.assertEqual(done.returncode, 1)
            self.assertRegex(done.stdout.decode(), r"(?m)^fail +data directory .*; chmod 0700 ")
        token = self.folder / "token"
        token.write_text("secret\n")
        token.chmod(0o644)
        settings = self.folder / "hub.toml"
        settings.write_text(f'[sources.hubspot]\ntoken_file = "{token}"\n[server]\nlisen = "x"\n')
        done = run_cli("doctor", "--config", settings, "--data", self.folder / "none", "--server", hub.url, "--json")
        self.assertEqual(done.returncode, 1)
        failed = {f["what"]: f for f in json.loads(done.stdout)["findings"] if f["state"] == "fail"}
        self.assertEqual(set(failed), {"settings", "data directory", "sources.hubspot.token_file", "hub"})
        self.assertIn("did you mean server.listen", failed["settings"]["detail"])
        self.assertNotIn("secret", done.stdout.decode())

    def test_settings_are_shown_with_the_place_that_each_comes_from(self):
        settings = self.folder / "hub.toml"
        settings.write_text('[money]\ncurrency = "EUR"\ntz = "Europe/Berlin"\n[sources.hubspot]\ntoken = "pat-secret"\n')
        done = subprocess.run([binary(), "config", "show", "--config", str(settings), "--origin", "--listen", "127.0.0.1:9"],
                              env=environment({"CONVHUB_MONEY_TZ": "UTC"}), capture_output=True, timeout=60, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        shown = done.stdout.splitlines()
        self.assertIn(f'currency = "EUR"  # file {settings}:2:12', shown)
        self.assertIn('tz = "UTC"  # environment CONVHUB_MONEY_TZ', shown)
        self.assertIn('listen = "127.0.0.1:9"  # flag --listen', shown)
        self.assertIn('data = "convhub-data"  # default', shown)
        self.assertNotIn("pat-secret", done.stdout)


if __name__ == "__main__":
    unittest.main()
