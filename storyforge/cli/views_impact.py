"""How an impact is shown: whole for `impact`, in a few lines for `save` and stages; from its plain data."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from storyforge.cli.table import cut, paint
from storyforge.model.counted import counted
from storyforge.pipeline.repairing.touched import unit_of

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST = 4
"""So many are named, of a kind."""
SHORT = 8
"""Lines of the short form, at most."""
_ROOM = 110
ESCAPE = "\033"
_NAMED = ("beats", "assets", "scenes", "shots", "prompts", "frames", "video")
"""Stages whose items are told of where they are kept."""
_PIECES = {"frames": "frame", "video": "clip"}
_SAME = "they may come out the same"


def whole(impact: dict[str, Any]) -> Iterator[str]:
    """Everything: what is outdated, by kind with the first names, what waits, what is kept, price and time."""
    yield from _head(impact["edited"])
    if not _matters(impact):
        yield _nothing(impact["due"])
        return
    yield from _rows("Outdated", impact["outdated"], "yellow")
    yield from _rows("Waits", impact["waiting"], "", _SAME)
    yield from _listed("To make", impact["missing"])
    yield from _listed("By hand", impact["kept_by_hand"], "kept as they were written")
    yield from _listed("Flags", impact["flags"])
    kept = ", ".join(counted(count, unit_of(stage, "")) for stage, count in impact["kept"].items() if stage in _NAMED)
    if kept:
        yield from _row("Kept", kept)
    if impact["outdated"] or impact["waiting"]:
        yield _repair(impact)
    if "later" in impact:
        yield from _later(impact["later"])


def _nothing(due: int) -> str:
    if due:
        return f"It outdates nothing more: {counted(due, 'item')} had to be made again before it."
    return "It outdates nothing: nothing that was made is made from what changed."


def _later(later: dict[str, Any]) -> Iterator[str]:
    """All later scenes, whether anything in them changes or not."""
    yield ""
    yield "Conservative: all later scenes, whether anything in them changes or not."
    yield from _row("Scenes", f"after {later['first']}: {', '.join(later['scenes']) or 'none'}")
    for slug, numbers in later["elements"].items():
        yield from _row("", f"{slug}: {', '.join(numbers)}")


def short(impact: dict[str, Any]) -> list[str]:
    """The same in at most eight lines: counts without names."""
    lines = [*_row("Outdates", _counts(impact["outdated"]))] if impact["outdated"] else []
    if impact["waiting"]:
        waits = _counts(impact["waiting"])
        if len(waits) + len(_SAME) > _ROOM:
            waits = counted(sum(map(len, impact["waiting"].values())), "item")
        lines += _row("Waits", f"{waits} ({_SAME})")
    lines += _listed("To make", impact["missing"])
    lines += _listed("By hand", impact["kept_by_hand"], "kept as they were written")
    lines += _listed("Flags", impact["flags"])
    if impact["outdated"] or impact["waiting"]:
        lines.append(_repair(impact))
    return lines[:SHORT]


def _repair(impact: dict[str, Any]) -> str:
    """Money is never cut short."""
    return f"{'Repair':<9} {repair(impact)}"


def repair(impact: dict[str, Any]) -> str:
    """`2 frames, 1 clip: 0.12 USD, and 1 at an unknown price; 1 of these may not be needed; about 40 s`."""
    found = impact["repair"]
    kinds: Counter[str] = Counter()
    for stage, count in found["buys"].items():
        kinds[_PIECES.get(stage, "answer")] += count
    bought = ", ".join(counted(count, kind) for kind, count in kinds.items())
    known = " and ".join(f"{cost['amount']} {cost['currency']}" for cost in found["known"])
    unknown = f"{found['unknown']} at an unknown price" if found["unknown"] else ""
    price = ", and ".join(filter(None, (known, unknown))) or "free"
    unsure = f"{found['unsure']} of these may not be needed" if found["unsure"] else ""
    parts = [f"{bought}: {price}" if bought and price != "free" else price, unsure, _time(found)]
    return "; ".join(filter(None, parts))


def _time(found: dict[str, Any]) -> str:
    """How long, as far as anybody knows."""
    known = f"about {_span(found['seconds'])}" if found["seconds"] else ""
    if not found["untimed"]:
        return known
    pieces = sum(found["buys"].values())
    if found["untimed"] == pieces:
        return "how long is not known yet"
    return f"{known}, and {found['untimed']} of {pieces} for which no time is known"


def _span(seconds: float) -> str:
    if seconds < 1:
        return "1 s"
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


def _matters(impact: dict[str, Any]) -> bool:
    return any(impact[name] for name in ("outdated", "waiting", "missing", "flags"))


def _head(edited: list[str]) -> Iterator[str]:
    more = f", and {len(edited) - FIRST} more" if len(edited) > FIRST else ""
    yield from _row("Edited", f"{', '.join(edited[:FIRST])}{more}")


def _rows(label: str, by_stage: dict[str, list[str]], colour: str, note: str = "") -> Iterator[str]:
    """A line a kind of thing: how many, and the first by name."""
    for index, (unit, names) in enumerate(_by_unit(by_stage).items()):
        more = ", …" if len(names) > FIRST else ""
        told = f"{paint(counted(len(names), unit), colour)}: {', '.join(names[:FIRST])}{more}"
        yield from _row("" if index else label, f"{told} ({note})" if note and not index else told)


def _by_unit(by_stage: dict[str, list[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for stage, names in by_stage.items():
        for name in names:
            path, _, item = name.partition("#")
            found.setdefault(unit_of(stage, item), []).append(_short_name(stage, path, item))
    return found


def _short_name(stage: str, path: str, item: str) -> str:
    """As it is called on the command line; an element's state and a place shot go with their scene's folder."""
    if stage == "visuals" or item == "establishing":
        return f"{path.split('/')[1]}/{item}"
    return item


def _counts(by_stage: dict[str, list[str]]) -> str:
    return ", ".join(counted(len(names), unit) for unit, names in _by_unit(by_stage).items())


def _listed(label: str, entries: list[str], note: str = "") -> list[str]:
    if not entries:
        return []
    more = f", and {len(entries) - FIRST} more" if len(entries) > FIRST else ""
    return list(_row(label, f"{', '.join(entries[:FIRST])}{more}{f' ({note})' if note else ''}"))


def _row(label: str, text: str) -> Iterator[str]:
    # A coloured text is cut nowhere: its names are few.
    yield f"{label:<9} {text if text.count(ESCAPE) else cut(text, _ROOM)}"
