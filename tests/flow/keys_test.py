"""Keys of the real daemon: made, used, refused and revoked while it runs, by the command line, by HTTP, and by the clients of Meta
and Segment; and what a hub without keys keeps from pages of other sites."""
import base64
import http.client
import json
import re
import subprocess
import unittest

from clients import run_client
from daemon import FlowTest, binary, environment, run_cli

ORDER = {"external_id": "web-1001", "type": "purchase", "occurred_at": "2026-02-09T10:01:05Z", "value": "99.99", "currency": "USD",
         "order_id": "A-1001", "email": "ann@shop.example"}
META = {"event_name": "Purchase", "event_time": 1770631267, "event_id": "evt-1", "email": "ann@shop.example", "value": 99.99,
        "currency": "USD", "order_id": "A-1002", "campaign_id": "camp_456"}
CALL = {"track": {"userId": "u-1", "event": "Order Completed", "messageId": "m-1", "timestamp": "2026-02-09T10:00:00Z",
                  "properties": {"order_id": "A-1003", "revenue": 25, "currency": "USD"}}}


def bearer(secret):
    return {"Authorization": f"Bearer {secret}"}


class Keys(FlowTest):
    def make(self, name, scopes, *where, env=None):
        """The secret of a key made by the command line."""
        done = run_cli("key", "create", name, "--scope", scopes, *where, env=env)
        self.assertEqual(done.returncode, 0, done.stderr)
        secret = done.stdout.decode().strip()
        self.assertRegex(secret, r"^chk_[A-Za-z0-9_-]{32}$")
        return secret

    def code(self, answer, status):
        self.assertEqual(answer.status, status, answer)
        return answer.json()["errors"][0]["code"]

    def owned(self, daemon):
        """The first key, an admin's, made on the hub's own machine."""
        return self.make("owner", "admin", "--server", daemon.url)

    def test_keys_are_in_force_at_once_and_gone_at_once(self):
        with self.daemon() as daemon:
            self.assertEqual(daemon.get("/v1/keys").json(), {"data": []})
            admin = self.owned(daemon)
            self.assertEqual(self.code(daemon.get("/v1/status"), 401), "key-missing")
            self.assertEqual(daemon.get("/v1/status").headers["WWW-Authenticate"], "Bearer")
            sender = self.make("shop", "ingest", "--server", daemon.url, env={"CONVHUB_KEY": admin})
            self.assertEqual(daemon.post("/v1/conversions", [ORDER], bearer(sender)).json()["accepted"], 1)
            refused = daemon.get("/v1/conversions", bearer(sender))
            self.assertEqual(self.code(refused, 403), "scope-missing")
            self.assertIn("scope read", refused.json()["detail"])
            self.assertEqual(len(daemon.get("/v1/conversions", bearer(admin)).json()["data"]), 1)
            listed = daemon.get("/v1/keys", bearer(admin)).json()["data"]
            self.assertEqual([(k["name"], k["scopes"], k["ending"]) for k in listed],
                             [("owner", ["admin"], admin[-4:]), ("shop", ["ingest"], sender[-4:])])
            gone = daemon.ask("DELETE", f"/v1/keys/{listed[1]['id']}", None, bearer(admin))
            self.assertIsNotNone(self.ok(gone)["revoked_at"])
            self.assertEqual(self.code(daemon.post("/v1/conversions", [ORDER], bearer(sender)), 401), "key-unknown")
            self.assertEqual(self.code(daemon.ask("DELETE", "/v1/keys/key_77", None, bearer(admin)), 404), "key-unknown")
            self.assertEqual(self.code(daemon.post("/v1/keys", {"name": "", "scopes": ["read"]}, bearer(admin)), 400), "key-name")
        with self.daemon() as daemon:  # it knows them after a restart
            self.assertEqual(self.code(daemon.get("/v1/status", bearer(sender)), 401), "key-unknown")
            self.assertEqual(daemon.get("/v1/status", bearer(admin)).status, 200)

    def test_no_secret_is_on_disk_or_in_the_log(self):
        with self.daemon() as daemon:
            admin = self.owned(daemon)
            daemon.get("/v1/status", bearer(admin))
            daemon.get("/v1/status", bearer("chk_wrong-and-not-to-be-logged"))
            daemon.post(f"/v25.0/1/events?access_token={admin}", {"data": [{"event_name": "Purchase", "access_token": admin}]})
            log = daemon.errors()
        self.assertIn("key-unknown", log)
        self.assertNotIn(admin, log)
        self.assertNotIn("not-to-be-logged", log)
        for file in (self.folder / "data").iterdir():
            self.assertNotIn(admin.encode(), file.read_bytes(), file.name)

    def test_the_command_line_works_on_the_data_directory_and_sends_keys_from_a_file(self):
        data = self.folder / "data"
        shop = ("key", "create", "shop", "--scope", "ingest,read", "--data", data)
        self.assertIn(b"would lock you out", run_cli(*shop).stderr)
        first = run_cli(*shop, "--yes")
        self.assertIn(b"no live key has the scope admin", first.stderr)
        admin = self.make("owner", "admin", "--data", data)
        kept = self.folder / "key"
        kept.write_text(admin + "\n")
        with self.daemon() as daemon:
            self.assertIn(b"Another convhub", run_cli("key", "list", "--data", data).stderr)
            self.assertEqual(run_cli("status", "--server", daemon.url).returncode, 1)
            listed = run_cli("key", "list", "--server", daemon.url, "--key-file", kept)
            self.assertEqual(listed.returncode, 0, listed.stderr)
            self.assertIn(b"ingest,read", listed.stdout)
            self.assertNotIn(admin.encode(), listed.stdout)
            self.assertEqual(run_cli("export", "conversions", "--format", "csv", "--server", daemon.url, "--key-file", kept).returncode, 0)
            revoke = ("key", "revoke", "key_2", "--server", daemon.url)
            self.assertIn(b"no key was revoked", run_cli(*revoke, env={"CONVHUB_KEY": admin}).stderr)
            self.assertEqual(run_cli(*revoke, "--yes", env={"CONVHUB_KEY": admin}).returncode, 0)
            self.assertEqual(run_cli("key", "list", "--server", daemon.url, "--key-file", kept).returncode, 1)
        self.make("owner again", "admin", "--data", data)

    def test_metas_client_delivers_with_a_key_and_reads_the_refusal_of_another(self):
        with self.daemon() as daemon:
            admin = self.owned(daemon)
            sender = self.make("meta", "ingest", "--server", daemon.url, env={"CONVHUB_KEY": admin})
            reader = self.make("analyst", "read", "--server", daemon.url, env={"CONVHUB_KEY": admin})
            self.assertEqual(run_client("deliver.mjs", daemon.url, sender, told=[META])["received"], 1)
            for token, status, code in (("WRONG", 401, 190), (reader, 403, 200)):
                said = run_client("deliver.mjs", daemon.url, token, told=[META])
                self.assertEqual((said["status"], said["error"]["type"], said["error"]["code"]), (status, "OAuthException", code))
            self.assertEqual(len(daemon.get("/v1/export/conversions.ndjson", bearer(reader)).lines()), 1)

    def test_only_who_may_read_is_told_what_an_order_is_worth_by_a_dry_run_or_a_comparison(self):
        with self.daemon() as daemon:
            admin = self.owned(daemon)
            sender = self.make("shop", "ingest", "--server", daemon.url, env={"CONVHUB_KEY": admin})
            order = {"external_id": "1", "type": "purchase", "occurred_at": "2026-03-01T10:00:00Z", "value": "99.99", "currency": "EUR", "order_id": "A-1"}
            self.assertEqual(self.ok(daemon.post("/v1/conversions", order, bearer(sender)))["accepted"], 1)
            for key, known in ((sender, None), (admin, {"amount": "99.99", "currency": "EUR"})):
                result, = self.ok(daemon.post("/v1/conversions?source=crm&dry_run=true", {**order, "value": "0.01"}, bearer(key)))["results"]
                self.assertEqual((result["status"], result.get("known_value")), ("merged", known))
            result, = self.ok(daemon.post("/v1/conversions?source=crm&compare=true", {**order, "value": "0.01"}, bearer(sender)))["results"]
            self.assertEqual((result["status"], result.get("known_value")), ("merged", None))

    def test_segments_client_delivers_with_a_key_as_its_write_key(self):
        with self.daemon() as daemon:
            admin = self.owned(daemon)
            site = self.make("site", "pixel", "--server", daemon.url, env={"CONVHUB_KEY": admin})
            said = run_client("segment_calls.mjs", daemon.url, site, told=[CALL])
            self.assertEqual((said["delivered"], said["errors"]), (1, []))
            basic = {"Authorization": "Basic " + base64.b64encode(b"WRONG:").decode()}
            self.assertEqual(daemon.post("/v1/track", {"event": "Lead", "userId": "u"}, basic).json()["code"], "key-unknown")
            self.assertEqual(len(daemon.get("/v1/export/conversions.ndjson", bearer(admin)).lines()), 1)

    def test_the_pixel_the_script_and_probes_ask_for_no_key(self):
        with self.daemon() as daemon:
            self.owned(daemon)
            for target in ("/healthz", "/readyz", "/", "/openapi.json", "/hub.js", "/tr?id=1&ev=PageView&dl=https%3A%2F%2Fshop.example%2F"):
                self.assertEqual(daemon.get(target).status, 200, target)
            self.assertEqual(daemon.post("/v1/web", {"url": "https://shop.example/", "anonymous_id": "w-1"}).status, 204)
            self.assertEqual(daemon.get("/metrics").status, 401)

    def test_too_many_wrong_keys_are_told_to_wait_and_a_right_one_is_not(self):
        with self.daemon(env={"CONVHUB_KEYS_WRONG_PER_MINUTE": "3"}) as daemon:
            admin = self.owned(daemon)
            statuses = [daemon.get("/v1/status", bearer(f"chk_{i}")).status for i in range(5)]
            self.assertEqual(statuses, [401, 401, 401, 429, 429])
            waits = int(daemon.get("/v1/status", bearer("chk_x")).headers["Retry-After"])
            self.assertTrue(1 <= waits <= 60, waits)
            self.assertEqual(daemon.get("/v1/status", bearer(admin)).status, 200)

    def test_a_stream_ends_when_its_key_is_revoked(self):
        with self.daemon() as daemon:
            admin = self.owned(daemon)
            reader = self.make("screen", "read", "--server", daemon.url, env={"CONVHUB_KEY": admin})
            stream = http.client.HTTPConnection("127.0.0.1", daemon.port, timeout=60)
            stream.request("GET", "/v1/stream", headers=bearer(reader))
            answer = stream.getresponse()
            self.assertEqual(answer.status, 200)
            daemon.ask("DELETE", "/v1/keys/key_2", None, bearer(admin))
            daemon.post("/v1/conversions", [ORDER], bearer(admin))
            self.assertNotIn(b"web-1001", answer.read())
            stream.close()

    def test_other_machines_are_served_only_once_an_admins_key_is_there(self):
        def serve():
            return subprocess.Popen([binary(), "serve", "--data", str(self.folder / "data"), "--listen", "0.0.0.0:0"],
                                    env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.make("shop", "ingest", "--yes", "--data", self.folder / "data")
        refused = serve()
        out, err = refused.communicate(timeout=60)
        self.assertEqual((refused.returncode, out), (3, ""), err)
        self.assertIn("key create", err)
        self.make("owner", "admin", "--data", self.folder / "data")
        served = serve()
        line = served.stdout.readline()
        served.terminate()
        served.communicate(timeout=60)
        self.assertRegex(line, re.escape("convhub listens on http://0.0.0.0:"))

    def test_without_keys_a_page_of_another_site_gets_nothing_and_changes_nothing(self):
        with self.daemon() as daemon:
            self.taken(daemon, "conversions", [ORDER])
            foreign = [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Host": "evil.example:8787"}]
            for headers in foreign:
                for method, target in (("GET", "/v1/conversions"), ("GET", "/v1/export/conversions.csv"), ("POST", "/v1/keys"),
                                       ("POST", "/v1/sync"), ("GET", "/v1/stream")):
                    answer = daemon.ask(method, target, b"{}" if method == "POST" else None, headers)
                    self.assertEqual(answer.status, 403, (method, target, headers))
                    self.assertIn("its own machine only", answer.json()["detail"])
            self.assertEqual(daemon.get("/v1/keys").json(), {"data": []})
            self.assertEqual(daemon.post("/v1/spend", [], {"Origin": "https://evil.example"}).status, 403)
            self.assertEqual(daemon.get("/tr?id=1&ev=PageView", {"Origin": "https://shop.example"}).status, 200)
            self.assertEqual(daemon.get("/v1/conversions", {"Origin": daemon.url, "Sec-Fetch-Site": "same-origin"}).status, 200)


if __name__ == "__main__":
    unittest.main()
