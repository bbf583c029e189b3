"""`storyforge review`: what its director says of a scene's clips, and what that leads back to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from storyforge.cli.options import Json, spends

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.model.review import Verdict
    from storyforge.pipeline.reviewing import Reviewed

_WRONG = ("visual", "timing", "dialogue", "narrative")


@spends
def review(
    ctx: typer.Context,
    scene: Annotated[str, typer.Argument(metavar="N", help="Scene number.")],
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[success|issue] [SHOT] [KIND]", help="KIND: visual, timing, dialogue or narrative."),
    ] = None,
    note: Annotated[str, typer.Option("-m", "--guidance", metavar="TEXT", help="What is wrong, in your words.")] = "",
    *,
    spending: dict[str, Any],
    as_json: Json = False,
) -> None:
    """Say of a scene's clips, or of one, that they are good or what is wrong; without a word, what was said.

    A verdict is of the very clip that was judged, and lapses with it. What is wrong is led back to the stage that most
    likely made it so, with what speaks for that, what going back there would outdate, and the command to type.

    Examples: storyforge export animatic --scene 3; storyforge review 3 success

    storyforge review 3 issue 3B visual -m "his coat is dry again"

    storyforge review 3 issue timing -m "drags" --with text=litellm:openai/gpt-5
    """
    said = list(words or ())
    if not said:
        _list(ctx.obj, scene, as_json=as_json)
        return
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.reviewing import review as judge
    from storyforge.pipeline.session import Session

    shot, kind = _meant(said, note)
    session = Session.open(ctx.obj)
    found = judge(session, scene, shot, kind, Request("video", guidance=note, **spending))
    if as_json:
        print(json.dumps(found.plain(), ensure_ascii=False))
    else:
        _tell(found)


def _meant(said: list[str], note: str) -> tuple[str, Any]:
    """The shot and what is said of it; raises RequestError."""
    from storyforge.errors import RequestError

    verdict, *rest = said
    such = 'Such as: storyforge review 3 success; storyforge review 3 issue 3B visual -m "his coat is dry again"'
    kinds = [word for word in rest if word in _WRONG]
    shots = [word for word in rest if word not in _WRONG]
    if verdict not in ("success", "issue") or len(shots) > 1 or len(kinds) != (verdict == "issue"):
        raise RequestError(f'"{" ".join(said)}" is no verdict.', such)
    if verdict == "issue" and not note.strip():
        raise RequestError("What is wrong is not said.", such)
    return (shots[0] if shots else "", kinds[0] if kinds else "success")


def _list(folder: Path, scene: str, *, as_json: bool) -> None:
    from storyforge.pipeline.reviewing import reviews
    from storyforge.pipeline.session import Session

    found = reviews(Session.open(folder).story, scene)
    if as_json:
        print(json.dumps({"scene": scene, "verdicts": [{**one.filed(), "holds": holds} for one, holds in found]}))
        return
    for one, holds in found:
        print(_line(one) + ("" if holds else "  (lapsed: the clip is another)"))
    if not found:
        print(f"Nothing was said of scene {scene} yet. See it: storyforge export animatic --scene {scene}")


def _line(verdict: Verdict) -> str:
    stage = f", back to {verdict.stage}" if verdict.stage else ""
    why = f": {verdict.why}" if verdict.why else ""
    return f"{verdict.shot or 'scene'}  {verdict.says}{stage}{why}"


def _tell(found: Reviewed) -> None:
    from storyforge.cli.views_impact import short

    print(_line(found.verdict))
    if not found.command:
        return
    print(f"Most likely it comes from {found.verdict.stage}, by {found.verdict.by}:")
    for reason in found.verdict.because:
        print(f"  {reason}")
    for line in short(found.impact.plain()) if found.impact else ():
        print(line)
    print(f"Next: {found.command}")
