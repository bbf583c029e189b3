"""`storyforge shot`: shots split, merged, set, and brought to a tempo."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from storyforge.cli.options import DryRun, Json, spends

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction
    from pathlib import Path

    from storyforge.pipeline.cutting.changing import ShotsChanged
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session


class Action(StrEnum):
    """What is done with shots."""

    SPLIT = "split"
    MERGE = "merge"
    SET = "set"
    TEMPO = "tempo"


_READS = {
    "--at": (Action.SPLIT,),
    "--list": (Action.SPLIT,),
    "--alone": (Action.SET,),
    "--apply": (Action.TEMPO,),
    "--pace": (Action.TEMPO,),
}


@spends
def shot(
    ctx: typer.Context,
    action: Annotated[Action, typer.Argument(metavar="ACTION", help="split, merge, set or tempo.")],
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SHOT]...", help="Shot ids; set: then FIELD=VALUE; tempo: a scene, then numbers."),
    ] = None,
    at: Annotated[str, typer.Option("--at", metavar="SECONDS", help="split: near this time; else the middle.")] = "",
    every: Annotated[bool, typer.Option("--list", help="split: show where it may be cut.")] = False,
    alone: Annotated[bool, typer.Option("--alone", help="set: change nothing else in the scene.")] = False,
    apply: Annotated[bool, typer.Option("--apply", help="tempo: do it, all or those of the numbers given.")] = False,
    pace: Annotated[
        str, typer.Option("--pace", metavar="PACE", help="tempo: brisk, standard or long; else the story's.")
    ] = "",
    guidance: Annotated[
        str, typer.Option("-m", "--guidance", metavar="TEXT", help="Your reason; becomes the commit message.")
    ] = "",
    dry_run: DryRun = False,
    *,
    spending: dict[str, Any],
    as_json: Json = False,
) -> None:
    """Change single shots; one commit each, and what is said stays word for word.

    split cuts between what happens and what is said, never within; the second half is 3B1. merge joins neighbours, and
    has what was there before it was split. set changes fields (size, angle, move, duration, action, subject,
    characters, props, setting, left, right, looks, sfx, transition, continues, continuity, beats, why) and lets what
    depends on them follow, each with its reason. tempo says what would help a scene, and with --apply does it.

    Examples: storyforge shot split 3B --at 2.5; storyforge shot merge 3B 3B1; storyforge shot set 3B size=CU

    storyforge shot set 3C characters=+bo,-ada duration=3.5 --dry-run; storyforge shot tempo 3 --apply
    """
    from storyforge.pipeline.request import Request

    given = {"--at": bool(at), "--list": every, "--alone": alone, "--apply": apply, "--pace": bool(pace)}
    wanted = list(names or ())
    _refuse_misused(action, wanted, given)
    if action is Action.TEMPO and not apply:
        _tempo(ctx.obj, wanted[0], pace, as_json=as_json)
        return
    if every:
        _places(ctx.obj, wanted[0], as_json=as_json)
        return
    request = Request("shots", only=True, dry=dry_run, guidance=guidance.strip(), **spending)
    _do(ctx.obj, _step(action, wanted, at, pace, alone=alone), request, as_json=as_json)


def _refuse_misused(action: Action, names: list[str], given: dict[str, bool]) -> None:
    from storyforge.errors import RequestError

    for option, is_given in given.items():
        if is_given and action not in _READS[option]:
            raise RequestError(f"shot {action} has no {option}.", f"It belongs to: shot {_READS[option][0]}")
    least, most, such = {
        Action.SPLIT: (1, 1, "shot split 3B"),
        Action.MERGE: (2, 2, "shot merge 3B 3C"),
        Action.SET: (2, None, "shot set 3B size=CU duration=3.5"),
        Action.TEMPO: (1, None, "shot tempo 3"),
    }[action]
    if len(names) < least or (most and len(names) > most):
        raise RequestError(f"shot {action} was given {len(names)} names.", f"Such as: storyforge {such}")


def _step(
    action: Action, names: list[str], at: str, pace: str, *, alone: bool
) -> Callable[[Session, Request], ShotsChanged]:
    from storyforge.errors import ShotFieldError
    from storyforge.pipeline.cutting import changing

    if action is Action.SPLIT:
        time = _seconds(at)
        return lambda session, request: changing.split_shot(session, names[0], request, time)
    if action is Action.MERGE:
        return lambda session, request: changing.merge_shots(session, names[0], names[1], request)
    if action is Action.SET:
        return lambda session, request: changing.set_shot(session, names[0], names[1:], request, alone=alone)
    if not all(name.isdigit() for name in names[1:]):
        raise ShotFieldError("Suggestions go by their numbers.", f"See them: storyforge shot tempo {names[0]}")
    chosen = [int(name) for name in names[1:]]
    return lambda session, request: changing.apply_tempo(session, names[0], chosen, request, pace)


def _seconds(text: str) -> Fraction | None:
    from fractions import Fraction

    from storyforge.errors import ShotFieldError

    try:
        return Fraction(text.removesuffix("s").strip()) if text else None
    except (ValueError, ZeroDivisionError):
        raise ShotFieldError(f'--at "{text}" is no time.', "Give seconds from the shot's start, such as 2.5") from None


def _do(folder: Path, step: Callable[[Session, Request], ShotsChanged], request: Request, *, as_json: bool) -> None:
    from storyforge.cli.views_shot import plain, told
    from storyforge.pipeline.session import Session

    session = Session.open(folder)
    found = step(session, request)
    if as_json:
        print(json.dumps(plain(found), ensure_ascii=False))
        return
    for line in told(found, session.story.story.rate, dry=request.dry):
        print(line)


def _tempo(folder: Path, scene: str, pace: str, *, as_json: bool) -> None:
    from storyforge.cli.views_shot import tempo_plain, tempo_told
    from storyforge.pipeline.cutting.changing import suggested, work_on
    from storyforge.pipeline.session import Session

    story = Session.open(folder).story
    work, found = work_on(story, scene), suggested(story, scene, pace)
    pace = pace or story.story.parameters.pace
    if as_json:
        print(json.dumps(tempo_plain(work, found, pace), ensure_ascii=False))
        return
    for line in tempo_told(work, found, pace):
        print(line)


def _places(folder: Path, name: str, *, as_json: bool) -> None:
    from storyforge.cli.views_shot import places_plain, places_told
    from storyforge.pipeline.cutting.changing import scene_of, work_on
    from storyforge.pipeline.session import Session

    story = Session.open(folder).story
    work = work_on(story, scene_of(story, name))
    if as_json:
        print(json.dumps(places_plain(work, name), ensure_ascii=False))
        return
    for line in places_told(work, name):
        print(line)
