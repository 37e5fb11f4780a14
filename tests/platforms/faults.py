"""What goes wrong on purpose. A fault holds for paths that its pattern finds, for some answers (`skip` pass first), then it is over.

| kind | the client meets |
|---|---|
| `status` | `status`, with `headers` and `body` |
| `hang` | nothing for `seconds`, then a closed connection |
| `trickle` | the answer, a byte every `seconds` |
| `truncate` | the head of the whole answer and its first `at` bytes |
| `cut_chunks` | a chunked answer that breaks off after `at` bytes |
| `reset` | a connection that is closed without a word |
| `huge` | `bytes` of body (1 GB unless told), announced unless `announced` is false |
| `bomb` | a gzip of `bytes` zeros |
| `bad_json` | half of the answer, as if it were whole |
| `redirect` | 302 to `location` |
| `skewed` | the answer, with a Date `seconds` off |
| `again` | the answer that the same path gave before |
| `fewer` | the answer without the second half of its rows |
| `slow` | the answer after `seconds` |
"""
import copy
import email.utils
import functools
import gzip
import io
import json
import re
import time


class Fault:
    def __init__(self, kind, path=".*", count=1, skip=0, **options):
        self.kind, self.pattern, self.count, self.skip, self.options = kind, re.compile(path), count, skip, options
        if kind == "bomb":
            bomb(options.get("bytes", 1 << 30))  # it takes longer to make than a client may be willing to wait

    def holds(self, path):
        """Whether it is this answer's turn; counts it."""
        if self.count == 0 or not self.pattern.search(path):
            return False
        if self.skip > 0:
            self.skip -= 1
            return False
        self.count -= 1
        return True


@functools.cache
def bomb(size):
    """A gzip of *size* zeros, made piece by piece and once."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9) as stream:
        block = b"0" * (1 << 20)
        for _ in range(size >> 20):
            stream.write(block)
    return packed.getvalue()


def fewer_rows(answer):
    """The JSON of *answer* without the second half of its rows."""
    less = copy.deepcopy(answer)
    for holder in (less, less.get("data") if isinstance(less, dict) else None):
        for name in ("results", "data", "items"):
            if isinstance(holder, dict) and isinstance(holder.get(name), list):
                holder[name] = holder[name][:len(holder[name]) // 2]
                return less
    return less


def date_text(offset=0):
    return email.utils.formatdate(time.time() + offset, usegmt=True)


def body_bytes(answer):
    return answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()


def send(handler, fault, status, headers, answer, before):
    """Sends *answer* as the fault wants it; *before* is the previous answer of the same path."""
    options = fault.options
    if fault.kind == "status":
        return handler.reply(options["status"], options.get("headers", {}), options.get("body", ""))
    if fault.kind == "redirect":
        return handler.reply(302, {"Location": options["location"]}, "")
    if fault.kind == "skewed":
        return handler.reply(status, headers, answer, date=date_text(options["seconds"]))
    if fault.kind == "again":
        return handler.reply(*(before or (status, headers, answer)))
    if fault.kind == "fewer":
        return handler.reply(status, headers, fewer_rows(answer))
    if fault.kind == "slow":
        handler.pause(options["seconds"])
        return handler.reply(status, headers, answer)
    if fault.kind == "bad_json":
        whole = body_bytes(answer)
        return handler.reply(status, headers, whole[:len(whole) // 2].decode(errors="ignore"))
    handler.close_connection = True
    if fault.kind == "hang":
        handler.pause(options["seconds"])
    elif fault.kind != "reset":
        send_bytes(handler, fault, status, headers, body_bytes(answer))


def send_bytes(handler, fault, status, headers, whole):
    """The faults of what is sent byte by byte."""
    options = fault.options
    if fault.kind == "huge":
        size = options.get("bytes", 1 << 30)
        handler.head(status, {**headers, **({"Content-Length": size} if options.get("announced", True) else {"Connection": "close"})})
        block = b" " * (1 << 16)
        for _ in range(size >> 16):
            handler.wfile.write(block)
    elif fault.kind == "bomb":
        packed = bomb(options.get("bytes", 1 << 30))
        handler.head(status, {**headers, "Content-Encoding": "gzip", "Content-Length": len(packed)})
        handler.wfile.write(packed)
    elif fault.kind == "cut_chunks":
        handler.head(status, {**headers, "Transfer-Encoding": "chunked"})
        part = whole[:options["at"]]
        handler.wfile.write(f"{len(whole):x}\r\n".encode() + part)
    else:
        handler.head(status, {**headers, "Content-Length": len(whole)})
        if fault.kind == "truncate":
            return handler.wfile.write(whole[:options["at"]])
        for byte in whole:  # trickle
            handler.wfile.write(bytes([byte]))
            handler.wfile.flush()
            handler.pause(options["seconds"])
