"""A story whose frames Google draws: what the server sold is what the ledger says, whatever goes wrong on the way."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from storyforge.cli.main import run
from storyforge.journal.ledger import Ledger
from storyforge.media.patching import rectangle, verify
from storyforge.media.pictures import open_picture
from storyforge.providers import keys
from tests.cli.small import SCRIPT
from tests.cli.test_planted_keys import everything
from tests.providers.gemini_server import Fault, GeminiServer, candidate, picture_body, pictures, png, usage, words
from tests.tale import Tale

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from storyforge.journal.calls import Entry

MODEL = "image=google:gemini-nano-banana-2.1"
KEY = "AIzaPlanted-0123456789-abcdef"
FRAMES = 9
"""Two establishing frames, and start and end frames of four shots, of which one has no end frame."""
SOLD = ("received", "settled", "spoilt")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A story up to its prompts, with the pictures of its people drawn by rule."""
    root = tmp_path_factory.mktemp("google")
    (root / "key.fountain").write_text(SCRIPT, encoding="utf-8")
    assert run(["new", str(root / "key"), "--primary", str(root / "key.fountain")]) == 0
    assert run(["-C", str(root / "key"), "run", "prompts", "--auto"]) == 0
    assert run(["-C", str(root / "key"), "keys", "--auto"]) == 0
    return root / "key"


@pytest.fixture
def tale(prepared: Path, tmp_path: Path) -> Tale:
    shutil.copytree(prepared, tmp_path / "key", symlinks=True)
    return Tale(tmp_path / "key")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[GeminiServer]:
    monkeypatch.setattr(keys, "_kept", {"GOOGLE_API_KEY": "", "GEMINI_API_KEY": ""})
    monkeypatch.setenv("GOOGLE_API_KEY", KEY)
    with GeminiServer(keys=(KEY,)) as running:
        monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", running.address)
        yield running


def draw(tale: Tale, *more: str) -> int:
    return tale.storyforge("frames", "--quick", "--with", MODEL, "--max-cost", "3", *more)


def calls(tale: Tale) -> list[Entry]:
    ledger = Ledger(tale.root / ".git" / "storyforge")
    try:
        return ledger.entries()
    finally:
        ledger.close()


def states(tale: Tale) -> list[str]:
    return sorted(entry.state for entry in calls(tale))


def in_words(text: str) -> str:
    """Output as a sentence: what stands on the screen is wrapped."""
    return " ".join(text.split())


def test_frames_are_bought_once_and_told_with_their_price(tale: Tale, server: GeminiServer) -> None:
    assert tale.storyforge("frames", "--with", MODEL, "--dry-run") == 0
    assert server.heard == [], "an estimate asks nobody"
    assert draw(tale) == 0
    assert server.paid == {"image": FRAMES}
    bought = calls(tale)
    assert [entry.state for entry in bought] == ["settled"] * FRAMES
    paid = sum((entry.price.amount for entry in bought if entry.price and entry.price.amount), Decimal(0))
    assert Decimal("0.0336") * FRAMES < paid < Decimal("0.04") * FRAMES
    assert paid <= sum((entry.call.estimate.amount or Decimal(0) for entry in bought), Decimal(0))
    assert f"Storyforge-Cost: {paid.normalize()} USD" in tale.git("log", "-1", "--format=%B")
    assert [heard for heard in server.heard if len(pictures(heard)) > 3] == []
    assert draw(tale) == 0
    assert server.paid == {"image": FRAMES}, "what is there is not asked for again"


def test_a_refusal_is_no_frame_and_what_it_took_is_told(
    tale: Tale, server: GeminiServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.says += [candidate(None, "IMAGE_SAFETY", usage()), {"promptFeedback": {"blockReason": "SAFETY"}}]
    assert draw(tale) == 1
    said = in_words(capsys.readouterr().err)
    assert "it holds the picture that it made to be unsafe" in said
    refused = [entry for entry in calls(tale) if entry.state == "failed"]
    assert len(refused) == 2
    assert {entry.price.amount for entry in refused if entry.price} >= {Decimal("0.03405")}
    assert server.paid["image"] == len([e for e in calls(tale) if e.state in SOLD]) + 1
    assert draw(tale) == 0
    assert server.paid["image"] == FRAMES + 1
    assert states(tale).count("settled") == FRAMES


def test_a_busy_service_is_asked_again_each_time_as_a_call_of_its_own(tale: Tale, server: GeminiServer) -> None:
    server.faults += [Fault(429, retry_after="0"), Fault(500), Fault(503, retry_after="0")]
    assert draw(tale) == 0
    assert states(tale) == ["failed"] * 3 + ["settled"] * FRAMES
    assert len(server.asked("image")) == FRAMES + 3
    assert server.paid == {"image": FRAMES}


@pytest.mark.parametrize(
    "body", [picture_body(png(64, 36, "x")[:200]), picture_body(b"MZ...", "application/x-dosexec")]
)
def test_what_is_sold_and_no_picture_is_kept_aside_and_not_bought_again(
    tale: Tale, server: GeminiServer, body: dict[str, object]
) -> None:
    server.says.append(body)
    assert draw(tale) == 1
    [spoilt] = [entry for entry in calls(tale) if entry.state == "spoilt"]
    assert server.paid["image"] == len([e for e in calls(tale) if e.state in SOLD])
    kept = [file for file in (tale.root / ".git" / "storyforge" / "answers").rglob("*spoilt*") if file.is_file()]
    assert any(file.read_bytes()[:3] in (b"\x89PN", b"MZ.") for file in kept)
    before = server.paid["image"]
    assert draw(tale) != 0
    assert server.paid["image"] == before, "not without its author's word"
    assert tale.storyforge("jobs", "resolve", str(spoilt.number), "--sold") == 0
    assert draw(tale) == 0
    assert server.paid["image"] == FRAMES + 1


@pytest.mark.parametrize("fault", [Fault(cut=80), Fault(504, sells=True), Fault(raw=b"{}")])
def test_a_call_in_doubt_waits_for_its_authors_word(tale: Tale, server: GeminiServer, fault: Fault) -> None:
    server.faults.append(fault)
    assert draw(tale) == 1
    [doubt] = [entry for entry in calls(tale) if entry.state == "doubt"]
    asked = len(server.asked("image"))
    assert draw(tale) != 0
    again = [entry for entry in calls(tale) if entry.call.key == doubt.call.key]
    assert [entry.state for entry in again] == ["doubt"]
    assert len(server.asked("image")) >= asked
    assert tale.storyforge("jobs", "resolve", str(doubt.number), "--not-sold") == 0
    assert draw(tale) == 0
    assert states(tale).count("settled") == FRAMES


def test_a_key_that_a_service_echoes_is_kept_nowhere(
    tale: Tale, server: GeminiServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.faults += [Fault(403, f"API key {KEY} may not"), Fault(400, f"bad request of {KEY}")]
    server.says.append(candidate([{"text": f"I see {KEY}."}], "SAFETY", usage(out=0)))
    assert draw(tale) == 1
    said = capsys.readouterr()
    assert "[key]" in said.err
    assert KEY not in said.out + said.err
    assert [name for name, content in everything(tale.root) if KEY.encode() in content] == []


def test_offline_asks_nobody(tale: Tale, server: GeminiServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert draw(tale, "--offline") == 2
    assert "this run is offline" in in_words(capsys.readouterr().err)
    assert server.heard == []


def test_a_model_that_is_not_there_is_named(
    tale: Tale, server: GeminiServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.models = ("gemini-3-pro-image",)
    assert draw(tale) == 1
    assert "is not to be had" in in_words(capsys.readouterr().err)
    assert not server.paid


def test_a_region_of_a_frame_is_patched_and_nothing_else(tale: Tale, server: GeminiServer) -> None:
    assert tale.storyforge("frames", "--quick") == 0
    frame = tale.root / "scenes" / "001" / "frames" / "1A-start.png"
    before = frame.read_bytes()
    region = rectangle("40%,10%,20%x30%", before)
    patch = ("frame", "patch", "1A.start", "--rect", "40%,10%,20%x30%", "-m", "she wears a red hat")
    assert tale.storyforge(*patch, "--with", MODEL, "--max-cost", "1") == 0
    after = frame.read_bytes()
    assert 0.03 < verify(before, after, region) <= 0.06
    [heard] = server.heard
    sent = pictures(heard)
    assert 2 <= len(sent) <= 3
    assert open_picture(sent[0], "base").size == open_picture(sent[1], "mask").size
    assert "Image 2 is a mask" in words(heard)
    assert "she wears a red hat" in words(heard)
    assert states(tale) == ["settled"]
    assert server.paid == {"image": 1}


def test_reference_pictures_of_people_are_drawn_with_their_face(tale: Tale, server: GeminiServer) -> None:
    server.says.append(candidate(None, "IMAGE_SAFETY", usage()))
    assert tale.storyforge("keys", "anna", "-m", "ten years older", "--with", MODEL, "--max-cost", "3") == 1
    assert tale.storyforge("keys", "anna", "-m", "ten years older", "--with", MODEL, "--max-cost", "3") == 0
    assert {len(pictures(heard)) for heard in server.heard} == {0, 1}
    assert all("a face (ANNA)" in words(heard) for heard in server.heard if pictures(heard))
    assert states(tale).count("failed") == 1
    assert server.paid["image"] == states(tale).count("settled") + 1


def test_killed_and_run_again_nothing_is_bought_twice(tale: Tale, server: GeminiServer) -> None:
    """Killed while answers are on their way; what came is used, and what did not is in doubt, never silently sent."""
    server.latency = 0.6
    program = [
        sys.executable,
        "-m",
        "storyforge",
        "-C",
        str(tale.root),
        "frames",
        "--quick",
        "--with",
        MODEL,
        "--max-cost",
        "3",
    ]
    killed = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ))
    _until(lambda: len(server.asked("image")) >= 3)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    server.latency = 0.0
    _until(lambda: server.paid["image"] == len(server.asked("image")))
    sold = server.paid["image"]
    came = len([entry for entry in calls(tale) if entry.state == "received"])
    assert draw(tale) != 0
    doubts = [entry for entry in calls(tale) if entry.state == "doubt"]
    assert 0 < sold - came <= len(doubts), "whatever was sold and did not come is in doubt"
    for doubt in doubts:
        assert tale.storyforge("jobs", "resolve", str(doubt.number), "--sold") == 0
    assert draw(tale) == 0
    assert server.paid["image"] == FRAMES + sold - came, "as undisturbed, and what its author sent again"
    assert states(tale).count("sold") == len(doubts)


def _until(is_so: Callable[[], bool], most: float = 30.0) -> None:
    """Wait for something that happens in another process."""
    end = time.monotonic() + most
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)
