"""How the chain of causes is shown on a terminal: one line a link, each behind the one it explains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.cli.table import columns, fill, paint, width
from storyforge.cli.when import ago
from storyforge.model.counted import counted, few

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.pipeline.tracing.causes import Answer, Cause
    from storyforge.repo import CommitInfo

_COLOURS = {"outdated": "yellow", "waiting": "cyan", "invalid": "red", "missing": "dim", "locked": "green"}
_HITS = {"reason": "outdates", "waits": "holds up", "told": "for", "approval": "files:", "flag": "files:"}
NAMED = 6
"""Items that are named of many."""


def answer(found: Answer) -> Iterator[str]:
    """One thing: how it stands, then why; a commit is told in full once."""
    told: set[str] = set()
    yield f"{paint(found.title, 'bold')}  {_stand(found)}{_place(found)}"
    locked = next((cause for cause in found.causes if _is_lock_of(cause, found)), None)
    for cause in found.causes:
        if cause is not locked:
            yield from _cause(cause, 1, "", told)
    if found.more:
        yield f"  and {counted(found.more, 'cause')} more"
    if found.freshness == "current" and found.made:
        yield from _made(found, "made and locked" if locked else "made")
    if found.next:
        yield f"  Next: {paint(found.next, 'bold')}"


def _stand(found: Answer) -> str:
    words = [found.freshness] if found.approval != "missing" else []
    parts = [found.approval, *words]
    return ", ".join(paint(part, _COLOURS.get(part, "")) for part in parts)


def _place(found: Answer) -> str:
    if len(found.paths) != 1:
        return f"  ({counted(len(found.paths), 'file')})" if found.paths else ""
    item = found.items[0] if len(found.items) == 1 else ""
    return f"  ({found.paths[0]}{'#' + item if item else ''})"


def _is_lock_of(cause: Cause, found: Answer) -> bool:
    """Whether it was locked in the very commit that made it, which is told with that."""
    commits = [behind.commit.id for behind in cause.because if behind.commit]
    return cause.words == "locked" and found.made is not None and commits == [found.made.id]


def _made(found: Answer, done: str) -> Iterator[str]:
    """What a current thing was made from; facets of one file together."""
    by = f" by {found.by}" if found.by else ""
    if not found.made_from and found.made:
        yield f"  {done}{by} in {commit(found.made)}"
        return
    yield f"  {done}{by} from"
    groups: dict[str, list[str]] = {}
    for words, place in found.made_from:
        groups.setdefault(place, []).append("all of it" if words == place else words)
    room = max((width(place) for place in groups), default=0)
    for place, parts in groups.items():
        lines = fill("; ".join(parts), " " * (room + 6), columns()).lstrip()
        yield f"    {place}{' ' * (room - width(place))}  {lines}"
    if found.made:
        yield f"  in {commit(found.made)}"


def _cause(cause: Cause, depth: int, place: str, told: set[str]) -> Iterator[str]:
    indent = "  " * depth
    mark = "<- " if depth > 1 else ""
    yield _wrapped(indent + mark, _words(cause, place, told), len(indent) + len(mark))
    if cause.items:
        start = f"{indent}   {_HITS[cause.kind]} "
        yield _wrapped(start, few(cause.items, NAMED), len(start))
    if cause.commit is not None and cause.commit.body and cause.commit.id not in told:
        yield fill(f"guidance: {cause.commit.body}", f"{indent}   ", columns())
    if cause.commit is not None:
        told.add(cause.commit.id)
    for behind in cause.because:
        yield from _cause(behind, depth + 1, cause.place, told)


def _wrapped(start: str, text: str, hang: int) -> str:
    lines = fill(text, " " * hang, columns()).split("\n")
    return "\n".join([start + lines[0].lstrip(), *lines[1:]])


def _words(cause: Cause, above: str, told: set[str]) -> str:
    """The words, with the place where it is another than that of the line above."""
    if cause.commit is not None:
        short = f"commit {cause.commit.id[:7]}: {cause.commit.subject}"
        return short if cause.commit.id in told else commit(cause.commit)
    named = not cause.place or cause.place in cause.words or cause.place == above
    place = "" if named else f" ({cause.place})"
    again = " (told above)" if cause.kind == "told" else ""
    return f"{cause.words}{place}{again}"


def commit(found: CommitInfo) -> str:
    """`commit 1a2b3c4 by Ada Quill, 2 days ago: shots: edited by hand`."""
    return f"commit {found.id[:7]} by {found.author}, {ago(found.when)}: {found.subject}"
