"""All fake platforms behind one loopback address; README.md says how they are told what to do."""
import argparse
import gzip
import json
import ssl
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import faults
from hubspot import Hubspot
from lists import Bank, Conversions
from meta import Meta


class World:
    """Every platform's data, the faults to come and the log of what was asked."""

    def __init__(self):
        self.lock = threading.RLock()
        self.stopping = threading.Event()
        self.reset()

    def reset(self):
        with self.lock:
            self.platforms = {"hubspot": Hubspot(), "meta": Meta(), "anytrack": Conversions(), "bank": Bank()}
            self.faults, self.log, self.last = [], [], {}

    def platform_of(self, path):
        first = path.strip("/").split("/")[0]
        if first.startswith("v") and first[1:2].isdigit():
            return self.platforms["meta"]
        return self.platforms.get({"crm": "hubspot", "anytrack": "anytrack", "stats": "bank"}.get(first))

    def tell(self, platform, call, **arguments):
        with self.lock:
            getattr(self.platforms[platform], call)(**arguments)

    def add_fault(self, **told):
        with self.lock:
            self.faults.append(faults.Fault(**told))

    def drop_faults(self):
        with self.lock:
            self.faults.clear()

    def fault_for(self, path):
        return next((fault for fault in self.faults if fault.holds(path)), None)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else a body waits 40 ms for the client to confirm its head
    world = None

    def log_message(self, *_):
        pass

    def pause(self, seconds):
        self.world.stopping.wait(seconds)

    def head(self, status, headers, date=None):
        self.send_response_only(status)
        self.send_header("Date", date or faults.date_text())
        for name, value in headers.items():
            self.send_header(name, str(value))
        self.end_headers()

    def reply(self, status, headers, answer, date=None):
        whole = faults.body_bytes(answer)
        kind = {"Content-Type": "text/html" if isinstance(answer, str) else "application/json"}
        if "gzip" in self.headers.get("Accept-Encoding", "") and len(whole) > 1000:
            whole, kind["Content-Encoding"] = gzip.compress(whole), "gzip"
        self.head(status, {**kind, **headers, "Content-Length": len(whole)}, date)
        if self.command != "HEAD":
            self.wfile.write(whole)

    def body(self):
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded"):
            return parse_qs(raw.decode())
        return json.loads(raw) if raw else None

    def control(self, path, body):
        world = self.world
        if path == "/_control/log":
            return self.reply(200, {}, world.log)
        if path == "/_control/reset":
            world.reset()
        elif path == "/_control/fault":
            world.add_fault(**body)
        elif path == "/_control/unfault":
            world.drop_faults()
        elif path == "/_control/tell":
            world.tell(**body)
        else:
            return self.reply(404, {}, {"error": path})
        return self.reply(200, {}, {})

    def serve(self):
        parts = urlsplit(self.path)
        try:
            body = self.body()
        except ValueError as error:
            return self.reply(400, {}, {"status": "error", "message": f"Invalid input JSON: {error}", "category": "VALIDATION_ERROR"})
        if parts.path.startswith("/_control/"):
            return self.control(parts.path, body)
        world = self.world
        with world.lock:
            platform = world.platform_of(parts.path)
            headers = {name.lower(): value for name, value in self.headers.items()}
            world.log.append({"method": self.command, "path": parts.path, "query": parts.query, "body": body})
            told = platform.answer(self.command, parts.path, parse_qs(parts.query), body, headers) if platform else (404, {}, {})
            fault, before = world.fault_for(parts.path), world.last.get(parts.path)
            world.last[parts.path] = told
        try:
            return faults.send(self, fault, *told, before) if fault else self.reply(*told)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the client had enough, as it should

    do_GET = do_POST = do_HEAD = serve


class QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A client that hangs up is no error of the server."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class Platforms:
    """A running server; a context manager."""

    def __init__(self, port=0, certificate=None):
        self.world = World()
        handler = type("BoundHandler", (Handler,), {"world": self.world})
        self.server = QuietServer(("127.0.0.1", port), handler)
        self.scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
            self.scheme = "https"
        self.url = f"{self.scheme}://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.world.stopping.set()
        self.server.shutdown()
        self.server.server_close()


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--certificate", help="a PEM file with key and certificate: speak TLS with it")
    given = options.parse_args()
    with Platforms(given.port, given.certificate) as platforms:
        print(platforms.url, flush=True)
        sys.stdin.read()  # until whoever started it is done, or gone


if __name__ == "__main__":
    main()
