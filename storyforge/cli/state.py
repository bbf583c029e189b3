"""`storyforge state`: changes of state accepted or rejected, conditions carried over scene borders."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from storyforge.cli.options import AcceptImpact, Json

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from storyforge.pipeline.repairing.impact import Impact
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.states.deciding import Wish

ACTIONS = ("list", "accept", "reject", "carry", "timeline")
_DONE = {"accept": "accepted", "reject": "rejected"}


def state(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ACTION] [SCENE]... [NAME]...",
            help="list (or nothing), accept, reject, carry or timeline; scenes; names such as john.wet, 5B or john.",
        ),
    ] = None,
    all_sure: Annotated[
        bool, typer.Option("--all-sure", help="accept: all proposals that the rules are sure of.")
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help="accept, reject: all proposals; carry: all open questions.")
    ] = False,
    keep: Annotated[
        bool | None, typer.Option("--keep/--drop", help="carry: it lives on, or it is gone; else what the rule says.")
    ] = None,
    accept_impact: AcceptImpact = False,
    as_json: Json = False,
) -> None:
    """What changes state in the shots, as proposals with their sentence, and what is carried over scene borders.

    Only what is accepted changes how anybody looks. A sentence that is rejected stays rejected when the shots are made
    again. A tag with a minus (john.-wet) ends. The same is decided by hand: `review:` in shots.yaml, `carry:` in
    scene.yaml.

    Examples: storyforge state 5; storyforge state accept 5 john.wet; storyforge state accept --all-sure

    storyforge state reject 5 5C; storyforge state carry 6 john.wet --drop; storyforge state timeline john
    """
    from storyforge.cli.asset_timeline import show_timeline
    from storyforge.errors import RequestError

    given = list(words or ())
    action = given.pop(0) if given and given[0] in ACTIONS else "list"
    if (keep is not None and action != "carry") or (all_sure and action != "accept"):
        option = "--all-sure" if all_sure else "--keep and --drop"
        raise RequestError(f"{option} does not go with {action}.", "See: storyforge state --help")
    if action == "timeline":
        show_timeline(ctx.obj, given, command="state timeline", as_json=as_json)
        return
    if action == "list":
        _list(ctx.obj, given, as_json)
        return
    flags = {"sure": all_sure, "every": every, "accept_impact": accept_impact}
    _decide(ctx.obj, action, given, flags, keep=keep, as_json=as_json)


def _wish(session: Session, action: str, given: list[str], flags: dict[str, bool]) -> Wish:
    """Scenes are told from shots by the script: what is the number of a scene is one; raises RequestError."""
    from storyforge.errors import RequestError
    from storyforge.pipeline.states.deciding import Wish

    numbers = set(session.story.summaries.numbers)
    scenes = tuple(word for word in given if word in numbers or word.isdigit())
    names = tuple(word for word in given if word not in scenes)
    if not (names or flags["sure"] or flags["every"]):
        raise RequestError(
            f"state {action} needs names, or a word for all of them.",
            f"Such as: storyforge state {action} 5 john.wet; see them with: storyforge state",
        )
    return Wish(scenes, names, **flags)


def _list(folder: Path, given: list[str], as_json: bool) -> None:
    from storyforge.cli.views_state import scene_lines
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.states.reading import States
    from storyforge.reports.continuity import Continuity

    session = Session.open(folder)
    states = States(session.story)
    continuity = Continuity(session.story.summaries)
    shown: list[dict[str, Any]] = []
    for number in states.numbers(given):
        proposals, questions = states.proposals(number), states.questions(number)
        shown.append(
            {
                "scene": number,
                "heading": session.story.scenes[number].title,
                "continuity": continuity.of(number).plain(),
                "proposals": [each.plain() for each in proposals],
                "questions": [each.plain() for each in questions],
            }
        )
    if as_json:
        print(json.dumps({"scenes": shown}, ensure_ascii=False))
        return
    told = [line for scene in shown for line in scene_lines(scene, single=bool(given))]
    print("\n".join(told) if told else "No shot changes anybody's state, and nothing is carried over a border.")
    _tell_next(shown, given)


def _tell_next(shown: list[dict[str, Any]], given: list[str]) -> None:
    """The one command that settles most of what is open."""
    open_proposals = [each for scene in shown for each in scene["proposals"] if each["review"] == "proposed"]
    open_questions = [each for scene in shown for each in scene["questions"] if not each["decided"]]
    if open_proposals:
        sure = sum(each["sure"] for each in open_proposals)
        first = open_proposals[0]
        every = " ".join(("accept", *given, "--all-sure"))
        command = every if sure > 1 else f"accept {first['scene']} {first['name']}"
        print(f"Next: storyforge state {command}")
    elif open_questions:
        first = open_questions[0]
        print(f"Next: storyforge state carry {first['scene']} {first['name']} --keep (or --drop)")


def _decide(
    folder: Path, action: str, given: list[str], flags: dict[str, bool], *, keep: bool | None, as_json: bool
) -> None:
    from storyforge.cli.status import read_report
    from storyforge.model.counted import few
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.states.deciding import carry_over, review

    session = Session.open(folder)
    wish = _wish(session, action, given, flags)
    told: dict[str, Any] = {}
    tell = _teller(told, as_json)
    if action == "carry":
        done = [each.plain() for each in carry_over(session, wish, keep=keep, tell=tell)]
        word = {True: "Kept", False: "Dropped", None: "Carried as the rule says"}[keep]
    else:
        verdict = "accepted" if action == "accept" else "rejected"
        done = [each.plain() for each in review(session, wish, "accepted" if action == "accept" else "rejected", tell)]
        word = verdict.capitalize()
    if as_json:
        print(json.dumps({"decided": done, "as": word.lower(), "impact": told or None, "commits": session.commits}))
        return
    names = dict.fromkeys(f"{each['name']} ({each.get('shot') or 'scene ' + each['scene']})" for each in done)
    if not done:
        print("Nothing to do: all of it is said already.")
    else:
        print(f"{word} {few(list(names), 6)}")
    print(f"Next: {read_report(folder)['next'][0]}")


def _teller(told: dict[str, Any], as_json: bool) -> Callable[[Impact], None]:
    from storyforge.cli.views_impact import short

    def tell(impact: Impact) -> None:
        told.update(impact.plain())
        if not as_json:
            print("\n".join(short(told)))

    return tell
