"""How a story could cost less from here on: each way with what it saves, computed from what is due and what was paid.

Nothing is guessed: a price that nobody knows gives no advice, and is told as such.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

from storyforge.checks.clip_needs import clip_needs, picture_needs
from storyforge.model.counted import counted, few
from storyforge.model.kinds import kind_of, scene_folder_of
from storyforge.model.money import FREE, Cost
from storyforge.model.numbering import number_of
from storyforge.model.story import MediaSettings
from storyforge.pipeline.freshness.state import state_of
from storyforge.pipeline.spending.routing import routes, shown
from storyforge.providers.fitting import bought_seconds, sent_to
from storyforge.providers.media_catalogue import image_model, price_of_clip, price_of_image, video_model
from storyforge.providers.media_rows import media_table
from storyforge.reports.comparing import KINDS, OFFLINE, asked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from storyforge.pipeline.spending.routing import Kind, Route
    from storyforge.providers.fitting import ClipNeed
    from storyforge.providers.media_catalogue import VideoModel
    from storyforge.reports.costs import Spent
    from storyforge.story import Story

Way = Literal["model", "quality", "length", "sound", "end_frames", "keep", "draft_first"]
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Advice:
    """One way to spend less: what to do, what it saves, and what is lost by it."""

    way: Way
    kind: Kind
    saves: Cost
    text: str
    but: str = ""
    do: str = ""

    def plain(self) -> dict[str, Any]:
        """Plain data."""
        told = {"way": self.way, "kind": self.kind, "saves": self.saves.plain()}
        return {**told, "text": self.text, "but": self.but, "do": self.do}


@dataclass(frozen=True, slots=True)
class Advised:
    """All advice, what saves most first; `left` is what is due by kind, `unknown` are models without a known price."""

    advice: tuple[Advice, ...]
    left: Mapping[Kind, Cost]
    by: Mapping[Kind, str]
    unknown: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "advice": [one.plain() for one in self.advice],
            "due": {kind: {"by": self.by[kind], "cost": cost.plain()} for kind, cost in self.left.items()},
            "unknown": list(self.unknown),
        }


def advise(story: Story, entries: Sequence[Spent], today: date, providers: Mapping[str, str] | None = None) -> Advised:
    """Ways to spend less than by whoever is asked now; raises NoRouteError."""
    found: list[Advice] = []
    left: dict[Kind, Cost] = {}
    names: dict[Kind, str] = {}
    unknown = []
    for kind in KINDS:
        by = names[kind] = asked(story, kind, today, providers or {})
        known = routes(story, kind, today)
        now = next((route for route in known if route.name == by), None)
        left[kind] = now.left if now else FREE if by.partition(":")[0] == OFFLINE else Cost(None)
        if left[kind].amount is None:
            unknown.append(by)
        if now is not None and now.left.amount is not None:
            found += _cheaper_model(kind, now, known)
            found += _of_clips(story, now) if kind == "video" else _of_pictures(story, now)
        if now is not None:
            found += _kept(story, now)
            found += _as_drafts(story, now, entries, today)
    worth = [one for one in found if one.saves.amount]
    return Advised(tuple(sorted(worth, key=lambda one: -(one.saves.amount or 0))), left, names, tuple(unknown))


def _cheaper_model(kind: Kind, now: Route, known: Iterable[Route]) -> Iterator[Advice]:
    """The cheapest other model that can make the story, and the cheapest that is as good."""
    due = now.left.amount or Decimal(0)
    others = [one for one in known if one.able and one.name != now.name and one.left.amount is not None]
    cheaper = [one for one in others if one.left.amount is not None and one.left.amount < due]
    as_good = [one for one in cheaper if one.quality >= now.quality]
    best = {one.name: one for group in (cheaper, as_good) if group for one in (min(group, key=_left),)}
    for one in best.values():
        lost = f"its quality is ranked {one.quality} of 5, that of {now.name} {now.quality}"
        but = [lost] if one.quality < now.quality else []
        but += [*one.drawbacks, *([] if one.ready else [f"it is not ready here: {one.key}"])]
        yield Advice(
            "model",
            kind,
            Cost(due - _left(one)),
            f"Ask {one.name} in the place of {now.name}: {shown(one.left)} for what is due, not {shown(now.left)}.",
            "; ".join(but),
            f"--with {kind}={one.name}",
        )


def _left(route: Route) -> Decimal:
    return route.left.amount or Decimal(0)


def _of_clips(story: Story, now: Route) -> Iterator[Advice]:
    """What can be saved of clips with the same model: a lower resolution, shorter shots, no sound."""
    model = video_model(now.name)
    settings = story.story.models.settings.get("video") or MediaSettings.model_validate({})
    due = [need for need in clip_needs(story) if not need.made]
    if model is None or not due:
        return
    resolution, sound = model.resolution_of(settings.resolution, draft=False), settings.sound is not False
    lower = model.resolution_of(None, draft=True)
    less = _clips(model, due, lower, sound=sound)
    if lower != resolution and _is_less(less, now.left):
        yield Advice(
            "quality",
            "video",
            _minus(now.left, less),
            f"Buy clips in {lower} in the place of {resolution}: {shown(less)}, not {shown(now.left)}.",
            "fewer pixels",
            f"story.yaml, models: settings: video: {{resolution: {lower}}}",
        )
    if sound and model.silent and not any(need.spoken for need in due):
        mute = _clips(model, due, resolution, sound=False)
        if _is_less(mute, now.left):
            text = f"Buy clips without sound: no shot that is due has words; {shown(mute)}, not {shown(now.left)}."
            do = "story.yaml, models: settings: video: {sound: false}"
            yield Advice("sound", "video", _minus(now.left, mute), text, "no noises either", do)
    yield from _shorter(model, due, resolution, sound=sound)


def _shorter(model: VideoModel, due: Sequence[ClipNeed], resolution: str, *, sound: bool) -> Iterator[Advice]:
    """Shots that last a little longer than the next shorter clip on sale."""
    most = Fraction(str(media_table()["shorter"]))
    saved, told = FREE, []
    for need in due:
        given = sent_to(model, need)
        sold = [length for length in model.sells(resolution, given or "") if length < need.seconds]
        if not sold or need.seconds - sold[-1] > most or need.spoken > sold[-1]:
            continue
        if bought_seconds(model, need, resolution) is None:
            continue
        shorter = replace(need, seconds=Fraction(sold[-1]))
        saved += _minus(
            _clips(model, [need], resolution, sound=sound), _clips(model, [shorter], resolution, sound=sound)
        )
        told.append(f"{need.shot} to {sold[-1]} s")
    if told:
        text = f"Shorten {counted(len(told), 'shot')} to the next length that {model.name} sells: {few(told, _SHOWN)}."
        most_of = f"each by {float(most):g} s at most; the words still fit"
        yield Advice("length", "video", saved, text, most_of, "frames of these shots, in shots.yaml")


def _clips(model: VideoModel, needs: Iterable[ClipNeed], resolution: str, *, sound: bool) -> Cost:
    """What some clips cost."""
    costs = (
        price_of_clip(
            model,
            resolution,
            bought_seconds(model, need, resolution),
            sound=sound,
            tokens=need.tokens,
            pictures=need.pictures,
        )
        for need in needs
    )
    return sum(costs, FREE)


def _of_pictures(story: Story, now: Route) -> Iterator[Advice]:
    """What can be saved of pictures with the same model: a smaller size, end frames that a model may find by itself."""
    model = image_model(now.name)
    settings = story.story.models.settings.get("image") or MediaSettings.model_validate({})
    due = [need for need in picture_needs(story) if not need.made]
    if model is None or not due:
        return
    bought = model.size_of(settings.size, draft=False)
    known = {size: price for size in model.sizes if (price := model.price(size, draft=False)) is not None}
    least = min(known, key=lambda size: known[size], default=bought)
    unit, less = now.unit, price_of_image(model, least)
    if least != bought and _is_less(less, unit):
        yield Advice(
            "quality",
            "image",
            Cost(((unit.amount or Decimal(0)) - (less.amount or Decimal(0))) * len(due)),
            f"Buy pictures of {least} in the place of {bought}: {shown(less)} each, not {shown(unit)}.",
            "fewer pixels",
            f"story.yaml, models: settings: image: {{size: {least}}}",
        )
    still = [need.item.partition(".")[0] for need in due if need.still]
    if still:
        yield Advice(
            "end_frames",
            "image",
            Cost((unit.amount or Decimal(0)) * len(still)),
            f"Let {counted(len(still), 'shot')} whose camera stands still end as the model will: {few(still, _SHOWN)}.",
            "what changes in them may end otherwise than it is written",
            "end_frame: false of these shots, in prompts.yaml: input_contract",
        )


def _kept(story: Story, now: Route) -> Iterator[Advice]:
    """Pictures and clips that are there and outdated: making them again is a choice."""
    name = "frames" if now.kind == "image" else "clips"
    stale = [
        (path, item)
        for path, artifact in state_of(story.summaries, story.records).artifacts.items()
        if (kind := kind_of(path)) is not None and kind.name == name
        for item, found in artifact.items.items()
        if found.freshness != "current"
    ]
    cost = _again(story, now, stale)
    if stale and cost.amount:
        some = [item for _, item in stale]
        what = "picture" if now.kind == "image" else "clip"
        edited = few(some, _SHOWN)
        text = f"Keep {counted(len(stale), what)} as they are, though what they are made from was edited: {edited}."
        yield Advice("keep", now.kind, cost, text, "they show the story as it was", "run without --outdated")


def _again(story: Story, now: Route, stale: Sequence[tuple[str, str]]) -> Cost:
    if now.kind == "image":
        return Cost(None if now.unit.amount is None else now.unit.amount * len(stale)) if stale else FREE
    model = video_model(now.name)
    settings = story.story.models.settings.get("video") or MediaSettings.model_validate({})
    wanted = {(number_of(scene_folder_of(path) or ""), item) for path, item in stale}
    needs = [need for need in clip_needs(story) if (need.scene, need.shot) in wanted]
    if model is None or not needs:
        return FREE
    resolution = model.resolution_of(settings.resolution, draft=False)
    return _clips(model, needs, resolution, sound=settings.sound is not False)


def _as_drafts(story: Story, now: Route, entries: Iterable[Spent], today: date) -> Iterator[Advice]:
    """What takes that were replaced would have cost as drafts."""
    stage = "frames" if now.kind == "image" else "video"
    sunk = [entry.cost for entry in entries if entry.stage == stage and entry.use == "sunk" and entry.model == now.name]
    amounts = [cost.amount for cost in sunk if cost.amount]
    by = story.story.models.drafts.get(now.kind, now.name)
    draft = next((one for one in routes(story, now.kind, today, draft=True) if one.name == by), None)
    if not amounts or draft is None or not draft.unit.amount or not now.unit.amount:
        return
    share = draft.unit.amount / now.unit.amount
    if share < 1:
        paid = sum(amounts, Decimal(0))
        text = (
            f"Make drafts first: {counted(len(amounts), 'take')} that were replaced cost {shown(Cost(paid))}; "
            f"as drafts they would have cost {shown(Cost(_rounded(paid * share)))}."
        )
        yield Advice("draft_first", now.kind, Cost(_rounded(paid * (1 - share))), text, "what is kept is bought twice")


def _rounded(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.000001")).normalize()


def _is_less(one: Cost, other: Cost) -> bool:
    return one.amount is not None and other.amount is not None and one.amount < other.amount


def _minus(one: Cost, other: Cost) -> Cost:
    known = one.amount is not None and other.amount is not None
    return Cost((one.amount or Decimal(0)) - (other.amount or Decimal(0)) if known else None, one.currency)
