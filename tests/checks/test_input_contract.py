"""What a model of clips would not take of a shot is told before anything is paid, with the line to be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storyforge.providers import IMAGE, VIDEO
from tests.checks.conftest import PROMPTS_1, SHOTS_1, STORY
from tests.pipeline.scripted_media import ScriptedCamera

if TYPE_CHECKING:
    from pathlib import Path

    from tests.checks.conftest import Look
    from tests.tale import Tale

SHOTS, PROMPTS = "scenes/001/shots.yaml", "scenes/001/prompts.yaml"
VEO, OMNI = "vertex:veo-3.1-lite-generate-001", "google:gemini-omni-1.1-flash"


def asks(model: str, settings: str = "") -> dict[str, str | None]:
    more = f"\n  settings: {{video: {settings}}}" if settings else ""
    return {"story.yaml": f"{STORY}models:\n  video: {model}{more}\n"}


def contract(text: str) -> dict[str, str | None]:
    return {PROMPTS: f"{PROMPTS_1}    input_contract: {text}\n"}


@pytest.mark.parametrize("model", ["offline", "elsewhere:unheard-of"])
def test_a_model_that_no_row_knows_is_not_judged(look: Look, model: str) -> None:
    assert look("input_contract", {**asks(model), SHOTS: SHOTS_1.replace("frames: 96", "frames: 960")}) == []


@pytest.mark.parametrize(
    ("changes", "severity", "message", "place"),
    [
        (
            {**asks(VEO), SHOTS: SHOTS_1.replace("frames: 96", "frames: 201")},
            "error",
            "1B lasts 8.38 s; vertex:veo-3.1-lite-generate-001 sells 8 s at most.",
            (SHOTS, 11),
        ),
        (
            {**asks(OMNI), SHOTS: SHOTS_1.replace("frames: 96", "frames: 60")},
            "error",
            "The words of 1B take 3.08 s to say and it lasts 2.5 s: words would be dropped.",
            (SHOTS, 11),
        ),
        (
            {**asks(OMNI), **contract("{sends: references, references: [anna, tom, kitchen, lamp]}")},
            "error",
            "1B sends 4 reference pictures; google:gemini-omni-1.1-flash takes 3 reference pictures.",
            (PROMPTS, 6),
        ),
        (
            {**asks(OMNI), **contract("{sends: references}")},
            "error",
            "1B sends references and names none.",
            (PROMPTS, 6),
        ),
        (
            {**asks(OMNI), **contract("{sends: references, references: [anna]}")},
            "warning",
            "1B sends references, which go without its frames: it may begin and end differently.",
            (PROMPTS, 6),
        ),
        (
            {**asks(VEO), PROMPTS: f"{PROMPTS_1}    video: {'Anna opens a drawer. ' * 200}\n"},
            "error",
            "The video prompt of 1B is about 1050 tokens; vertex:veo-3.1-lite-generate-001 reads 1024 of them.",
            (PROMPTS, 6),
        ),
        (
            asks(VEO, "{resolution: 4k}"),
            "error",
            "vertex:veo-3.1-lite-generate-001 sells no 4k; it sells 720p, 1080p.",
            ("story.yaml", 7),
        ),
        (
            asks(OMNI, "{seed: 4}"),
            "warning",
            "google:gemini-omni-1.1-flash takes no seed: it is left out.",
            ("story.yaml", 7),
        ),
        (
            asks(OMNI, "{sound: false}"),
            "warning",
            "1B has words, and google:gemini-omni-1.1-flash is asked for no sound: they must be recorded apart.",
            ("story.yaml", 7),
        ),
    ],
)
def test_what_does_not_go_together_is_told_at_its_line(
    look: Look, changes: dict[str, str | None], severity: str, message: str, place: tuple[str, int]
) -> None:
    found = [one for one in look("input_contract", changes) if one.severity != "note"]
    assert (found[0].severity, found[0].message) == (severity, message)
    assert (found[0].path, found[0].line) == place
    assert found[0].hint


def test_a_length_that_is_not_on_sale_is_a_note_with_the_next_longer_one(look: Look) -> None:
    first, second = look("input_contract", asks(VEO, "{resolution: 1080p}"))
    assert {first.severity, second.severity} == {"note"}
    assert first.message == (
        "vertex:veo-3.1-lite-generate-001 does not sell the length of 3 shots: "
        "1A 3.0 as 8 s, 1B 4.0 as 8 s, 1C 2.0 as 8 s."
    )
    assert "cost advise" in first.hint


def test_a_model_without_end_frames_is_given_the_first_alone_and_that_is_told(
    look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "own.yaml"
    file.write_text("video: {'mine:still': {prices: {720p: 0.1}, durations: [8], takes: [first], sound: true}}")
    monkeypatch.setenv("STORYFORGE_MODELS", str(file))
    told = [one.message for one in look("input_contract", asks("mine:still")) if one.severity == "warning"]
    assert told[0] == "mine:still does not take first+last of 1A; it would be sent first alone."
    (found,) = [
        one
        for one in look("input_contract", {**asks("mine:still"), **contract("{sends: text}")})
        if one.severity == "error"
    ]
    assert found.message == "mine:still takes nothing of what 1B sends (text)."


def test_nothing_is_agreed_to_and_nothing_bought_of_what_would_not_be_taken(
    prompted: Tale, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(VIDEO.table, "scripted", "tests.pipeline.scripted_media:ScriptedCamera")
    monkeypatch.setattr(ScriptedCamera, "asked", [])
    file = tmp_path / "own.yaml"
    file.write_text("video: {'scripted:one': {prices: {720p: 0.1}, durations: [1], takes: [first+last, first]}}")
    monkeypatch.setenv("STORYFORGE_MODELS", str(file))
    assert prompted.storyforge("run", "frames", "--auto") == 0
    capsys.readouterr()
    assert prompted.storyforge("run", "--auto", "--with", "video=scripted:one", "--max-cost", "50") == 3
    said = capsys.readouterr().err
    assert "scripted:one sells 1 s at most. " in said
    assert "storyforge cost routes" in said
    assert not ScriptedCamera.asked
    file.write_text(
        "video: {'scripted:one': {prices: {720p: 0.1}, durations: [8], takes: [first+last, first], sound: true}}"
    )
    assert prompted.storyforge("run", "--auto", "--with", "video=scripted:one", "--max-cost", "50") == 0
    assert ScriptedCamera.asked


def test_a_model_that_was_shut_down_is_told_before_it_is_asked(
    prompted: Tale, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(IMAGE.table, "scripted", "tests.pipeline.scripted_media:ScriptedArtist")
    file = tmp_path / "own.yaml"
    file.write_text("image: {'scripted:old': {ends: 2020-01-01}}")
    monkeypatch.setenv("STORYFORGE_MODELS", str(file))
    prompted.storyforge("frames", "1", "--with", "image=scripted:old", "--dry-run")
    prompted.storyforge("frames", "1", "--with", "image=scripted:old")
    told = capsys.readouterr().err
    assert "warning: scripted:old was shut down by its maker on 2020-01-01; others that can make it: " in told
