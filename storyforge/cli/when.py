"""Moments as people say them."""

from __future__ import annotations

from datetime import UTC, datetime

from storyforge.model.counted import counted

_UNITS = ((86400 * 365, "year"), (86400 * 30, "month"), (86400 * 7, "week"), (86400, "day"), (3600, "hour"))


def ago(when: datetime, now: datetime | None = None) -> str:
    """`2 days ago`, `just now`; a moment that is still to come, by another machine's clock, as its date."""
    seconds = ((now or datetime.now(UTC)) - when).total_seconds()
    if seconds < -60:
        return when.strftime("%Y-%m-%d %H:%M")
    for size, unit in (*_UNITS, (60, "minute")):
        if seconds >= size:
            return f"{counted(int(seconds // size), unit)} ago"
    return "just now"


def date(when: datetime) -> str:
    """`2026-03-01 14:05`, by its author's clock."""
    return when.strftime("%Y-%m-%d %H:%M")
