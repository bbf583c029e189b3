"""Test scenes: frames as data in which styles are shown, and from which the built-in ones are learned."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from storyforge import resources
from storyforge.formats.visual_styles import VISUAL
from storyforge.formats.yaml import load_data
from storyforge.media.likeness.treatment import treated
from storyforge.media.pictures import open_picture
from storyforge.model.blocking import Blocking
from storyforge.model.framing import FrameSpec, PersonSeen, PlaceSeen, PropSeen
from storyforge.providers.base import ImageRequest
from storyforge.providers.offline.artist import OfflineArtist

if TYPE_CHECKING:
    from PIL.Image import Image

    from storyforge.model.visual_style import VisualStyle

_SIZE = "640x360"
"""Large enough for lines to be seen in a preview, small enough to be drawn in a moment."""


@dataclass(frozen=True)
class ShownScene:
    """A frame, and the same in words for models that read."""

    words: str
    spec: FrameSpec


@cache
def shown_scenes() -> tuple[ShownScene, ...]:
    """All test scenes; the first is the one in previews."""
    rows = load_data(resources.read_template(f"{VISUAL}scenes.yaml"))
    return tuple(ShownScene(row["words"], _spec(f"{number}A", row)) for number, row in enumerate(rows, 1))


def _spec(shot: str, row: dict[str, Any]) -> FrameSpec:
    people = [PersonSeen(**person, rank=rank) for rank, person in enumerate(row.get("people", ()))]
    return FrameSpec(
        shot=shot,
        scene=shot.removesuffix("A"),
        frames=96,
        rate=Fraction(24),
        size=row["size"],
        angle=row.get("angle", "eye"),
        move="static",
        subject=people[0].id if people else "",
        blocking=Blocking.model_validate(row.get("blocking", {})),
        place=PlaceSeen(**row["place"]),
        people=tuple(people),
        props=tuple(PropSeen(**prop) for prop in row.get("props", ())),
        setting_seed=f"{row['place']['id']}/",
    )


def drawn(spec: FrameSpec, style: VisualStyle) -> Image:
    """A frame as the offline artist has it, treated as a style says."""
    return treated(_bare(spec), style)


@cache
def _bare(spec: FrameSpec) -> Image:
    png = OfflineArtist(_SIZE).draw(ImageRequest("", spec, "start")).value.png
    return open_picture(png, f"scene {spec.scene}")
