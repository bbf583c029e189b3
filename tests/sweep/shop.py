"""A shop that sells pictures and clips over HTTP, and writes down what it sold before it answers.

`python shop.py FOLDER` prints its address and serves until it is ended. Each customer has an account, which is the
first part of every path: `POST /ada/draw` sells a picture at once; `POST /ada/jobs` sells a clip and answers a job's
id, and `GET /ada/jobs/ID` delivers it once it was asked for often enough; `POST /ada/ways` sets how this customer is
served. The books are one file an account: a JSON object a line, synced before the customer hears of it; a shop that is
started again goes by them.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import struct
import sys
import threading
import time
import zlib
from collections import Counter
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

PICTURE, CLIP = "0.04", "0.30"


@dataclass
class Ways:
    """How a customer is served, and what goes wrong with which items."""

    wait: float = 0.003
    """Seconds between selling and answering."""
    hold: bool = False
    """Sold, and not answered until it is served in other ways."""
    polls: int = 2
    """How often a job is asked for before it is ready."""
    refuse: tuple[str, ...] = ()
    """Refused before anything is sold."""
    hang_up: tuple[str, ...] = ()
    """Sold, and then the line goes dead."""
    fail: tuple[str, ...] = ()
    """Jobs that come to nothing, and cost nothing."""
    more: int = 0
    """Bytes by which whatever is delivered is larger."""


@dataclass
class Account:
    """One customer: the books, and the jobs that are in them."""

    file: Path
    ways: Ways = field(default_factory=Ways)
    jobs: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    turn: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        for line in books(self.file):
            if line["event"] == "sold" and line["job"]:
                self.jobs[line["job"]] = line

    def write(self, **line: Any) -> None:
        """A line of the books, on disk before this returns."""
        with self.turn, self.file.open("ab") as stream:
            stream.write(json.dumps(line).encode() + b"\n")
            stream.flush()
            os.fsync(stream.fileno())

    def sell(self, key: str, item: str, *, job: bool) -> str:
        """Sell one piece; returns the job's id."""
        with self.turn:
            number = f"job-{len(self.jobs) + 1}" if job else ""
            if job:
                self.jobs[number] = {"key": key, "item": item}
        self.write(event="sold", key=key, item=item, job=number)
        return number


def books(file: Path) -> list[dict[str, Any]]:
    """What was written down, oldest first."""
    return [json.loads(line) for line in file.read_bytes().splitlines()] if file.exists() else []


def picture(key: str, more: int = 0) -> bytes:
    """A PNG of 8 x 8 in a colour that says what was asked for; `more` bytes in a chunk that says nothing."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    row = b"\0" + bytes.fromhex(key[:6]) * 8
    header = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    nothing = chunk(b"stFo", bytes(more)) if more else b""
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + nothing
        + chunk(b"IDAT", zlib.compress(row * 8))
        + chunk(b"IEND", b"")
    )


def clip(key: str, more: int = 0) -> bytes:
    """A file of some length that says what was asked for; nothing plays it."""
    return hashlib.shake_256(key.encode()).digest(4096) + bytes(more)


class Service(BaseHTTPRequestHandler):
    """Where customers are served."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Shop

    def do_POST(self) -> None:
        """Draw a picture, take a job, or take a word on how to serve."""
        account, _, what = self.path.strip("/").partition("/")
        order = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        here = self.server.account(account)
        if what == "ways":
            here.ways = Ways(**order)
            self._answer({})
        elif order["item"] in here.ways.refuse:
            self._answer({"problem": "out of paint"}, HTTPStatus.SERVICE_UNAVAILABLE)
        else:
            job = here.sell(order["key"], order["item"], job=what == "jobs")
            time.sleep(here.ways.wait)
            while here.ways.hold:
                time.sleep(0.01)
            if order["item"] in here.ways.hang_up:
                self.close_connection = True
                return
            self._answer({"job": job} if job else _delivered(picture(order["key"], here.ways.more), PICTURE))

    def do_GET(self) -> None:
        """Say how a job stands."""
        account, _, job = self.path.strip("/").partition("/jobs/")
        here = self.server.account(account)
        with here.turn:
            here.asked[job] += 1
        order = here.jobs.get(job)
        if order is None:
            self._answer({"problem": f"there is no job {job}"}, HTTPStatus.NOT_FOUND)
        elif here.asked[job] <= here.ways.polls:
            self._answer({"ready": False})
        elif order["item"] in here.ways.fail:
            here.write(event="failed", key=order["key"], item=order["item"], job=job)
            self._answer({"problem": "the film tore"}, HTTPStatus.GONE)
        else:
            here.write(event="delivered", key=order["key"], item=order["item"], job=job)
            self._answer({"ready": True, **_delivered(clip(order["key"], here.ways.more), CLIP)})

    def _answer(self, said: dict[str, Any], status: HTTPStatus = HTTPStatus.OK) -> None:
        content = json.dumps(said).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
        except OSError:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """The books are enough."""


def _delivered(content: bytes, price: str) -> dict[str, str]:
    return {"content": base64.b64encode(content).decode(), "price": price}


class Shop(ThreadingHTTPServer):
    """All accounts, served by one thread a customer's call."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), Service)
        self._folder = folder
        self._accounts: dict[str, Account] = {}
        self._turn = threading.Lock()

    def account(self, name: str) -> Account:
        """A customer's account, opened with the first call."""
        with self._turn:
            if name not in self._accounts:
                self._accounts[name] = Account(self._folder / f"{name}.jsonl")
            return self._accounts[name]

    def handle_error(self, *_: object) -> None:
        """A customer that was killed says nothing more."""


if __name__ == "__main__":
    shop = Shop(Path(sys.argv[1]))
    print(f"http://127.0.0.1:{shop.server_port}", flush=True)  # noqa: T201 - how a customer finds it
    shop.serve_forever()
