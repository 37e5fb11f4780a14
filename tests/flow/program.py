"""The built program as flow tests use it: one-off commands, and a daemon on a port of its own that is always ended."""
import os
import re
import signal
import subprocess
import threading

BINARY = os.environ["CONVHUB_BINARY"]
TIMEOUT_S = 120


def environment():
    """This process's variables without those that would change what the program does or prints."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("CONVHUB_")}
    return dict(kept, NO_COLOR="1")


def convhub(*arguments, code=0, data=""):
    """Runs one command on standard input *data* and returns what it prints; its exit code must be *code*."""
    done = subprocess.run([BINARY, *arguments], env=environment(), input=data, capture_output=True, text=True,
                          timeout=TIMEOUT_S)
    assert done.returncode == code, f"{arguments}: exit {done.returncode}, not {code}\n{done.stdout}{done.stderr}"
    return done.stdout if code == 0 else done.stdout + done.stderr


class Daemon:
    """`convhub serve` on a free port: `with Daemon("--data", folder) as hub: …  hub.url`."""

    def __init__(self, *arguments):
        self.arguments = arguments

    def __enter__(self):
        self.process = subprocess.Popen([BINARY, "serve", "--listen", "127.0.0.1:0", *self.arguments],
                                        env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        guard = threading.Timer(TIMEOUT_S, self.process.kill)
        guard.start()
        for line in self.process.stdout:
            found = re.search(r"listens on (http://\S+:\d+)", line)
            if found:
                self.url = found.group(1)
                break
        guard.cancel()
        assert hasattr(self, "url"), f"the daemon ended with {self.process.wait()} before it listened"
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def ask(self, *arguments, code=0):
        return convhub(*arguments, "--server", self.url, code=code)

    def stop(self):
        """Asks it to stop as a service manager does; it must end by itself and well."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=30)
        assert code == 0, f"the daemon ended with {code}"

    def kill(self):
        self.process.kill()
        self.process.wait()
