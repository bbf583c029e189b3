"""What does not belong into the text of a prompt, whoever wrote it: each with the text, the words and the repair."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from storyforge.formats.prose import spelt
from storyforge.formats.yaml import load_data
from storyforge.model.assets import Character
from storyforge.resources import read_template

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from storyforge.model.assets import Asset
    from storyforge.model.prompts import PromptSet
    from storyforge.model.shots import Shot

_RUN = 3
"""So many words of an identity line in a row are that line."""
_PICTURES = ("frame", "end_frame")
_OWN_LINES = re.compile(r"(?m)^(?:Style: |Leave out: |Everything that is not named).*$")
"""Lines that say what must not appear, and how it is drawn."""
_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Fault:
    """One finding: in which text, which words, what is wrong with them, and what to do."""

    text: str
    words: str
    problem: str
    repair: str

    def said(self) -> str:
        """The finding in a sentence."""
        return f'{self.text}: "{self.words}" {self.problem}: {self.repair}.'


def faults(entry: PromptSet, shot: Shot, assets: Mapping[str, Asset], rating: str = "") -> Iterator[Fault]:
    """What is to be said of the texts of one shot; nothing of it ever blocks."""
    yield from _missing(shot, assets)
    for name in _PICTURES:
        text = _OWN_LINES.sub("", getattr(entry, name))
        yield from _patterns(name, text, "lettering", "is lettering", "take it out; letters are laid over later")
        yield from _patterns(name, text, "move", "is a camera move", "say where the camera stands in this instant")
        yield from _strangers(name, text, shot, assets)
    yield from _unnamed(entry, shot, assets)
    yield from _too_early(entry, shot)
    yield from _looks(entry, assets)
    for name in (*_PICTURES, "video"):
        yield from _forbidden(name, getattr(entry, name), rating)


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    found: dict[str, Any] = load_data(read_template("prompts/faults.yaml"))
    return found


@lru_cache(maxsize=64)
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(rf"\b{source}\b" if source[-1:].isalnum() or source.endswith((")", "+", "?")) else rf"\b{source}")


def _patterns(name: str, text: str, table: str, problem: str, repair: str) -> Iterator[Fault]:
    for source in _table()[table]:
        found = re.search(_pattern(source).pattern, text, re.IGNORECASE)
        if found:
            yield Fault(name, found[0].strip(), problem, repair)


def _forbidden(name: str, text: str, rating: str) -> Iterator[Fault]:
    for row in (*_table()["forbidden"][""], *_rated(rating)):
        found = _pattern(row["words"]).search(text)
        if found:
            yield Fault(name, found[0], row["why"], "say it otherwise, or edit the text by hand and keep it")


def _missing(shot: Shot, assets: Mapping[str, Asset]) -> Iterator[Fault]:
    for slug in dict.fromkeys((*(person.id for person in shot.characters), *shot.props, shot.setting)):
        if slug and slug not in assets:
            repair = f"make it: storyforge assets; or take it out of {shot.id}"
            yield Fault("frame", slug, "is in the shot and has no asset", repair)


def _people(assets: Mapping[str, Asset]) -> dict[str, Character]:
    return {slug: asset for slug, asset in assets.items() if isinstance(asset, Character)}


def _strangers(name: str, text: str, shot: Shot, assets: Mapping[str, Asset]) -> Iterator[Fault]:
    """Names of people who are not in the shot: a model would draw them. Who shares a name with somebody here is not."""
    here = {person.id for person in shot.characters} | {shot.subject} | {change.element for change in shot.changes}
    mine = {word for slug in here if slug in assets for word in _TOKEN.findall(assets[slug].name.casefold())}
    said = set(_TOKEN.findall(shot.action.casefold()))
    for slug, person in _people(assets).items():
        called = spelt(person.name)
        words = {word.casefold() for word in _TOKEN.findall(called)}
        if slug in here or words & mine or words <= said or person.group:
            continue
        if re.search(rf"\b{re.escape(called)}\b", text):
            yield Fault(name, called, f"is not seen in {shot.id}", "take the name out, or add them to the shot")


def _unnamed(entry: PromptSet, shot: Shot, assets: Mapping[str, Asset]) -> Iterator[Fault]:
    """Somebody who is seen, under another name than the asset's, or not at all."""
    if not entry.frame:
        return
    for person in shot.characters:
        asset = assets.get(person.id)
        if isinstance(asset, Character) and spelt(asset.name).casefold() not in entry.frame.casefold():
            other = next((alias for alias in asset.aliases if alias.casefold() in entry.frame.casefold()), "")
            said = f"is called {other} here" if other else "is seen and not named"
            yield Fault("frame", spelt(asset.name), said, "use the name of the asset, so that pictures match")


def _too_early(entry: PromptSet, shot: Shot) -> Iterator[Fault]:
    """What becomes of somebody during the shot, told of its first instant.

    In a frame that was put together the state is that of the first instant: only a hand or a model can write it
    otherwise.
    """
    for change in shot.accepted if "frame" in (*entry.edited, *entry.compiled) else ():
        for tag in change.gains:
            if ":" not in tag and re.search(rf"\b{re.escape(tag)}\b", entry.frame, re.IGNORECASE):
                repair = "it belongs into the end frame; take it out of the frame"
                yield Fault("frame", tag, f"happens to {change.element} in this shot", repair)


def _looks(entry: PromptSet, assets: Mapping[str, Asset]) -> Iterator[Fault]:
    """Appearance in the video prompt, outside of what is spoken."""
    text = re.sub(r"“[^”]*”|\"[^\"]*\"", " ", entry.video)
    text = re.sub(r"(?m)^Voice of .*$", " ", text)
    repair = "take it out; the start frame shows it"
    words = [word.casefold() for word in _TOKEN.findall(text)]
    runs = {tuple(words[at : at + _RUN]) for at in range(len(words))}
    for slug, person in _people(assets).items():
        for run in _runs(person.identity_line):
            if tuple(word.casefold() for word in run) in runs:
                yield Fault("video", " ".join(run), f"is how {spelt(assets[slug].name)} looks", repair)
                break
    if "video" in (*entry.edited, *entry.compiled):
        yield from _patterns("video", text, "looks", "is how somebody looks", repair)


def refused(name: str, assets: Mapping[str, Asset], rating: str = "") -> list[tuple[str, str]]:
    """What has no place in one text, as patterns, each with what is wrong with it."""
    found = [(row["words"], row["why"]) for row in (*_table()["forbidden"][""], *_rated(rating))]
    patterns = [(_pattern(source).pattern, why) for source, why in found]
    if name in _PICTURES:
        told = {"lettering": "is lettering", "move": "is a camera move; a picture is one instant"}
        return patterns + [(f"(?i){_pattern(s).pattern}", why) for row, why in told.items() for s in _table()[row]]
    patterns += [(f"(?i){_pattern(source).pattern}", "is how somebody looks") for source in _table()["looks"]]
    return patterns + [
        (r"(?i)\b" + r"\W+".join(map(re.escape, run)) + r"\b", f"is how {spelt(person.name)} looks")
        for person in _people(assets).values()
        for run in _runs(person.identity_line)
    ]


def _rated(rating: str) -> tuple[dict[str, str], ...]:
    return tuple(_table()["forbidden"].get(rating, ())) if rating else ()


def _runs(line: str) -> list[list[str]]:
    """So many words of an identity line in a row that they are that line."""
    words = _TOKEN.findall(line)
    runs = [words[at : at + _RUN] for at in range(len(words) - _RUN + 1)]
    return [run for run in runs if any(len(word) > 3 for word in run)]


def rating_of(rating: str | None) -> str:
    """The row of the table of forbidden words that holds for a rating."""
    return rating if rating and rating in _table()["forbidden"] else ""
