"""Makes one draft of two."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from storyforge.providers.offline.director.grouping import playing_seconds

if TYPE_CHECKING:
    from storyforge.providers.offline.director.atoms import Draft

_FIXED = frozenset({"note", "insert", "view"})


def join(one: Draft, other: Draft) -> Draft:
    """The two as one: of the kind and subject of the one that leads, which is a fixed shot or who speaks first."""
    speaks = [draft for draft in (one, other) if draft.lines]
    lead = one if one.kind in _FIXED else speaks[0] if speaks else _livelier(one, other)
    follow = other if lead is one else one
    made = replace(
        lead,
        atoms=one.atoms + other.atoms,
        subject=lead.subject or follow.subject,
        extra=one.extra + other.extra,
        viewer=one.viewer or other.viewer,
        move=one.move or other.move,
    )
    made.seconds = playing_seconds(made.atoms) + made.extra
    others = (follow.subject, lead.other, follow.other)
    made.other = next((slug for slug in others if slug and slug != made.subject), "")
    if len({a.who for draft in speaks for a in draft.lines if not a.heard}) > 1:
        made.kind = "exchange"
        made.why = one.why if one.kind == "exchange" and one.why else "the exchange in one frame"
    elif lead.kind == "over" and follow.kind != "over":
        made.kind, made.why = follow.kind, "voice over the picture"
    elif lead.kind == "place":
        made.kind = follow.kind
    elif lead.kind == "react" and any(atom.has("move", "fight", "enter", "exit") for atom in made.acts):
        made.kind, made.why = "act", "action"
    return made


def _livelier(one: Draft, other: Draft) -> Draft:
    return other if not one.subject and other.subject else one
