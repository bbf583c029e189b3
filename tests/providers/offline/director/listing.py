"""A shot list as people read it: one line a shot, then what happens and what is said."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from storyforge.formats.played import played
from storyforge.providers.offline.director import direct

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from storyforge.model.shots import Shot, SpokenLine
    from storyforge.tasks.shots import ShotsContext

WIDTH = 110


def listing(scenes: Iterable[ShotsContext]) -> str:
    """The shot lists of some scenes."""
    return "\n".join(line for scene in scenes for line in _scene(scene))


def _scene(scene: ShotsContext) -> Iterator[str]:
    shots = direct(scene).shots
    seconds = sum(shot.frames for shot in shots) / 24
    yield f"=== {scene.scene} {scene.heading} ({scene.mode}, {scene.pace}): {len(shots)} shots, {seconds:.1f} s"
    for shot in shots:
        yield from _shot(shot, scene)
    yield ""


def _shot(shot: Shot, scene: ShotsContext) -> Iterator[str]:
    camera = shot.camera
    framed = f"{shot.id:<5}{shot.frames / 24:4.1f} s  {camera.size:<6} {camera.angle:<8} {camera.move:<8} "
    yield f"{framed} {shot.subject or '-':<16} {_sides(shot):<34} {'+ ' if shot.continues else ''}{shot.why}".rstrip()
    for told in played(shot, scene.language):
        yield from _wrapped("* ", told) if isinstance(told, str) else _said(told)
    if shot.props:
        yield f"        # {' '.join(shot.props)}"
    if shot.setting != scene.setting:
        yield f"        @ {shot.setting or 'elsewhere'}"
    if shot.transition:
        yield f"        > {shot.transition}"


def _said(line: SpokenLine) -> list[str]:
    heard = f" [{line.extension}]" if line.extension else ""
    how = f" ({line.parenthetical})" if line.parenthetical else ""
    return _wrapped(f"{line.character}{heard}{how} -> {line.to or '-'}: ", line.text)


def _sides(shot: Shot) -> str:
    return f"{shot.axis.left or '.'} | {shot.axis.right or '.'} looks {shot.axis.looks}" if shot.axis else ""


def _wrapped(lead: str, text: str) -> list[str]:
    if not text and lead == "* ":
        return []
    return textwrap.wrap(lead + " ".join(text.split()), WIDTH, initial_indent=" " * 8, subsequent_indent=" " * 10)
