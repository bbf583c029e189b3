"""Which models could make a story's pictures or clips, what each would cost, and which is taken where none is named."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from decimal import ROUND_UP, Decimal
from typing import TYPE_CHECKING, Any, Literal, cast

from storyforge.checks.clip_needs import clip_needs, picture_needs
from storyforge.errors import NoRouteError, RequestError
from storyforge.model.counted import counted
from storyforge.model.kinds import scene_path
from storyforge.model.money import FREE, Cost
from storyforge.model.numbering import folder
from storyforge.model.story import MediaSettings
from storyforge.providers import IMAGE, VIDEO
from storyforge.providers.fitting import bought_seconds, misfits, sent_to
from storyforge.providers.media_catalogue import (
    image_models,
    nearest_aspect,
    price_of_clip,
    price_of_image,
    video_models,
)
from storyforge.providers.media_ready import readiness_of
from storyforge.providers.media_rows import media_table
from storyforge.tasks.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from storyforge.checks.clip_needs import PictureNeed
    from storyforge.model.confirmation import Confirmation
    from storyforge.providers.fitting import ClipNeed
    from storyforge.providers.media_catalogue import ImageModel, VideoModel
    from storyforge.story import Story

Kind = Literal["image", "video"]
AUTO = "auto"
ASPECT = "16:9"
"""Of frames and clips."""
_STAGES = {"image": ("keys", "instances", "frames"), "video": ("video",)}
"""Who made what is there."""
_SHOWN = Decimal("0.0001")
WAYS = ("", "cheapest", "best")
"""What may stand behind `auto:`; nothing is the best that is not much dearer than the cheapest."""


@dataclass(frozen=True, slots=True)
class Route:
    """One model and this story: whether it can make it, why not, and what all of it would cost; `left` what is due."""

    kind: Kind
    name: str
    quality: int
    why_not: tuple[str, ...]
    ready: bool
    key: str
    """What of a key was found, or is missing."""
    unit: Cost
    """The price of one picture, or of one second."""
    whole: Cost
    left: Cost
    pieces: int
    seconds: int | None = None
    """How many seconds would be bought, of clips."""
    ends: date | None = None
    drawbacks: tuple[str, ...] = ()
    """What speaks against it, though it can: it ends soon, or sells another shape of picture."""

    @property
    def able(self) -> bool:
        """Whether it can make this story."""
        return not self.why_not

    @property
    def weight(self) -> Decimal | None:
        """What routes are compared by: the price of the story, of a piece where there is none yet; None: unknown."""
        return self.whole.amount if self.pieces else self.unit.amount

    def plain(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "kind": self.kind,
            "model": self.name,
            "able": self.able,
            "why_not": list(self.why_not),
            "drawbacks": list(self.drawbacks),
            "ready": self.ready,
            "key": self.key,
            "quality": self.quality or None,
            "unit": self.unit.plain(),
            "whole": self.whole.plain(),
            "left": self.left.plain(),
            "pieces": self.pieces,
            "seconds": self.seconds,
            "ends": self.ends.isoformat() if self.ends else None,
        }


@dataclass(frozen=True, slots=True)
class Routed:
    """The model that is taken, and why; no reason where it was named."""

    name: str
    reason: str = ""


def is_auto(name: str) -> bool:
    """Whether a name leaves the choice to us; raises RequestError for a way of choosing that there is none of."""
    first, _, way = name.partition(":")
    if first == AUTO and way not in WAYS:
        raise RequestError(f'"{name}" is no way of choosing a model.', "Write auto, auto:cheapest or auto:best.")
    return first == AUTO


def routes(story: Story, kind: Kind, today: date, *, draft: bool = False) -> list[Route]:
    """Every model of the catalogue against this story: those that can make it first, the cheapest first."""
    settings = story.story.models.settings.get(kind) or MediaSettings.model_validate({})
    found = list(
        _video_routes(story, settings, today, draft=draft)
        if kind == "video"
        else _image_routes(story, settings, today, draft=draft)
    )
    return sorted(found, key=lambda one: (not one.able, one.weight is None, one.weight or 0, -one.quality, one.name))


def route_of(story: Story, kind: Kind, name: str, today: date, *, draft: bool = False) -> Route | None:
    """One model against this story; None where no row knows it."""
    return next((one for one in routes(story, kind, today, draft=draft) if one.name == name), None)


def named(story: Story, kind: Kind, name: str, today: date) -> Routed:
    """The model that a name stands for: itself, or what is chosen for `auto`; raises NoRouteError, RequestError.

    `auto` stays with whom most of what is there was made by, as long as that one can make the rest.
    """
    if not is_auto(name):
        return Routed(name)
    found, way = routes(story, kind, today), name.partition(":")[2]
    used = Counter(
        item.by for record in story.records.values() if record.stage in _STAGES[kind] for item in record.items.values()
    )
    able = [one for one in found if one.able and one.ready and one.name in used]
    if able and not way:
        most = max(able, key=lambda one: (used[one.name], one.name))
        return Routed(most.name, f"it made {_pieces(kind, used[most.name])} that are there")
    return choose(found, kind, way)


def shown(cost: Cost) -> str:
    """An amount as people read it, rounded up to a hundredth of a cent."""
    if cost.amount is None:
        return cost.words()
    return Cost(cost.amount.quantize(_SHOWN, ROUND_UP).normalize(), cost.currency).words()


def _pieces(kind: Kind, count: int) -> str:
    return counted(count, "picture" if kind == "image" else "clip")


def agreed_to(story: Story, scenes: Iterable[str]) -> str:
    """Whom the confirmations of some scenes name, where that is one for all of them; else nobody."""
    found = {
        told.by
        for number in scenes
        if (told := cast("Confirmation | None", story.model(scene_path(folder(number), "confirmation")))) is not None
    }
    return found.pop() if len(found) == 1 else ""


def choose(found: Sequence[Route], kind: Kind, way: str = "") -> Routed:
    """The route that is taken, and why; raises NoRouteError.

    Of those with a key, if any have one; of those without drawbacks, if there are any; of those with a known price.
    """
    able = [one for one in found if one.able]
    if not able:
        raise NoRouteError(kind, [f"{one.name}: {one.why_not[0]}" for one in found])
    usable = [one for one in able if one.ready] or able
    usable = [one for one in usable if not one.drawbacks] or usable
    priced = [one for one in usable if one.weight is not None]
    if not priced:
        taken = max(usable, key=lambda one: one.quality)
        why = f"the best of {len(usable)} that can make it; what it costs is not known"
    else:
        cheapest = min(priced, key=lambda one: (one.weight, -one.quality))
        taken = _taken(priced, cheapest, way)
        why = _because(taken, cheapest, priced, way)
    return Routed(taken.name, "; ".join((why, *taken.drawbacks, *(() if taken.ready else (taken.key,)))))


def _taken(priced: Sequence[Route], cheapest: Route, way: str) -> Route:
    if way == "cheapest":
        return cheapest
    most = None if way == "best" else (cheapest.weight or Decimal(0)) * Decimal(str(media_table()["dearer"]))
    near = [one for one in priced if most is None or (one.weight or Decimal(0)) <= most]
    return max(near, key=lambda one: (one.quality, -(one.weight or Decimal(0))))


def _because(taken: Route, cheapest: Route, priced: Sequence[Route], way: str) -> str:
    cost = f"{shown(taken.whole if taken.pieces else taken.unit)}{'' if taken.pieces else _each(taken.kind)}"
    if len(priced) == 1:
        return f"the only one that can make it at a known price: {cost}"
    if taken is cheapest:
        dear = "" if way == "cheapest" else ", and none that is better costs little more"
        return f"the cheapest of {len(priced)} that can make it: {cost}{dear if way == '' else ''}"
    if way == "best":
        return f"the best of {len(priced)} that can make it (quality {taken.quality} of 5): {cost}"
    other = shown(cheapest.whole if cheapest.pieces else cheapest.unit)
    return f"quality {taken.quality} of 5 for {cost}; the cheapest, {cheapest.name}, has {cheapest.quality} for {other}"


def _each(kind: Kind) -> str:
    return " a picture" if kind == "image" else " a second"


def _video_routes(story: Story, settings: MediaSettings, today: date, *, draft: bool) -> Iterator[Route]:
    needs = list(clip_needs(story))
    for model in video_models().values():
        resolution = model.resolution_of(settings.resolution, draft=draft)
        sound = settings.sound is not False

        def price(need: ClipNeed, model: VideoModel = model, resolution: str = resolution) -> Cost:
            seconds = bought_seconds(model, need, resolution)
            return price_of_clip(
                model,
                resolution,
                seconds,
                sound=settings.sound is not False,
                tokens=need.tokens,
                pictures=need.pictures,
            )

        bought = [bought_seconds(model, need, resolution) for need in needs]
        base = _begun(model, "video", settings, today, price_of_clip(model, resolution, 1, sound=sound), len(needs))
        yield replace(
            base,
            why_not=(*base.why_not, *_unfit(model, needs, settings, draft=draft)),
            whole=_sum(price(need) for need in needs),
            left=_sum(price(need) for need in needs if not need.made),
            seconds=sum(length or 0 for length in bought) if None not in bought else None,
        )


def _image_routes(story: Story, settings: MediaSettings, today: date, *, draft: bool) -> Iterator[Route]:
    needs = list(picture_needs(story))
    for model in image_models().values():

        def price(need: PictureNeed, model: ImageModel = model) -> Cost:
            count = min(need.references, model.references)
            return price_of_image(model, settings.size, draft=draft, tokens=tokens(need.prompt), pictures=count)

        unit = price_of_image(model, settings.size, draft=draft)
        base = _begun(model, "image", settings, today, unit, len(needs))
        yield replace(
            base,
            why_not=(*base.why_not, *_undrawable(model, needs, settings)),
            whole=_sum(price(need) for need in needs),
            left=_sum(price(need) for need in needs if not need.made),
        )


def _begun(
    model: ImageModel | VideoModel, kind: Kind, settings: MediaSettings, today: date, unit: Cost, pieces: int
) -> Route:
    """What of a route does not depend on the story."""
    ready = readiness_of(model.name, settings)
    why, drawbacks = [], []
    if model.is_ending(today, media_table()["soon"]) and not model.is_over(today):
        drawbacks.append(f"its maker ends it on {model.ends}")
    if model.aspects and ASPECT not in model.aspects:
        drawbacks.append(f"it sells no {ASPECT}, the nearest is {nearest_aspect(model.aspects, ASPECT)}")
    if model.service not in (IMAGE if kind == "image" else VIDEO):
        why.append(f"there is no {kind} provider {model.service} here")
    if model.is_over(today):
        why.append(f"its maker no longer answers since {model.ends}")
    return Route(
        kind,
        model.name,
        model.quality,
        tuple(why),
        ready.ready,
        ready.message,
        unit,
        FREE,
        FREE,
        pieces,
        ends=model.ends,
        drawbacks=tuple(drawbacks),
    )


def _unfit(model: VideoModel, needs: Sequence[ClipNeed], settings: MediaSettings, *, draft: bool) -> Iterator[str]:
    """Why a model can't make the clips: what it takes less of than the shots send, then what it refuses."""
    less = Counter(need.sent for need in needs if (given := sent_to(model, need)) is not None and given != need.sent)
    for sent, count in less.items():
        yield f"takes no {sent}, which {counted(count, 'shot')} {'sends' if count == 1 else 'send'}"
    spoken = sum(bool(need.spoken) for need in needs)
    if spoken and not model.sound:
        yield f"makes no sound, and {counted(spoken, 'shot')} {'has' if spoken == 1 else 'have'} words"
    told: set[str] = set()
    for need in needs:
        for one in misfits(model, need, settings, draft=draft):
            if one.severity == "error" and not one.anywhere and one.part not in told:
                told.add(one.part)
                yield one.message


def _undrawable(model: ImageModel, needs: Sequence[PictureNeed], settings: MediaSettings) -> Iterator[str]:
    most = max((need.references for need in needs), default=0)
    if most > model.references:
        yield f"takes {counted(model.references, 'reference picture')}, and a frame sends {most}"
    if settings.size and settings.size not in model.sizes:
        yield f"sells no {settings.size}; it sells {', '.join(model.sizes)}"
    longest = max((len(need.prompt) for need in needs), default=0)
    if model.prompt is not None and longest > model.prompt:
        yield f"reads {model.prompt} characters, and a prompt has {longest}"


def _sum(costs: Iterable[Cost]) -> Cost:
    return sum(costs, FREE)
