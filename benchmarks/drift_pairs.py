"""Pairs of neighbouring frames, drawn by the offline artist: harmless ones, and ones in which something drifted.

Each pair is an end frame and the start frame of the next shot in one place: another size, angle or move, other poses,
all of it planned. Both are noisy, blurred, recompressed or a little lighter, as frames are that were made one by one.
In a harmful pair the second frame also shows something that nobody planned.
"""

from __future__ import annotations

import io
import random
from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageFilter, ImageOps

from storyforge.media.drift import Shot
from storyforge.media.drift.colours import distance, lab
from storyforge.media.previz.paint import paint
from storyforge.media.previz.raster import render
from storyforge.media.previz.solids import Block, Body
from storyforge.media.previz.take import Take
from storyforge.model.blocking import Blocking, Placed, PlacedProp
from storyforge.model.framing import FrameSpec, PersonSeen, PlaceSeen, PropSeen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from storyforge.media.previz.solids import Piece
    from storyforge.media.previz.staging import Stage
    from storyforge.media.previz.vectors import Vec

INSIDE = (
    "KITCHEN", "LIVING ROOM", "BEDROOM", "BATHROOM", "DINING ROOM", "STUDY", "HALLWAY", "ATTIC", "BAR", "CAFE", "LOBBY",
    "SHOP", "CHURCH", "OFFICE", "WARD", "LABORATORY", "CLASSROOM", "LIBRARY", "CELL", "COURTROOM", "THEATRE",
    "WORKSHOP", "WAREHOUSE", "BARN", "CELLAR", "CABIN",
)  # fmt: skip
OUTSIDE = (
    "STREET", "ALLEY", "SQUARE", "COTTAGE", "FARMYARD", "BRIDGE", "PLATFORM", "ROOFTOP", "PARK", "CEMETERY", "FOREST",
    "FIELD", "BEACH", "HARBOUR",
)  # fmt: skip
TUNED = frozenset((*INSIDE[::2], *OUTSIDE[::2]))
"""Places on which the scales were set; the others are unseen."""
COLOURS = ("red", "blue", "green", "yellow", "white", "black", "brown", "purple")
HAIR = ("blonde hair", "black hair", "red hair", "grey hair", "brown hair")
COATS = ("coat", "suit", "jacket", "sweater", "dress", "shirt")
PROPS = ("lamp", "bottle", "book", "suitcase", "letter", "vase", "clock", "basket")
NAMES = ("anna", "tom", "inge", "paul")
SIZES = ("ELS", "LS", "MLS", "MS", "MS", "MCU", "CU", "TWO", "LS")
WEATHER = ("", "", "", "rain", "snow")
WIDE = 640
LEAST, APART = 0.02, 10.0
"""What of a frame must be of another colour, and how far, for a piece of furniture to be seen to be gone or moved."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two neighbouring frames, what was done to them, and whether that does harm."""

    place: str
    kind: str
    harmful: bool
    first: Shot
    second: Shot


def pairs(seed: int, count: int, *, unseen: bool) -> Iterator[Pair]:
    """So many pairs, half of them harmful, in the places that scales were set on, or in the others."""
    places = [place for place in (*INSIDE, *OUTSIDE) if (place in TUNED) is not unseen]
    for index in range(count):
        chance = random.Random(f"{seed}/{unseen}/{index}")  # noqa: S311 - the same pairs every time
        yield _pair(chance, places, list(HARM)[index // 2 % len(HARM)] if index % 2 else "")


def _pair(chance: random.Random, places: list[str], harm: str) -> Pair:
    """One pair, in the first place that has something to do that harm to."""
    while True:
        place = chance.choice(places)
        first, second = _planned(chance, place)
        done = HARM[harm](chance, first, second) if harm else _drawn(second, "start")
        if done is not None:
            mine = Shot(_made(chance, _drawn(first, "end")), first, "end")
            yours = Shot(_made(chance, done), second, "start")
            return Pair(place, harm or _planned_name(first, second), bool(harm), mine, yours)


def _planned_name(first: FrameSpec, second: FrameSpec) -> str:
    return "same size" if first.size == second.size else "another size"


def _planned(chance: random.Random, place: str) -> tuple[FrameSpec, FrameSpec]:
    """Two shots, one after the other, as a director plans them: who is left stays left."""
    count = chance.choice((1, 2, 2, 3))
    people = tuple(_somebody(chance, name, rank) for rank, name in enumerate(chance.sample(NAMES, count)))
    sides = {1: ("centre",), 2: ("left", "right"), 3: ("far-left", "centre", "far-right")}[count]
    inside = place in INSIDE
    seen = PlaceSeen(
        place.lower(), place, interior=inside, exterior=not inside, time=chance.choice(("DAY", "DAY", "NIGHT", "DUSK"))
    )
    prop = chance.choice(PROPS)
    props = (PropSeen(prop, prop),) if chance.random() < 0.7 else ()
    lies = tuple(PlacedProp(id=prop, side=chance.choice(("left", "right")), lies="table") for _ in props)
    weather = "" if inside else chance.choice(WEATHER)
    size, move = chance.choice(SIZES), chance.choice(("static", "static", "push in", "pan", "pull out", "track"))
    angle = chance.choice(("eye", "eye", "eye", "low", "high"))
    blocking = Blocking.model_validate({"start": _stand(chance, people, sides), "props": lies, "weather": weather})
    spec = FrameSpec(
        "1A", "1", 72, Fraction(24), size, angle, move, people[0].id, blocking, seen, people, props, "",
        f"{place.lower()}/",
    )  # fmt: skip
    if chance.random() < 0.35:
        return spec, replace(spec, shot="1B", move="static", size=spec.size, blocking=_acted(chance, spec))
    other = chance.choice([s for s in SIZES if s != size])
    subject = chance.choice(people).id
    return spec, replace(spec, shot="1B", size=other, move="static", subject=subject, blocking=_acted(chance, spec))


def _acted(chance: random.Random, spec: FrameSpec) -> Blocking:
    """The same people on the same sides, some of them doing something else."""
    start = tuple(
        placed.model_copy(update={"pose": chance.choice(_POSES)}) if chance.random() < 0.4 else placed
        for placed in spec.blocking.start
    )
    return spec.blocking.model_copy(update={"start": start})


_POSES = ("stand", "point", "arms-crossed", "reach", "wave", "head-down")


def _stand(chance: random.Random, people: tuple[PersonSeen, ...], sides: tuple[str, ...]) -> tuple[Placed, ...]:
    facing = {
        "left": "3q-right",
        "far-left": "3q-right",
        "right": "3q-left",
        "far-right": "3q-left",
        "centre": "camera",
    }
    return tuple(
        Placed.model_validate({"id": person.id, "side": side, "faces": facing[side], "pose": chance.choice(_POSES)})
        for person, side in zip(people, sides, strict=True)
    )


def _somebody(chance: random.Random, name: str, rank: int) -> PersonSeen:
    text = f"{chance.choice(HAIR)}, wears a {chance.choice(COLOURS)} {chance.choice(COATS)}"
    return PersonSeen(
        name, name.capitalize(), text, str(chance.randint(20, 70)), chance.choice(("she", "he")), rank=rank
    )


def _drawn(spec: FrameSpec, moment: str) -> Image.Image:
    return render(Take.of(spec).display(1.0 if moment == "end" else 0.0), WIDE)


def _made(chance: random.Random, picture: Image.Image) -> Image.Image:
    """A picture as another run makes it: a little noise, blur, loss and light."""
    grain = np.random.default_rng(chance.randrange(1 << 30)).normal(
        0, chance.uniform(0, 6), (picture.height, picture.width, 3)
    )
    pixels = np.asarray(picture, np.float32) * chance.uniform(0.94, 1.06) + grain
    found = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    found = found.filter(ImageFilter.GaussianBlur(chance.uniform(0, 1.1)))
    file = io.BytesIO()
    found.save(file, "JPEG", quality=chance.randint(55, 95))
    return Image.open(io.BytesIO(file.getvalue())).convert("RGB")


Harm = "Callable[[random.Random, FrameSpec, FrameSpec], Image.Image | None]"


def _everyone_seen(first: FrameSpec, second: FrameSpec, part: float) -> list[str]:
    """Whose head and breast both pictures show, by slug."""
    shots = [(Take.of(first), 1.0), (Take.of(second), 0.0)]
    found = []
    for person in first.people:
        boxes = [take.where(t).get(person.id) for take, t in shots]
        if all(box and box.head and box.hidden < part and _inside(box.head) for box in boxes):
            found.append(person.id)
    return found


def _inside(box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = box
    return left > 0 and right < 1280 and top > -20 and bottom + (bottom - top) < 720


def _with_text(spec: FrameSpec, slug: str, change: Callable[[str], str]) -> FrameSpec:
    people = tuple(replace(p, text=change(p.text)) if p.id == slug else p for p in spec.people)
    return replace(spec, people=people)


def _clothes(chance: random.Random, first: FrameSpec, second: FrameSpec) -> Image.Image | None:
    seen = _everyone_seen(first, second, 0.2)
    if not seen:
        return None
    slug = chance.choice(seen)
    text = next(p.text for p in second.people if p.id == slug)
    old = next(colour for colour in COLOURS if f" {colour} " in text.partition(",")[2])
    new = chance.choice([colour for colour in COLOURS if colour != old])
    return _drawn(_with_text(second, slug, lambda t: t.replace(f"wears a {old}", f"wears a {new}")), "start")


def _hair(chance: random.Random, first: FrameSpec, second: FrameSpec) -> Image.Image | None:
    seen = _everyone_seen(first, second, 0.2)
    if not seen:
        return None
    slug = chance.choice(seen)
    old = next(p.text for p in second.people if p.id == slug).partition(",")[0]
    new = chance.choice([hair for hair in HAIR if hair != old])
    return _drawn(_with_text(second, slug, lambda t: t.replace(old, new)), "start")


def _figure(chance: random.Random, first: FrameSpec, second: FrameSpec) -> Image.Image | None:
    seen = _everyone_seen(first, second, 0.2)
    if not seen:
        return None
    slug, other = chance.choice(seen), _somebody(chance, "other", 7)
    people = tuple(replace(other, id=slug, rank=7) if p.id == slug else p for p in second.people)
    if any(p.id == slug and p.text == other.text for p in second.people):
        return None
    return _drawn(replace(second, people=people), "start")


def _changed(second: FrameSpec, change: Callable[[Stage], tuple[Piece, ...]]) -> Image.Image | None:
    """A picture of another set; None where nobody would see that it is another."""
    stage = Take.of(second).stage
    picture = render(paint(replace(stage, pieces=change(stage)), 0.0), WIDE)
    seen = distance(lab(picture), lab(_drawn(second, "start"))) > APART
    return picture if float(seen.mean()) >= LEAST else None


def _groups_seen(first: FrameSpec, second: FrameSpec) -> list[str]:
    """Groups of pieces that both pictures show at a size that an eye notices: 1 % of the frame."""
    counts = []
    for spec, moment in ((first, "end"), (second, "start")):
        shot = Shot(Image.new("RGB", (16, 9)), spec, "end" if moment == "end" else "start")
        pixels = Counter(shot.ids.ravel().tolist())
        found: Counter[str] = Counter()
        for piece in shot.stage.pieces:
            found[piece.group] += pixels[shot.number(id(piece))] if piece.group and not piece.owner else 0
        counts.append(found)
    least = 0.01 * shot.ids.size
    return sorted(group for group in counts[0] if counts[0][group] > least and counts[1][group] > least)


def _gone(chance: random.Random, first: FrameSpec, second: FrameSpec) -> Image.Image | None:
    groups = _groups_seen(first, second)
    if not groups:
        return None
    group = chance.choice(groups)
    return _changed(second, lambda stage: tuple(piece for piece in stage.pieces if piece.group != group))


def _moved(chance: random.Random, first: FrameSpec, second: FrameSpec) -> Image.Image | None:
    groups = _groups_seen(first, second)
    if not groups:
        return None
    group, way = chance.choice(groups), chance.choice((-1.0, 1.0))
    return _changed(second, lambda stage: tuple(_by(p, way) if p.group == group else p for p in stage.pieces))


def _by(piece: Piece, x: float) -> Piece:
    def to(p: Vec) -> Vec:
        return (p[0] + x, p[1], p[2])

    if isinstance(piece, Block):
        return replace(piece, base=to(piece.base))
    if isinstance(piece, Body):
        return replace(piece, spheres=tuple((to(p), r) for p, r in piece.spheres))
    return replace(piece, points=tuple(to(p) for p in piece.points))


def _prop(chance: random.Random, first: FrameSpec, second: FrameSpec) -> Image.Image | None:
    del chance
    for spec, t in ((first, 1.0), (second, 0.0)):
        seen = Take.of(spec).where(t)
        boxes = [seen[prop.id].box for prop in spec.props if prop.id in seen]
        if not any(
            (b[2] - b[0]) * (b[3] - b[1]) > 0.003 * 1280 * 720 and b[0] > 0 and b[2] < 1280 and b[3] < 700
            for b in boxes
        ):
            return None
    return _changed(second, lambda stage: tuple(piece for piece in stage.pieces if not piece.owner))


def _time(chance: random.Random, first: FrameSpec, second: FrameSpec) -> Image.Image | None:
    del first
    time = chance.choice([time for time in ("DAY", "NIGHT", "DUSK") if time != second.place.time])
    return _drawn(replace(second, place=replace(second.place, time=time)), "start")


def _palette(chance: random.Random, first: FrameSpec, second: FrameSpec) -> Image.Image | None:
    """Another grade: warmer, colder, greener, or without colours."""
    del first
    picture = _drawn(second, "start")
    if chance.random() < 0.25:
        return ImageOps.grayscale(picture).convert("RGB")
    gains = chance.choice(((1.14, 1.0, 0.8), (0.82, 1.0, 1.16), (0.9, 1.12, 0.9), (1.15, 0.92, 1.1)))
    return Image.fromarray(np.clip(np.asarray(picture, np.float32) * gains, 0, 255).astype(np.uint8))


def _mirrored(chance: random.Random, first: FrameSpec, second: FrameSpec) -> Image.Image | None:
    del chance, first
    return ImageOps.mirror(_drawn(second, "start"))


def _elsewhere(chance: random.Random, first: FrameSpec, second: FrameSpec) -> Image.Image | None:
    del first
    names = INSIDE if second.place.interior else OUTSIDE
    name = chance.choice([name for name in names if name.lower() != second.place.id])
    place = replace(second.place, id=name.lower(), name=name)
    return _drawn(replace(second, place=place, setting_seed=f"{name.lower()}/"), "start")


HARM: dict[str, Callable[[random.Random, FrameSpec, FrameSpec], Image.Image | None]] = {
    "other clothes": _clothes,
    "other hair": _hair,
    "another figure": _figure,
    "furniture gone": _gone,
    "furniture moved": _moved,
    "prop gone": _prop,
    "other time of day": _time,
    "other palette": _palette,
    "mirrored": _mirrored,
    "another place": _elsewhere,
}
"""What is done to the second frame of a harmful pair."""
