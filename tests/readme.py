#!/usr/bin/env python3
"""Runs every command that README.md and docs/ show in a fenced `console` block and compares what it prints.

A line that begins with `$ ` is a command; `> ` lines continue it; the lines up to the next command are its output (standard output and
standard error). `...` alone on a line stands for any lines, `...` inside a line for any text. A block opened as ```console skip=REASON is not run.
Each command runs by itself; those of one document share a scratch directory, which is empty at first, with the built convhub first on
the PATH. Commands that begin with `scripts/` run in the repository.

readme.py DIRECTORY_OF_CONVHUB [DOCUMENT...]
"""
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FENCE = re.compile(r"^```console(?:[ \t]+(?P<how>.*))?\n(?P<body>.*?)^```\s*$", re.M | re.S)
TIMEOUT_S = 300


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


def line_pattern(line):
    return ".*".join(re.escape(part) for part in line.rstrip().split("..."))


def matches(expected, printed):
    """Whether *printed* lines are the *expected* ones, `...` standing for what may differ."""
    pattern = "".join(r"(?:[^\n]*\n)*?" if line.strip() == "..." else line_pattern(line) + "\n" for line in expected)
    return re.fullmatch(pattern, "".join(line.rstrip() + "\n" for line in printed)) is not None


def run(command, cwd, environment):
    done = subprocess.run(["bash", "-c", command], cwd=cwd, env=environment, timeout=TIMEOUT_S, text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.stdout.rstrip("\n").split("\n") if done.stdout.strip() else []


def check(document, binaries):
    failures, ran = [], 0
    with tempfile.TemporaryDirectory() as scratch:
        environment = dict(os.environ, PATH=f"{binaries}{os.pathsep}{os.environ['PATH']}", NO_COLOR="1")
        for number, command, expected in examples(document.read_text(encoding="utf-8")):
            ran += 1
            cwd = ROOT if command.startswith("scripts/") else scratch
            printed = run(command, cwd, environment)
            if not matches(expected, printed):
                shown = document.relative_to(ROOT) if document.is_relative_to(ROOT) else document
                failures.append("\n".join([f"{shown}:{number}: $ {command}", "  documented:", *("    " + l for l in expected),
                                           "  printed:", *("    " + l for l in printed)]))
    return ran, failures


def self_test():
    """The parser and the comparison do what the docstring says."""
    text = "x\n```console\n$ echo a\na\n$ printf 'b\\nc\\n'\n...\nc\n```\n```console skip=needs a network\n$ false\n```\n```sh\n$ no\n```\n"
    found = list(examples(text))
    assert [(n, c) for n, c, _ in found] == [(3, "echo a"), (5, "printf 'b\\nc\\n'")], found
    assert matches(["a ... z", "...", "end"], ["a 1 z", "x", "y", "end"])
    assert matches(["..."], []) and not matches([], ["a"]) and not matches(["a"], ["b"])
    assert matches(["1.5 (x)"], ["1.5 (x)  "]) and not matches(["1.5"], ["1x5"])
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "d.md"
        document.write_text("```console\n$ echo right\nright\n$ echo wrong\nother\n```\n", encoding="utf-8")
        ran, failures = check(document, folder)
        assert ran == 2 and len(failures) == 1 and "echo wrong" in failures[0], failures
    print("readme: the check itself works")


def main(arguments):
    if arguments == ["--self-test"]:
        self_test()
        return 0
    binaries, *names = arguments
    documents = [Path(name).resolve() for name in names] or [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    total, failures = 0, []
    for document in documents:
        ran, failed = check(document, Path(binaries).resolve())
        total += ran
        failures += failed
    print("\n".join(failures) if failures else f"readme: {total} commands print what the documents say")
    return 1 if failures or total == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
