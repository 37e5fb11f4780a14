#!/usr/bin/env python3
"""The rooms include only downwards, each library is used where its room says, and no hand-written file grows past its limit.

Run from anywhere; exits 1 with one line per breach. `layers.py --self-test` proves that the check finds what it looks for.
"""
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Room -> the rooms it may include besides itself.
ROOMS = {
    "domain": set(),
    "sources": {"domain"},
    "storage": {"domain"},
    "config": {"domain"},
    "messages": {"domain"},
    "actors": {"messages", "storage", "sources", "domain"},
    "net": {"messages", "sources", "domain"},
    "app": {"actors", "net", "config", "messages", "storage", "sources", "domain"},
}

# Library, by the beginning of its include -> the rooms that may use it. What is not named here is free.
LIBRARIES = {
    "caf/": {"messages", "actors", "net", "app"},
    "boost/json": {"sources", "net", "app"},
    "boost/url": {"sources", "net", "app"},
    "boost/asio": {"net", "app"},
    "boost/beast": {"net", "app"},
    "SQLiteCpp": {"storage"},
    "sqlite3.h": {"storage"},
    "toml": {"config"},
    "curl/": {"net"},
    "expat.h": {"sources"},
    "CLI/": {"app"},
    "spdlog/": {"app"},
    "thread": {"storage", "actors", "net", "app"},
    "iostream": {"app"},
}

# Only these read the clock: everybody else is handed the time.
CLOCK_ROOMS = {"net", "app"}
CLOCK = re.compile(r"\b(?:system_clock|utc_clock)::now\(|\b(?:time|gettimeofday)\(\s*(?:nullptr|NULL|0)\s*\)")

INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]')
MAX_LINES = 400
HAND_WRITTEN = {".cpp", ".hpp", ".h", ".py", ".sh", ".ts", ".tsx", ".mjs", ".js", ".cmake", ".sql"}


def include_breaches(room, line):
    """What is wrong with one line of a file of *room*, as sentences."""
    match = INCLUDE.match(line)
    if not match:
        return
    quote, path = match.groups()
    target = path.split("/")[0]
    if quote == '"':
        if target not in ROOMS:
            yield f'"{path}" names no room; include from the root of the repository'
        elif target != room and target not in ROOMS[room]:
            yield f"{room}/ must not include {target}/ ({path})"
        return
    for library, rooms in LIBRARIES.items():
        exact = not library.endswith("/") and path == library
        if (exact or (library not in ("thread", "iostream") and path.startswith(library))) and room not in rooms:
            yield f"{room}/ must not use <{path}>: only {', '.join(sorted(rooms))} may"


def breaches_of(room, text):
    """Pairs (line number, sentence) for one file of *room*."""
    for number, line in enumerate(text.splitlines(), 1):
        for sentence in include_breaches(room, line):
            yield number, sentence
        if room not in CLOCK_ROOMS and CLOCK.search(line.split("//")[0]):
            yield number, f"{room}/ must not read the clock; take the time as an argument"


def repository_files():
    """Every file that is or could be committed."""
    listing = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                             cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [Path(name) for name in listing.split("\0") if name and (ROOT / name).is_file()]


def check():
    found = []
    for path in repository_files():
        if path.parts[:2] == ("web", "dist"):
            continue
        script = path.parts[0] == "scripts" and path.suffix == ""
        if path.suffix not in HAND_WRITTEN and not script:
            continue
        text = (ROOT / path).read_text(encoding="utf-8")
        lines = text.count("\n")
        if lines > MAX_LINES:
            found.append(f"{path}: {lines} lines, over {MAX_LINES}: it holds two nouns, split it")
        room = path.parts[0]
        if room in ROOMS and path.suffix in {".cpp", ".hpp", ".h"}:
            found += [f"{path}:{number}: {sentence}" for number, sentence in breaches_of(room, text)]
    return found


def self_test():
    """Each kind of breach is found, and each allowed neighbour is left alone."""
    refused = [
        ("domain", '#include "sources/csv/csv.hpp"'),
        ("sources", '#include "storage/store.hpp"'),
        ("net", '#include "actors/dedup.hpp"'),
        ("actors", '#include "net/http.hpp"'),
        ("domain", "#include <caf/all.hpp>"),
        ("domain", "#include <boost/json/value.hpp>"),
        ("net", "#include <SQLiteCpp/Database.h>"),
        ("domain", "#include <thread>"),
        ("sources", '#include "csv.hpp"'),
        ("domain", "const auto now = std::chrono::system_clock::now();"),
    ]
    allowed = [
        ("sources", '#include "domain/facts.hpp"'),
        ("sources", '#include "sources/csv/csv.hpp"'),
        ("actors", '#include "storage/store.hpp"'),
        ("app", '#include "actors/dedup.hpp"'),
        ("net", "#include <boost/beast/http.hpp>"),
        ("domain", "#include <boost/system/result.hpp>"),
        ("app", "const auto now = std::chrono::system_clock::now();"),
        ("domain", "// system_clock::now() is read by the caller"),
    ]
    wrong = [f"not found: {room}: {line}" for room, line in refused if not list(breaches_of(room, line))]
    wrong += [f"found wrongly: {room}: {line}" for room, line in allowed if list(breaches_of(room, line))]
    return wrong


if __name__ == "__main__":
    problems = self_test() if "--self-test" in sys.argv[1:] else check()
    print("\n".join(problems) if problems else "layers: clean")
    sys.exit(1 if problems else 0)
