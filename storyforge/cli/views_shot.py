"""How changed shots are shown: as they were, as they are, what followed, and what would help a scene's tempo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storyforge.cli.rewrite import paid
from storyforge.cli.table import fill, paint
from storyforge.formats.prose import one_line
from storyforge.model.timing import parse_rate, seconds
from storyforge.pipeline.cutting import tempo
from storyforge.pipeline.cutting.shots import cuts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from storyforge.model.shots import Shot
    from storyforge.pipeline.cutting.changing import ShotsChanged, Work

_BAR = 8


def told(found: ShotsChanged, rate: str, *, dry: bool) -> Iterator[str]:
    """What came of a change."""
    from storyforge.cli.views_impact import short

    fps = parse_rate(rate)
    if found.saved:
        yield "edits      recorded as they were made by hand"
    old = {shot.id: shot for shot in found.before}
    for shot in found.before:
        yield from _shot("-", shot, fps, "red")
    for shot in found.after:
        yield from _shot("+" if old.get(shot.id) != shot else " ", shot, fps, "green")
    for each in found.followed:
        yield f"{paint('follows', 'cyan')}    {each.shot} {each.field}: {each.value or 'nothing'} ({each.why})"
    for name, (gone, kept) in (found.given_up or {}).items():
        yield f"{paint('given up', 'yellow')}   {name}: {gone}; it is now {kept}"
    yield from short(found.impact.plain()) if found.impact else ()
    yield _outcome(found, dry=dry)


def _outcome(found: ShotsChanged, *, dry: bool) -> str:
    if dry and found.cost.amount != 0:
        return f"{found.by} would be asked, for at most {found.cost.words()}; nothing was asked or written."
    if dry:
        return "Nothing was written."
    if found.commit is None:
        return "Nothing changed."
    return f"{found.subject[0].upper()}{found.subject[1:]}, {paid(found)}. Lock it: storyforge lock shots"


def _shot(mark: str, shot: Shot, rate: Fraction, colour: str) -> Iterator[str]:
    camera = f"{shot.camera.size:6} {shot.camera.angle}, {shot.camera.move}"
    people = ", ".join(person.id for person in shot.characters)
    goes_on = ", goes on" if shot.continues else ""
    yield paint(f"{mark} {shot.id:5} {float(seconds(shot.frames, rate)):4.1f} s  {camera}{goes_on}  {people}", colour)
    for text in (one_line(shot.action), *(f'{line.character}: "{one_line(line.text)}"' for line in shot.dialogue)):
        if text.strip():
            yield paint(fill(text.strip(), "          "), colour)


def plain(found: ShotsChanged) -> dict[str, Any]:
    """A change as plain data."""
    return {
        "scene": found.scene,
        "subject": found.subject,
        "before": [shot.filed() for shot in found.before],
        "after": [shot.filed() for shot in found.after],
        "followed": [each.model_dump() for each in found.followed],
        "given_up": {name: list(pair) for name, pair in (found.given_up or {}).items()},
        "by": found.by,
        "cost": found.cost.plain(),
        "impact": found.impact.plain() if found.impact else None,
        "saved": found.saved,
        "commit": found.commit,
    }


def tempo_told(work: Work, found: Sequence[tempo.Proposal], pace: str) -> Iterator[str]:
    """The lengths of a scene's shots as bars, and what would help."""
    shots, rate = work.list.shots, work.rate
    whole = float(seconds(sum(shot.frames for shot in shots), rate))
    mean = whole / len(shots) if shots else 0.0
    counts = f"Scene {work.number}: {len(shots)} shots, {whole:.1f} s, {mean:.1f} s in the mean"
    yield f"{counts}; a {pace} pace wishes {tempo.wished(pace):.1f} s."
    marks = {name: number for number, proposal in enumerate(found, 1) for name in proposal.shots}
    for shot in shots:
        length = float(seconds(shot.frames, rate))
        bar = "█" * round(length * _BAR / 2)
        mark = paint(f" {marks[shot.id]}", "yellow") if shot.id in marks else ""
        yield f"  {shot.id:5} {length:4.1f} s  {bar}{mark}"
    for number, proposal in enumerate(found, 1):
        yield f"{number:>3}  {paint(proposal.act, 'yellow')} {' and '.join(proposal.shots)}: {proposal.why}"
        yield paint(f"       {proposal.command(rate)}", "dim")
    other = "" if pace == work.story.story.parameters.pace else f" --pace {pace}"
    yield f"Do all of it: storyforge shot tempo {work.number}{other} --apply" if found else "Nothing would help it."


def tempo_plain(work: Work, found: Sequence[tempo.Proposal], pace: str) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "scene": work.number,
        "pace": pace,
        "wished": tempo.wished(pace),
        "shots": {shot.id: shot.frames for shot in work.list.shots},
        "suggestions": [
            {"act": p.act, "shots": list(p.shots), "frames": p.frames, "why": p.why, "command": p.command(work.rate)}
            for p in found
        ],
    }


def places_plain(work: Work, name: str) -> dict[str, Any]:
    """Where a shot may be cut."""
    shot = work.list.shots[work.place(name)]
    found = cuts(shot, work.rate, work.language)
    times = [{"seconds": round(float(seconds(cut.frame, work.rate)), 2), "frame": cut.frame} for cut in found]
    return {"shot": name, "cuts": times}


def places_told(work: Work, name: str) -> Iterator[str]:
    """Where a shot may be cut: the time, and what comes behind it."""
    from storyforge.pipeline.cutting.shots import split

    shot = work.list.shots[work.place(name)]
    found = cuts(shot, work.rate, work.language)
    for cut in found:
        _, behind = split(shot, cut, name, work.language)
        first = one_line(behind.action) if behind.action else f'"{one_line(behind.dialogue[0].text)}"'
        yield f"{float(seconds(cut.frame, work.rate)):5.2f} s  before: {first[:70]}"
    if not found:
        yield f"{name} is one sentence or one line, and is not cut within."
