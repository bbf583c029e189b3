"""Contradictions: states that can't be, read off the accepted changes of a scene and the state it begins in.

By summaries alone, so that `status` can tell of them.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from storyforge import resources
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.model.state import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from storyforge.model.summary import Summaries

    _States = dict[str, tuple[str, ...]]

HELD = ("carrying:", "wearing:")
"""Tags of what is had before the script says so: to put it down is no fault, though nobody took it up."""


class Contradiction(NamedTuple):
    """What can't be in a shot; `sort` is one of `never begun`, `not at once`, `dead`, `two hands`.

    `name` is what could be rejected, as commands call it: `john.wet`, `john.-wet` where it ends.
    """

    scene: str
    shot: str
    name: str
    sort: str
    message: str


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Any]:
    return tomllib.loads(resources.read_template("lexicons/states.toml"))


def contradictions(summaries: Summaries, number: str) -> tuple[Contradiction, ...]:
    """What can't be in a scene, in the order of its shots."""
    return tuple(_found(summaries, number))


def _found(summaries: Summaries, number: str) -> Iterator[Contradiction]:
    here = folder(number)
    index = summaries.index(scene_path(here, "shots"))
    known = scene_path(here, "visuals") in summaries
    state: _States = {slug: summaries.start_state(here, slug) for slug in index.get("elements", {})}
    changes: dict[str, list[Sequence[Any]]] = {}
    for change in index.get("changes", ()):
        changes.setdefault(change[3], []).append(change)
    if not changes and not any(state.values()):
        return
    told: set[str] = set()
    for shot in (row[0] for row in index.get("shots", ())):
        found = [*_of_the_dead(index, state, shot)]
        for element, gains, loses, _ in changes.get(shot, ()):
            found += _never_begun(state.get(element, ()), element, loses) if known else ()
            state[element] = fold(state.get(element, ()), [(gains, loses)])
        found += [*_not_at_once(state), *_two_hands(summaries, state)]
        for name, sort, message in found:
            if message not in told:
                told.add(message)
                yield Contradiction(number, shot, name, sort, message)


def _of_the_dead(index: Mapping[str, Any], state: _States, shot: str) -> Iterator[tuple[str, str, str]]:
    for slug in index.get("aloud", {}).get(shot, ()):
        if "dead" in state.get(slug, ()):
            yield f"{slug}.dead", "dead", f"{slug} speaks and is dead"


def _never_begun(tags: Sequence[str], element: str, loses: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    for tag in loses:
        if tag not in tags:
            plain = tag.replace(":", " ")
            yield f"{element}.-{tag}", "never begun", f"{element} is no longer {plain}, and never was"


def _not_at_once(state: _States) -> Iterator[tuple[str, str, str]]:
    for element, tags in state.items():
        for tag in tags:
            for other in _table()["never_with"].get(tag, ()):
                against = next(
                    (one for one in tags if one == other or (other[-1] == ":" and one.startswith(other))), ""
                )
                if against:
                    yield (
                        f"{element}.{against}",
                        "not at once",
                        f"{element} is {tag} and {against.replace(':', ' ')} at once",
                    )


def _two_hands(summaries: Summaries, state: _States) -> Iterator[tuple[str, str, str]]:
    """A prop of the story, of which there is one, in the hands of two."""
    hands: dict[str, list[str]] = {}
    for element, tags in state.items():
        for tag in tags:
            if tag.startswith("carrying:"):
                hands.setdefault(tag.removeprefix("carrying:"), []).append(element)
    for thing, holders in hands.items():
        if len(holders) > 1 and thing in summaries.assets:
            yield (
                f"{holders[-1]}.carrying:{thing}",
                "two hands",
                f"{thing} is carried by {' and '.join(holders)} at once",
            )


def against_line(line: str, tag: str) -> str:
    """The word of an identity line that says the opposite of a tag; empty where none does."""
    words: list[str] = _table()["lines"].get(tag, [])
    spared = "|".join(_table()["spared"]["before"])
    for word in words:
        for match in re.finditer(rf"\b{re.escape(word)}\b", line, re.IGNORECASE):
            if not re.search(rf"\b(?:{spared})\b[^,.;]*$", line[: match.start()], re.IGNORECASE):
                return word
    return ""
