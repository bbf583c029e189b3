"""How a change of tellings and beats is shown: as it was, and as it is."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from storyforge.cli.table import fill, paint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.model.beats import Beat
    from storyforge.pipeline.writing.beats import BeatsChanged


def change(place: str, before: str, after: str) -> Iterator[str]:
    """A passage as it was and as it is; nothing new where nobody has written it yet."""
    yield paint(place, "cyan")
    yield from _marked("-", before, "red")
    if after:
        yield from _marked("+", after, "green")


def _marked(mark: str, text: str, colour: str) -> Iterator[str]:
    for line in fill(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n"):
        yield paint(f"  {mark} {line}".rstrip(), colour)


def changed_beats(found: BeatsChanged) -> Iterator[str]:
    """Beats as they were and as they are."""
    same = {beat.id: beat for beat in found.before}
    for beat in found.before:
        yield from marked_beat("-", beat, "red")
    for beat in found.after:
        yield from marked_beat("+" if same.get(beat.id) != beat else " ", beat, "green")


def marked_beat(mark: str, beat: Beat, colour: str) -> Iterator[str]:
    """A beat behind a mark, with its act, its goal and its scenes."""
    scenes = f"scenes {', '.join(beat.scenes)}" if beat.scenes else ""
    about = "; ".join(part for part in (beat.act, beat.goal, scenes) if part)
    lines = fill(beat.text, "      ").split("\n")
    yield paint(f"{mark} {beat.id} {lines[0].strip()}", colour)
    for line in lines[1:]:
        yield paint(line, colour)
    if about:
        yield paint(f"      {about}", "dim")


def runners_up(beat: Beat) -> Iterator[str]:
    """What could stand in a beat's place, counted from 1, each with where it comes from."""
    yield f"{paint(beat.id, 'cyan')}  {fill(beat.text, '     ').lstrip()}"
    for number, runner in enumerate(beat.runners_up, 1):
        yield f"{number:>3}  {fill(runner.text, '     ').lstrip()}"
        if runner.source and runner.source.quote != runner.text:
            yield paint(fill(f"{runner.source.file}: {runner.source.quote}", "     "), "dim")


def text_changes(before: str, after: str) -> Iterator[str]:
    """The paragraphs that two texts do not share, as they were and as they are, each with one that stayed before it."""
    old, new = _paragraphs(before), _paragraphs(after)
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if a:
            yield paint(fill(old[a - 1], "    "), "dim")
        for paragraph in old[a:b]:
            yield from _marked("-", paragraph, "red")
        for paragraph in new[c:d]:
            yield from _marked("+", paragraph, "green")


def _paragraphs(text: str) -> list[str]:
    return [part.strip("\n") for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
