"""The vendors' own clients, from npm, pinned by sdk/package-lock.json and installed once into build/flow-sdk.

Each is driven by a small program of its own in sdk/, which is given the folder of the clients as its first argument.
"""
import fcntl
import json
import shutil
import subprocess
from pathlib import Path

from daemon import ROOT, environment

SDK = Path(__file__).resolve().parent / "sdk"
PINS = ["package.json", "package-lock.json", ".npmrc"]


def installed_clients():
    """The folder of the clients; installed by npm unless it is there with these very pins."""
    folder = ROOT / "build" / "flow-sdk"
    folder.parent.mkdir(exist_ok=True)
    with open(folder.parent / "flow-sdk.lock", "w") as lock:  # tests run side by side
        fcntl.flock(lock, fcntl.LOCK_EX)
        pinned = all((folder / pin).is_file() and (folder / pin).read_bytes() == (SDK / pin).read_bytes() for pin in PINS)
        if not pinned or not (folder / "complete").is_file():
            install(folder)
    return folder


def install(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for pin in PINS:
        shutil.copy(SDK / pin, folder / pin)
    done = subprocess.run(["npm", "ci", "--ignore-scripts"], cwd=folder, capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        raise AssertionError(f"npm could not install the clients: {done.stderr}")
    (folder / "complete").touch()


def run_client(program, *arguments, told=None, timeout=120):
    """What sdk/*program* prints last, read as JSON; *told* goes to its standard input as JSON."""
    command = ["node", str(SDK / program), str(installed_clients()), *map(str, arguments)]
    done = subprocess.run(command, input=json.dumps(told), env=dict(environment(), NODE_NO_WARNINGS="1"), capture_output=True,
                          text=True, timeout=timeout)
    if done.returncode != 0:
        raise AssertionError(f"{program} ended with {done.returncode}: {done.stdout}{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])
