"""The command line prints what the hub answers, to the byte, and says by its exit code what became of it."""
import re
import socket
import subprocess
import unittest
from urllib.parse import quote

from daemon import FlowTest, binary, run_cli
from shop import Shop, deliver

# command line: what the hub answers the same at, in JSON
REPORTS = {
    "roas": "/v1/reports/roas",
    "roas --model linear --currency EUR --from 2026-03-10 --to 2026-04-10 --tz Europe/Berlin":
        "/v1/reports/roas?model=linear&currency=EUR&from=2026-03-10&to=2026-04-10&tz=Europe/Berlin",
    "roas --campaign-id c-spring --ad-spend 99.50 --include-offline false --currency EUR":
        "/v1/reports/roas?campaign_id=c-spring&ad_spend=99.50&include_offline=false&currency=EUR",
    "attribution --group-by channel,day --model time_decay --half-life 2 --currency EUR":
        "/v1/reports/attribution?group_by=channel,day&model=time_decay&half_life_days=2&currency=EUR",
    "attribution --model position_based --first-weight 0.5 --last-weight 0.2 --lookback 10 --direct keep --views true":
        "/v1/reports/attribution?model=position_based&first_weight=0.5&last_weight=0.2&lookback_days=10&direct=keep&views=true",
    "compare --models linear,last_touch --group-by source": "/v1/reports/compare?models=linear,last_touch&group_by=source",
    "attribution --lookback-rules purchase/paid_social/click:3,*/*/view:1 --click-beats-view false --since-previous-conversion true "
    "--campaign-priority c-b* --excluded-referrers example.com --bots true":
        "/v1/reports/attribution?lookback=purchase/paid_social/click:3,*/*/view:1&click_beats_view=false&"
        "since_previous_conversion=true&campaign_priority=c-b*&excluded_referrers=example.com&bots=true",
    "compare": "/v1/reports/compare",
    "daily --interval week --models linear,last_touch --campaign c-brand --basis touch --currency EUR":
        "/v1/reports/daily?interval=week&models=linear,last_touch&campaign=c-brand&basis=touch&currency=EUR",
    "cohorts --group-by channel --model first_touch --to 2026-06-01 --currency EUR":
        "/v1/reports/cohorts?group_by=channel&model=first_touch&to=2026-06-01&currency=EUR",
    "sources --from 2026-03-10 --currency EUR": "/v1/reports/sources?from=2026-03-10&currency=EUR",
    "paths --dimension campaign --transform unique --top 3": "/v1/reports/paths?dimension=campaign&transform=unique&top=3",
}


def flags(words):
    return words.split()


class AgainstServer(FlowTest):
    def setUp(self):
        super().setUp()
        self.hub = self.daemon()
        self.enterContext(self.hub)
        deliver(self, self.hub, Shop().requests())

    def cli(self, *arguments, code=0):
        done = run_cli(*arguments, "--server", self.hub.url)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stdout

    def test_an_order_is_found_by_its_number(self):
        order = next(line for line in self.hub.get("/v1/export/conversions.ndjson").lines() if line["order_id"])
        number, name = order["order_id"], order["conversion_id"]
        self.assertEqual(self.cli("explain", number, "--json"), self.hub.get(f"/v1/conversions/{name}/explain").body)
        self.assertEqual(self.cli("conversions", number, "--json"), self.hub.get(f"/v1/conversions/{name}").body)
        contact, *others = self.hub.get(f"/v1/conversions/{name}").json()["contacts"]
        self.assertEqual(others, [])
        self.assertEqual(self.cli("journey", f"order:{number}", "--json"), self.hub.get(f"/v1/contacts/{contact}/journey").body)
        self.cli("explain", "no-such-order", code=1)

    def test_a_report_of_what_nobody_knows_says_so_first(self):
        said = self.cli("roas", "--campaign", "c-sprin", "--currency", "EUR").decode()
        self.assertIn("no fact names the campaign 'c-sprin'; did you mean 'c-spring'?", said)
        self.assertLess(said.index("Note: "), said.index("total, all campaigns"))
        self.assertIn("Nothing fits", self.cli("roas", "--type", "no_such_type", "--from", "2030-01-01").decode())

    def test_reports_as_json_and_csv_are_the_bytes_of_http(self):
        for words, target in REPORTS.items():
            with self.subTest(words):
                path, _, query = target.partition("?")
                as_csv = path + ".csv" + (query and "?" + query)
                self.assertEqual(self.cli(*flags(words), "--json"), self.hub.get(target).body)
                self.assertEqual(self.cli(*flags(words), "--csv"), self.hub.get(as_csv).body)

    def test_a_report_as_a_table_shows_the_figures_of_the_json(self):
        report = self.ok(self.hub.get("/v1/reports/roas?currency=EUR"))
        shown = self.cli("roas", "--currency", "EUR").decode()
        for row in report["rows"]:
            line = next(line for line in shown.splitlines() if line.startswith(row["group"]["name"]))
            self.assertIn(row["revenue"], line.split())
            self.assertIn(row["spend"], line.split())
        self.assertIn("(unattributed)", shown)
        self.assertIn(report["totals"]["booked"], shown)
        self.assertNotRegex(shown, "\x1b", "a pipe gets no colours")

    def test_conversions_and_what_one_of_them_is_are_the_bytes_of_http(self):
        self.assertEqual(self.cli("conversions", "--limit", "5", "--type", "purchase", "--json"),
                         self.hub.get("/v1/conversions?limit=5&type=purchase").body)
        one = self.ok(self.hub.get("/v1/conversions"))["data"][0]["conversion_id"]
        self.assertEqual(self.cli("explain", one, "--model", "linear", "--json"),
                         self.hub.get(f"/v1/conversions/{one}/explain?model=linear").body)
        contact = "person3@shop.example"
        self.assertEqual(self.cli("journey", contact, "--json"),
                         self.hub.get(f"/v1/contacts/{quote(contact, safe='')}/journey").body)
        self.assertIn(one.encode(), self.cli("explain", one))
        self.assertIn(one.encode(), self.cli("conversions"))
        self.assertEqual(self.cli("status", "--json"), self.hub.get("/v1/status").body)
        self.assertEqual(self.cli("labels", "--json"), self.hub.get("/v1/labels").body)
        self.assertEqual(self.cli("labels", "fast-order", "--limit", "5", "--json"),
                         self.hub.get("/v1/labels/fast-order?limit=5").body)
        self.assertIn(b"one-hit-flood", self.cli("labels"))

    def test_exports_are_the_bytes_of_http_on_the_screen_and_in_a_file(self):
        for form in ("csv", "ndjson"):
            body = self.hub.get(f"/v1/export/conversions.{form}").body
            self.assertGreater(len(body.splitlines()), 30)
            self.assertEqual(self.cli("export", "conversions", "--format", form), body)
            path = self.folder / f"all.{form}"
            self.assertEqual(self.cli("export", "conversions", "--format", form, "--output", path), b"")
            self.assertEqual(path.read_bytes(), body)

    def test_output_that_cannot_be_written_is_said_and_1(self):
        for words in (["status"], ["roas", "--csv"]):
            with open("/dev/full", "wb") as full:
                done = subprocess.run([binary(), *words, "--server", self.hub.url], stdout=full, stderr=subprocess.PIPE)
            self.assertEqual((done.returncode, b"the output could not be written whole" in done.stderr), (1, True), done.stderr)

    def test_what_the_hub_refuses_is_said_with_its_place(self):
        done = run_cli("roas", "--model", "linaer", "--server", self.hub.url)
        self.assertEqual((done.returncode, done.stdout), (2, b""))
        self.assertIn(b"model", done.stderr)
        self.assertIn(b"linear", done.stderr)
        self.assertEqual(run_cli("explain", "cv_" + "0" * 32, "--server", self.hub.url).returncode, 1)

    def test_a_directory_in_use_is_refused_and_free_again_afterwards(self):
        def roas():
            return run_cli("roas", "--currency", "EUR", "--json", "--data", self.hub.data)

        taken = roas()
        self.assertEqual((taken.returncode, taken.stdout), (1, b""))
        self.assertRegex(taken.stderr.decode(), re.escape(self.hub.data))
        self.assertRegex(taken.stderr.decode(), "(?i)in use|another|already|locked")
        second = run_cli("serve", "--data", self.hub.data, "--listen", "127.0.0.1:0")
        self.assertEqual(second.returncode, 1, second.stderr)
        served = self.hub.get("/v1/reports/roas?currency=EUR").body
        self.hub.stop()
        self.assertEqual((roas().returncode, roas().stdout), (0, served))


class Alone(FlowTest):
    def test_a_mistyped_command_or_flag_gets_a_suggestion_and_2(self):
        for words, meant in (("roas --modle linear", b"'--model'"), ("rosa", b"'roas'"), ("import a.csv --dryrun", b"'--dry-run'"),
                             ("serve --dat x", b"'--data'")):
            with self.subTest(words):
                done = run_cli(*words.split(), cwd=self.folder)
                self.assertEqual((done.returncode, done.stdout), (2, b""), done.stderr)
                self.assertIn(b"did you mean " + meant, done.stderr)
        self.assertEqual(run_cli("import", cwd=self.folder).returncode, 2)
        self.assertEqual(run_cli("import", "a.csv", "--kind", "orders", cwd=self.folder).returncode, 2)
        self.assertEqual(run_cli("roas", "--data", "a", "--server", "b", cwd=self.folder).returncode, 2)

    def test_a_server_that_does_not_answer_is_said_and_4(self):
        with socket.socket() as closed:  # bound, not listening: nobody else can get the port meanwhile
            closed.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{closed.getsockname()[1]}"
            for words in ("roas", "paths --json", "conversions", "export conversions", "explain cv_" + "0" * 32):
                with self.subTest(words):
                    done = run_cli(*words.split(), "--server", url)
                    self.assertEqual((done.returncode, done.stdout), (4, b""), done.stderr)
                    self.assertIn(url.encode(), done.stderr)

    def test_a_wrong_configuration_is_3(self):
        config = self.folder / "hub.toml"
        config.write_text("[server]\nlisten = 5\n[monye]\ncurrency = \"EUR\"\n")
        done = run_cli("serve", "--config", config, cwd=self.folder)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn(b"did you mean", done.stderr)
        self.assertIn(b"hub.toml:2:", done.stderr)

    def test_the_version_and_the_help_are_said(self):
        self.assertRegex(run_cli("version").stdout, rb"^convhub \d+\.\d+\.\d+\n$")
        for command in ("serve", "demo", "import", "attribution", "roas", "compare", "paths", "explain", "conversions", "export"):
            done = run_cli(command, "--help")
            self.assertEqual(done.returncode, 0)
            self.assertIn(command.encode(), done.stdout)

    def test_the_hub_listens_on_this_machine_only(self):
        done = run_cli("serve", "--data", self.folder / "data", "--listen", "0.0.0.0:0")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn(b"127.0.0.1", done.stderr)


if __name__ == "__main__":
    unittest.main()
