"""What a model will do badly with a prompt: each a sentence that says what to do. Nothing is ever blocked by it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from storyforge.model.assets import Character
from storyforge.stages.film.prompting.contract import traits, wanted_references
from storyforge.stages.film.prompting.moving import events, span
from storyforge.stages.film.prompting.tables import table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.model.prompts import InputContract
    from storyforge.model.shots import Shot
    from storyforge.stages.film.prompting.sight import Heard, Seen
    from storyforge.stages.film.prompting.view import View


def warnings(
    shot: Shot, seen: Seen, heard: Heard, view: View, given: InputContract, texts: Mapping[str, str]
) -> tuple[str, ...]:
    """What a model of this family will do badly; each a sentence that says what to do. Never blocks."""
    row = traits(given.family)
    found = [
        f"{name} has {count} words; {given.family} does best below {row['words'][name]}: shorten it."
        for name, text in texts.items()
        if (count := len(text.split())) > row["words"][name]
    ]
    longest = max(row["durations"])
    if seen.length > longest:
        found.append(f"{span(seen.length)} s is longer than {given.family} makes ({longest} s): split the shot.")
    spoken = sum((line.seconds for line in heard.lines), Fraction(0))
    if spoken > seen.length + Fraction(1, 2):
        found.append(
            f"The lines need about {span(spoken)} s and the shot has {span(seen.length)} s: "
            "lengthen or split it, or words will be dropped."
        )
    busy = len(events(seen, view.told))
    if busy > table("families")["events"]:
        found.append(f"{busy} events in one shot: models merge or drop the third; split the shot.")
    if heard.lines and not row["audio"]:
        found.append(f"{given.family} makes no sound: the lines must be recorded apart.")
    if given.end_frame and not row["end_frame"]:
        found.append(f"{given.family} takes no end frame: the shot may end differently.")
    people = [p.id for p in shot.characters if isinstance(view.assets.get(p.id), Character)]
    left = [slug for slug in people if slug in wanted_references(shot, view) and slug not in given.references]
    if left:
        found.append(f"More than {len(given.references)} key images: {', '.join(left)} by words alone.")
    return tuple(found)
