"""What a model needs besides the text; checked before money is spent."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from storyforge.model.prompts import InputContract
from storyforge.model.timing import LONGEST_SHOT, STATIC_SECONDS
from storyforge.providers.media_catalogue import video_models
from storyforge.providers.media_rows import media_table
from storyforge.stages.film.prompting import prose
from storyforge.stages.film.prompting.tables import table

if TYPE_CHECKING:
    from storyforge.model.shots import Shot
    from storyforge.stages.film.prompting.sight import Names, Seen
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
    """How models of a family are written to, and what the family's models in the catalogue take and sell.

    The author's own prices and models are no part of it: prompts come out the same on every machine.
    """
    rows = table("families")["families"]
    known = [model for model in video_models(own=False).values() if family_of(model.name) == family]
    return {
        **rows["generic"],
        **rows.get(family, {}),
        "durations": sorted({length for model in known for length in model.durations}) or [LONGEST_SHOT],
        "end_frame": not known or any("first+last" in model.takes for model in known),
        "audio": not known or any(model.sound for model in known),
    }


def air() -> Fraction:
    """Seconds around a line, left for the model to begin and end it."""
    return Fraction(str(table("families")["air"]))


def needs_end_frame(shot: Shot, seen: Seen, names: Names) -> bool:
    """Whether a start frame is not enough.

    It is enough for a static shot of at most `STATIC_SECONDS` in which no state changes and nobody and nothing ends up
    elsewhere: a model then has nowhere else to go.
    """
    return (
        shot.camera.move != "static"
        or seen.length > STATIC_SECONDS
        or bool(shot.accepted)
        or any(prose.travels(sentence, names.words) for sentence in seen.sentences)
    )


def wanted_references(shot: Shot, view: View) -> list[str]:
    """Slugs of the key images that bear on a shot: the subject, who is nearest, the place, what is handled.

    On a storyboard the place is the first: every shot of a scene goes by the view that establishes it.
    """

    def key(slug: str) -> bool:
        asset = view.assets.get(slug)
        return asset is not None and (asset.key or asset.pinned)

    people = sorted(shot.characters, key=lambda p: (p.id != shot.subject, _DEPTH.index(p.prominence)))
    named = [person.id for person in people]
    props = [slug for slug in shot.props if slug != shot.subject]
    first = [shot.subject] if shot.subject in shot.props else []
    order = [*first, *named[:2], shot.setting, *props, *named[2:]]
    if view.story.format == "storyboard":
        order.insert(0, shot.setting)
    return [slug for slug in dict.fromkeys(order) if slug and key(slug)]


def contract(
    shot: Shot, seen: Seen, view: View, previous: Shot | None, kept: InputContract | None = None, *, anew: bool = False
) -> InputContract:
    """The inputs of one shot.

    What its author lets it send stays as it was `kept`; so does whose format its prompts have, unless it is made
    `anew`: then it is that of the story's models.
    """
    family = kept.family if kept and not anew else ""
    pictures = kept.pictures if kept and not anew else ""
    return InputContract(
        sends=kept.sends if kept else "anchors",
        end_frame=needs_end_frame(shot, seen, view.told),
        references=tuple(wanted_references(shot, view)[: media_table()["references"]]),
        previous_end_frame=shot.continues and previous is not None,
        frames=shot.frames,
        family=family or family_of(view.story.models.video),
        pictures=pictures or family_of(view.story.models.image),
    )
