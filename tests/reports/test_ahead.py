"""What is to come, in money: routes and why, drafts against finals, advice in exact amounts; and what was unusual."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from storyforge.errors import NoRouteError, RequestError
from storyforge.journal.calls import Call, Entry
from storyforge.model.money import FREE, Cost
from storyforge.model.story import Models
from storyforge.pipeline.session import Session
from storyforge.pipeline.spending.routing import Route, choose, named, routes, shown
from storyforge.providers import IMAGE, VIDEO
from storyforge.providers.media_catalogue import image_models, video_models
from storyforge.reports.advice import advise
from storyforge.reports.anomalies import anomalies
from storyforge.reports.comparing import compare
from storyforge.reports.costs import Spent
from storyforge.reports.media_providers import media_standing
from tests.pipeline.scripted_media import ScriptedCamera

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.story import Story
    from tests.tale import Tale

TODAY = date(2026, 11, 20)
CATALOGUE = """\
image:
  scripted:plain: {prices: {1K: 0.04, 2K: 0.08}, references: 3, quality: 2}
  scripted:fine: {prices: {1K: 0.07}, references: 3, quality: 4}
video:
  scripted:steps:
    prices: {1080p: 0.20, 720p: 0.10}
    silent: {1080p: 0.15, 720p: 0.05}
    durations: [2, 4, 6, 8]
    takes: [first+last, first]
    sound: true
    quality: 3
  scripted:any:
    prices: {720p: 0.50}
    durations: [1, 2, 3, 4, 5, 6, 7, 8]
    takes: [first+last, first, references, text]
    sound: true
    quality: 5
  scripted:mute: {prices: {720p: 0.01}, durations: [8], takes: [first+last, first], quality: 1}
  scripted:blind: {prices: {720p: 0.02}, durations: [8], takes: [first], sound: true, quality: 1}
  scripted:short: {prices: {720p: 0.02}, durations: [1], takes: [first+last, first], sound: true, quality: 1}
  scripted:new: {durations: [8], prices: {720p: unknown}, takes: [first+last, first], sound: true, quality: 5}
"""


@pytest.fixture(autouse=True)
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Models of our own beside the shipped ones, and nobody here but who makes by them."""
    file = tmp_path / "models.yaml"
    file.write_text(CATALOGUE)
    monkeypatch.setenv("STORYFORGE_MODELS", str(file))
    for registry, maker in ((IMAGE, "ScriptedArtist"), (VIDEO, "ScriptedCamera")):
        here = {"offline": registry.table["offline"], "scripted": f"tests.pipeline.scripted_media:{maker}"}
        monkeypatch.setattr(registry, "table", here)
    monkeypatch.setattr(ScriptedCamera, "asked", [])
    return file


@pytest.fixture
def story(prompted: Tale) -> Story:
    return Session.open(prompted.root).story


def route(story: Story, name: str, kind: Any = "video", *, draft: bool = False) -> Route:
    return next(one for one in routes(story, kind, TODAY, draft=draft) if one.name == name)


def test_each_model_of_the_catalogue_is_held_against_the_story(story: Story) -> None:
    assert {one.name for one in routes(story, "image", TODAY)} == set(image_models())
    assert {one.name for one in routes(story, "video", TODAY)} == set(video_models())
    steps = route(story, "scripted:steps")
    assert (steps.able, steps.ready) == (True, True)
    assert steps.seconds
    assert steps.whole == steps.left == Cost(Decimal("0.2") * steps.seconds)
    assert route(story, "scripted:steps", draft=True).whole == Cost(Decimal("0.1") * steps.seconds)
    assert route(story, "scripted:new").whole == Cost(None)
    every = route(story, "scripted:any")
    assert every.seconds
    assert every.seconds < steps.seconds, "who sells each second sells fewer of them"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("scripted:mute", "makes no sound, and"),
        ("scripted:blind", "takes no first+last, which"),
        ("scripted:short", "scripted:short sells 1 s at most"),
        ("vertex:veo-3.1-generate-001", "its maker no longer answers since 2026-11-17"),
    ],
)
def test_a_model_that_can_t_make_it_says_why(story: Story, name: str, why: str) -> None:
    found = route(story, name)
    assert not found.able
    assert any(why in reason for reason in found.why_not)


def test_auto_is_the_best_that_is_not_much_dearer_and_says_so(story: Story) -> None:
    steps, best = route(story, "scripted:steps"), route(story, "scripted:any")
    taken = [named(story, "video", name, TODAY) for name in ("auto", "auto:cheapest", "auto:best")]
    assert [one.name for one in taken] == ["scripted:steps", "scripted:steps", "scripted:any"]
    assert taken[0].reason == (
        f"the cheapest of 2 that can make it: {shown(steps.whole)}, and none that is better costs little more"
    )
    assert taken[1].reason == f"the cheapest of 2 that can make it: {shown(steps.whole)}"
    assert taken[2].reason == f"the best of 2 that can make it (quality 5 of 5): {shown(best.whole)}"
    picture = named(story, "image", "auto", TODAY)
    assert picture.name == "scripted:fine"
    assert "the cheapest, scripted:plain, has 2 for" in picture.reason
    assert named(story, "video", "scripted:mute", TODAY).reason == ""
    with pytest.raises(RequestError, match="auto:fastest"):
        named(story, "video", "auto:fastest", TODAY)


def test_a_model_without_a_key_is_taken_only_where_none_has_one(story: Story) -> None:
    found = [one for one in routes(story, "video", TODAY) if one.able]
    without = [replace(one, ready=False, key="no key") for one in found]
    assert choose(without, "video").reason.endswith("; no key")
    mixed = [replace(one, ready=one.name == "scripted:new") for one in found]
    assert choose(mixed, "video").name == "scripted:new"
    ending = [replace(one, drawbacks=("it ends",) if one.name == "scripted:steps" else ()) for one in found]
    assert choose(ending, "video").name == "scripted:any"
    assert choose([one for one in ending if one.drawbacks], "video").reason.endswith("; it ends")
    assert "what it costs is not known" in choose(mixed, "video").reason
    with pytest.raises(NoRouteError, match="scripted:short"):
        choose([route(story, "scripted:short")], "video")


def test_a_run_tells_whom_it_took_and_records_the_name(prompted: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    prompted.edit("story.yaml", "video: offline", "video: auto")
    assert prompted.storyforge("save", "-m", "let the program choose who films") == 0
    assert prompted.storyforge("run", "frames", "--auto") == 0
    capsys.readouterr()
    assert prompted.storyforge("run", "--auto", "--max-cost", "50") == 0
    said = capsys.readouterr().out
    assert "confirm    by scripted:steps: the cheapest of 2 that can make it: " in said
    assert "video      by scripted:steps: it was agreed to" in said
    assert "by: scripted:steps" in prompted.read("scenes/001/confirmation.yaml")
    assert "auto" not in prompted.read("locks/scenes/001/clips.yaml.json")
    made = Session.open(prompted.root).story
    assert named(made, "video", "auto", TODAY).reason == "it made 9 clips that are there"
    assert named(made, "video", "auto:best", TODAY).name == "scripted:any"


def test_drafts_and_finals_are_compared_before_the_choice(story: Story) -> None:
    asked = {"image": "scripted:plain", "video": "scripted:steps"}
    found = compare(story, TODAY, asked)
    final, draft = found.line("video", "final"), found.line("video", "draft")
    assert final
    assert draft
    assert (final.size, draft.size) == ("1080p", "720p")
    assert final.whole.amount == (draft.whole.amount or 0) * 2
    pictures = found.line("image", "final")
    assert pictures
    assert pictures.whole == Cost(Decimal("0.04") * pictures.pieces)
    assert found.total("final") == pictures.whole + final.whole
    offline = compare(story, TODAY)
    assert offline.total("final") == FREE
    assert compare(story, TODAY, {"video": "elsewhere:x"}).total("final") == Cost(None)


def test_in_quick_mode_frames_that_grow_out_of_others_are_at_stake(prompted: Tale) -> None:
    prompted.edit("scenes/001/prompts.yaml", "input_contract:\n", "input_contract:\n    previous_end_frame: true\n")
    found = compare(Session.open(prompted.root).story, TODAY, {"image": "scripted:plain"})
    assert (found.grown, found.more) == (1, Cost(Decimal("0.04")))
    assert found.plain()["modes"]["control"]["at_most_more"]["amount"] == "0"


def test_advice_is_in_exact_amounts_what_saves_most_first(story: Story) -> None:
    asked = {"image": "scripted:fine", "video": "scripted:any"}
    found = advise(story, [], TODAY, asked)
    saved = [one.saves.amount or 0 for one in found.advice]
    assert saved == sorted(saved, reverse=True)
    steps, every = route(story, "scripted:steps"), route(story, "scripted:any")
    model = next(one for one in found.advice if (one.way, one.kind) == ("model", "video"))
    assert model.saves.amount == (every.whole.amount or 0) - (steps.whole.amount or 0)
    assert "quality is ranked 3 of 5" in model.but
    pictures = next(one for one in found.advice if (one.way, one.kind) == ("model", "image"))
    pieces = route(story, "scripted:plain", "image").pieces
    assert pictures.saves == Cost(Decimal("0.03") * pieces)
    lower = advise(story, [], TODAY, {"video": "scripted:steps"})
    quality = next(one for one in lower.advice if one.way == "quality")
    assert quality.saves == Cost(Decimal("0.1") * (steps.seconds or 0))
    assert quality.do == "story.yaml, models: settings: video: {resolution: 720p}"


def test_takes_that_were_replaced_speak_for_drafts(story: Story) -> None:
    sunk = [Spent(Cost(Decimal("1.20")), stage="video", model="scripted:steps") for _ in range(2)]
    kept = Spent(Cost(Decimal(9)), stage="video", model="scripted:steps", use="usable")
    found = advise(story, [*sunk, kept], TODAY, {"video": "scripted:steps"})
    (drafts,) = [one for one in found.advice if one.way == "draft_first"]
    assert drafts.saves == Cost(Decimal("1.2"))
    assert "2 takes that were replaced cost 2.40 USD; as drafts they would have cost 1.20 USD" in drafts.text


def test_an_unknown_price_gives_no_advice_and_is_told(story: Story) -> None:
    found = advise(story, [], TODAY, {"video": "scripted:new"})
    assert found.unknown == ("scripted:new",)
    assert [one for one in found.advice if one.kind == "video"] == []
    assert advise(story, [], TODAY).advice == ()


def call(number: int, price: str | None, seconds: float, by: str = "scripted:one", task: str = "frames") -> Entry:
    asked = Call(f"k{number}", "image", by, task, "frames", "1", f"1/{number}", 1, "r", "main", "Ada", Cost(None))
    cost = Cost(None if price is None else Decimal(price))
    return Entry(number, asked, "settled", cost, "", "", "", "", "", "", seconds)


def test_calls_far_above_the_median_of_their_kind_are_told() -> None:
    usual = [call(n, "0.04", 2.0) for n in range(1, 6)]
    dear, slow = call(6, "0.40", 2.0), call(7, None, 30.0)
    alone = [call(8, "9", 99.0, by="scripted:other"), call(9, "9", 1.0, task="clips")]
    first, second = anomalies([*usual, dear, slow, *alone])
    assert (first.number, first.measure, first.times) == (7, "time", Decimal("15.0"))
    assert first.words() == "frames 1/7 took 30.0 s, 15.0 times the median of 2.0 s"
    assert second.words() == "frames 1/6 cost 0.40 USD, 10.0 times the median of 0.04 USD"
    assert anomalies([*usual[:3], dear]) != []
    assert anomalies([*usual[:2], dear]) == [], "of few calls nothing is said"
    assert anomalies([*usual, call(6, "0.12", 2.0)]) == [], "three times is not more than three times"


@pytest.mark.parametrize("what", ["compare", "routes", "advise", "anomalies"])
def test_each_is_said_in_words_and_as_json(prompted: Tale, capsys: pytest.CaptureFixture[str], what: str) -> None:
    told = ("--with", "image=scripted:fine", "--with", "video=auto:best")
    capsys.readouterr()
    assert prompted.storyforge("cost", what, *told) == 0
    words = capsys.readouterr().out
    assert prompted.storyforge("cost", what, *told, "--json") == 0
    data = json.loads(capsys.readouterr().out)
    if what == "compare":
        assert "scripted:any (720p)" in words
        assert data["totals"]["final"]["amount"]
        assert "Quick mode buys all frames at once: " in words
    elif what == "routes":
        assert "scripted:mute: makes no sound, and" in words
        assert {row["model"] for row in data["video"]} == set(video_models())
    elif what == "advise":
        assert words.index("1. saves") < words.index("2. saves")
        saves = [Decimal(one["saves"]["amount"]) for one in data["advice"]]
        assert shown(Cost(saves[0])) in words
    else:
        assert words == "No call was unusual.\n"
        assert data == {"anomalies": []}


@pytest.mark.parametrize(
    ("models", "today", "state", "said"),
    [
        ({"video": "vertex:veo-3.1-generate-001"}, TODAY, "warn", "was shut down by its maker on 2026-11-17"),
        ({"image": "google:gemini-nano-banana-2.1"}, TODAY, "warn", "no key in GOOGLE_API_KEY or GEMINI_API_KEY"),
        ({"video": "vertex:veo-3.1-lite-generate-001"}, TODAY, "warn", "no project and no location"),
        ({"video": "scripted:any"}, TODAY, "ok", "scripted:any is ready"),
        ({"video": "scripted:unheard"}, TODAY, "ok", "its price is unknown"),
        ({"video": "nobody:x"}, TODAY, "fail", "there is no video provider nobody"),
        ({"drafts": {"image": "google:gemini-2.5-flash-image"}}, TODAY, "warn", "was shut down"),
        ({}, TODAY, "ok", "checked on 2026-11-20, with"),
        ({}, date(2027, 3, 1), "warn", "101 days ago"),
    ],
)
def test_doctor_knows_who_is_gone_who_lacks_a_key_and_how_old_its_knowledge_is(
    models: dict[str, Any], today: date, state: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(IMAGE.table, "google", "tests.pipeline.scripted_media:ScriptedArtist")
    monkeypatch.setitem(VIDEO.table, "vertex", "tests.pipeline.scripted_media:ScriptedCamera")
    found = next(iter(media_standing(Models.model_validate(models), today)))
    assert found.state == state
    assert said in found.message
    assert found.state == "ok" or found.hint


def test_a_model_whose_end_is_near_is_told_with_a_key_at_hand(catalogue: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue.write_text("video: {'scripted:any': {ends: 2026-12-20, durations: [8], takes: [first]}}")
    for today, state in ((date(2026, 11, 19), "ok"), (date(2026, 11, 20), "warn"), (date(2026, 12, 20), "warn")):
        found = next(iter(media_standing(Models.model_validate({"video": "scripted:any"}), today)))
        assert found.state == state
    monkeypatch.setenv("GOOGLE_API_KEY", "g-planted-0123456789-abcdef")
    monkeypatch.setitem(IMAGE.table, "google", "tests.pipeline.scripted_media:ScriptedArtist")
    asked = Models.model_validate({"image": "google:gemini-3-pro-image"})
    assert "ready (GOOGLE_API_KEY from the environment" in next(iter(media_standing(asked, TODAY))).message
