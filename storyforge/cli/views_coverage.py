"""How the coverage of beats by scenes is shown: a line a beat, then what is left over on either side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.cli.table import fill, paint, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.reports.coverage import BeatRow, Coverage

WEAK = 50
"""The score below which what is missing is told."""


def coverage(found: Coverage, by: str = "") -> Iterator[str]:
    """Beat, scenes, how far they do what it wants (0 to 100), its text; then what is missing and left over.

    `by` is who judged it; nobody: rules did.
    """
    if found.beats:
        yield table([("beat", "scenes", "does", ""), *map(_row, found.beats)], ["bold", *map(_colour, found.beats)])
    weak = [row for row in found.beats if row.missing and row.score is not None and row.score < WEAK]
    if weak:
        yield f"\n{paint('Not there', 'bold')} (where the scenes do less than {WEAK} of 100)"
    for row in weak:
        yield f"{paint(row.id, 'cyan')}  {fill(row.missing.removeprefix(f'{row.id}: '), '     ').lstrip()}"
    if found.unplayed or found.untold:
        yield ""
    for row in found.unplayed:
        yield f"{row.id} has no scene.{_guess(row)}"
    for scene in found.untold:
        yield f"Scene {scene.number or f'at line {scene.line}'} has no beat: {scene.heading}"
    scored = [row.score for row in found.beats if row.score is not None]
    mean = f"; they do {round(sum(scored) / len(scored))} of 100 on average" if scored else ""
    told = f"Judged by {by}." if by else "By rules: words that both have, no judgement."
    yield f"\n{len(scored)} of {len(found.beats)} beats are played{mean}. {told}"


def _row(row: BeatRow) -> tuple[str, ...]:
    return row.id, ", ".join(row.scenes) or "none", "" if row.score is None else str(row.score), row.text


def _colour(row: BeatRow) -> str:
    return "red" if row.score is None else "yellow" if row.score < WEAK else ""


def _guess(row: BeatRow) -> str:
    gone = f" It names {', '.join(row.gone)}, which the script has not." if row.gone else ""
    return f"{gone} Scene {row.likely} tells most of it." if row.likely else gone
