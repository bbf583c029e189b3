"""What `sync beats`, `sync treatment` and `sync narrative` print where something follows an edit."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from storyforge.model.counted import counted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storyforge.pipeline.session import Session
    from storyforge.pipeline.writing.revising import Synced

TELLINGS = ("treatment", "narrative")


def bring_up(folder: Path, session: Session, what: str, spending: dict[str, Any], *, dry: bool, as_json: bool) -> None:
    """Bring beats up to the script, or a telling up to the beats, and say what became of it; raises what they raise."""
    from storyforge.cli.run import Teller
    from storyforge.cli.status import read_report
    from storyforge.errors import UnknownNameError
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.writing.revising import sync_beats, sync_telling

    request = Request("beats", only=True, dry=dry, **spending)
    tell = Teller(as_json).tell
    if what == "beats":
        found = sync_beats(session, request, tell)
    elif what in TELLINGS:
        found = sync_telling(session, what, request, tell)
    else:
        raise UnknownNameError("artifact to sync", what, ["shots", "beats", *TELLINGS])
    if as_json:
        print(json.dumps(_plain(found), ensure_ascii=False))
        return
    for line in _told(found, dry=dry):
        print(line)
    if found.commit:
        print(f"Next: {read_report(folder)['next'][0]}")


def _told(found: Synced, *, dry: bool) -> Iterator[str]:
    from storyforge.cli.views_changes import text_changes
    from storyforge.cli.views_impact import short

    if found.saved:
        yield "edits      recorded as they were made by hand"
    yield from _beats(found)
    if found.after:
        yield from text_changes(found.before, found.after)
    yield from short(found.impact.plain()) if found.impact else ()
    yield _outcome(found, dry=dry)


def _beats(found: Synced) -> Iterator[str]:
    from storyforge.cli.views_changes import marked_beat

    for name, (was, now) in found.linked.items():
        yield f"  {name} scenes {', '.join(was) or 'none'} -> {', '.join(now) or 'none'}"
    for beat in found.new:
        yield from marked_beat("+", beat, "green")
    if found.unplayed:
        yield f"Kept without a scene: {', '.join(found.unplayed)}."
        yield f"To take one out: storyforge beat remove {found.unplayed[0]}"


def _outcome(found: Synced, *, dry: bool) -> str:
    of_beats = found.path == "beats.yaml"
    open_yet = found.uncovered and not found.new if of_beats else found.flagged and not found.after
    if dry and open_yet:
        scenes = f" for a beat of scenes {', '.join(found.uncovered)}" if found.uncovered else ""
        return f"{found.by} would be asked{scenes}, for at most {found.cost.words()}; nothing was asked or written."
    if not (found.flagged or found.linked or found.new):
        return f"Nothing to do: {found.path} is up to date."
    if dry:
        return "Nothing was written."
    other = "script.fountain" if of_beats else "beats.yaml"
    more = f", with {counted(len(found.new), 'beat')} more" if found.new else ""
    return f"{found.path} is up to date with {other}{more}."


def _plain(found: Synced) -> dict[str, Any]:
    return {
        "path": found.path,
        "flagged": list(found.flagged),
        "linked": {name: {"before": list(was), "after": list(now)} for name, (was, now) in found.linked.items()},
        "unplayed": list(found.unplayed),
        "uncovered": list(found.uncovered),
        "new": [beat.filed() for beat in found.new],
        "text": {"before": found.before, "after": found.after} if found.after else None,
        "by": found.by,
        "cost": found.cost.plain(),
        "impact": found.impact.plain() if found.impact else None,
        "saved": found.saved,
        "commit": found.commit,
    }
