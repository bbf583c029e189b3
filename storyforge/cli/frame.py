"""`storyforge frame`: single frames approved, compared, made again, patched, and their takes."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from storyforge.cli.options import Guidance, Json, spends

if TYPE_CHECKING:
    from collections.abc import Callable


class Action(StrEnum):
    """What is done with a frame."""

    APPROVE = "approve"
    COMPARE = "compare"
    LIST = "list"
    PATCH = "patch"
    REDO = "redo"
    TAKES = "takes"
    USE = "use"


class How(StrEnum):
    """How two frames are shown in one picture."""

    SIDE = "side"
    GHOST = "ghost"
    DIFFERENCE = "difference"
    FLICKER = "flicker"


class Reason(StrEnum):
    """Why a frame is made again."""

    IDENTITY = "identity"
    LIGHT = "light"
    COMPOSITION = "composition"
    ARTIFACT = "artifact"


@spends
def frame(
    ctx: typer.Context,
    action: Annotated[Action, typer.Argument(help="approve, compare, list, patch, redo, takes or use.")],
    names: Annotated[
        list[str], typer.Argument(metavar="SHOT...", help="Shots (3A), single pictures (3A.end); list: scenes.")
    ],
    guidance: Guidance = "",
    how: Annotated[How, typer.Option(help="compare: side by side, one over the other, what differs, a GIF.")] = (
        How.SIDE
    ),
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="compare: where to; else exports/, which git ignores.")
    ] = None,
    reason: Annotated[Reason | None, typer.Option(help="redo: what is wrong; words and references follow.")] = None,
    until: Annotated[
        float | None, typer.Option(metavar="SCORE", min=0, max=100, help="redo: again until it drifts no more.")
    ] = None,
    max_takes: Annotated[
        int | None, typer.Option(metavar="N", min=1, max=20, help="redo --until: so many takes at most; else 4.")
    ] = None,
    take: Annotated[int | None, typer.Option(metavar="N", min=1, help="use: which take.")] = None,
    rect: Annotated[
        str, typer.Option(metavar="X,Y,W,H", help="patch: the region, in pixels or %: 40%,10%,20%x30%.")
    ] = "",
    mask: Annotated[
        Path | None, typer.Option(metavar="FILE", help="patch: a picture as large as the frame, white in the region.")
    ] = None,
    with_picture: Annotated[
        Path | None, typer.Option(metavar="FILE", help="patch: out of this picture of yours; nobody is asked.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="redo: say what it would cost at most; write nothing.")
    ] = False,
    *,
    spending: dict[str, Any],
    as_json: Json = False,
) -> None:
    """Approve single frames, compare them with the one before, make them again, patch them, bring a take back.

    The drift score says from 0 to 100 how far a frame is from the one before it in what is not planned to differ:
    the set, the light, everybody's hair and clothes. Each take is kept in git, and use brings one back without paying.

    Examples: storyforge frame list 3; storyforge frame approve 3A 3B.end; storyforge frame compare 3A.end 3B.start;
    storyforge frame redo 3B.start --reason light -m "warmer, as before" --until 20 --max-takes 3 --max-cost 1;
    storyforge frame takes 3B.start; storyforge frame use 3B.start --take 2;
    storyforge frame patch 3B.start --rect 40%,10%,20%x30% -m "an open window"
    """
    options = {
        "guidance": guidance,
        "how": how.value,
        "out": out,
        "reason": reason.value if reason else "",
        "until": until,
        "max_takes": max_takes,
        "take": take,
        "rect": rect,
        "mask": mask,
        "with_picture": with_picture,
        "dry": dry_run,
        "spending": spending,
    }
    _refuse_foreign(action, options)
    _DO[action](ctx.obj, names, options, as_json)


_OWN = {
    "out": Action.COMPARE,
    "reason": Action.REDO,
    "until": Action.REDO,
    "max_takes": Action.REDO,
    "dry": Action.REDO,
    "take": Action.USE,
    "rect": Action.PATCH,
    "mask": Action.PATCH,
    "with_picture": Action.PATCH,
}
"""Options of one action alone."""


def _refuse_foreign(action: Action, options: dict[str, Any]) -> None:
    from storyforge.errors import RequestError

    for name, owner in _OWN.items():
        if options[name] and owner is not action:
            written = "--dry-run" if name == "dry" else f"--{name.replace('_', '-')}"
            raise RequestError(
                f"{written} does nothing for frame {action}.", f"It belongs to: storyforge frame {owner}"
            )


def _approve(folder: Path, names: list[str], _options: dict[str, Any], as_json: bool) -> None:
    from storyforge.cli import frame_approve

    frame_approve.approve(folder, names, as_json)


def _list(folder: Path, names: list[str], _options: dict[str, Any], as_json: bool) -> None:
    from storyforge.cli import frame_show

    frame_show.list_frames(folder, names, as_json)


def _compare(folder: Path, names: list[str], options: dict[str, Any], as_json: bool) -> None:
    from storyforge.cli import frame_show

    frame_show.compare(folder, names, options["how"], options["out"], as_json)


def _takes(folder: Path, names: list[str], _options: dict[str, Any], as_json: bool) -> None:
    from storyforge.cli import frame_takes

    frame_takes.list_takes(folder, names, as_json)


def _use(folder: Path, names: list[str], options: dict[str, Any], as_json: bool) -> None:
    from storyforge.cli import frame_takes

    frame_takes.use(folder, names, options["take"], as_json)


def _redo(folder: Path, names: list[str], options: dict[str, Any], as_json: bool) -> None:
    from storyforge.cli import frame_redo

    frame_redo.redo(folder, names, options, as_json)


def _patch(folder: Path, names: list[str], options: dict[str, Any], as_json: bool) -> None:
    from storyforge.cli import frame_redo

    frame_redo.patch(folder, names, options, as_json)


_DO: dict[Action, Callable[[Path, list[str], dict[str, Any], bool], None]] = {
    Action.APPROVE: _approve,
    Action.COMPARE: _compare,
    Action.LIST: _list,
    Action.PATCH: _patch,
    Action.REDO: _redo,
    Action.TAKES: _takes,
    Action.USE: _use,
}
