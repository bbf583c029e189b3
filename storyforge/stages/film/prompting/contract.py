"""What a model needs besides the text, and what does not fit it; checked before money is spent."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from storyforge.model.assets import Character
from storyforge.model.prompts import InputContract
from storyforge.model.timing import STATIC_SECONDS, parse_rate, seconds
from storyforge.stages.film.prompting import moving, picture, prose
from storyforge.stages.film.prompting.tables import table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.model.shots import Shot
    from storyforge.stages.film.prompting.view import View

_DEPTH = ("foreground", "midground", "background")


def family_of(model: str) -> str:
    """The family of a model written `provider:model`; `generic` for one that no row knows."""
    name = model.partition(":")[2] or model
    for family, row in table("families")["families"].items():
        if any(name.casefold().startswith(start) for start in row["models"]):
            return str(family)
    return "generic"


def traits(family: str) -> dict[str, Any]:
    """A row of `families.yaml`, completed by the row `generic`."""
    rows = table("families")["families"]
    return {**rows["generic"], **rows.get(family, {})}


def needs_end_frame(shot: Shot, view: View) -> bool:
    """Whether a start frame is not enough.

    It is enough for a static shot of at most `STATIC_SECONDS` in which no state changes and nobody and nothing ends up
    elsewhere: a model then has nowhere else to go.
    """
    length = seconds(shot.frames, parse_rate(view.story.rate))
    return (
        shot.camera.move != "static"
        or length > STATIC_SECONDS
        or bool(shot.changes)
        or any(prose.travels(sentence, view.words) for sentence in picture.seen_sentences(shot, view))
    )


def wanted_references(shot: Shot, view: View) -> list[str]:
    """Slugs of the key images that bear on a shot: the subject, who is nearest, the place, what is handled."""

    def key(slug: str) -> bool:
        asset = view.assets.get(slug)
        return asset is not None and (asset.key or asset.pinned)

    people = sorted(shot.characters, key=lambda p: (p.id != shot.subject, _DEPTH.index(p.prominence)))
    named = [person.id for person in people]
    props = [slug for slug in shot.props if slug != shot.subject]
    first = [shot.subject] if shot.subject in shot.props else []
    order = [*first, *named[:2], shot.setting, *props, *named[2:]]
    return [slug for slug in dict.fromkeys(order) if slug and key(slug)]


def contract(shot: Shot, view: View, previous: Shot | None, family: str = "") -> InputContract:
    """The inputs of one shot; `family` is whose format its video prompt has, else that of the story's model."""
    return InputContract(
        end_frame=needs_end_frame(shot, view),
        references=tuple(wanted_references(shot, view)[: table("families")["references"]]),
        previous_end_frame=shot.continues and previous is not None,
        frames=shot.frames,
        family=family or family_of(view.story.models.video),
    )


def warnings(shot: Shot, view: View, given: InputContract, texts: Mapping[str, str]) -> tuple[str, ...]:
    """What a model of this family will do badly; each a sentence that says what to do. Never blocks."""
    row = traits(given.family)
    length = seconds(shot.frames, parse_rate(view.story.rate))
    found = [
        f"{name} has {count} words; {given.family} does best below {row['words'][name]}: shorten it."
        for name, text in texts.items()
        if (count := len(text.split())) > row["words"][name]
    ]
    longest = max(row.get("durations", row["seconds"]))
    if length > longest:
        found.append(f"{moving.span(length)} s is longer than {given.family} makes ({longest} s): split the shot.")
    spoken = sum((moving.line_seconds(line, view) for line in shot.dialogue), Fraction(0))
    if spoken > length + Fraction(1, 2):
        found.append(
            f"The lines need about {moving.span(spoken)} s and the shot has {moving.span(length)} s: "
            "lengthen or split it, or words will be dropped."
        )
    busy = len(moving.events(shot, view))
    if busy > table("families")["events"]:
        found.append(f"{busy} events in one shot: models merge or drop the third; split the shot.")
    if shot.dialogue and not row["audio"]:
        found.append(f"{given.family} makes no sound: the lines must be recorded apart.")
    if given.end_frame and not row["end_frame"]:
        found.append(f"{given.family} takes no end frame: the shot may end differently.")
    people = [p.id for p in shot.characters if isinstance(view.assets.get(p.id), Character)]
    left = [slug for slug in people if slug in wanted_references(shot, view) and slug not in given.references]
    if left:
        found.append(f"More than {len(given.references)} key images: {', '.join(left)} by words alone.")
    return tuple(found)
