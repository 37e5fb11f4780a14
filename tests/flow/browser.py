"""Debian's Chromium, told what to do by playwright-core from npm (clients.py), through sdk/browse.mjs."""
import json
import shutil
import subprocess
import threading

from clients import SDK, installed_clients
from daemon import environment

PATIENCE_S = 90  # for one thing to happen on a busy machine


class Browser:
    """Chromium, one command at a time."""

    def __init__(self):
        chromium = shutil.which("chromium")
        assert chromium, "there is no chromium; scripts/setup installs it"
        command = ["node", str(SDK / "browse.mjs"), str(installed_clients()), chromium]
        self.process = subprocess.Popen(command, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.version = self.answer()["version"]

    def answer(self):
        late = threading.Timer(PATIENCE_S, self.process.kill)
        late.start()
        line = self.process.stdout.readline()
        late.cancel()
        assert line, "the browser is gone"
        return json.loads(line)

    def tell(self, verb, what=True):
        self.process.stdin.write(json.dumps({verb: what}) + "\n")
        self.process.stdin.flush()
        answer = self.answer()
        assert "fault" not in answer, f"{verb} {what}: {answer['fault']}"
        return answer["value"]

    def close(self):
        self.process.stdin.close()
        try:
            self.process.wait(timeout=PATIENCE_S)
        finally:
            self.process.kill()
            self.process.stdout.close()
