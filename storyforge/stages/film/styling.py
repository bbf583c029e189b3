"""Which visual style a scene, or the whole story, is drawn in; and the facets that say when it has become another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.formats.visual_styles import sheet_path, visual_style

if TYPE_CHECKING:
    from storyforge.model.summary import Summaries
    from storyforge.model.visual_style import VisualStyle
    from storyforge.model.visuals import Visuals
    from storyforge.stages.base import Library


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
