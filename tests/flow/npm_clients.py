"""The clients that come from npm, pinned by sdk/package-lock.json and installed once into build/flow-sdk for all tests."""
import fcntl
import shutil
import subprocess
from pathlib import Path

from daemon import ROOT

SDK = Path(__file__).resolve().parent / "sdk"
PINS = ["package.json", "package-lock.json", ".npmrc"]


def installed_sdk():
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
