"""SIGHUP: sources and the level of the log are read again while the hub runs; a file with mistakes changes nothing."""
import signal
import unittest

from pulled import PullTest, settings_of

T0 = 1_767_225_600_000  # 2026-01-01T00:00:00Z in milliseconds


class Reload(PullTest):
    def setUp(self):
        super().setUp()
        self.file = self.folder / "hub.toml"

    def write(self, *sources, text="", **more):
        """The settings of *sources* as the file has them."""
        prefix, sections = "CONVHUB_SOURCES_", {source: [] for source in sources}
        for name, value in {**settings_of(self.platforms.url, sources), **more}.items():
            if value == "":
                continue
            source = next(s for s in sources if name.startswith(prefix + s.upper() + "_"))
            key = name[len(prefix + source) + 1:].lower()
            shown = value if key in ("enabled", "requests_per_second") else f'"{value}"'
            sections[source].append(f"{key} = {shown}")
        self.file.write_text("\n".join(f"[sources.{s}]\n" + "\n".join(lines) for s, lines in sections.items()) + "\n" + text)

    def hang_up(self, hub, expected):
        """Sends SIGHUP and waits until the log says *expected* once more."""
        before = hub.errors().count(expected)
        hub.process.send_signal(signal.SIGHUP)
        self.eventually(lambda: hub.errors().count(expected) > before, f"the log says {expected!r}")

    def names(self, hub):
        return [each["source"] for each in self.ok(hub.get("/v1/sync"))["sources"]]

    def test_sources_come_change_and_go_and_the_others_go_on(self):
        self.tell("hubspot", "make_deals", count=5, changed=T0)
        self.tell("anytrack", "make", count=7)
        self.write()
        with self.daemon("--config", str(self.file)) as hub:
            self.assertEqual(self.names(hub), [])
            self.assertEqual(hub.post("/v1/sync", b"").status, 404)
            self.write("hubspot", CONVHUB_SOURCES_HUBSPOT_TOKEN="pat-wrong")
            self.hang_up(hub, "changed: sources.hubspot")
            self.eventually(lambda: self.names(hub) == ["hubspot"] and self.state(hub)["state"] == "stopped", "the token is refused")
            self.write("hubspot", "anytrack", CONVHUB_SOURCES_HUBSPOT_TOKEN="pat-wrong")
            asked = len(self.platforms.world.log)
            self.hang_up(hub, "changed: sources.anytrack")
            self.eventually(lambda: self.hash_of(hub)["conversions"] == 7, "the new source is pulled")
            self.assertEqual(self.state(hub)["state"], "stopped")
            self.assertFalse([path for path in map(str, self.platforms.world.log[asked:]) if "/crm/" in path])
            self.write("hubspot", "anytrack")
            self.hang_up(hub, "changed: sources.hubspot")
            self.eventually(lambda: self.hash_of(hub)["conversions"] == 12, "the stopped source runs again")
            self.write("hubspot")
            self.hang_up(hub, "changed: sources.anytrack")
            self.eventually(lambda: self.names(hub) == ["hubspot"], "the removed source is gone")
            self.assertNotIn("pat-", hub.errors())

    def test_a_token_file_that_changed_counts_as_a_change(self):
        self.tell("hubspot", "make_deals", count=5, changed=T0)
        token = self.folder / "token"
        token.write_text("pat-wrong\n")
        self.write("hubspot", CONVHUB_SOURCES_HUBSPOT_TOKEN="", text=f'token_file = "{token}"\n')
        with self.daemon("--config", str(self.file)) as hub:
            self.eventually(lambda: self.state(hub)["state"] == "stopped", "the token is refused")
            token.write_text("pat-test\n")
            self.hang_up(hub, "changed: sources.hubspot")
            self.eventually(lambda: self.hash_of(hub)["conversions"] == 5, "the source runs again")

    def test_a_file_with_mistakes_changes_nothing_and_each_is_in_the_log(self):
        self.tell("hubspot", "make_deals", count=5, changed=T0)
        self.write("hubspot")
        with self.daemon("--config", str(self.file)) as hub:
            self.settled(hub)
            self.file.write_text('[sources.hubspot]\nintervall = "1h"\n[log]\nlevel = "loud"\n')
            self.hang_up(hub, "nothing was changed")
            errors = hub.errors()
            self.assertIn("did you mean sources.hubspot.interval?", errors)
            self.assertIn("log.level ", errors)
            self.assertEqual(self.names(hub), ["hubspot"])
            self.assertEqual(self.run_once(hub)["state"], "ok")

    def test_the_level_of_the_log_changes_and_what_cannot_is_said_to_wait(self):
        self.file.write_text("")
        with self.daemon("--config", str(self.file)) as hub:
            self.file.write_text('[money]\ncurrency = "EUR"\n')
            self.hang_up(hub, "in force after a restart only: money.currency")
            self.file.write_text('[log]\nlevel = "error"\n[sources.anytrack]\ntokens = ["x"]\n')
            hub.process.send_signal(signal.SIGHUP)
            self.eventually(lambda: hub.post("/webhooks/anytrack", {}).status == 401, "the token is asked for")
            self.file.write_text('[log]\nlevel = "loud"\n')
            self.hang_up(hub, "settings-refused")
            self.assertNotIn("nothing was changed", hub.errors())

    def test_webhook_secrets_and_how_payloads_are_read_change_too(self):
        event = {"eventName": "Purchase", "eventTime": "2026-02-01T00:00:00Z", "eventValue": 5, "transactionId": "t1"}
        self.file.write_text('[sources.anytrack]\ncurrency = "EUR"\n')
        with self.daemon("--config", str(self.file)) as hub:
            self.assertEqual(hub.post("/webhooks/anytrack", event).status, 200)
            self.file.write_text('[sources.anytrack]\ncurrency = "USD"\ntokens = ["let-me-in"]\n')
            self.hang_up(hub, "changed: sources.anytrack")
            self.assertEqual(hub.post("/webhooks/anytrack", event).status, 401)
            self.assertEqual(hub.post("/webhooks/anytrack?token=let-me-in", {**event, "transactionId": "t2"}).status, 200)
            sold = {each["external_ids"]["anytrack"][0]: each["gross"]["currency"] for each in
                    self.ok(hub.get("/v1/conversions"))["data"]}
            self.assertEqual(sorted(sold.values()), ["EUR", "USD"], sold)


if __name__ == "__main__":
    unittest.main()
