#!/usr/bin/env python3
"""docs/adding-a-source.md, done as it says: its files are put into a copy of the tree, compiled and linked with the objects
of this build, and the contract test reads the new source's payload. BUILD is the build directory (of ctest).
"""
import json
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "adding-a-source.md"
FILE = re.compile(r"`((?:sources|tests)/[^`]+)`:\n\n```\w+\n(.*?)```\n", re.S)
LINE = re.compile(r"^Into `(sources/sources\.def)`.*?\n\n```cpp\n(.*?)```\n", re.S | re.M)


def copy_with_source(copy):
    """The parts of the tree that the contract test needs, and what the document adds to them."""
    for folder in ("sources", "tests/data"):
        (copy / folder).parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cp", "-r", ROOT / folder, copy / folder], check=True)
    (copy / "domain").symlink_to(ROOT / "domain")
    text = DOCUMENT.read_text()
    files = FILE.findall(text)
    for name, content in files:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_text(content)
    name, line = LINE.search(text).groups()
    definitions = (copy / name).read_text().splitlines(True)
    comments = [d for d in definitions if d.startswith("//")]
    (copy / name).write_text("".join(comments + sorted([d for d in definitions if d not in comments] + [line])))
    return [name for name, _ in files]


def command_for(build, source):
    """How this build compiles *source*, without its output and through no cache."""
    for entry in json.loads((build / "compile_commands.json").read_text()):
        if entry["file"] == str(ROOT / source):
            words = shlex.split(entry["command"])
            words = words[next(i for i, w in enumerate(words) if re.search(r"(c\+\+|g\+\+|clang\+\+)$", w)):]
            cut = words.index("-o")
            return words[:cut]
    raise SystemExit(f"{source} is not part of this build")


def build_contract_test(build, copy):
    objects = []
    for source in ("sources/acme.cpp", "sources/registry.cpp", "tests/repository_root.cpp"):
        original = source if (ROOT / source).exists() else "sources/registry.cpp"
        words = [w.replace(f'"{ROOT}"', f'"{copy}"') for w in command_for(build, original)]
        words = [f"-I{copy}" if w == f"-I{ROOT}" else w for w in words]
        where = copy / source if source.startswith("sources/") else ROOT / source
        out = copy / (Path(source).stem + ".o")
        subprocess.run([*words, "-o", out, "-c", where], check=True, cwd=build)
        objects.append(out)
    of_test = build / "tests" / "CMakeFiles" / "tests_sources.dir" / "sources"
    program = copy / "contract"
    flags = [w for w in command_for(build, "sources/registry.cpp") if w.startswith("-fsanitize") or w.endswith("c++")]
    libraries = ["-lboost_json", "-lboost_url", "-lcrypto", "-lxxhash", "-lpthread"]
    subprocess.run([*flags, "-o", program, *objects, of_test / "contract.cpp.o", of_test / "describe.cpp.o",
                    build / "tests" / "libcatch_main.a", build / "libconvhub_sources.a", build / "libconvhub_domain.a",
                    *libraries], check=True)
    return program


def run(program):
    return subprocess.run([program, "[contract]"], capture_output=True, text=True)


def main(build):
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        added = copy_with_source(copy)
        if not {"sources/acme.cpp", "tests/data/acme/orders.json", "tests/data/acme/orders.json.expected"} <= set(added):
            raise SystemExit(f"{DOCUMENT} no longer adds a source: {added}")
        program = build_contract_test(build, copy)
        told = run(program)
        if told.returncode != 0:
            raise SystemExit(f"the source that {DOCUMENT} adds does not do what it says:\n{told.stdout}")
        expected = copy / "tests/data/acme/orders.json.expected"
        expected.write_text(expected.read_text().replace("49.90", "49.91"))
        if run(program).returncode == 0:
            raise SystemExit("the contract test does not look at the source that was added")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
