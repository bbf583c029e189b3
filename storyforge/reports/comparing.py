"""What a story's pictures and clips would cost, before anything is chosen: as drafts, as finals, by each model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from storyforge.checks.clip_needs import picture_needs, without_prompts
from storyforge.model.money import FREE, Cost
from storyforge.pipeline.spending.routing import named, routes
from storyforge.providers.media_catalogue import image_model, video_model

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from storyforge.pipeline.spending.routing import Kind, Route
    from storyforge.story import Story

OFFLINE = "offline"
KINDS: tuple[Kind, ...] = ("image", "video")


@dataclass(frozen=True, slots=True)
class Priced:
    """What one kind of work costs at one quality, by one model; `left` is what is not made yet."""

    kind: Kind
    quality: Literal["final", "draft"]
    by: str
    size: str
    pieces: int
    seconds: int | None
    whole: Cost
    left: Cost

    def plain(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "kind": self.kind,
            "quality": self.quality,
            "by": self.by,
            "size": self.size,
            "pieces": self.pieces,
            "seconds": self.seconds,
            "whole": self.whole.plain(),
            "left": self.left.plain(),
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """All of it; in quick mode `grown` frames grow out of one that nobody has seen yet, and cost `more` made again."""

    lines: tuple[Priced, ...]
    grown: int
    more: Cost
    routes: tuple[Route, ...]
    unprompted: int
    """Shots without prompts: their frames are not counted, and of their clips the strictest contract is assumed."""

    def line(self, kind: Kind, quality: str) -> Priced | None:
        """One of the lines."""
        return next((one for one in self.lines if (one.kind, one.quality) == (kind, quality)), None)

    def total(self, quality: str) -> Cost:
        """Pictures and clips together at one quality."""
        return sum((one.whole for one in self.lines if one.quality == quality), FREE)

    def plain(self) -> dict[str, Any]:
        """Plain data."""
        pictures = self.line("image", "final")
        whole = pictures.whole if pictures else FREE
        return {
            "lines": [one.plain() for one in self.lines],
            "totals": {name: self.total(name).plain() for name in ("draft", "final")},
            "modes": {
                "quick": {"pictures": whole.plain(), "grown": self.grown, "at_most_more": self.more.plain()},
                "control": {"pictures": whole.plain(), "grown": 0, "at_most_more": FREE.plain()},
            },
            "routes": [one.plain() for one in self.routes],
            "without_prompts": self.unprompted,
        }


def compare(story: Story, today: date, providers: Mapping[str, str] | None = None) -> Comparison:
    """What the story costs by those whom it names, or a command does, and by every other; raises NoRouteError."""
    lines = [line for kind in KINDS for line in _lines(story, kind, today, providers or {})]
    final = next(one for one in lines if one.kind == "image" and one.quality == "final")
    grown = [need for need in picture_needs(story) if need.grows and not need.made]
    return Comparison(
        tuple(lines),
        len(grown),
        _times(_unit(story, final, today), len(grown)),
        tuple(one for kind in KINDS for one in routes(story, kind, today)),
        without_prompts(story),
    )


def asked(story: Story, kind: Kind, today: date, providers: Mapping[str, str]) -> str:
    """Who is asked for one kind: as a command says, else as the story says; of `auto` the model that it takes."""
    models = story.story.models
    said = providers.get(kind) or (models.image if kind == "image" else models.video)
    return named(story, kind, said, today).name


def _lines(story: Story, kind: Kind, today: date, providers: Mapping[str, str]) -> Sequence[Priced]:
    """Finals by the model that is asked; drafts by the one that the story has for them, else by the same."""
    by = asked(story, kind, today, providers)
    drafts = story.story.models.drafts.get(kind, by)
    return [_priced(story, kind, by, today, draft=False), _priced(story, kind, drafts, today, draft=True)]


def _priced(story: Story, kind: Kind, by: str, today: date, *, draft: bool) -> Priced:
    found = routes(story, kind, today, draft=draft)
    one = next((route for route in found if route.name == by), None)
    quality: Literal["final", "draft"] = "draft" if draft else "final"
    pieces = found[0].pieces if found else 0
    if one is None:
        cost = FREE if by.partition(":")[0] == OFFLINE else Cost(None)
        return Priced(kind, quality, by, "", pieces, None, cost, cost)
    return Priced(kind, quality, by, _size(story, kind, by, draft=draft), pieces, one.seconds, one.whole, one.left)


def _size(story: Story, kind: Kind, by: str, *, draft: bool) -> str:
    """What is bought: 1K, or low 1024x1024, or 720p."""
    settings = story.story.models.settings.get(kind)
    if kind == "image" and (picture := image_model(by)) is not None:
        size = picture.size_of(settings.size if settings else None, draft=draft)
        return f"{picture.quality_of(draft=draft)} {size}".strip()
    clip = video_model(by)
    return clip.resolution_of(settings.resolution if settings else None, draft=draft) if clip else ""


def _unit(story: Story, priced: Priced, today: date) -> Cost:
    """The price of one picture by whoever is asked for them."""
    one = next((route for route in routes(story, priced.kind, today) if route.name == priced.by), None)
    return one.unit if one else FREE if priced.by.partition(":")[0] == OFFLINE else Cost(None)


def _times(cost: Cost, count: int) -> Cost:
    return Cost(None if cost.amount is None else cost.amount * count, cost.currency) if count else FREE
