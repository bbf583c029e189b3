"""Texts as the rules of the assistant quote them."""

from __future__ import annotations

import shlex

MOST = 60


def cut(text: str) -> str:
    """A text as an argument on a command line: its first words, no quote within."""
    plain = " ".join(text.split())
    if len(plain) > MOST:
        plain = plain[:MOST].rpartition(" ")[0]
    return f'"{plain}"' if not set(plain) & set('"$`\\!') else shlex.quote(plain)
