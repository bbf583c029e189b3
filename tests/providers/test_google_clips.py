"""Clips by Google's real client, against a server that speaks its language: what is sent, and what comes of it."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from storyforge.errors import (
    BusyError,
    FailedError,
    InDoubtError,
    JobFailedError,
    JobLostError,
    KeyRefusedError,
    NotMadeError,
    NotTakenError,
    RequestError,
    SpoiltError,
    TooLongClipError,
    UnreachableError,
)
from storyforge.model.blocking import Blocking
from storyforge.model.framing import FrameSpec, PlaceSeen
from storyforge.model.money import Cost
from storyforge.model.story import MediaSettings
from storyforge.providers.base import CancelsJobs, Reference, TakesJobs, VideoRequest
from storyforge.providers.google_clips import Ticket
from storyforge.providers.google_video import GoogleVideo
from storyforge.providers.vertex_video import VertexVideo
from tests.providers.gemini_clips import Does, mp4, of
from tests.providers.gemini_server import Fault, GeminiServer, png

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.providers.base import Sent

OMNI, VEO = "gemini-omni-1.1-flash", "veo-3.1-lite-generate-001"
START, END = png(64, 36, "start"), png(64, 36, "end")
FACE, PLACE = png(32, 32, "face"), png(32, 32, "place")
MADE: dict[str, type[GoogleVideo | VertexVideo]] = {"google": GoogleVideo, "vertex": VertexVideo}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[GeminiServer]:
    monkeypatch.setenv("GEMINI_API_KEY", "a-key-of-mine-1234")
    monkeypatch.delenv("STORYFORGE_OFFLINE", raising=False)
    with GeminiServer() as running:
        yield running


def opened(service: str, server: GeminiServer, **settings: Any) -> GoogleVideo | VertexVideo:
    asked = {"api_base": server.address, "timeout": 20, "project": "p1", "location": "us-central1", **settings}
    model = OMNI if service == "google" else VEO
    return MADE[service].opened(model, MediaSettings.model_validate(asked))


def request(sent: Sent = "first+last", frames: int = 84, rate: str = "24", **other: Any) -> VideoRequest:
    spec = FrameSpec(
        "3A", "3", frames, Fraction(rate), "MS", "eye", "static", "ada", Blocking(), PlaceSeen("k", "Kitchen")
    )
    references = (Reference(FACE, "face", "Ada"), Reference(PLACE, "establishing", "Kitchen"))
    return VideoRequest("Ada turns to the door.", spec, START, END, sent=sent, references=references, **other)


def fetched(provider: Any, job: str) -> Any:
    """What comes of a job in the end."""
    for _ in range(20):
        reply = provider.fetch(job)
        if reply is not None:
            return reply
    raise AssertionError("it never came")


def files(body: Any) -> list[bytes]:
    """The pictures in a request, in their order."""
    text = json.dumps(body)
    found = [
        piece.partition('"')[0] for name in ('"data": "', '"bytesBase64Encoded": "') for piece in text.split(name)[1:]
    ]
    return [base64.b64decode(piece) for piece in found]


OMNI_SENDS = {
    "first+last": (
        "image_to_video",
        [START, END],
        "Image 1 is the first frame of the shot, exactly. Image 2 is its last",
    ),
    "first": ("image_to_video", [START], "Image 1 is the first frame of the shot, exactly. What comes after"),
    "references": ("reference_to_video", [FACE, PLACE], "Image 1: a face (Ada)\nImage 2: the place (Kitchen)"),
    "text": ("text_to_video", [], "Ada turns to the door."),
}


@pytest.mark.parametrize("sent", OMNI_SENDS)
def test_what_omni_is_sent(server: GeminiServer, sent: Sent) -> None:
    task, pictures, words = OMNI_SENDS[sent]
    provider = opened("google", server, resolution="720p")
    reply = fetched(provider, provider.submit(request(sent)))
    body = server.asked("video")[0].body
    assert body["background"] is True
    assert body["generation_config"] == {"video_config": {"task": task}}
    wanted = {"type": "video", "aspect_ratio": "16:9", "duration": "4s", "resolution": "720p", "delivery": "uri"}
    assert body["response_format"] == wanted
    assert files(body) == pictures
    assert words in json.loads(json.dumps(body["input"]))[0]["content"][0]["text"]
    assert "negative" not in json.dumps({**body, "input": ""})
    assert "No captions, subtitles" in json.dumps(body["input"]), "what is not wanted is among the words"
    assert reply.value.mp4 == mp4(4.0, (64, 36), 24, sound=True), "to the byte"
    assert server.paid["video"] == 1


VEO_SENDS = {"first+last": {"image", "lastFrame"}, "first": {"image"}, "references": {"referenceImages"}, "text": set()}


@pytest.mark.parametrize("sent", VEO_SENDS)
def test_what_veo_is_sent(server: GeminiServer, sent: Sent) -> None:
    provider = opened("vertex", server, seed=7, sound=False)
    asked = request(sent)
    fetched(provider, provider.submit(asked))
    body = server.asked("video")[0].body
    assert set(body["instances"][0]) == VEO_SENDS[sent] | {"prompt"}
    assert body["instances"][0]["prompt"] == "Ada turns to the door."
    assert files(body) == list(OMNI_SENDS[sent][1])
    told = body["parameters"]
    assert told["durationSeconds"] == (8 if sent == "references" else 4), "references are sold for 8 s alone"
    assert (told["seed"], told["generateAudio"], told["resolution"], told["sampleCount"]) == (7, False, "720p", 1)
    assert "lettering" in told["negativePrompt"]
    assert "/projects/p1/locations/us-central1/publishers/google/models/" in server.asked("video")[0].path


LENGTHS = {(84, "24"): 4, (96, "24"): 4, (97, "24"): 5, (72, "24"): 3, (12, "24"): 3, (240, "24"): 10, (250, "25"): 10}


@pytest.mark.parametrize(("frames", "rate"), LENGTHS)
def test_the_next_length_on_sale_is_bought_and_priced(server: GeminiServer, frames: int, rate: str) -> None:
    provider = opened("google", server)
    asked = request("text", frames, rate)
    seconds = LENGTHS[frames, rate]
    job = provider.submit(asked)
    assert server.asked("video")[0].body["response_format"]["duration"] == f"{seconds}s"
    estimate, paid = provider.price(asked), fetched(provider, job).cost
    assert estimate.amount is not None
    assert paid.amount is not None
    assert float(paid.amount) == pytest.approx(0.10136 * seconds + 400 * 1.5 / 1e6)
    assert float(estimate.amount) == pytest.approx(0.10136 * seconds, abs=0.002)


def test_a_shot_that_no_clip_is_long_enough_for_is_told_before_anything_is_sent(server: GeminiServer) -> None:
    provider = opened("google", server)
    with pytest.raises(TooLongClipError, match=r"10\.5 s long.*at most 10 s"):
        provider.price(request("text", 252))
    assert not server.heard


def test_a_draft_is_bought_at_the_cheapest_known_price(server: GeminiServer) -> None:
    provider = opened("vertex", server, resolution="1080p")
    final, draft = request("first"), request("first", draft=True)
    assert provider.price(final) == Cost(Decimal("0.64")), "1080p is sold for 8 s alone"
    assert provider.price(draft) == Cost(Decimal("0.20"))
    provider.submit(draft)
    assert server.asked("video")[0].body["parameters"]["resolution"] == "720p"


ENDS: dict[str, tuple[Does, type[FailedError], str]] = {
    "refused": (Does(filtered="blocked by safety policy"), NotMadeError, "blocked by safety policy"),
    "words": (Does(words="I can't film that."), NotMadeError, "I can't film that"),
    "not taken": (Does(fails="two images are not supported", code="invalid_argument"), NotTakenError, "two images"),
    "failed": (Does(fails="the model is overloaded"), JobFailedError, "overloaded"),
    "gone": (Does(gone=True), SpoiltError, "gone|no file"),
}


@pytest.mark.parametrize(
    ("service", "end"), [(service, end) for service in MADE for end in ENDS if (service, end) != ("vertex", "words")]
)
def test_jobs_that_bring_no_clip(server: GeminiServer, service: str, end: str) -> None:
    does, error, words = ENDS[end]
    of(server).does = [does]
    provider = opened(service, server)
    job = provider.submit(request())
    with pytest.raises(error, match=words):
        fetched(provider, job)


STATUSES = {
    429: BusyError, 500: BusyError, 503: BusyError, 400: NotTakenError, 401: KeyRefusedError, 504: InDoubtError,
}  # fmt: skip


@pytest.mark.parametrize("service", MADE)
@pytest.mark.parametrize("status", STATUSES)
def test_a_request_that_is_turned_away_leaves_once(server: GeminiServer, service: str, status: int) -> None:
    server.faults = [Fault(status, retry_after="7")]
    with pytest.raises(STATUSES[status]) as caught:
        opened(service, server).submit(request())
    assert len(server.asked("video")) == 1
    assert not server.paid["video"]
    if isinstance(caught.value, BusyError):
        assert caught.value.after == 7


@pytest.mark.parametrize("service", MADE)
def test_a_request_whose_answer_is_lost_is_in_doubt(server: GeminiServer, service: str) -> None:
    server.faults = [Fault(cut=0), Fault(raw=b"<html>"), Fault(wait=1.5)]
    for timeout in (20, 20, 1):
        with pytest.raises(InDoubtError):
            opened(service, server, timeout=timeout).submit(request())
    assert server.paid["video"] == 3, "and it was sold"


@pytest.mark.parametrize("service", MADE)
def test_a_service_that_is_not_there_sold_nothing(service: str) -> None:
    with GeminiServer() as gone:
        pass
    with pytest.raises(UnreachableError):
        opened(service, gone).submit(request())


@pytest.mark.parametrize("service", MADE)
@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_question_that_is_turned_away_says_nothing_of_the_job(
    server: GeminiServer, service: str, status: int
) -> None:
    provider = opened(service, server)
    job = provider.submit(request())
    of(server).busy[status] = 2
    for _ in range(2):
        with pytest.raises(BusyError):
            provider.fetch(job)
    assert fetched(provider, job).value.mp4
    with pytest.raises(JobLostError):
        provider.fetch(str(Ticket(Ticket.read(job).job[:-1] + "f", 4, "720p")))


def test_a_file_comes_whole_or_not_at_all(server: GeminiServer) -> None:
    of(server).usual = Does(polls=1, cuts=2)
    provider = opened("google", server)
    job = provider.submit(request())
    for _ in range(2):
        with pytest.raises(InDoubtError, match="broke off"):
            provider.fetch(job)
    assert provider.fetch(job).value.mp4 == mp4(4.0, (64, 36), 24, sound=True)  # type: ignore[union-attr]


def test_a_file_that_comes_along_is_taken(server: GeminiServer) -> None:
    of(server).usual = Does(inline=True)
    provider = opened("google", server)
    assert fetched(provider, provider.submit(request())).value.mp4 == mp4(4.0, (64, 36), 24, sound=True)
    assert not [heard for heard in server.heard if "download" in heard.path]


def test_omni_gives_a_job_up_and_veo_can_not(server: GeminiServer) -> None:
    of(server).usual = Does(never=True)
    omni, veo = opened("google", server), opened("vertex", server)
    assert isinstance(omni, CancelsJobs)
    assert not isinstance(veo, CancelsJobs)
    assert isinstance(omni, TakesJobs)
    assert isinstance(veo, TakesJobs)
    job = omni.submit(request())
    assert omni.cancel(job)
    assert not server.paid["video"]
    with pytest.raises(JobFailedError, match="given up"):
        omni.fetch(job)
    of(server).usual = Does()
    done = omni.submit(request())
    fetched(omni, done)
    assert not omni.cancel(done), "it was finished first"


ASKS = """
import sys
from tests.providers.test_google_clips import *
class There:
    address = sys.argv[1]
provider = opened(sys.argv[2], There)
print(len(fetched(provider, sys.argv[3]).value.mp4))
"""


@pytest.mark.parametrize("service", MADE)
def test_another_process_asks_for_the_job(server: GeminiServer, service: str) -> None:
    job = opened(service, server).submit(request())
    command = [sys.executable, "-c", ASKS, server.address, service, job]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) == len(mp4(4.0, (64, 36), 24, sound=True))
    assert server.paid["video"] == 1


def test_settings_that_a_model_does_not_sell_are_refused(server: GeminiServer) -> None:
    with pytest.raises(RequestError, match="sells no clips at 480p"):
        opened("google", server, resolution="480p")
    with pytest.raises(RequestError, match="needs to know which model"):
        GoogleVideo.opened("", MediaSettings())
    with pytest.raises(RequestError, match="project"):
        opened("vertex", server, project=None).submit(request())


def test_a_key_is_written_nowhere(server: GeminiServer) -> None:
    server.faults = [Fault(400, message="bad key a-key-of-mine-1234 in the address")]
    provider = opened("google", server)
    with pytest.raises(FailedError) as caught:
        provider.submit(request())
    assert "a-key-of-mine-1234" not in f"{caught.value} {provider!r} {provider.parameters}"
