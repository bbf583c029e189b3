"""`storyforge frame redo` and `frame patch`: a frame made again, as a whole or in a region."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.pipeline.frame_redo import Redone
    from storyforge.pipeline.patching import Patched
    from storyforge.pipeline.request import Request


def redo(folder: Path, names: list[str], options: dict[str, Any], as_json: bool) -> None:
    """Make frames again, once, or until one is near enough to the frame before it."""
    from storyforge.cli.frames_after import shown, tell_scores
    from storyforge.cli.run import execute
    from storyforge.errors import GuidanceMissingError, RequestError
    from storyforge.pipeline.frame_redo import reasons, words_for
    from storyforge.pipeline.frames import frames_of_name, scene_numbers_of
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session

    story = Session.open(folder).story
    for name in names:
        frames_of_name(story, name)
    scenes = scene_numbers_of(story, names)
    reason = options["reason"]
    words = words_for(reason, options["guidance"])
    if not words:
        raise GuidanceMissingError(", ".join(names), f"frame redo {' '.join(names)}")
    request = Request(
        "frames",
        only=True,
        scenes=scenes,
        shots=tuple(names),
        guidance=words,
        dry=options["dry"],
        options={"alone": True, **({"first": tuple(reasons()[reason]["first"])} if reason else {})},
        **options["spending"],
    )
    if options["until"] is None:
        if options["max_takes"] is not None:
            raise RequestError("--max-takes is for --until.", "Add --until SCORE, such as --until 20.")
        before = shown(folder, scenes)
        execute(folder, request, as_json)
        if not as_json:
            tell_scores(folder, scenes, before)
        return
    if len(names) != 1:
        raise RequestError("--until is for one frame.", "Such as: storyforge frame redo 3B.start --until 20")
    if options["dry"]:
        execute(folder, request, as_json)
        return
    _until(folder, names[0], request, options, as_json)


def _until(folder: Path, name: str, request: Request, options: dict[str, Any], as_json: bool) -> None:
    from storyforge.cli.run import Teller, remember
    from storyforge.pipeline.frame_redo import MOST, Until, redo_until
    from storyforge.pipeline.session import Session

    session = Session.open(folder)
    teller = Teller(as_json)

    def tell(event: dict[str, Any]) -> None:
        if event["event"] == "take" and not as_json:
            print(f"{event['item']} take {event['take']}: drift {event['score']:.0f}", flush=True)
        else:
            teller.tell(event)

    made = redo_until(session, name, request, Until(options["until"], options["max_takes"] or MOST), tell)
    remember(session)
    if as_json:
        print(json.dumps(_plain(made), ensure_ascii=False))
        return
    _say(made)


def _plain(made: Redone) -> dict[str, Any]:
    return {
        "event": "redone",
        "item": made.item,
        "scores": {str(take): score for take, score in made.scores.items()},
        "best": made.best,
        "take": made.now,
        "why": made.why,
        "cost": made.cost.plain(),
    }


def _say(made: Redone) -> None:
    scores = ", ".join(f"take {take}: {score:.0f}" for take, score in made.scores.items())
    print(f"Drift by take: {scores}. It ended since {made.why}.")
    again = f", as take {made.now}" if made.now != made.best else ""
    print(f"Take {made.best} is the best and stays{again}; all are kept: storyforge frame takes {made.item}")
    print(f"{len(made.scores) - 1} more for {made.cost.words()}. Next: storyforge frame approve {made.item}")


def patch(folder: Path, names: list[str], options: dict[str, Any], as_json: bool) -> None:
    """Make a region of one frame anew, as a new take."""
    from storyforge.errors import RequestError
    from storyforge.pipeline.patching import Patch
    from storyforge.pipeline.patching import patch as made_by
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session

    if len(names) != 1:
        raise RequestError("patch needs one frame.", "Such as: storyforge frame patch 3B.start --rect 40%,10%,20%x30%")
    wanted = Patch(names[0], options["guidance"], options["rect"], options["mask"], options["with_picture"])
    session = Session.open(folder)
    found = made_by(session, wanted, Request("frames", guidance=options["guidance"], **options["spending"]))
    if as_json:
        print(json.dumps({**_patched(found), "commits": session.commits}, ensure_ascii=False))
        return
    print(f"{found.item} is patched, as take {found.take}: {found.changed:.1%} of it is another, and nothing outside.")
    print(f"It cost {found.cost.words()}. The one before is kept: storyforge frame takes {found.item}")
    print(f"Next: storyforge frame approve {found.item}")


def _patched(found: Patched) -> dict[str, Any]:
    return {
        "item": found.item,
        "take": found.take,
        "changed": round(found.changed, 6),
        "by": found.by,
        "cost": found.cost.plain(),
    }
