"""The rule `intent`: sentences of a small grammar become the commands that do what they say; all else is unclear."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from storyforge.model.slug import slugify
from storyforge.providers.offline.assisting.lexicon import lexicon
from storyforge.tasks.assist import IntentOutput, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from storyforge.tasks.assist import IntentContext

_THEN = re.compile(r"\s*(?:;|\.(?=\s)|,?\s+(?:and then|then|und dann|dann|y luego|luego)\b)\s*", re.IGNORECASE)
_POLITE = re.compile(
    r"^(?:please|bitte|por favor|can you|could you|would you|i want (?:you )?to|i(?:'d| would) like to|let's)\b,?\s*",
    re.IGNORECASE,
)
_SLOT = re.compile(r"\{(\w+)\}")
_SPAN = re.compile(
    r"(?P<low>\d+)(?::(?P<ls>\d\d))?(?:\s*(?:-|–|to|bis|a)\s*(?P<high>\d+)(?::(?P<hs>\d\d))?)?\s*(?:min\w*|m|minutes?)?",
    re.IGNORECASE,
)
_STAGES = (
    "lore",
    "narrative",
    "treatment",
    "beats",
    "script",
    "assets",
    "scenes",
    "shots",
    "visuals",
    "prompts",
    "frames",
    "video",
)
_EXPORTS = {"storyboard": "boards", "storyboards": "boards", "board": "boards", "timeline": "otio"}
_ALIAS = {
    "stage": {
        "beat": "beats",
        "shot": "shots",
        "scene": "scenes",
        "screenplay": "script",
        "clips": "video",
        "asset": "assets",
    }
}
FALLBACK = "en"
ENOUGH = 10
"""Letters that guidance has at least."""


class _UnclearError(Exception):
    """What is missing or unknown, in a sentence."""


def intent(context: IntentContext) -> IntentOutput:
    """The commands of each part of what is said; none where one part is not understood, and then what is."""
    steps: list[Step] = []
    for part in filter(None, (each.strip(" .!?") for each in _THEN.split(context.text))):
        try:
            steps.append(_step(part, context))
        except _UnclearError as why:
            return IntentOutput(steps=tuple(steps), unclear=str(why))
    return IntentOutput(steps=tuple(steps), unclear="" if steps else "Nothing is said.")


def _step(said: str, context: IntentContext) -> Step:
    plain = _POLITE.sub("", " ".join(said.split()).replace("’", "'"))
    codes = dict.fromkeys((context.language.partition("-")[0], FALLBACK, "de", "es"))
    for wish in (row for code in codes for row in lexicon(code).wishes()):
        match = re.fullmatch(wish["match"], plain, re.IGNORECASE)
        if match:
            slots = _slots(plain, match.groupdict(), wish, context)
            if slots is not None:
                return Step(arguments=_filled(wish["run"], slots), does=_told(wish["does"], slots))
    raise _UnclearError(f'"{plain}" is not understood.')


def _slots(
    said: str, groups: Mapping[str, str | None], wish: Mapping[str, Any], context: IntentContext
) -> dict[str, str] | None:
    """What the groups stand for; None where a word is none of those that could stand there."""
    told = {name.rstrip("2"): text.strip(" ,\"'") for name, text in groups.items() if text}
    wished = told.get("wish", "")
    slots = {**told, "guidance": wished if len(wished) >= ENOUGH else said}
    for name, read in _READERS.items():
        if name in told:
            slots[name] = read(told[name], context)
    if "stage" in told:
        stage = told["stage"].lower()
        slots["stage"] = _ALIAS["stage"].get(stage, stage)
        if slots["stage"] not in _STAGES:
            return None
    if "export" in told:
        slots["export"] = _EXPORTS.get(told["export"].lower(), told["export"].lower())
    if "name" in told:
        slots["name"] = _timeline(told["name"], wish, context)
    if "{offer}" in wish["run"]:
        slots["offer"] = _offer(told.get("offer", "").lower(), context)
    return slots


def _filled(run: list[str], slots: Mapping[str, str]) -> tuple[str, ...]:
    """The words of a command; a slot that is empty is left out, with the option before it."""
    words: list[str] = []
    for word in run:
        names = _SLOT.findall(word)
        if all(slots.get(name) for name in names):
            words.append(_SLOT.sub(lambda m: slots[m[1]], word))
        elif words and words[-1].startswith("-"):
            words.pop()
    return tuple(words)


def _told(does: str, slots: Mapping[str, str]) -> str:
    return _SLOT.sub(lambda match: slots.get(match[1]) or "it", does)


def _beat(text: str, context: IntentContext) -> str:
    name = f"b{int(re.sub(r'[^0-9]', '', text)):02}"
    known = [beat.id for beat in context.beats]
    if name not in known:
        there = f"they are {known[0]} to {known[-1]}" if known else "there are none yet: storyforge run beats"
        raise _UnclearError(f"There is no beat {name}; {there}.")
    return name


def _scene(text: str, context: IntentContext) -> str:
    known = {scene.id.upper(): scene.id for scene in context.scenes}
    name = text.upper() if text.upper() in known else _number(text, context, strict=False).upper()
    if name not in known:
        ids = list(known.values())
        there = f"they are {ids[0]} to {ids[-1]}" if ids else "there is no script yet: storyforge run script"
        raise _UnclearError(f"There is no scene {text}; {there}.")
    return known[name]


def _number(text: str, context: IntentContext, strict: bool = True) -> str:
    low = text.lower()
    if low.isdigit():
        return low
    for code in dict.fromkeys((context.language.partition("-")[0], FALLBACK, "de", "es")):
        numbers = lexicon(code).table.get("numbers", {})
        if low in numbers:
            return str(numbers[low])
    if strict and low not in ("some", "a few", "several"):
        raise _UnclearError(f'"{text}" is no number.')
    return "" if strict else text


def _length(text: str, _context: IntentContext) -> str:
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        raise _UnclearError(f'"{text}" is no length, such as 5-7 minutes.')
    low = f"{int(match['low'])}:{match['ls'] or '00'}"
    return f"{low}-{int(match['high'])}:{match['hs'] or '00'}" if match["high"] else f"{low}-{low}"


def _timeline(text: str, wish: Mapping[str, Any], context: IntentContext) -> str:
    """The name of a timeline: one that is there by its own, a new one made a name that git takes."""
    if text in context.timelines:
        return text
    name = slugify(text)
    if wish["run"][:2] in (["timeline", "switch"], ["timeline", "delete"]) and name not in context.timelines:
        raise _UnclearError(f"There is no timeline {text}; there are: {', '.join(context.timelines)}.")
    return name


def _offer(said: str, context: IntentContext) -> str:
    if said:
        return said
    if not context.offered:
        raise _UnclearError("No stage offers options to choose from now.")
    return context.offered[-1]


_READERS: dict[str, Callable[[str, IntentContext], str]] = {
    "beat": _beat,
    "other": _beat,
    "scene": _scene,
    "n": _number,
    "length": _length,
}
