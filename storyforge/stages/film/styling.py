"""Which visual style a scene, or the whole story, is drawn in; and the facets that say when it has become another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.formats.visual_styles import sheet_path, visual_style
from storyforge.stages.film.drawing import MOST_REFERENCES, Sending

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.model.summary import Summaries
    from storyforge.model.visual_style import VisualStyle
    from storyforge.model.visuals import Visuals
    from storyforge.providers.base import ImageRequest
    from storyforge.stages.base import Job, Library


_MOST_SAMPLES = 2
"""Pictures of a style that one frame is sent, at most."""


def style_of(library: Library, visuals: Visuals | None = None) -> VisualStyle:
    """The style of the story, or of a scene that has one of its own; raises InvalidArtifactError."""
    return visual_style(library.read, (visuals.style if visuals else "") or library.story.styles.visual or "")


def style_facets(summaries: Summaries, visuals: str = "") -> tuple[str, ...]:
    """From what the style block of a scene is made, by the path of its visuals; without one, that of the story."""
    own: str = summaries.index(visuals).get("styled", "") if visuals else ""
    name = own or summaries.index("story.yaml").get("visual", "")
    said = (f"{visuals}#style",) if visuals else ()
    sheet = sheet_path(name)
    described = (f"{sheet}#content",) if name and sheet in summaries else ()
    return (*said, *(() if own else ("story.yaml#style.visual",)), *described)


def with_samples(
    job: Job, sending: Sequence[Sending], bare: ImageRequest, visuals: Visuals | None = None
) -> tuple[Sending, ...]:
    """What goes with a frame, and where there is room pictures that show its style, the nearest in light and colour."""
    room = min(MOST_REFERENCES - len(sending), _MOST_SAMPLES)
    name = (visuals.style if visuals else "") or job.library.story.styles.visual or ""
    if room < 1 or not name:
        return tuple(sending)
    found = job.styles.samples(name, bare.spec, bare.moment, room)
    return (*sending, *(Sending(one.path, "style", name, one.shows, one.read) for one in found))
