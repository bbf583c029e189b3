"""How what the assistant says is shown, on the terminal and as a note."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from storyforge.cli.table import fill, paint, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from storyforge.pipeline.assisting.room import Assisted
    from storyforge.pipeline.assisting.upcoming import Todo

_INDENT = "     "
_LIMITS = "By rules: only what stands in plain sentences is seen, and what is left unsaid is not."
_ELSEWHERE = "By rules: what happens to people and things is read in English only, so that little is looked at here."


class Row(NamedTuple):
    """A line of an answer: a head, or what belongs to the head before; what is beside it is less important."""

    text: str
    head: bool = False
    colour: str = ""
    beside: str = ""

    def shown(self) -> str:
        """As the terminal has it."""
        if self.head:
            beside = paint(f"  ({self.beside})", "dim") if self.beside else ""
            return paint(self.text, "bold") + beside
        return paint(fill(self.text, _INDENT), self.colour)

    def noted(self) -> str:
        """As Markdown has it."""
        beside = f" ({self.beside})" if self.beside else ""
        return f"\n## {self.text}{beside}\n" if self.head else f"{self.text}\n"


def _told(*texts: str, colour: str = "") -> Iterator[Row]:
    yield from (Row(text, colour=colour) for text in texts if text)


def plot(found: Assisted) -> Iterator[Row]:
    """Chapters with what is in them, then how the main characters change."""
    answer: Any = found.answer
    for number, chapter in enumerate(answer.chapters, 1):
        yield Row(f"{number}. {chapter.title}", head=True, beside=_runs(chapter.units))
        yield from _told(chapter.summary)
        yield from _told(f"? {chapter.gap}" if chapter.gap else "", colour="yellow")
    for change in answer.changes:
        yield Row(change.name, head=True, beside=f"turns in {_where(change.because)}" if change.because else "")
        yield from _told(f"at first: {change.before}" if change.before else "")
        yield from _told(f"at last: {change.after}" if change.after else "")
        yield from _told(f"? {change.question}" if change.question else "", colour="yellow")


def _runs(ids: tuple[str, ...]) -> str:
    if not ids:
        return ""
    what = "beat" if ids[0].startswith("b") else "scene"
    return f"{what} {ids[0]}" if len(ids) == 1 else f"{what}s {ids[0]} to {ids[-1]}"


def _where(unit: str) -> str:
    return unit if unit.startswith("b") else f"scene {unit}"


def twists(found: Assisted) -> Iterator[Row]:
    """Each with its kind, the beats that it touches, and what would be set up where."""
    answer: Any = found.answer
    context: Any = found.context
    for number, twist in enumerate(answer.twists, 1):
        yield Row(f"{number}. {twist.kind}", head=True, beside=f"touches {', '.join(twist.touches)}")
        yield from _told(twist.text)
        yield from _told(f"Set up in {_where(twist.setup_in)}: {twist.setup}", colour="dim")
    if len(answer.twists) < context.count:
        short = f"{len(answer.twists)} of {context.count}" if answer.twists else "None"
        yield Row(f"{short}: the story as it is gives the rules no more.", head=True)
        yield from _told("A language model may: --with text=litellm:PROVIDER/MODEL")


def holes(found: Assisted) -> Iterator[Row]:
    """Each with its place, the words on either side, and what could be done; the worst first."""
    answer: Any = found.answer
    context: Any = found.context
    for number, hole in enumerate(answer.holes, 1):
        yield Row(f"{number}. {hole.kind}", head=True, beside=_where(hole.unit))
        yield from _told(hole.text)
        yield from _told(f"“{hole.quote}”", f"“{hole.against}”" if hole.against else "", colour="cyan")
        yield from _told(hole.do)
    if not answer.holes:
        yield Row("Nothing was found that does not hold.", head=True)
    if found.by == "offline":
        english = context.language.partition("-")[0] == "en"
        yield from _told(_LIMITS if english else _ELSEWHERE, colour="dim")


def dialogue(found: Assisted) -> Iterator[Row]:
    """What is to be said of the lines of a scene, alternatives counted."""
    answer: Any = found.answer
    context: Any = found.context
    number = 0
    for remark in answer.remarks:
        number += bool(remark.instead)
        head = f"{number}. {remark.kind}" if remark.instead else remark.kind
        name = context.lines[remark.number - 1].name
        yield Row(head, head=True, beside=f"{name}, speech {remark.number}")
        yield from _told(f"- {remark.quote}", colour="red" if remark.instead else "cyan")
        yield from _told(f"+ {remark.instead}" if remark.instead else "", colour="green")
        yield from _told(remark.why)
    if not answer.remarks and context.lines:
        yield Row("Nothing stands out in these lines.", head=True)
    if number:
        yield Row(f"Take one: storyforge assist dialogue {context.scene} --apply 1", head=True)


VIEWS: dict[str, Callable[[Assisted], Iterator[Row]]] = {
    "plot": plot,
    "twists": twists,
    "holes": holes,
    "dialogue": dialogue,
}


def shown(found: Assisted) -> Iterator[str]:
    """An answer for the terminal; of dialogue, first who has how much of the scene."""
    rows: Iterable[Row] = VIEWS[found.what](found)
    if found.what == "dialogue":
        yield table(_shares(found)) if found.shares else "Nobody speaks in this scene."
    for number, row in enumerate(rows):
        if row.head and (number or found.what == "dialogue"):
            yield ""
        yield row.shown()


def _shares(found: Assisted) -> list[tuple[str, ...]]:
    return [
        (
            share.name,
            f"{share.percent} %",
            f"{share.lines} line{'s' if share.lines > 1 else ''}",
            f"{share.words} words",
            f"{share.seconds:.0f} s",
            f"longest: speech {share.longest}",
        )
        for share in found.shares
    ]


def upcoming(todos: tuple[Todo, ...]) -> Iterator[str]:
    """What to do next, the first thing first, each with its command and why."""
    for number, todo in enumerate(todos, 1):
        yield Row(f"{number}. {todo.command}", head=True).shown()
        yield Row(todo.why).shown()


def note(found: Assisted) -> str:
    """The same as a note in Markdown: what was asked, who answered, and what."""
    scene = getattr(found.context, "scene", "")
    title = f"{found.what} of scene {scene}" if scene else found.what
    shares = ["- " + ", ".join(row) + "\n" for row in _shares(found)]
    rows = [row.noted() for row in VIEWS[found.what](found)]
    text = "\n".join([f"# {title.capitalize()}", "", f"By {found.by}.", "", *shares]) + "\n" + "\n".join(rows)
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.rstrip("\n") + "\n"
