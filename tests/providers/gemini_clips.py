"""Clips on the local server: Omni's interactions, Veo's operations, and files to be fetched.

What becomes of a job is decided as it is handed in: the next of `of(server).does`, else a clip as it was asked for. A
clip is sold when its job is taken, unless it comes to nothing; one that is given up is not sold.
"""

from __future__ import annotations

import base64
import subprocess
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storyforge.media.ffmpeg import program
from tests.providers.gemini_server import ROUTES, GeminiServer, Said, refused

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from tests.providers.gemini_server import Heard

HOST = "https://generativelanguage.googleapis.com/v1/files/"
"""Where Google says that its files are; the client asks for them where it asks for everything else."""
TOKENS = 5792
"""Tokens of a second at 720p."""


@dataclass(frozen=True)
class Does:
    """What becomes of a job; `never` never ends, `fails` brings nothing and costs nothing, `filtered` neither.

    `status` is what its end is called, `tokens` what is counted of what went in, where that is not as usual.
    `cuts` is how often its file breaks off when it is fetched, `gone` that it is not there any more; `polls` are the
    questions after which it is over.
    """

    polls: int = 2
    never: bool = False
    seconds: float | None = None
    size: tuple[int, int] | None = None
    rate: int = 24
    sound: bool = True
    file: bytes | None = None
    inline: bool = False
    cuts: int = 0
    gone: bool = False
    fails: str = ""
    code: str = ""
    filtered: str = ""
    words: str = ""
    status: str | None = None
    tokens: int | None = None

    @property
    def sells(self) -> bool:
        """Whether a clip is made."""
        return not (self.fails or self.filtered or self.words)


@dataclass
class Job:
    """One job: what was asked, what becomes of it, and how often it was asked for."""

    heard: Heard
    does: Does
    seconds: float
    aspect: str
    asked: int = 0
    cancelled: bool = False
    downloads: int = 0

    @property
    def over(self) -> bool:
        return self.cancelled or (not self.does.never and self.asked >= self.does.polls)

    @property
    def file(self) -> bytes:
        if self.does.file is not None:
            return self.does.file
        wide, high = (int(side) for side in self.aspect.split(":"))
        size = self.does.size or ((64, 36) if wide > high else (36, 64))
        return mp4(self.does.seconds or self.seconds, size, self.does.rate, sound=self.does.sound)


@dataclass
class Clips:
    """What the server knows of clips."""

    jobs: dict[str, Job] = field(default_factory=dict)
    does: list[Does] = field(default_factory=list)
    usual: Does = field(default_factory=Does)
    refuses: Callable[[Job], str] = lambda _: ""
    """Why a request is not taken (400), empty where it is."""
    busy: Counter[int] = field(default_factory=Counter)
    """Status -> how many questions for jobs are turned away with it."""


def of(server: GeminiServer) -> Clips:
    """The clips of a server."""
    found: Clips = server.state.setdefault("clips", Clips())
    return found


@cache
def mp4(seconds: float, size: tuple[int, int], rate: int, *, sound: bool) -> bytes:
    """A small clip that plays."""
    wide, high = size
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "clip.mp4")
        picture = ["-f", "lavfi", "-i", f"testsrc2=s={wide}x{high}:r={rate}:d={seconds}"]
        heard = ["-f", "lavfi", "-i", f"sine=f=440:d={seconds}", "-c:a", "aac", "-b:a", "32k"] if sound else []
        made = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-movflags", "+faststart"]
        subprocess.run([program().path, "-v", "error", *picture, *heard, *made, str(out)], check=True)
        return out.read_bytes()


def _taken(server: GeminiServer, heard: Heard, seconds: float, aspect: str) -> tuple[str, Job] | Said:
    clips = of(server)
    with server.turn:
        does = clips.does.pop(0) if clips.does else clips.usual
        job = Job(heard, does, seconds, aspect)
        why = clips.refuses(job)
        if why:
            return refused(400, why)
        number = f"{len(clips.jobs) + 1:08x}"
        clips.jobs[number] = job
        if does.sells:
            server.sold("video")
    return number, job


def _turned_away(server: GeminiServer) -> Said | None:
    busy = of(server).busy
    with server.turn:
        status = next((status for status, left in busy.items() if left > 0), None)
        if status is None:
            return None
        busy[status] -= 1
    return refused(status)


def _create(server: GeminiServer, heard: Heard, match: re.Match[str]) -> Said:
    del match
    wanted = heard.body["response_format"]
    taken = _taken(server, heard, float(wanted.get("duration", "5s").rstrip("s")), wanted["aspect_ratio"])
    if isinstance(taken, Said):
        return taken
    number, job = taken
    return Said(_interaction(number, job))


def _interaction(number: str, job: Job) -> dict[str, Any]:
    told: dict[str, Any] = {"id": f"v1_{number}", "object": "interaction", "model": job.heard.body["model"]}
    told |= {"created": "2026-11-20T12:00:00Z", "updated": "2026-11-20T12:00:00Z", "role": "model"}
    does = job.does
    if job.cancelled:
        return {**told, "status": "cancelled"}
    if not job.over:
        return {**told, "status": "in_progress"}
    if does.fails:
        return {**told, "status": "failed", "errors": [{"code": does.code or "internal", "message": does.fails}]}
    if does.filtered:
        step = {"type": "model_output", "error": {"code": 3, "message": does.filtered}}
        return {**told, "status": "failed", "steps": [step], "errors": [{"code": "safety", "message": does.filtered}]}
    tokens = 0 if does.words else round(TOKENS * job.seconds)
    sent = 400 if does.tokens is None else does.tokens
    usage = {"total_input_tokens": sent, "total_output_tokens": tokens or 12, "total_tokens": sent + (tokens or 12)}
    part: dict[str, Any] = {"type": "video", "mime_type": "video/mp4"}
    if does.words:
        part = {"type": "text", "text": does.words}
    elif does.inline:
        part["data"] = base64.b64encode(job.file).decode()
    else:
        part["uri"] = f"{HOST}{number}:download?alt=media"
    steps = [{"type": "thought", "signature": "c2ln"}, {"type": "model_output", "content": [part]}]
    status = "completed" if does.status is None else does.status
    return {**told, "status": status, "steps": steps, "usage": usage}


def _get(server: GeminiServer, heard: Heard, match: re.Match[str]) -> Said:
    del heard
    away = _turned_away(server)
    if away is not None:
        return away
    job = of(server).jobs.get(match["job"])
    if job is None:
        return refused(404, f"no interaction v1_{match['job']}")
    job.asked += 1
    return Said(_interaction(match["job"], job))


def _cancel(server: GeminiServer, heard: Heard, match: re.Match[str]) -> Said:
    del heard
    job = of(server).jobs.get(match["job"])
    if job is None:
        return refused(404, f"no interaction v1_{match['job']}")
    with server.turn:
        if not job.over:
            job.cancelled = True
            server.paid["video"] -= job.does.sells
    return Said(_interaction(match["job"], job))


def _download(server: GeminiServer, heard: Heard, match: re.Match[str]) -> Said:
    del heard
    job = of(server).jobs.get(match["file"])
    if job is None or job.does.gone:
        return refused(404, "the file is not there any more")
    job.downloads += 1
    content = job.file
    if job.downloads <= job.does.cuts:
        return Said(content, kind="video/mp4", cut=len(content) // 2)
    return Said(content, kind="video/mp4")


def _predict(server: GeminiServer, heard: Heard, match: re.Match[str]) -> Said:
    told = heard.body.get("parameters", {})
    taken = _taken(server, heard, float(told.get("durationSeconds", 8)), told.get("aspectRatio", "16:9"))
    if isinstance(taken, Said):
        return taken
    return Said({"name": f"{match['model']}/operations/{taken[0]}"})


def _operation(server: GeminiServer, heard: Heard, match: re.Match[str]) -> Said:
    del match
    away = _turned_away(server)
    if away is not None:
        return away
    name = heard.body["operationName"]
    job = of(server).jobs.get(name.rpartition("/")[2])
    if job is None:
        return refused(404, f"no operation {name}")
    job.asked += 1
    if not job.over:
        return Said({"name": name, "metadata": {"@type": "x"}})
    does = job.does
    if does.fails:
        error = {"code": 3 if does.code == "invalid_argument" else 13, "message": does.fails}
        return Said({"name": name, "done": True, "error": error})
    if does.filtered:
        told: dict[str, Any] = {"raiMediaFilteredCount": 1, "raiMediaFilteredReasons": [does.filtered]}
        return Said({"name": name, "done": True, "response": told})
    video = {"bytesBase64Encoded": base64.b64encode(job.file).decode(), "mimeType": "video/mp4"}
    videos = [{"mimeType": "video/mp4"}] if does.gone else [video]
    return Said({"name": name, "done": True, "response": {"raiMediaFilteredCount": 0, "videos": videos}})


_MODEL = r"(?P<model>projects/[^/]+/locations/[^/]+/publishers/google/models/[^/:]+)"
ROUTES.extend(
    (
        ("POST", r"/[^/]+/interactions", "video", _create),
        ("GET", r"/[^/]+/interactions/v1_(?P<job>\w+)", "", _get),
        ("POST", r"/[^/]+/interactions/v1_(?P<job>\w+)/cancel", "", _cancel),
        ("GET", r"/[^/]+/files/(?P<file>\w+):download", "", _download),
        ("POST", rf"/[^/]+/{_MODEL}:predictLongRunning", "video", _predict),
        ("POST", rf"/[^/]+/{_MODEL}:fetchPredictOperation", "", _operation),
    )
)
