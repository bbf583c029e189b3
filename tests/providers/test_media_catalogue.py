"""What is known of models of pictures, clips and speech, and an author's own prices over it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from storyforge.errors import CatalogueError
from storyforge.model.money import Cost
from storyforge.providers import media_catalogue as catalogue

if TYPE_CHECKING:
    from pathlib import Path

IMAGES = catalogue.image_models(own=False)
VIDEOS = catalogue.video_models(own=False)
SPEECHES = catalogue.speech_models(own=False)
OMNI, LITE = "google:gemini-omni-1.1-flash", "vertex:veo-3.1-lite-generate-001"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of one's own, where it is looked for when nothing is said."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("STORYFORGE_MODELS", raising=False)
    file = tmp_path / "storyforge" / "models.yaml"
    file.parent.mkdir()
    return file


@pytest.mark.parametrize("model", [*IMAGES.values(), *VIDEOS.values(), *SPEECHES.values()], ids=lambda one: one.name)
def test_a_row_says_where_it_is_from(model: catalogue.Model) -> None:
    assert model.service in ("google", "vertex", "litellm")
    assert model.source
    assert model.checked == date(2026, 11, 20)
    assert 1 <= model.quality <= 5


@pytest.mark.parametrize("model", IMAGES.values(), ids=lambda one: one.name)
def test_a_model_of_pictures_sells_sizes_and_a_draft_is_never_dearer(model: catalogue.ImageModel) -> None:
    assert model.sizes
    assert model.aspects
    assert model.references == 3
    for size in model.sizes:
        final, draft = (catalogue.price_of_image(model, size, draft=d) for d in (False, True))
        assert final.amount is None or final.amount > 0
        if final.amount is not None:
            assert draft.amount is not None
            assert draft.amount <= final.amount


@pytest.mark.parametrize("model", VIDEOS.values(), ids=lambda one: one.name)
def test_a_model_of_clips_sells_whole_seconds_with_whatever_it_takes(model: catalogue.VideoModel) -> None:
    assert model.takes <= set(catalogue.TAKES)
    assert model.aspects == ("16:9", "9:16")
    for resolution in model.resolutions:
        for sent in model.takes:
            sold = model.sells(resolution, sent)
            assert sold
            assert set(sold) <= set(model.durations)
            assert model.length_for(sold[-1] + 1, resolution, sent) is None
        price = catalogue.price_of_clip(model, resolution, 8)
        assert price.amount is None or price.amount > 0


def test_prices_are_exact() -> None:
    images = [("gemini-nano-banana-2.1", None), ("gemini-nano-banana-2.1", "4K"), ("openai/gpt-image-1.5", "1024x1024")]
    found = [catalogue.price_of_image(catalogue.image_model(name), size) for name, size in images]
    assert found == [Cost(Decimal("0.0336")), Cost(None), Cost(Decimal("0.034"))]
    omni, lite = catalogue.video_model(OMNI), catalogue.video_model("veo-3.1-lite-generate-001")
    assert catalogue.price_of_clip(omni, "720p", 7) == Cost(Decimal("0.70952"))
    assert catalogue.price_of_clip(omni, "720p", 7, tokens=1000) == Cost(Decimal("0.71102"))
    assert catalogue.price_of_clip(lite, "1080p", 8) == Cost(Decimal("0.64"))
    assert catalogue.price_of_clip(lite, "1080p", 8, draft=True) == Cost(Decimal("0.4"))
    spoken = catalogue.speech_model("litellm:openai/tts-1")
    assert catalogue.price_of_speech(spoken, 200) == Cost(Decimal("0.003"))
    mini = catalogue.speech_model("openai/gpt-4o-mini-tts")
    assert catalogue.price_of_speech(mini, 200, Fraction(5, 2)) == Cost(Decimal("0.000625"))
    assert catalogue.price_of_speech(mini, 200) == Cost(None)


def test_what_no_row_knows_has_no_known_price() -> None:
    assert catalogue.image_model("google:unheard-of") is None
    assert catalogue.video_model("offline") is None
    assert catalogue.price_of_image(None, "1K") == catalogue.price_of_clip(None, "720p", 8) == Cost(None)
    assert catalogue.price_of_speech(None, 10) == Cost(None)
    newest = catalogue.video_model("google:gemini-omni-1.2-flash")
    assert newest
    assert catalogue.price_of_clip(newest, "720p", 8) == Cost(None)
    assert catalogue.price_of_clip(catalogue.video_model(OMNI), "720p", None) == Cost(None)


def test_references_and_high_resolutions_are_sold_in_eight_seconds_only() -> None:
    lite = VIDEOS[LITE]
    assert lite.length_for(Fraction(9, 2), "720p", "first+last") == 6
    assert lite.length_for(Fraction(9, 2), "720p", "references") == 8
    assert lite.length_for(2, "1080p", "first") == 8
    assert VIDEOS[OMNI].length_for(Fraction("2.1")) == 3


def test_a_model_that_ended_stays_a_row() -> None:
    today = date(2026, 11, 20)
    over = {name for name, model in {**IMAGES, **VIDEOS}.items() if model.is_over(today)}
    assert {"google:gemini-3.1-flash-image", "vertex:veo-3.1-generate-001", "litellm:openai/gpt-image-1"} <= over
    assert LITE not in over


@pytest.mark.parametrize(
    ("wanted", "given"), [("16:9", "3:2"), ("9:16", "2:3"), ("1:1", "1:1"), ("21:9", "3:2"), ("4:5", "2:3")]
)
def test_the_nearest_aspect_is_taken(wanted: str, given: str) -> None:
    assert catalogue.nearest_aspect(("3:2", "2:3", "1:1"), wanted) == given
    assert catalogue.nearest_aspect((), wanted) == wanted


def test_a_file_of_ones_own_is_laid_over_row_by_row(own: Path) -> None:
    before = catalogue.video_model("google:gemini-omni-1.2-flash")
    assert before
    own.write_text(
        "video:\n  google:gemini-omni-1.2-flash:\n    prices: {720p: 0.12}\n"
        "  mine:dream-2:\n    prices: {540p: 0.02}\n    durations: [5]\n    takes: [first, text]\n"
    )
    after, mine = catalogue.video_model("google:gemini-omni-1.2-flash"), catalogue.video_model("dream-2")
    assert after
    assert catalogue.price_of_clip(after, "720p", 5) == Cost(Decimal("0.6"))
    assert (after.durations, after.resolutions) == (before.durations, before.resolutions)
    assert mine
    assert catalogue.price_of_clip(mine, None, 5) == Cost(Decimal("0.1"))
    assert "mine:dream-2" not in catalogue.video_models(own=False)
    own.write_text("video:\n  google:gemini-omni-1.2-flash: {ends: 2027-05-01}\n")
    assert catalogue.video_model("mine:dream-2") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('video: {"google:x": {prices: {720p: cheap}}}', 'prices: 720p: a price or unknown is wanted, not "cheap"'),
        ('video: {"google:x": {prices: {720p: -1}}}', "a price or unknown is wanted"),
        ('video: {"google:x": {durations: [four]}}', "durations: whole seconds are wanted"),
        ('video: {"google:x": {takes: [frames]}}', '"frames" is none of first+last'),
        ('video: {"google:x": {pirces: {}}}', 'pirces: Did you mean "prices"?'),
        ('image: {"google:x": {ends: soon}}', "ends: a day is wanted"),
        ('image: {"google:x": {quality: 9}}', "quality: 1 to 5 is wanted"),
        ('image: {"google:x": {aspects: [wide]}}', "is no aspect"),
        ('speech: {"google:x": {directions: maybe}}', "directions: true or false is wanted"),
        ("image: {x: {}}", "a row is named provider:model"),
        ("pictures: {}", "tables are image, video, speech"),
        ("video: [1]", "rows are wanted"),
        ("- video", "tables are wanted"),
        ("video: {", "models.yaml"),
    ],
)
def test_a_broken_file_is_told_with_its_path_and_the_key(own: Path, text: str, said: str) -> None:
    own.write_text(text)
    with pytest.raises(CatalogueError) as caught:
        _ = catalogue.image_models(), catalogue.video_models(), catalogue.speech_models()
    assert said in str(caught.value)
    assert caught.value.path == str(own)
    assert caught.value.exit == 2


def test_a_file_that_is_named_and_not_there_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STORYFORGE_MODELS", str(tmp_path / "none.yaml"))
    with pytest.raises(CatalogueError, match=r"none\.yaml"):
        catalogue.video_model(OMNI)
