"""What an asset still needs, said in as few words as it takes; standard library only."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_ENDS = (" missing", " not approved")


def needs_in_words(needs: Sequence[str]) -> str:
    """`face not approved, key not approved` as `face, key not approved`."""
    told: dict[str, list[str]] = {}
    for need in needs:
        end = next((end for end in _ENDS if need.endswith(end)), "")
        told.setdefault(end or need, []).append(need.removesuffix(end))
    return ", ".join(f"{', '.join(what)}{end}" if end in _ENDS else end for end, what in told.items())
