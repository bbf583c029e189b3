"""A local server that speaks OpenAI's language, so that real clients are driven over a real wire.

It answers each call with the next of `says`, or with `otherwise`; it counts what reaches it and how much at once.
"""

from __future__ import annotations

import base64
import json
import threading
import time
from dataclasses import dataclass, field
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True)
class Say:
    """One answer: a message, or `status` and `error`, or `raw` bytes of a body; after `wait` seconds.

    `cut` sends so many bytes of the body only, and closes the connection; 0 closes it before anything is sent.
    Where a picture is asked for, `picture` is its file, and `text` is none of the answer.
    """

    text: str | None = ""
    finish: str = "stop"
    refusal: str | None = None
    status: int = 200
    error: Mapping[str, Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    wait: float = 0.0
    cut: int | None = None
    usage: Mapping[str, Any] | None = None
    picture: bytes = b""


@dataclass(frozen=True)
class Heard:
    """One call as it arrived; of a form, `body` has its fields, and `files` what was uploaded, by field."""

    path: str
    headers: Mapping[str, str]
    body: Any
    files: tuple[tuple[str, bytes], ...] = ()


class OpenAIServer:
    """The server; `with OpenAIServer() as server:` runs it on a free port of this machine."""

    def __init__(self, *says: Say, otherwise: Callable[[Any], Say] | None = None) -> None:
        self.says = list(says)
        self.otherwise = otherwise or (lambda _: Say("{}"))
        self.heard: list[Heard] = []
        self.peak = 0
        self._open = 0
        self._turn = threading.Lock()
        handler = type("Handler", (_Handler,), {"server_of_it": self})
        self._http = _Http(("127.0.0.1", 0), handler)
        self.port = self._http.server_address[1]
        self.address = f"http://127.0.0.1:{self.port}/v1"

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    def arrived(self, heard: Heard) -> Say:
        with self._turn:
            self.heard.append(heard)
            self._open += 1
            self.peak = max(self.peak, self._open)
            next_one = self.says.pop(0) if self.says else None
        return next_one or self.otherwise(heard.body)

    def left(self) -> None:
        with self._turn:
            self._open -= 1


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_of_it: OpenAIServer

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Nothing on standard error."""

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body, files = _read(raw, self.headers.get("Content-Type") or "")
        heard = Heard(self.path, dict(self.headers.items()), body, files)
        say = self.server_of_it.arrived(heard)
        try:
            time.sleep(say.wait)
            self._answer(say, heard.body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        finally:
            self.server_of_it.left()

    def _answer(self, say: Say, asked: Any) -> None:
        body = say.raw if say.raw is not None else json.dumps(_told(say, asked, self.path)).encode()
        if say.cut != 0:
            self.send_response(say.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            for name, value in say.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body[: say.cut])
        if say.cut is not None:
            self.wfile.flush()
            self.close_connection = True


def _read(raw: bytes, kind: str) -> tuple[Any, tuple[tuple[str, bytes], ...]]:
    """The body of a call, and the files of a form."""
    if not kind.startswith("multipart/"):
        return json.loads(raw or b"null"), ()
    form: Any = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + raw)
    fields, files = {}, []
    for part in form.get_payload():
        name = part.get_param("name", header="content-disposition")
        if part.get_filename():
            files.append((name, part.get_payload(decode=True)))
        else:
            fields[name] = part.get_payload(decode=True).decode()
    return fields, tuple(files)


def _told(say: Say, asked: Any, path: str) -> dict[str, Any]:
    if say.status != 200:
        told = {"message": f"said on purpose: {say.status}", "type": "on_purpose", "code": None}
        return {"error": {**told, **(say.error or {})}}
    return _picture(say) if "/images/" in path else _content(say, asked)


def _picture(say: Say) -> dict[str, Any]:
    data = [{"b64_json": base64.b64encode(say.picture).decode()}] if say.picture else []
    details = {"text_tokens": 400, "image_tokens": 0}
    counted = {"input_tokens": 400, "input_tokens_details": details, "output_tokens": 1056, "total_tokens": 1456}
    return {"created": 1, "data": data, "usage": dict(say.usage or counted)}


def _content(say: Say, asked: Any) -> dict[str, Any]:
    message = {"role": "assistant", "content": say.text, "refusal": say.refusal}
    counted = {"prompt_tokens": 1000, "completion_tokens": 200, "total_tokens": 1200}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": asked.get("model", ""),
        "choices": [{"index": 0, "message": message, "finish_reason": say.finish}],
        "usage": dict(say.usage or counted),
    }
