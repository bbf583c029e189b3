"""`storyforge frame takes` and `frame use`: every take of a frame, and one of them brought back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from storyforge.cli.table import paint, table

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.pipeline.frame_takes import Take


def list_takes(folder: Path, names: list[str], as_json: bool) -> None:
    """A row a take: score against the frame before as that is now, cost, who made it, and in which words."""
    from storyforge.pipeline.comparing import picture_of
    from storyforge.pipeline.frame_takes import takes
    from storyforge.pipeline.session import Session

    session = Session.open(folder)
    found = {picture_of(session.story, name): takes(session, name) for name in names}
    if as_json:
        print(json.dumps({item: [take.as_json() for take in made] for item, made in found.items()}))
        return
    for item, made in found.items():
        print(paint(item, "bold"))
        print(table([_row(take) for take in made]))
    item, made = next(iter(found.items()))
    other = next((take.number for take in made if not take.current and take.same_as is None), None)
    if other is not None:
        print(f"\nBring one back, at no cost: storyforge frame use {item} --take {other}")


def _row(take: Take) -> tuple[str, ...]:
    state = "this one" if take.current else ""
    approved = "approved" if take.current and take.frame.approved else ""
    score = "" if take.score is None else f"drift {take.score:.0f}"
    same = f" (as take {take.same_as})" if take.same_as else ""
    return (
        f"  {take.number}",
        score,
        take.cost,
        take.frame.by,
        f"{state} {approved}".strip(),
        take.frame.guidance + same,
    )


def use(folder: Path, names: list[str], number: int | None, as_json: bool) -> None:
    """Bring a take back, without paying."""
    from storyforge.errors import RequestError
    from storyforge.pipeline.comparing import picture_of
    from storyforge.pipeline.frame_takes import use as bring_back
    from storyforge.pipeline.session import Session

    if len(names) != 1 or number is None:
        raise RequestError("use needs one frame and the number of a take.", "Such as: frame use 3B.start --take 2")
    session = Session.open(folder)
    item = picture_of(session.story, names[0])
    now = bring_back(session, item, number)
    if as_json:
        print(json.dumps({"item": item, "take": now, "of": number, "commits": session.commits}))
        return
    if not session.commits:
        print(f"Nothing to do: {item} is take {number} already.")
        return
    print(f"{item} shows take {number} again, as take {now}; nothing was bought.")
    print(f"Next: storyforge frame approve {item}")
