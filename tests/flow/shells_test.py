"""The command line as shells and readers see it: what is completed in each shell, the manual page, colours, exit codes."""
import os
import pty
import re
import shutil
import subprocess
import unittest

from daemon import FlowTest, binary, environment, run_cli

# What is typed before TAB -> what is offered, in every shell.
OFFERED = {
    "convhub ro": ["roas"],
    "convhub roas --mod": ["--model"],
    "convhub roas --model pos": ["position_based"],
    "convhub compare --models linear,mark": ["linear,markov"],
    "convhub attribution --group-by channel,we": ["channel,week"],
    "convhub alias ": ["add", "list", "remove"],
    "convhub quarantine --state ": ["all", "discarded", "open", "replayed"],
    "convhub quarantine --source shop dis": ["discard"],
    "convhub export cr": ["credits"],
    "convhub ingest meta_": ["meta_ads", "meta_capi", "meta_pixel"],
    "convhub completion ": ["bash", "fish", "zsh"],
    "convhub config check set": ["settings.toml"],
    "convhub backup --data sto": ["store.d/"],
}

ASK_BASH = r"""
source completion
line=$1
read -ra COMP_WORDS <<< "${line//=/ = }"
[[ $line == *' ' ]] && COMP_WORDS+=("")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
$(complete -p convhub | sed 's/.*-F \([^ ]*\) .*/\1/')
printf '%s\n' "${COMPREPLY[@]}"
"""


class Completion(FlowTest):
    def setUp(self):
        super().setUp()
        (self.folder / "settings.toml").write_text("")
        (self.folder / "store.d").mkdir()

    def script(self, shell):
        done = run_cli("completion", shell)
        self.assertEqual(done.returncode, 0, done.stderr)
        (self.folder / "completion").write_bytes(done.stdout)

    def ask(self, *command):
        done = subprocess.run(command, cwd=self.folder, env=environment({"TERM": "xterm"}), capture_output=True, text=True,
                              timeout=60)
        self.assertEqual(done.stderr, "")
        return done.stdout

    def test_bash_completes_commands_flags_and_values(self):
        self.script("bash")
        for typed, offered in {**OFFERED, "convhub roas --model=pos": ["position_based"]}.items():
            with self.subTest(typed):
                answers = sorted(self.ask("bash", "-c", ASK_BASH, "bash", typed).split())
                self.assertEqual(answers, [word.rstrip("/") for word in offered])

    @unittest.skipUnless(shutil.which("fish"), "fish is not installed")
    def test_fish_completes_commands_flags_and_values(self):
        self.script("fish")
        for typed, offered in {**OFFERED, "convhub roas --model=pos": ["--model=position_based"]}.items():
            with self.subTest(typed):
                answers = self.ask("fish", "--no-config", "-c", f"source completion; complete -C '{typed}'").splitlines()
                self.assertEqual(sorted(answer.split("\t")[0] for answer in answers), offered)

    @unittest.skipUnless(shutil.which("zsh"), "zsh is not installed")
    def test_zsh_reads_its_script_and_knows_every_command(self):
        self.script("zsh")
        self.ask("zsh", "-n", "completion")
        said = self.ask("zsh", "-f", "-c", "autoload -Uz compinit; compinit -u -d dump; source ./completion; print $_comps[convhub]; "
                        "local -a below named; local -A takes; _convhub_at 'convhub quarantine'; "
                        "print -l $below; print $takes[--state]")
        self.assertRegex(said, r"(?s)^_convhub\nlist:What .*\ndiscard:.*\nwords open replayed discarded all\n$")

    def test_the_manual_page_tells_of_every_command_and_has_no_mistakes(self):
        page = run_cli("man")
        self.assertEqual(page.returncode, 0)
        for line in re.findall(r"^  ([a-z][a-z-]*) {2,}", run_cli("--help").stdout.decode(), re.M):
            self.assertIn(f".SS convhub {line}\n".replace("-", "\\-"), page.stdout.decode())
        (self.folder / "convhub.1").write_bytes(page.stdout)
        checks = {"man": ["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", "convhub.1"],
                  "mandoc": ["mandoc", "-T", "lint", "-W", "warning", "convhub.1"],
                  "groff": ["groff", "-K", "utf8", "-man", "-Tutf8", "-ww", "-z", "convhub.1"]}
        ran = 0
        for name, command in checks.items():
            if not shutil.which(name):
                continue
            ran += 1
            done = subprocess.run(command, cwd=self.folder, capture_output=True, timeout=60)
            self.assertEqual((done.returncode, done.stderr), (0, b""), name)
            self.assertNotIn(b"WARNING", done.stdout if name == "mandoc" else b"")
        self.assertGreater(ran, 0, "none of man, mandoc and groff is installed")

    def test_a_manual_page_made_twice_for_a_package_is_the_same(self):
        day = subprocess.run([binary(), "man"], env=environment({"SOURCE_DATE_EPOCH": "1770631267"}), capture_output=True)
        self.assertIn(b".TH CONVHUB 1 2026-02-09 ", day.stdout)


class Terminal(FlowTest):
    def shown(self, *arguments, **variables):
        """What a command prints on a terminal."""
        keeper, end = pty.openpty()
        process = subprocess.Popen([binary(), *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=end, stderr=end,
                                   env={**{k: v for k, v in environment().items() if k != "NO_COLOR"}, "TERM": "xterm", **variables})
        os.close(end)
        text = b""
        while True:
            try:
                part = os.read(keeper, 65536)
            except OSError:
                break
            if not part:
                break
            text += part
        os.close(keeper)
        self.assertEqual(process.wait(timeout=60), 0, text)
        return text.decode().replace("\r\n", "\n")

    def test_colours_and_rules_are_for_terminals_and_no_color_takes_the_colours_away(self):
        rows = [{"order_id": f"A-{n}", "type": "purchase", "occurred_at": "2026-02-09T10:00:00Z", "value": 10, "currency": "EUR",
                 "campaign_id": f"c-{n}", "campaign_name": name} for n, name in enumerate(("春のセール", "Spring 🌷", "Plain"))]
        with self.daemon() as hub:
            self.taken(hub, "conversions", rows)
            asked = ("conversions", "--server", hub.url)
            piped = run_cli(*asked).stdout.decode()
            self.assertNotIn("\x1b", piped)
            self.assertNotIn("─", piped)
            coloured = self.shown(*asked)
            self.assertIn("\x1b[1m", coloured)
            plain = self.shown(*asked, NO_COLOR="1")
            self.assertNotIn("\x1b", plain)
            self.assertNotIn("\x1b", self.shown(*asked, TERM="dumb"))
            self.assertEqual([line for line in plain.splitlines() if "─" not in line], piped.splitlines())
            self.assertEqual(re.sub("\x1b\\[[0-9]*m", "", coloured), plain)
            # The hub itself says what was meant.
            done = run_cli("roas", "--model", "linaer", "--group-by", "campain", "--server", hub.url)
            self.assertEqual(done.returncode, 2)
            self.assertIn(b"Did you mean 'linear'?", done.stderr)
            self.assertIn(b"Did you mean 'campaign'?", done.stderr)

    def test_a_server_that_is_not_there_is_exit_4_at_once(self):
        rows = self.folder / "rows.csv"
        rows.write_text("order_id,value\nA-1,1\n")
        for words in (["roas"], ["status"], ["import", str(rows)], ["ingest", "manual", str(rows)], ["quarantine"], ["sync"],
                      ["export", "conversions"], ["views", str(self.folder / "v.db")], ["merge", "a", "b"]):
            with self.subTest(words[0]):
                done = subprocess.run([binary(), *words, "--server", "http://127.0.0.1:1"], env=environment(), timeout=20,
                                      stdin=subprocess.DEVNULL, capture_output=True)
                self.assertEqual(done.returncode, 4, done.stderr)


if __name__ == "__main__":
    unittest.main()
