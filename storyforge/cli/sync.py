"""`storyforge sync`: the script's words into the shot lists; pairs that agree again."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from storyforge.cli.options import Json, spends
from storyforge.model.counted import counted

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.model.shots import SpokenLine
    from storyforge.pipeline.editing.sync import Synced, SyncedScene
    from storyforge.pipeline.session import Session


@spends
def sync(
    ctx: typer.Context,
    what: Annotated[str, typer.Argument(metavar="ARTIFACT", help="shots, beats, treatment or narrative.")],
    numbers: Annotated[
        list[str] | None, typer.Argument(metavar="[N]...", help="Scene numbers, for shots; else all.")
    ] = None,
    agreed: Annotated[
        bool, typer.Option("--agreed", help="beats, treatment: change nothing, you have read both and they agree.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change; write nothing.")] = False,
    *,
    spending: dict[str, Any],
    as_json: Json = False,
) -> None:
    """Bring up to date what follows from an edit, without making anything else again.

    sync shots: dialogue that you edited in the script goes into the shot lists, word for word. Frames, cameras, lengths
    and approvals stay; a scene in which more than words changed is left as it is, and told.

    sync beats: the beats follow the script that you edited; a scene that has no beat gets one, and a beat that has no
    scene any more is kept and named. sync treatment, sync narrative: the text follows the beats.

    In a story that began with a screenplay or an audio, where they are derived, and anywhere with --agreed, sync beats
    and sync treatment are your word that you have read both and that they agree: nothing but the flag changes.
    """
    from storyforge.errors import RequestError

    if what == "shots" and agreed:
        raise RequestError("--agreed is for beats, treatment and narrative.", "Leave it out: storyforge sync shots")
    if what == "shots":
        names, accept = spending["providers"], spending["accept_impact"]
        _shots(ctx.obj, _Wanted(tuple(numbers or ()), dry_run, accept, names, as_json))
    elif numbers:
        raise RequestError(f"{what} is one file for the whole story.", f"Leave the numbers out: storyforge sync {what}")
    else:
        _pair(ctx.obj, what, spending, agreed=agreed, dry=dry_run, as_json=as_json)


class _Wanted(NamedTuple):
    """What was asked for."""

    numbers: tuple[str, ...]
    dry: bool
    accept: bool
    providers: dict[str, str]
    as_json: bool


def _shots(folder: Path, wanted: _Wanted) -> None:
    from storyforge.cli.status import read_report
    from storyforge.pipeline.editing.sync import sync_shots
    from storyforge.pipeline.session import Session

    session = Session.open(folder)
    edited = [change.path for change in session.edits]
    outcome = sync_shots(
        session,
        wanted.numbers,
        dry=wanted.dry,
        accept_impact=wanted.accept,
        providers=wanted.providers,
    )
    if wanted.as_json:
        print(json.dumps(_as_json(outcome, session.commits), ensure_ascii=False))
    else:
        _tell(outcome, dry=wanted.dry)
        if not wanted.dry:
            if edited and session.commits:
                print(f"Saved {', '.join(edited)}")
            print(f"Next: {read_report(folder)['next'][0]}")
    if outcome.failed:
        raise typer.Exit(max(error.exit for error in outcome.failed.values()))


def _tell(outcome: Synced, *, dry: bool) -> None:
    from storyforge.pipeline.repairing.touched import in_words

    for scene in outcome.scenes:
        _tell_scene(scene)
    for error in outcome.failed.values():
        print(f"error: {error}\nhint: {error.hint}", file=sys.stderr)
    print(_summary(outcome, dry=dry))
    if outcome.impact and (stale := in_words(outcome.impact.outdated)):
        print(f"Outdated by it: {stale}.")


def _tell_scene(scene: SyncedScene) -> None:
    for shot in scene.shots:
        before, after = _differing(shot.before, shot.after), _differing(shot.after, shot.before)
        for row in range(max(len(before), len(after))):
            name = shot.shot if row == 0 else ""
            print(f"{name:<6} - {_line(before[row])}" if row < len(before) else f"{name:<6}")
            if row < len(after):
                print(f"{'':<6} + {_line(after[row])}")
    for text, hint in scene.tight:
        print(f"warning: {text}\nhint: {hint}", file=sys.stderr)


def _differing(lines: tuple[SpokenLine, ...], others: tuple[SpokenLine, ...]) -> list[SpokenLine]:
    return [line for line in lines if line not in others]


def _line(line: SpokenLine) -> str:
    """A line of the shot list as a script would have it on one line."""
    extension = f" ({line.extension})" if line.extension else ""
    direction = f"({line.parenthetical}) " if line.parenthetical else ""
    return f"{line.character}{extension}: {direction}{' '.join(line.text.split())}"


def _summary(outcome: Synced, *, dry: bool) -> str:
    if not outcome.scenes:
        return "Nothing was synced." if outcome.failed else "Nothing to sync: every shot list has the script's words."
    lines = sum(scene.lines for scene in outcome.scenes)
    count = f"{counted(len(outcome.scenes), 'scene')}, {counted(lines, 'line')}"
    return f"{count} would be synced; nothing was written." if dry else f"Synced {count}."


def _as_json(outcome: Synced, commits: list[str]) -> dict[str, Any]:
    scenes = [
        {
            "scene": scene.number,
            "path": scene.path,
            "shots": [
                {
                    "id": shot.shot,
                    "before": [line.filed() for line in shot.before],
                    "after": [line.filed() for line in shot.after],
                }
                for shot in scene.shots
            ],
            "warnings": [text for text, _ in scene.tight],
        }
        for scene in outcome.scenes
    ]
    failed = {number: error.as_json() for number, error in outcome.failed.items()}
    impact = outcome.impact.plain() if outcome.impact is not None else None
    return {"scenes": scenes, "failed": failed, "impact": impact, "commit": outcome.commit, "commits": commits}


def _pair(folder: Path, what: str, spending: dict[str, Any], *, agreed: bool, dry: bool, as_json: bool) -> None:
    from storyforge.pipeline.editing.sync import is_derived
    from storyforge.pipeline.session import Session

    session = Session.open(folder)
    if agreed or is_derived(session.story, what):
        _agree(folder, session, what, dry=dry, as_json=as_json)
    else:
        from storyforge.cli.sync_pairs import bring_up

        bring_up(folder, session, what, spending, dry=dry, as_json=as_json)


def _agree(folder: Path, session: Session, what: str, *, dry: bool, as_json: bool) -> None:
    from storyforge.cli.status import read_report
    from storyforge.pipeline.editing.sync import sync_pair

    flagged, commit = sync_pair(session, what, dry=dry)
    if as_json:
        print(json.dumps({"artifact": what, "agrees": flagged, "commit": commit}))
        return
    if not flagged:
        print(f"Nothing to do: {what} is up to date.")
    elif dry:
        print(f"{what} would be recorded as up to date with {', '.join(flagged)}; nothing was written.")
    else:
        print(f"Recorded: {what} is up to date with {', '.join(flagged)}.")
        print(f"Next: {read_report(folder)['next'][0]}")
