"""A story whose jobs are asked for in vain, whose model changes under it, and whose keys are echoed by everybody."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from storyforge.cli.main import run
from storyforge.media.pictures import as_png, open_picture
from storyforge.pipeline.spending import patience
from storyforge.providers import keys
from tests.cli.small import SCRIPT
from tests.cli.test_planted_keys import everything
from tests.providers.gemini_clips import Does, of
from tests.providers.gemini_server import Fault, GeminiServer, candidate
from tests.providers.openai_server import OpenAIServer, Say
from tests.providers.test_google_clips_story import KEY, MODEL, SHOTS, adjust, film, in_words, states
from tests.tale import Tale

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PICTURES = ("--with", "image=google:gemini-nano-banana-2.1")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A story up to its frames, drawn by rule."""
    root = tmp_path_factory.mktemp("attacked")
    (root / "key.fountain").write_text(SCRIPT.partition("EXT. GARDEN")[0], encoding="utf-8")
    assert run(["new", str(root / "key"), "--primary", str(root / "key.fountain")]) == 0
    tale = Tale(root / "key")
    assert tale.storyforge("run", "frames", "--auto") == 0
    adjust(tale, "")
    return root / "key"


@pytest.fixture
def tale(drawn: Path, tmp_path: Path) -> Tale:
    shutil.copytree(drawn, tmp_path / "key", symlinks=True)
    return Tale(tmp_path / "key")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[GeminiServer]:
    monkeypatch.setattr(keys, "_kept", {"GOOGLE_API_KEY": "", "GEMINI_API_KEY": ""})
    monkeypatch.setenv("GOOGLE_API_KEY", KEY)
    monkeypatch.setattr(patience, "LONGEST_PAUSE", 0.05)
    with GeminiServer(keys=(KEY,)) as running:
        monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", running.address)
        of(running).usual = Does(polls=1)
        yield running


def test_a_question_that_is_not_understood_buys_nothing_again(
    tale: Tale, server: GeminiServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """A job was once given up, and less of the same bought, because a question for it was turned away."""
    of(server).busy[400] = 1
    assert film(tale) == 1
    assert "rejects the request" in in_words(capsys.readouterr().err)
    assert states(tale) == ["settled"] * (SHOTS - 1) + ["submitted"] or states(tale) == ["received", "submitted"]
    assert film(tale) == 0
    assert server.paid["video"] == len(server.asked("video")) == SHOTS


def test_a_job_is_taken_up_though_its_model_is_said_to_take_less_by_now(
    tale: Tale, server: GeminiServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    adjust(tale, ", wait: 1")
    of(server).usual = Does(never=True)
    assert film(tale) == 1
    assert states(tale) == ["submitted"] * SHOTS
    own = tmp_path / "models.yaml"
    own.write_text("video:\n  google:gemini-omni-1.1-flash:\n    takes: [first, references, text]\n", "utf-8")
    monkeypatch.setenv("STORYFORGE_MODELS", str(own))
    for job in of(server).jobs.values():
        job.does = Does(polls=0)
    assert tale.storyforge("video", *MODEL) == 0
    assert server.paid["video"] == len(server.asked("video")) == SHOTS
    assert states(tale) == ["settled"] * SHOTS


def test_a_key_that_everybody_echoes_is_kept_nowhere(
    tale: Tale,
    server: GeminiServer,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of pictures, clips and voices: in errors, in answers that fail, and in what came and can't be used."""
    echoed = f"upstream saw x-goog-api-key: {KEY}"
    server.faults = [Fault(503, echoed), Fault(401, echoed), Fault(400, echoed), Fault(raw=echoed.encode())]
    for _ in range(2):
        assert tale.storyforge("keys", *PICTURES, "--max-cost", "5") != 0
    server.faults = [Fault(429, echoed, "0"), Fault(403, echoed)]
    assert film(tale) != 0
    of(server).does = [Does(polls=1, fails=echoed), Does(polls=1, filtered=f"safety: {echoed}"), Does(words=echoed)]
    assert tale.storyforge("video", *MODEL) != 0
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with OpenAIServer(otherwise=lambda _: Say(status=401, error={"message": echoed})) as speech:
        voices = f'  settings:\n    speech: {{api_base: "{speech.address}"}}\n'
        text = tale.read("story.yaml").replace("  settings:\n", voices, 1)
        tale.write("story.yaml", text)
        assert tale.storyforge("save", "-m", "voices") == 0
        asked = ("--with", "speech=litellm:openai/gpt-4o-mini-tts", "--max-cost", "1")
        assert tale.storyforge("asset", "voice", "preview", "anna", "--out", str(tmp_path / "a.wav"), *asked) != 0
        assert speech.heard
    said = capsys.readouterr()
    assert tale.storyforge("jobs", "--all", "--json") == 0
    assert "[key]" in said.err
    listed = capsys.readouterr().out
    assert len(json.loads(listed)["calls"]) >= 6
    assert KEY not in said.out + said.err + listed
    assert [name for name, content in everything(tale.root) if KEY.encode() in content] == []


PATCH = ("frame", "patch", "1A.start", "--rect", "40%,10%,20%x30%", "-m", "she wears a red hat", "--max-cost", "1")


def test_what_one_model_was_asked_another_was_not(tale: Tale, server: GeminiServer) -> None:
    """A doubt of one was once in the way of the other, and the picture of one was told as the other's."""
    server.faults = [Fault(raw=b"<html>")]
    assert tale.storyforge(*PATCH, "--with", "image=google:gemini-3-pro-image") == 1
    assert tale.storyforge(*PATCH, "--with", "image=google:gemini-3-pro-image") == 3
    assert tale.storyforge(*PATCH, *PICTURES) == 0
    assert states(tale) == ["doubt", "settled"]
    assert server.paid["image"] == len(server.asked("image")) == 2


def test_a_picture_of_ones_own_stays_ones_own_when_a_part_of_it_is_patched(tale: Tale, server: GeminiServer) -> None:
    frame = tale.root / "scenes" / "001" / "frames" / "1A-start.png"
    own = open_picture(frame.read_bytes(), "it").rotate(180)
    frame.write_bytes(as_png(own))
    assert tale.storyforge("save", "-m", "my own picture") == 0
    assert tale.storyforge(*PATCH, *PICTURES) == 0
    patched = frame.read_bytes()
    assert tale.storyforge("frames", "1", "--quick", "-m", "everything darker", "--auto") == 0
    assert frame.read_bytes() == patched
    assert server.paid["image"] == 1


def test_answers_that_were_deleted_before_they_were_committed_are_fetched_or_told(
    tale: Tale, server: GeminiServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """A clip is fetched again for nothing; a picture was bought, is gone, and is not bought again just so."""
    of(server).does = [Does(polls=1), Does(polls=1, fails="overloaded")]
    assert film(tale) == 1
    server.says.append(candidate(None, "IMAGE_SAFETY", {}))
    tried = ("prompts", "try", "1A", "--variants", "2", *PICTURES, "--max-cost", "3")
    assert tale.storyforge(*tried) == 0
    assert states(tale) == ["failed", "failed", "received", "received"]
    paid = dict(server.paid)
    shutil.rmtree(tale.root / ".git" / "storyforge" / "answers")
    assert tale.storyforge("jobs") == 0
    assert "not on this machine any more" in in_words(capsys.readouterr().out)
    assert states(tale) == ["failed", "failed", "spoilt", "submitted"]
    assert tale.storyforge("video", *MODEL) == 0
    assert server.paid["video"] == paid["video"] + 1, "the one that had failed"
    capsys.readouterr()
    assert tale.storyforge(*tried) == 0
    assert re.search(r"1A\.\d was bought from google:gemini-nano-banana-2.1 already", in_words(capsys.readouterr().out))
    assert server.paid["image"] == paid["image"] + 1, "the one that had been refused"


MOST = ("--max-cost", "9")
ONE = ("--max-takes", "1")
ASKED: dict[str, tuple[str, ...]] = {
    "keys": ("keys", "anna", *PICTURES, *MOST),
    "asset redo": ("asset", "redo", "anna", "-m", "ten years older", *PICTURES, *MOST),
    "frames": ("frames", "1", "--quick", "-m", "everything darker", *PICTURES, *MOST),
    "frame redo": ("frame", "redo", "1A.start", "-m", "everything darker", *PICTURES, *MOST),
    "frame redo until": (
        "frame",
        "redo",
        "1B.start",
        "-m",
        "everything darker",
        "--until",
        "0",
        "--max-takes",
        "1",
        *PICTURES,
        *MOST,
    ),
    "frame patch": (*PATCH, *PICTURES),
    "prompts try": ("prompts", "try", "1A", "--variants", "2", *PICTURES, *MOST),
    "style preview": ("style", "preview", "watercolour", "--out", "sheet.png", *PICTURES, *MOST),
}
NO_DRY_RUN = ("frame patch",)
APART = ("prompts try", "style preview")
"""What makes no part of the story: the same asked again is the same picture."""


@pytest.mark.parametrize("name", ASKED)
def test_every_command_that_makes_pictures_asks_when_it_may_and_once(
    tale: Tale,
    server: GeminiServer,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    command = ASKED[name]
    if "frame" in name:
        assert tale.storyforge("keys", "anna", "tom", "--auto") == 0
    if name not in NO_DRY_RUN:
        before = tale.head
        assert tale.storyforge(*command, "--dry-run") == 0
        assert (tale.head, server.heard) == (before, [])
    with monkeypatch.context() as away:
        away.setenv("STORYFORGE_OFFLINE", "")
        assert tale.storyforge(*command, "--offline") != 0
    assert "offline" in in_words(capsys.readouterr().err)
    bare = tuple(part for part in command if part not in ("--max-cost", "9", "1"))
    assert server.heard == []
    assert tale.storyforge(*bare) != 0 or name == "keys"
    heard = len(server.heard)
    assert tale.storyforge(*command) == 0, in_words(capsys.readouterr().err)
    assert len(server.asked("image")) > heard or name == "keys"
    bought = server.paid["image"]
    if name in APART:
        assert tale.storyforge(*command) == 0
        assert server.paid["image"] == bought
    found = [state for state in states(tale) if state != "failed"]
    assert found == ["received" if name in APART else "settled"] * bought


OUTSIDE = ["../../../secret.png", "../../story.yaml", "shots.yaml"]


@pytest.mark.parametrize("file", OUTSIDE)
def test_a_picture_lies_nowhere_but_among_the_pictures(
    tale: Tale, server: GeminiServer, tmp_path: Path, file: str
) -> None:
    """A story of a stranger may say that its picture is another file: it is neither sent, nor written, nor removed."""
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"SECRET-of-its-reader")
    path = "scenes/001/frames.yaml"
    text = tale.read(path)
    tale.write(path, text.replace("frames/1A-start.png", file, 1))
    assert tale.storyforge("keys", "anna", "tom", "--auto") == 0
    assert tale.storyforge("save", "-m", "a stranger's") in (0, 1, 2, 3)
    kept = {name: tale.read(name) for name in ("story.yaml", "scenes/001/shots.yaml")}
    for command in (
        ("frame", "redo", "1A.end", "-m", "everything darker", *PICTURES, *MOST),
        (*PATCH, *PICTURES),
        ("frames", "1", "--quick", "-m", "everything darker"),
    ):
        assert tale.storyforge(*command) in (0, 1, 2, 3)
    assert secret.read_bytes() == b"SECRET-of-its-reader"
    assert kept == {name: tale.read(name) for name in kept}
    assert not [heard for heard in server.heard if b"U0VDUkVU" in json.dumps(heard.body).encode()]
