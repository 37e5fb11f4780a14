#!/usr/bin/env python3
"""Runs every command that README.md and docs/ show in a fenced `console` block and compares what it prints.

A line that begins with `$ ` is a command, `> ` lines continue it, and the lines up to the next command are its output (standard output and
standard error). `...` alone on a line stands for any lines, `...` inside a line for any text. An output that begins with `{` or `[` is JSON
laid out for reading: blanks and line ends do not count. A block opened as ```console skip=REASON is not run.

Each command runs in a shell of its own. Those of one document share a scratch directory, empty at first, where `convhub` is the program named
by CONVHUB_BINARY. A command that ends in ` &` goes on in the background until the document ends; then it is asked to stop and must end well.
Documents say 127.0.0.1:8787, the default address. Here a daemon takes a free port instead, and what the document asks of the default address
goes to that port.

readme.py [DOCUMENT...]
"""
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FENCE = re.compile(r"^```console(?:[ \t]+(?P<how>[^\n]*))?\n(?P<body>.*?)^```\s*$", re.M | re.S)
ADDRESS = "127.0.0.1:8787"
TIMEOUT_S = 300
DAEMON_TIMEOUT_S = 60

# Stands in for `convhub` on the PATH: commands that would ask the default server are told where the daemon really listens.
STAND_IN = """#!/bin/sh
address=$(cat '{folder}/address' 2>/dev/null)
case " $* " in
  *" --server "* | *" --data "*) ;;
  *) if [ -n "$address" ] && '{binary}' "$1" --help 2>&1 | grep -q -- '--server URL'; then set -- "$@" --server "http://$address"; fi ;;
esac
exec '{binary}' "$@"
"""


def examples(text):
    """(line number, command, expected lines) of every runnable block, in order."""
    for fence in FENCE.finditer(text):
        if (fence["how"] or "").startswith("skip="):
            continue
        number = text.count("\n", 0, fence.start("body")) + 1
        command, expected, start = None, [], number
        for offset, line in enumerate(fence["body"].splitlines()):
            if line.startswith("$ "):
                if command is not None:
                    yield start, command, expected
                command, expected, start = line[2:], [], number + offset
            elif line.startswith("> ") and command is not None and not expected:
                command += "\n" + line[2:]
            elif command is not None:
                expected.append(line)
        if command is not None:
            yield start, command, expected


def any_text(line):
    return ".*".join(re.escape(part) for part in line.rstrip().split("..."))


def matches(expected, printed):
    """Whether *printed* lines are the *expected* ones, `...` standing for what may differ."""
    if expected and expected[0][:1] in ("{", "["):
        laid_out, plain = ("".join("".join(lines).split()) for lines in (expected, printed))
        return re.fullmatch(any_text(laid_out), plain) is not None
    pattern = "".join(r"(?:[^\n]*\n)*?" if line.strip() == "..." else any_text(line) + "\n" for line in expected)
    return re.fullmatch(pattern, "".join(line.rstrip() + "\n" for line in printed)) is not None


def lines_of(text):
    return text.rstrip("\n").split("\n") if text.strip() else []


class Session:
    """The commands of one document: their scratch directory, the program, and what runs in the background."""

    def __init__(self, binary, folder):
        self.folder = Path(folder)
        self.scratch = self.folder / "scratch"
        self.scratch.mkdir()
        tools = self.folder / "bin"
        tools.mkdir()
        (tools / "convhub").write_text(STAND_IN.format(folder=folder, binary=binary), encoding="utf-8")
        (tools / "convhub").chmod(0o755)
        kept = {k: v for k, v in os.environ.items() if not k.startswith("CONVHUB_")}
        self.environment = dict(kept, PATH=f"{tools}{os.pathsep}{kept['PATH']}", NO_COLOR="1",
                                CONVHUB_SERVER_LISTEN="127.0.0.1:0")
        self.address = ADDRESS
        self.background = []

    def run(self, command, expected):
        """What the command prints; one in the background is waited for until it has printed what is expected."""
        where = ROOT if command.startswith("scripts/") else self.scratch
        command = command.replace(ADDRESS, self.address)
        printed = self.start(command[:-2], where, expected) if command.endswith(" &") else self.finish(command, where)
        return lines_of(printed.replace(self.address, ADDRESS))

    def finish(self, command, where):
        return subprocess.run(["bash", "-c", command], cwd=where, env=self.environment, timeout=TIMEOUT_S, text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout

    def start(self, command, where, expected):
        output = self.folder / f"output{len(self.background)}"
        with open(output, "wb") as sink:
            process = subprocess.Popen(["bash", "-c", command], cwd=where, env=self.environment,
                                       stdin=subprocess.DEVNULL, stdout=sink, stderr=sink, start_new_session=True)
        self.background.append((command, process))
        limit = time.monotonic() + DAEMON_TIMEOUT_S
        while True:
            ended = process.poll() is not None
            printed = output.read_text(encoding="utf-8")
            if found := re.search(r"listens on http://(127\.0\.0\.1:\d+)", printed):
                self.address = found[1]
                (self.folder / "address").write_text(self.address, encoding="utf-8")
            if matches(expected, lines_of(printed.replace(self.address, ADDRESS))) or ended or time.monotonic() > limit:
                return printed
            time.sleep(0.02)

    def stop(self):
        """Ends what runs in the background; a sentence for each that does not end well."""
        failures = []
        for command, process in self.background:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
            try:
                code = process.wait(timeout=DAEMON_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                code = process.wait()
            if code != 0:
                failures.append(f"{command} &: told to stop, it ended with {code}")
        return failures


def check(document, binary):
    failures, ran = [], 0
    shown = document.relative_to(ROOT) if document.is_relative_to(ROOT) else document
    with tempfile.TemporaryDirectory() as folder:
        session = Session(binary, folder)
        try:
            for number, command, expected in examples(document.read_text(encoding="utf-8")):
                ran += 1
                printed = session.run(command, expected)
                if not matches(expected, printed):
                    failures.append("\n".join([f"{shown}:{number}: $ {command}", "  documented:",
                                               *("    " + l for l in expected), "  printed:",
                                               *("    " + l for l in printed)]))
        finally:
            failures += [f"{shown}: {each}" for each in session.stop()]
    return ran, failures


def self_test():
    """The parser and the comparison do what the docstring says."""
    text = ("```console skip=needs a network\n$ false\n```\n```console\n$ echo a\na\n$ printf 'b\\nc\\n'\n...\nc\n```\n"
            "```console skip=too slow\n$ false\n```\n```sh\n$ no\n```\n")
    found = list(examples(text))
    assert [(n, c) for n, c, _ in found] == [(5, "echo a"), (7, "printf 'b\\nc\\n'")], found
    assert matches(["a ... z", "...", "end"], ["a 1 z", "x", "y", "end"])
    assert matches(["..."], []) and not matches([], ["a"]) and not matches(["a"], ["b"])
    assert matches(["1.5 (x)"], ["1.5 (x)  "]) and not matches(["1.5"], ["1x5"])
    assert matches(['{"a": 1,', ' "b": "..."}'], ['{"a":1,"b":"x y"}']) and not matches(['{"a": 1}'], ['{"a":2}'])
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "d.md"
        document.write_text("```console\n$ echo right\nright\n$ echo wrong\nother\n```\n", encoding="utf-8")
        ran, failures = check(document, "/bin/true")
        assert ran == 2 and len(failures) == 1 and "echo wrong" in failures[0], failures
        daemon = "trap 'exit $code' TERM; echo listens on http://127.0.0.1:9; while :; do sleep 0.01; done"
        document.write_text(f"```console\n$ code=0; {daemon} &\nlistens on http://127.0.0.1:8787\n"
                            f"$ echo 127.0.0.1:8787; cat ../address\n127.0.0.1:8787\n127.0.0.1:8787\n```\n", encoding="utf-8")
        assert check(document, "/bin/true") == (2, []), check(document, "/bin/true")
        document.write_text(f"```console\n$ code=3; {daemon} &\nlistens on http://127.0.0.1:8787\n```\n", encoding="utf-8")
        ran, failures = check(document, "/bin/true")
        assert len(failures) == 1 and "ended with 3" in failures[0], failures
    print("readme: the check itself works")


def main(arguments):
    if arguments == ["--self-test"]:
        self_test()
        return 0
    binary = Path(os.environ.get("CONVHUB_BINARY", ROOT / "build/release/convhub")).resolve()
    if not binary.exists():
        print(f"readme: there is no {binary}; name the program in CONVHUB_BINARY")
        return 1
    documents = [Path(name).resolve() for name in arguments] or [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    total, failures = 0, []
    for document in documents:
        ran, failed = check(document, binary)
        total += ran
        failures += failed
    print("\n".join(failures) if failures else f"readme: {total} commands print what the documents say")
    return 1 if failures or total == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
