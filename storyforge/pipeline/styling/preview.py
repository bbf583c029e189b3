"""One test scene in many styles, side by side: drawn here in a moment, or by a model for money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storyforge.errors import NotAVisualStyleError, StoryforgeError
from storyforge.media.likeness.sheet import Cell, contact_sheet
from storyforge.media.pictures import as_png, open_picture
from storyforge.model.money import FREE, Cost
from storyforge.pipeline.spending.apart import pictures_apart
from storyforge.pipeline.styling.scenes import drawn, shown_scenes
from storyforge.pipeline.styling.visual import Entry, entries, entry_of
from storyforge.providers.base import ImageRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PIL.Image import Image

    from storyforge.model.visual_style import VisualStyle
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session

OFFLINE = "offline"
_NEVER = "Leave out: lettering, captions, watermarks, borders, split panels, people who are not named here."


@dataclass(frozen=True)
class Preview:
    """What a preview shows: the sheet as a PNG file, the styles on it, who drew them, what it cost, what failed."""

    png: bytes
    styles: tuple[str, ...]
    by: str
    cost: Cost
    failed: dict[str, StoryforgeError]


def wanted_entries(session: Session | None, names: Sequence[str]) -> list[Entry]:
    """The styles of some names, or all; raises UnknownVisualStyleError."""
    story = session.story if session else None
    if names:
        return [entry_of(story, name) for name in dict.fromkeys(names)]
    return [entry for entry in entries(story).values() if entry.style is not None]


def preview(
    session: Session | None,
    names: Sequence[str],
    request: Request,
    tell: Callable[[dict[str, Any]], None] | None = None,
) -> Preview:
    """The sheet of some styles, or of all. Raises UnknownVisualStyleError, PriceNotAcceptedError."""
    wanted = {entry.name: style for entry in wanted_entries(session, names) if (style := entry.style)}
    if not wanted:
        raise NotAVisualStyleError(", ".join(names))
    if session is None or request.providers.get("image", OFFLINE).partition(":")[0] == OFFLINE:
        made = {name: drawn(shown_scenes()[0].spec, style) for name, style in wanted.items()}
        return Preview(_sheet(made, wanted, "drawn offline"), tuple(made), OFFLINE, FREE, {})
    return _bought(session, wanted, request, tell)


def price_of_preview(session: Session, names: Sequence[str], request: Request) -> tuple[Cost, str]:
    """What a model would take for the pictures of some styles, and which model."""
    wanted = {entry.name: style for entry in wanted_entries(session, names) if (style := entry.style)}
    with pictures_apart(session, request, "preview") as apart:
        return apart.price({name: _request(style) for name, style in wanted.items()}), apart.name


def _bought(
    session: Session,
    wanted: dict[str, VisualStyle],
    request: Request,
    tell: Callable[[dict[str, Any]], None] | None,
) -> Preview:
    asked = {name: _request(style) for name, style in wanted.items()}
    with pictures_apart(session, request, "preview", tell) as apart:
        apart.refuse_unagreed(apart.price(asked), f"A preview of {len(asked)} styles by {apart.name}", "style preview")
        came = apart.make(asked)
        made = {
            name: open_picture(found.read(), name)
            for name, found in came.items()
            if not isinstance(found, StoryforgeError)
        }
        failed = {name: found for name, found in came.items() if isinstance(found, StoryforgeError)}
        if not made:
            raise next(iter(failed.values()))
        return Preview(_sheet(made, wanted, f"by {apart.name}"), tuple(made), apart.name, apart.cost, failed)


def _request(style: VisualStyle) -> ImageRequest:
    scene = shown_scenes()[0]
    return ImageRequest(f"{scene.words}\nStyle: {style.said}.\n{_NEVER}", scene.spec, "start")


def _sheet(made: dict[str, Image], wanted: dict[str, VisualStyle], by: str) -> bytes:
    cells = [Cell(made[name], name, wanted[name].about, wanted[name].colours) for name in wanted if name in made]
    return as_png(contact_sheet(cells, f"Visual styles, {by}"))
