"""A local server that speaks Gemini's language, so that Google's real client is driven over a real wire.

A route is a method, a pattern of paths and a function; other modules add theirs to `ROUTES`. What is sold is counted by
kind when it is made, whether or not its answer then arrives. `faults` meet the next calls that would be paid for.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_NAMES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}


@dataclass(frozen=True)
class Heard:
    """One call as it arrived; `paid` is the kind of what it would buy, empty for a question that costs nothing."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any
    paid: str = ""


@dataclass(frozen=True)
class Said:
    """One answer: plain data as JSON, or bytes; `cut` is after how many of them the line goes dead."""

    body: Any
    status: int = 200
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int | None = None


@dataclass(frozen=True)
class Fault:
    """What happens to a paid call instead of its answer.

    An error status sells nothing. Otherwise it is sold (unless `sells` is false), and its answer is late by `wait`
    seconds, has `raw` as its body, or breaks off after `cut` bytes; 0 closes the connection before anything is sent.
    """

    status: int = 200
    message: str = ""
    retry_after: str = ""
    wait: float = 0.0
    raw: bytes | None = None
    cut: int | None = None
    sells: bool = True


def refused(status: int, message: str = "", retry_after: str = "") -> Said:
    """An error as Google says it."""
    told = {"code": status, "message": message or f"said on purpose: {status}", "status": _NAMES.get(status, "UNKNOWN")}
    return Said({"error": told}, status, headers={"Retry-After": retry_after} if retry_after else {})


Route = tuple[str, str, str, "Callable[[GeminiServer, Heard, re.Match[str]], Said]"]
"""Method, pattern of the path without its query, kind of what it sells (empty: nothing), and who answers."""

ROUTES: list[Route] = []


class GeminiServer:
    """The server; `with GeminiServer() as server:` runs it on a free port of this machine.

    `says` are bodies for the next pictures that are asked for; then `draws` answers. `latency` is what each answer
    takes at least, in seconds; `keys` are those that it takes, any where none is named.
    """

    def __init__(self, *says: Mapping[str, Any], latency: float = 0.0, keys: tuple[str, ...] = ()) -> None:
        self.says: list[Mapping[str, Any]] = list(says)
        self.faults: list[Fault] = []
        self.draws: Callable[[Heard], Mapping[str, Any]] = draw
        self.models: tuple[str, ...] = ()
        """Models that it has; any where none is named."""
        self.latency = latency
        self.keys = keys
        self.heard: list[Heard] = []
        self.paid: Counter[str] = Counter()
        self.peak = 0
        self.state: dict[str, Any] = {}
        """What routes remember: jobs, files."""
        self.turn = threading.RLock()
        self._open = 0
        self._http = _Http(("127.0.0.1", 0), type("Handler", (_Handler,), {"server_of_it": self}))
        self.port = self._http.server_address[1]
        self.address = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    def answer(self, method: str, path: str, headers: Mapping[str, str], body: Any) -> tuple[Said, Fault | None]:
        """What is said to a call, and what goes wrong with it."""
        bare = path.partition("?")[0]
        found = next(((row, m) for row in ROUTES if row[0] == method and (m := re.fullmatch(row[1], bare))), None)
        paid = found[0][2] if found else ""
        heard = Heard(method, path, headers, body, paid)
        with self.turn:
            self.heard.append(heard)
            self._open += 1
            self.peak = max(self.peak, self._open)
            fault = self.faults.pop(0) if paid and self.faults else None
        if not self._knows(headers):
            return refused(403 if _key(headers) else 401, "API key not valid. Please pass a valid API key."), None
        if found is None:
            return refused(404, f"no {method} {bare}"), None
        if fault is not None and fault.status >= 400:
            return refused(fault.status, fault.message, fault.retry_after), fault
        if fault is not None and not fault.sells:
            return Said({}), fault
        row, match = found
        return row[3](self, heard, match), fault

    def sold(self, kind: str) -> None:
        """Count something that was made for money."""
        with self.turn:
            self.paid[kind] += 1

    def asked(self, kind: str) -> list[Heard]:
        """The calls that would buy something of a kind."""
        return [heard for heard in self.heard if heard.paid == kind]

    def left(self) -> None:
        with self.turn:
            self._open -= 1

    def _knows(self, headers: Mapping[str, str]) -> bool:
        key = _key(headers)
        return bool(key) and (not self.keys or key in self.keys)


def _key(headers: Mapping[str, str]) -> str:
    found = {name.lower(): value for name, value in headers.items()}
    return found.get("x-goog-api-key") or found.get("authorization", "").removeprefix("Bearer ")


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_of_it: GeminiServer

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Nothing on standard error."""

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_DELETE(self) -> None:
        self._serve()

    def _serve(self) -> None:
        server = self.server_of_it
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = json.loads(raw) if raw[:1] in (b"{", b"[") else raw
        said, fault = server.answer(self.command, self.path, dict(self.headers.items()), body)
        try:
            time.sleep(server.latency + (fault.wait if fault else 0.0))
            self._say(said, fault)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        finally:
            server.left()

    def _say(self, said: Said, fault: Fault | None) -> None:
        body = said.body if isinstance(said.body, bytes) else json.dumps(said.body).encode()
        if fault is not None and fault.raw is not None:
            body = fault.raw
        cut = fault.cut if fault is not None else said.cut
        if cut != 0:
            self.send_response(said.status)
            self.send_header("Content-Type", said.kind)
            self.send_header("Content-Length", str(len(body)))
            for name, value in said.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body[:cut])
        if cut is not None:
            self.wfile.flush()
            self.close_connection = True


def _generate(server: GeminiServer, heard: Heard, match: re.Match[str]) -> Said:
    model = match["model"]
    if server.models and model not in server.models:
        return refused(404, f"models/{model} is not found for API version v1, or is not supported for generateContent.")
    with server.turn:
        body = server.says.pop(0) if server.says else None
    told = dict(server.draws(heard) if body is None else body)
    if isinstance(told.get("error"), dict):
        return Said(told, told["error"]["code"])
    if is_sold(told):
        server.sold("image")
    return Said({"modelVersion": model, "responseId": "r1", **told})


ROUTES.append(("POST", r"/[^/]+/models/(?P<model>[^/:]+):generateContent", "image", _generate))


def is_sold(told: Mapping[str, Any]) -> bool:
    """Whether tokens of an answer were made, and so are paid for."""
    return bool(told.get("usageMetadata", {}).get("candidatesTokenCount"))


def parts(heard: Heard) -> list[dict[str, Any]]:
    """All parts of what was asked, the words of the system left out."""
    return [part for content in heard.body.get("contents", []) for part in content.get("parts", [])]


def words(heard: Heard) -> str:
    """All words of what was asked, the system's before them."""
    system = heard.body.get("systemInstruction") or {}
    return "\n".join(part["text"] for part in [*system.get("parts", []), *parts(heard)] if "text" in part)


def pictures(heard: Heard) -> list[bytes]:
    """The files of all pictures that came along, in their order."""
    found = (part.get("inlineData") or part.get("inline_data") for part in parts(heard))
    return [base64.urlsafe_b64decode(one["data"].replace("+", "-").replace("/", "_")) for one in found if one]


def usage(pictures_in: int = 0, out: int = 1120) -> dict[str, Any]:
    """Tokens as Google counts them; a picture of 1K is 1,120."""
    told: dict[str, Any] = {
        "promptTokenCount": 300 + 258 * pictures_in,
        "totalTokenCount": 300 + 258 * pictures_in + out,
        "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 300}],
    }
    if out:
        told |= {"candidatesTokenCount": out, "candidatesTokensDetails": [{"modality": "IMAGE", "tokenCount": out}]}
    return told


def png(width: int, height: int, seed: str, kind: str = "PNG") -> bytes:
    """A picture that is another one for each seed, with something in each corner."""
    rgb = hashlib.sha256(seed.encode()).digest()
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    picture = Image.blend(picture, Image.new("RGB", (width, height), tuple(rgb[:3])), 0.6)
    ImageDraw.Draw(picture).ellipse((width // 4, height // 4, width // 2, height // 2), fill=tuple(rgb[3:6]))
    file = io.BytesIO()
    picture.save(file, kind)
    return file.getvalue()


def picture_body(content: bytes, kind: str = "image/png", told: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The body of an answer with a picture in it."""
    drawn = {"inlineData": {"mimeType": kind, "data": base64.b64encode(content).decode()}, "thoughtSignature": "c2ln"}
    return candidate([{"text": "Here it is."}, drawn], told=told)


def candidate(
    found: list[dict[str, Any]] | None, finish: str = "STOP", told: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The body of an answer with these parts, or with none."""
    content = {} if found is None else {"content": {"role": "model", "parts": found}}
    counted = usage() if told is None else dict(told)
    return {"candidates": [{**content, "finishReason": finish, "index": 0}], "usageMetadata": counted}


def draw(heard: Heard) -> dict[str, Any]:
    """A picture in the shape that was asked for, 96 pixels wide; it heeds no mask."""
    wanted = (heard.body.get("generationConfig") or {}).get("imageConfig") or {}
    across, down = (int(side) for side in wanted.get("aspectRatio", "1:1").split(":"))
    made = png(96, max(1, round(96 * down / across)), words(heard))
    return picture_body(made, told=usage(len(pictures(heard))))
