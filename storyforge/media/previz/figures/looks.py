"""Looks: from what words say of a person to a silhouette and a colour that stay theirs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

from storyforge.media.previz.colours import CLOTHES, mix, shade
from storyforge.media.previz.figures.figure import Look
from storyforge.media.previz.figures.vocabulary import colour_of, hair_said, hits, rgb, table
from storyforge.media.previz.vectors import chance

if TYPE_CHECKING:
    from storyforge.media.previz.display import Colour
    from storyforge.media.previz.figures.figure import Coat, Hair, Hat
    from storyforge.model.framing import PersonSeen

_SKINS: tuple[Colour, ...] = (
    (222, 176, 144), (238, 204, 178), (196, 146, 112), (228, 184, 154), (164, 116, 86), (210, 162, 130), (118, 80, 60),
)  # fmt: skip
_HEIGHTS = ((0, 0.75), (3, 0.95), (5, 1.10), (8, 1.28), (10, 1.38), (12, 1.49), (14, 1.60), (16, 1.68), (18, 1.74))
"""Age in years and height in metres, the middle of the growth charts of the World Health Organization."""
_NUMBER = re.compile(r"(?<![\w.])(\d{1,3})(?!\d|s\b|\s*(?:cm|kg|m\b|%|feet|minutes|times))")
_GREY: Colour = (158, 158, 156)
_WHITE: Colour = (214, 212, 208)


@dataclass(frozen=True, slots=True)
class _Person:
    """What is read: all words in small letters, a number between 0 and 1 for anything unsaid, and the age."""

    seen: PersonSeen
    text: str
    years: int | None

    def has(self, section: str) -> list[str]:
        return list(dict.fromkeys(hit.name for hit in hits(section, self.text)))

    def luck(self, *key: object) -> float:
        # What follows a "#" tells apart views of one person in one picture: front, side, back.
        return chance("look", self.seen.id.partition("#")[0], *key)

    @property
    def voice(self) -> str:
        return self.seen.pronouns if self.seen.pronouns in {"she", "he"} else "unknown"


@lru_cache(maxsize=1024)
def read_look(person: PersonSeen) -> Look:
    """The look of a person: what the text says, and where it says nothing, a silhouette and a colour by rank."""
    text = f"{person.name.lower()}. {person.text.lower()}"
    read = _Person(person, text, _years(person, text))
    child = read.years is not None and read.years < 13
    old = (read.years or 0) >= 65 or (read.years is None and "old" in read.has("ages"))
    build = read.has("builds")
    features = set(read.has("features"))
    coat, cloth, hat, hat_colour = _clothes(read, child=child)
    hair, parting, hair_colour, face = _hair(read, child=child, old=old)
    features |= {face} if not features & {"beard", "moustache", "stubble"} else set()
    states = set(read.has("conditions")) | _tags(person)
    return Look(
        height=_height(read, build, old=old),
        build=_build(read, build, child=child),
        shoulders=(0.94 if person.pronouns == "she" else 1.03 if person.pronouns == "he" else 0.98)
        - (0.06 if child else 0),
        cloth=cloth,
        under=_under(read, coat, cloth),
        legs=_legs(read, coat, cloth),
        skin=_skin(read),
        hair_colour=hair_colour,
        hair=hair,
        parting=parting,
        coat=coat,
        hat=hat,
        hat_colour=hat_colour,
        scarf="scarf" in features,
        tie="tie" in features or (coat == "suit" and person.pronouns == "he"),
        beard="beard" in features,
        moustache="moustache" in features,
        stubble="stubble" in features,
        glasses="glasses" in features,
        child=child,
        old=old,
        **{state: state in states for state in ("wet", "torn", "bloody", "dirty", "bandaged", "asleep")},
    )


def _tags(person: PersonSeen) -> set[str]:
    return {hit.name for tag in person.conditions for hit in hits("conditions", tag.lower().replace("-", " "))}


def _years(person: PersonSeen, text: str) -> int | None:
    for words in (person.age.lower(), text):
        number = _NUMBER.search(words)
        if number and 0 < int(number.group(1)) < 120:
            return int(number.group(1))
        if found := hits("decades", words):
            return int(found[0].name)
    ages = [hit.name for hit in hits("ages", text)]
    return 9 if "child" in ages else 15 if "teen" in ages else 74 if "old" in ages else None


def _height(read: _Person, build: list[str], *, old: bool) -> float:
    years = read.years if read.years is not None else 35
    grown = 1.75 + (0.025 if read.voice == "he" else -0.045 if read.voice == "she" else -0.01)
    if years < 18:
        grown = next(
            low + (high - low) * (years - first) / (last - first)
            for (first, low), (last, high) in pairwise(_HEIGHTS)
            if first <= years <= last
        )
    share = 1 + (0.065 if "tall" in build else -0.075 if "short" in build else (read.luck("height") - 0.5) * 0.05)
    return round(grown * share - (0.04 if old else 0), 3)


def _build(read: _Person, build: list[str], *, child: bool) -> float:
    if "stout" in build:
        return 1.22
    if "thin" in build:
        return 0.86
    return round((0.88 if child else 0.95) + read.luck("build") * 0.12, 3)


def _clothes(read: _Person, *, child: bool) -> tuple[Coat, Colour, Hat, Colour]:
    worn = [
        tag.removeprefix("wearing:").replace("-", " ") for tag in read.seen.conditions if tag.startswith("wearing:")
    ]
    trades = read.has("trades")
    trade: dict[str, Any] = table()["trades"][trades[0]] if trades else {}
    ranked = CLOTHES[read.seen.rank % len(CLOTHES)]
    if read.seen.rank >= len(CLOTHES):
        ranked = shade(ranked, 0.78 + 0.44 * read.luck("cloth"))
    coat: str = trade.get("coat", "")
    colour = tuple(trade["rgb"]) if "rgb" in trade else ranked
    for text in (*worn, read.text):
        found = hits("coats", text)
        if found:
            first = min(found, key=lambda hit: (list(table()["coats"]).index(hit.name), hit.start))
            coat = first.name
            named = colour_of(first, text) or colour_of(first, read.text)
            if named:
                colour = rgb("colours", named)
            elif not (trade and trade["coat"] == coat):
                colour = ranked
            break
    if not coat:
        row = table()["wardrobe"]["child" if child else read.voice]
        coat = row[read.seen.rank % len(row)]
    if coat == "suit" and colour == ranked:
        colour = mix(ranked, (52, 54, 62), 0.45)
    hat, hat_colour = _hat(read, trade, cast("Colour", colour))
    return cast("Coat", coat), cast("Colour", colour), hat, hat_colour


def _hat(read: _Person, trade: dict[str, Any], cloth: Colour) -> tuple[Hat, Colour]:
    for hit in hits("hats", read.text):
        named = colour_of(hit, read.text)
        return cast("Hat", hit.name), rgb("colours", named) if named else mix(shade(cloth, 0.6), (74, 66, 60), 0.4)
    hat = trade.get("hat", "")
    return cast("Hat", hat), (214, 178, 58) if hat in {"helmet", "crown"} else shade(cloth, 0.8)


def _hair(read: _Person, *, child: bool, old: bool) -> tuple[Hair, int, Colour, str]:
    rows = table()["silhouettes"][read.voice]
    kind, parting, colour, face = rows[read.seen.rank % len(rows)]
    if child or (read.years or 30) < 24:
        kind = {"receding": "short", "bald": "curly", "crop": "bob"}.get(kind, kind)
    length, shade_said = hair_said(read.text)
    said = [*read.has("hair"), *([length] if length else [])]
    if said:
        kind = next((name for name in said if name not in {"short", "long"}), said[-1])
    colours = [*([shade_said] if shade_said else []), *read.has("hair_colours")]
    tone = rgb("hair_colours", colours[0] if colours else colour)
    if not colours:
        years = read.years or (72 if old else 35)
        grey = max(0.0, min(1.0, (years - 46) / 18 - 0.5 * read.luck("grey")))
        tone = mix(tone, _WHITE if years > 74 else _GREY, grey)
    if child or (read.years is not None and read.years < 18):
        face = ""
    return cast("Hair", kind), int(parting), tone, "" if said or colours else face


def _skin(read: _Person) -> Colour:
    said = read.has("skin")
    return rgb("skin", said[0]) if said else _SKINS[int(read.luck("skin") * len(_SKINS))]


def _under(read: _Person, coat: Coat, cloth: Colour) -> Colour:
    shirts = [hit for hit in hits("coats", read.text) if hit.name == "shirt"]
    if shirts and coat != "shirt" and (named := colour_of(shirts[0], read.text)):
        return rgb("colours", named)
    if coat in {"coat", "jacket"} and sum(cloth) > 560:
        return (96, 126, 152)
    return (228, 224, 214) if coat != "jacket" else mix(cloth, (236, 232, 222), 0.62)


def _legs(read: _Person, coat: Coat, cloth: Colour) -> Colour:
    if coat == "suit" or (coat == "uniform" and sum(cloth) < 420):
        return shade(cloth, 0.86)
    dark = mix(shade(cloth, 0.5), (44, 46, 54), 0.62)
    return mix(dark, ((58, 66, 86), (70, 62, 54), (44, 44, 50))[int(read.luck("legs") * 3)], 0.5)
