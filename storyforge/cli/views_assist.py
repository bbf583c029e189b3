"""How what the assistant says is shown, on the terminal and as a note."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storyforge.cli.table import fill, paint, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from storyforge.pipeline.assisting.room import Assisted
    from storyforge.pipeline.assisting.upcoming import Todo

_IN = "     "


def plot(found: Assisted) -> Iterator[str]:
    """Chapters with what is in them, then how the main characters change."""
    answer: Any = found.answer
    units = found.context.units  # type: ignore[attr-defined]  # the context of a plot
    what = "scenes" if units and not units[0].id.startswith("b") else "beats"
    for number, chapter in enumerate(answer.chapters, 1):
        there = f"  ({what} {_runs(chapter.units)})" if chapter.units else ""
        yield f"{paint(f'{number}. {chapter.title}', 'bold')}{paint(there, 'dim')}"
        yield from _filled(chapter.summary)
        if chapter.gap:
            yield paint(fill(f"? {chapter.gap}", _IN), "yellow")
    for change in answer.changes:
        because = f"  (turns in {change.because})" if change.because else ""
        yield f"\n{paint(change.name, 'bold')}{paint(because, 'dim')}"
        yield from _filled(f"at first  {change.before}" if change.before else "")
        yield from _filled(f"at last   {change.after}" if change.after else "")
        if change.question:
            yield paint(fill(f"? {change.question}", _IN), "yellow")


def _runs(ids: tuple[str, ...]) -> str:
    return ids[0] if len(ids) == 1 else f"{ids[0]} to {ids[-1]}"


def _filled(text: str, colour: str = "") -> Iterator[str]:
    if text:
        yield paint(fill(text, _IN), colour)


def twists(found: Assisted) -> Iterator[str]:
    """Each with its kind, the beats that it touches, and what would be set up where."""
    answer: Any = found.answer
    for number, twist in enumerate(answer.twists, 1):
        if number > 1:
            yield ""
        touches = f"  (touches {', '.join(twist.touches)})"
        yield f"{paint(f'{number}. {twist.kind}', 'bold')}{paint(touches, 'dim')}"
        yield from _filled(twist.text)
        yield from _filled(f"Set up in {twist.setup_in}: {twist.setup}", "dim")
    asked = found.context.count  # type: ignore[attr-defined]  # the context of twists
    if len(answer.twists) < asked:
        short = f"{len(answer.twists)} of {asked}" if answer.twists else "None"
        more = "A language model may: --with text=litellm:PROVIDER/MODEL"
        yield f"\n{short}: the story as it is gives the rules no more. {more}"


def holes(found: Assisted) -> Iterator[str]:
    """Each with its place, the words on either side, and what could be done; the worst first."""
    answer: Any = found.answer
    for number, hole in enumerate(answer.holes, 1):
        if number > 1:
            yield ""
        yield f"{paint(f'{number}. {hole.kind}', 'bold')}{paint(f'  ({_where(hole.unit)})', 'dim')}"
        yield from _filled(hole.text)
        yield from _filled(f"“{hole.quote}”", "cyan")
        if hole.against:
            yield from _filled(f"“{hole.against}”", "cyan")
        yield from _filled(hole.do)
    if not answer.holes:
        yield "Nothing was found that does not hold."
    if found.by == "offline":
        yield f"\n{paint(_limits(found), 'dim')}"


def _limits(found: Assisted) -> str:
    context: Any = found.context
    if not context.signs and context.language.partition("-")[0] != "en":
        return "By rules; what happens to people and things is read in English only, so that little is looked at here."
    return "By rules: only what stands in plain sentences is seen, and what is left unsaid is not."


def _where(unit: str) -> str:
    return unit if unit.startswith("b") else f"scene {unit}"


def dialogue(found: Assisted) -> Iterator[str]:
    """Who has how much of the scene; then what is to be said of its lines, alternatives counted."""
    answer: Any = found.answer
    context: Any = found.context
    rows = [
        (share.name, f"{share.percent} %", f"{share.lines} lines", f"{share.words} words", f"{share.seconds:.0f} s")
        for share in found.shares
    ]
    yield table(rows) if rows else "Nobody speaks in this scene."
    number = 0
    for remark in answer.remarks:
        number += bool(remark.instead)
        name = context.lines[remark.number - 1].name
        head = f"{number}. " if remark.instead else ""
        yield f"\n{paint(f'{head}{remark.kind}', 'bold')}{paint(f'  ({name}, speech {remark.number})', 'dim')}"
        yield from _filled(f"- {remark.quote}", "red" if remark.instead else "cyan")
        if remark.instead:
            yield from _filled(f"+ {remark.instead}", "green")
        yield from _filled(remark.why)
    if not answer.remarks and rows:
        yield "\nNothing stands out in these lines."
    if number:
        yield f"\nTake one: storyforge assist dialogue {context.scene} --apply 1"


def upcoming(todos: tuple[Todo, ...]) -> Iterator[str]:
    """What to do next, the first thing first, each with its command and why."""
    for number, todo in enumerate(todos, 1):
        yield f"{paint(f'{number}. {todo.command}', 'bold')}"
        yield from _filled(todo.why)


VIEWS: dict[str, Callable[[Assisted], Iterator[str]]] = {
    "plot": plot,
    "twists": twists,
    "holes": holes,
    "dialogue": dialogue,
}


def note(found: Assisted) -> str:
    """The same as a note in Markdown: a title, who said it, and what."""
    body = "\n".join(VIEWS[found.what](found)).strip()
    lines = [line.strip() if line.startswith(" ") else line for line in body.split("\n")]
    return f"# {found.what}\n\nBy {found.by}.\n\n" + "\n".join(lines) + "\n"
