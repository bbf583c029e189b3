"""How tellings are shown, options side by side; and beats, with what could stand in their place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from storyforge.cli.table import columns, fill, paint, width
from storyforge.cli.views_changes import runners_up
from storyforge.errors import MissingArtifactError, NoSuchOptionError, UnknownBeatError
from storyforge.model.kinds import option_path
from storyforge.tasks.gaps import stretches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from storyforge.model.beats import Beat, BeatSheet, Source, Telling
    from storyforge.story import Story

BEATS, SCRIPT = "beats.yaml", "script.fountain"
WIDE = 100
"""Columns from which on options stand side by side."""
_GAP = 3
_MOST = 9
_DECLARED = ("logline", "whose", "starts", "ends", "tone", "structure")


def _telling(stage: str, story: Story, ids: list[str]) -> Iterator[str]:
    """What is chosen; before that, all options side by side; or the options that are named by number."""
    chosen = f"{stage}.md"
    options = _options(story, stage)
    if not ids and chosen in story.summaries:
        yield from _one(cast("Telling", story.model(chosen)))
    elif not ids and not options:
        raise MissingArtifactError(chosen)
    elif len(ids) == 1:
        yield from _one(_named(stage, options, ids[0]), f"Option {ids[0]}: ")
    else:
        some = {number: _named(stage, options, number) for number in ids or options}
        yield from _beside(some) if columns() >= WIDE else _below(some)
        yield f"\nTake one: storyforge choose {stage} {next(iter(some))}"


def _named(stage: str, options: dict[str, Telling], number: str) -> Telling:
    if number not in options:
        raise NoSuchOptionError(stage, number, list(options))
    return options[number]


def _options(story: Story, stage: str) -> dict[str, Telling]:
    paths = {str(number): option_path(stage, number) for number in range(1, _MOST + 1)}
    return {number: cast("Telling", story.model(path)) for number, path in paths.items() if path in story.summaries}


def _one(found: Telling, label: str = "") -> Iterator[str]:
    yield paint(f"{label}{found.title}", "bold") + ("  (derived from the beats)" if found.derived else "")
    room = max(len(name) for name in _DECLARED) + 2
    told = [(name, getattr(found, name)) for name in _DECLARED if getattr(found, name)]
    for name, text in told:
        yield f"{paint(name.ljust(room), 'dim')}{fill(text, ' ' * room).lstrip()}"
    yield "\n" + highlighted(fill(found.body)) if told else highlighted(fill(found.body))


def _below(options: dict[str, Telling]) -> Iterator[str]:
    for number, option in options.items():
        if number != next(iter(options)):
            yield ""
        yield from _one(option, f"Option {number}: ")


def _beside(options: dict[str, Telling]) -> Iterator[str]:
    """A column an option: what it declares, row by row, then the prose."""
    room = (columns() - _GAP * (len(options) - 1)) // len(options)
    titles = [f"Option {number}: {option.title}" for number, option in options.items()]
    yield from _row(titles, room, "bold")
    for name in _DECLARED:
        told = [getattr(option, name) for option in options.values()]
        if any(told):
            yield paint(name, "dim")
            yield from _row(told, room)
    yield paint("─" * min(columns(), room * len(options) + _GAP * (len(options) - 1)), "dim")
    yield from _row([option.body for option in options.values()], room)


def _row(cells: Sequence[str], room: int, colour: str = "") -> Iterator[str]:
    """Texts in columns, each in as many lines as it takes."""
    plain = [fill(cell, "", room).split("\n") for cell in cells]
    shown = [highlighted("\n".join(lines)).split("\n") for lines in plain]
    for row in range(max(map(len, plain))):
        line = [
            painted[row] + " " * (room - width(lines[row])) if row < len(lines) else " " * room
            for lines, painted in zip(plain, shown, strict=True)
        ]
        yield paint((" " * _GAP).join(line).rstrip(), colour)


treatment = partial(_telling, "treatment")
lore = partial(_telling, "lore")
narrative = partial(_telling, "narrative")


def beats(story: Story, ids: list[str]) -> Iterator[str]:
    """A paragraph a beat, with its scenes and its goal; those that are named in full."""
    found = cast("BeatSheet | None", story.model(BEATS))
    if found is None:
        raise MissingArtifactError(BEATS)
    known = {beat.id: beat for beat in found.beats}
    for wanted in ids:
        if wanted not in known:
            raise UnknownBeatError(wanted, list(known))
    if ids:
        for wanted in ids:
            yield from _whole(known[wanted])
        return
    act = ""
    for beat in found.beats:
        if beat.act not in (act, ""):
            act = beat.act
            yield f"\n{paint(act, 'bold')}"
        yield _head(beat, played=SCRIPT in story.summaries)
        yield highlighted(fill(beat.text, "     "))


def _head(beat: Beat, *, played: bool) -> str:
    scenes = f"scenes {', '.join(beat.scenes)}" if beat.scenes else paint("no scene", "yellow") if played else ""
    others = _others(beat) if beat.runners_up else ""
    return "  ".join(part for part in (paint(beat.id, "cyan"), scenes, paint(beat.goal, "dim"), others) if part)


def _others(beat: Beat) -> str:
    return "1 runner-up" if len(beat.runners_up) == 1 else f"{len(beat.runners_up)} runners-up"


def _whole(beat: Beat) -> Iterator[str]:
    """All of a beat: what it is for, whose it is, where it comes from, and what could stand in its place."""
    yield _head(beat, played=False)
    yield highlighted(fill(beat.text, "     "))
    rows = (
        ("act", beat.act),
        ("people", ", ".join(beat.people)),
        ("place", beat.place),
        ("audio", f"{beat.span.start} to {beat.span.end} s" if beat.span else ""),
        ("from", _quoted(beat.source)),
        ("input", _quoted(beat.origin)),
    )
    for name, text in rows:
        if text:
            yield f"     {paint(name.ljust(8), 'dim')}{fill(text, ' ' * 13).lstrip()}"
    if beat.runners_up:
        yield f"     {paint(_others(beat), 'bold')} (storyforge beat swap {beat.id} 1)"
        yield from list(runners_up(beat))[1:]


def _quoted(source: Source | None) -> str:
    return f"{source.file}: {source.quote}" if source else ""


def highlighted(text: str) -> str:
    """A text in lines, with its gaps in colour where colours are wanted."""
    kept, at = [], 0
    for gap in stretches(text):
        lines = text[gap.start : gap.end].split("\n")
        shown = "\n".join(_indented(line) for line in lines)
        kept += [text[at : gap.start], shown]
        at = gap.end
    return "".join([*kept, text[at:]])


def _indented(line: str) -> str:
    bare = line.lstrip()
    return line[: len(line) - len(bare)] + paint(bare, "yellow")


VIEWS: dict[str, Callable[[Story, list[str]], Iterator[str]]] = {
    "lore": lore,
    "narrative": narrative,
    "treatment": treatment,
    "beats": beats,
}
