"""Whether those whom a story asks for pictures, clips and speech are ready, and how old what we know of them is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from storyforge.providers import IMAGE, SPEECH, VIDEO
from storyforge.providers.media_catalogue import (
    image_model,
    image_models,
    speech_model,
    speech_models,
    video_model,
    video_models,
)
from storyforge.providers.media_ready import readiness_of
from storyforge.providers.media_rows import media_table, own_file
from storyforge.providers.network import is_offline

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from storyforge.model.story import Makes, Models
    from storyforge.providers.media_catalogue import Model

OFFLINE, AUTO = "offline", "auto"
_FIND = {"image": image_model, "video": video_model, "speech": speech_model}
_KNOWN = {"image": IMAGE, "video": VIDEO, "speech": SPEECH}


class Stand(NamedTuple):
    """What is known of one provider, or of the catalogue."""

    name: str
    state: Literal["ok", "warn", "fail"]
    message: str
    hint: str = ""


def media_standing(models: Models | None, today: date) -> Iterator[Stand]:
    """A line for each provider that is named and is not ours, then one for the catalogue; raises CatalogueError."""
    for kind, name in dict.fromkeys(_named(models)) if models else {}:
        if name.partition(":")[0] == AUTO:
            yield Stand(kind, "ok", f"{name}: the model is chosen when it is needed; see which: storyforge cost routes")
        else:
            yield _of(kind, name, models, today)
    yield _catalogue(today)


def _named(models: Models) -> Iterator[tuple[Makes, str]]:
    """Kind and name of everybody who is asked, drafts included, without those that come with the program."""
    said: tuple[tuple[Makes, str], ...] = (("image", models.image), ("video", models.video), ("speech", models.speech))
    for kind, name in (*said, *models.drafts.items()):
        if name.partition(":")[0] != OFFLINE:
            yield kind, name


def _of(kind: Makes, name: str, models: Models | None, today: date) -> Stand:
    first = name.partition(":")[0]
    if first not in _KNOWN[kind]:
        hint = f"Known: {', '.join(_KNOWN[kind])}."
        return Stand(kind, "fail", f"there is no {kind} provider {first}", hint)
    row: Model | None = _FIND[kind](name)
    if row is not None and row.is_over(today):
        message = f"{name} was shut down by its maker on {row.ends}"
        return Stand(kind, "warn", message, f"Choose another: storyforge cost routes; story.yaml, models: {kind}")
    ready = readiness_of(name, models.settings.get(kind) if models else None)
    if not ready.ready:
        return Stand(kind, "warn", f"{name} is not ready: {ready.message}", ready.hint)
    told = f"{name} is ready ({ready.message}){'; this run is offline' if is_offline() else ''}"
    if row is None:
        return Stand(kind, "ok", f"{told}; the catalogue has no row of it, so its price is unknown")
    if row.is_ending(today, media_table()["soon"]):
        return Stand(
            kind, "warn", f"{told}, and its maker ends it on {row.ends}", "Choose another: storyforge cost routes"
        )
    return Stand(kind, "ok", told)


def _catalogue(today: date) -> Stand:
    """When the rows were last held against their sources."""
    rows: list[Model] = [*image_models().values(), *video_models().values(), *speech_models().values()]
    days = [row.checked for row in rows if row.checked is not None]
    own = own_file()
    beside = f", with {own} over it" if own else ""
    told = f"{len(rows)} models of pictures, clips and speech, checked on {min(days)}{beside}" if days else "no rows"
    age = (today - min(days)).days if days else 0
    if age <= media_table()["stale"]:
        return Stand("catalogue", "ok", told)
    hint = "Prices and models change: install a newer storyforge, or correct rows in ~/.config/storyforge/models.yaml"
    return Stand("catalogue", "warn", f"{told}, {age} days ago", hint)
