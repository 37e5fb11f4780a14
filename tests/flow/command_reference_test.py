"""docs/command-line.md shows the help of every command, to the letter. `command_reference_test.py --write` brings it up to date."""
import re
import sys
import unittest

from daemon import ROOT, run_cli

DOCUMENT = ROOT / "docs" / "command-line.md"
BEGIN = "## Every command\n"
BELOW = re.compile(r"^  ([a-z][a-z-]*)  +\S")


def help_of(words):
    done = run_cli(*words, "--help")
    assert done.returncode == 0, done.stderr
    return done.stdout.decode()


def commands(above=()):
    """Every command as its words, read off the help itself, each before those below it."""
    listed = help_of(above).partition("\nSubcommands:\n")[2].partition("\n\n")[0]
    for line in listed.splitlines():
        if found := BELOW.match(line):
            words = (*above, found[1])
            yield words
            yield from commands(words)


def reference():
    parts = [BEGIN, "\n"]
    for words in commands():
        lines = [line.rstrip() for line in help_of(words).rstrip().splitlines()]
        parts.append(f"### {' '.join(words)}\n\n```console\n$ convhub {' '.join(words)} --help\n" + "\n".join(lines) + "\n```\n\n")
    return "".join(parts).rstrip("\n") + "\n"


class Reference(unittest.TestCase):
    maxDiff = None

    def test_the_document_shows_the_help_of_every_command(self):
        text = DOCUMENT.read_text(encoding="utf-8")
        self.assertEqual(text[text.index(BEGIN):], reference(), f"bring it up to date: python3 {sys.argv[0]} --write")

    def test_what_the_help_lists_is_a_command_and_the_walk_finds_those_below(self):
        found = set(commands())
        for words in (("roas",), ("alias", "add"), ("config", "show"), ("quarantine", "replay"), ("backup",), ("doctor",)):
            self.assertIn(words, found)


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        before = DOCUMENT.read_text(encoding="utf-8").partition(BEGIN)[0]
        DOCUMENT.write_text(before + reference(), encoding="utf-8")
    else:
        unittest.main()
