"""Blocking: everyone who is placed is in the story, once, and nobody stands where another does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.checks.reading import Teller, paths, readable
from storyforge.errors import did_you_mean
from storyforge.model.prompts import Prompts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storyforge.model.blocking import Placed
    from storyforge.model.finding import Finding
    from storyforge.story import Story


def check(story: Story) -> Iterator[Finding]:
    """Two in one place, one of them hides the other; those who touch (a hug, a fight) are meant to."""
    tell = Teller(__name__, story)
    known = list(story.summaries.assets)
    for path in paths(story, "prompts"):
        prompts = readable(story, path, Prompts)
        for index, entry in enumerate(prompts.prompts if prompts else ()):
            for name in ("start", "end") if entry.blocking else ():
                placed: Sequence[Placed] = getattr(entry.blocking, name)
                place = ("prompts", index, "blocking", name)
                for person in placed:
                    if person.id not in known:
                        hint = did_you_mean(person.id, known) or "Write the slug of a character: storyforge show assets"
                        yield tell.at(
                            "warning",
                            f'{entry.id} places "{person.id}", of whom nobody knows.',
                            path,
                            *place,
                            hint=hint,
                        )
                for message in _clashes(entry.id, placed):
                    yield tell.at("warning", message, path, *place, hint="Give one of them another side or depth.")


def _clashes(shot: str, placed: Sequence[Placed]) -> Iterator[str]:
    seen: dict[str, Placed] = {}
    spots: dict[tuple[str, str], Placed] = {}
    for person in placed:
        if person.id in seen:
            yield f"{shot} places {person.id} twice."
        seen[person.id] = person
        other = spots.setdefault((person.side, person.depth), person)
        visible = not person.side.startswith("off-")
        if other is not person and visible and person.touches != other.id and other.touches != person.id:
            yield f"{shot} has {other.id} and {person.id} in one place ({person.side}, {person.depth})."
