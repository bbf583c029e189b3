"""Keeps neighbouring shots apart: no jump cuts on one subject, no third equal frame in a row (craft 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storyforge.providers.offline.director.atoms import Draft

_TWO_SIZES_AWAY = {
    "MS": "CU", "MCU": "MLS", "CU": "MS", "OTS": "MCU", "LS": "MS", "MLS": "MCU", "TWO": "MCU", "ECU": "MCU",
    "ELS": "LS",
}  # fmt: skip
_NOBODY = {
    "LS": "MS",
    "ELS": "MS",
    "MS": "LS",
    "INSERT": "MS",
    "MLS": "MCU",
    "TWO": "MS",
    "CU": "MS",
    "MCU": "MLS",
    "ECU": "MS",
}
_THIRD = {
    "MCU": ("OTS", "MS", "CU"), "MS": ("OTS", "MCU", "MLS"), "OTS": ("MCU", "MS", "CU"), "CU": ("MCU", "MS", "OTS"),
    "MLS": ("TWO", "MS", "LS"), "TWO": ("MLS", "OTS", "MCU"), "LS": ("MLS", "MS", "ELS"), "INSERT": ("MS", "CU", "MCU"),
    "ELS": ("LS", "MS", "MLS"), "ECU": ("CU", "MCU", "MS"),
}  # fmt: skip


def differ(draft: Draft, before: Draft | None) -> None:
    """Two cuts on one subject differ by two sizes.

    A held look that becomes a line, or a speech that goes on, is no cut.
    """
    if before is None or draft.size != before.size or draft.angle != before.angle or draft.subject != before.subject:
        return
    if draft.subject and goes_on(draft, before):
        return
    table = _TWO_SIZES_AWAY if draft.subject else _NOBODY
    shared = len(draft.people()) > 1 or any(atom.has("nobody") for atom in draft.acts)
    draft.size = (
        "TWO" if shared and draft.subject and draft.size != "TWO" else "MLS" if shared else table.get(draft.size, "MS")
    )


def goes_on(draft: Draft, before: Draft) -> bool:
    """Whether a shot of the same subject carries its speech, its sentence or its silence on, towards the same side."""
    if not draft.atoms or not before.atoms or before.atoms[-1].transition:
        return False
    if draft.left and before.left and (draft.left, draft.right) != (before.left, before.right):
        return False
    last, first = before.atoms[-1], draft.atoms[0]
    if draft.kind in ("talk", "exchange") and first.kind == "say":
        return (last.kind == "say" and last.piece == first.piece) or (before.kind == "react" and last.is_act)
    return draft.kind == "act" and before.kind == "act" and last.is_act and first.is_act and last.piece == first.piece


def vary(drafts: list[Draft], place: int, *, allow_ots: bool, charged: bool) -> None:
    """A third equal frame in a row becomes another: closer if it is charged, else over a shoulder or wider."""
    draft = drafts[place]
    if place < 2 or any((d.size, d.angle) != (draft.size, draft.angle) for d in drafts[place - 2 : place]):
        return
    before = drafts[place - 1]
    if draft.kind == "exchange" or len(draft.people()) > 1:
        options: tuple[str, ...] = ("MLS", "TWO", "LS")
    else:
        options = _THIRD.get(draft.size, ("MS",))
        options = tuple(reversed(options)) if charged else options
    usable = (
        o for o in options if o != draft.size and (allow_ots or o not in ("OTS", "TWO") or draft.kind == "exchange")
    )
    draft.size = next((o for o in usable if not (o == before.size and draft.subject == before.subject)), draft.size)
