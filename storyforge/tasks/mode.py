"""Guesses how a scene is to be covered, from its heading, its text and the genres; only where it is clear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.tasks.staging import Staging, staging

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from storyforge.model.scene import SceneMode
    from storyforge.tasks.pieces import Piece

_LEAD = 2
_NEAR = 24
_OPENING = 3
"""A montage says so in its heading or in its first paragraphs; later ones are part of a scene."""


def guess_mode(heading: str, pieces: Sequence[Piece], genres: Sequence[str] = (), language: str = "en") -> SceneMode:
    """`montage`, `found-footage` or `stage` where heading, text or genres say so plainly, else `standard`."""
    words = staging(language)
    named = {genre.casefold() for genre in genres}
    actions = [piece.text for piece in pieces if piece.kind == "action"]
    if words.montage.search(heading) or _opens_as_montage(words, pieces):
        return "montage"
    if named & words.found_footage_genres or _is_found_footage(words, heading, actions):
        return "found-footage"
    if named & words.stage_genres or sum(bool(words.stage.search(text)) for text in actions) >= 2:
        return "stage"
    return "standard"


def _opens_as_montage(words: Staging, pieces: Sequence[Piece]) -> bool:
    """The word stands at the head of an opening paragraph, and nobody talks face to face."""
    seen = [piece for piece in pieces if piece.kind == "speech" and not words.is_heard(piece.extensions)]
    opening = [piece.text for piece in pieces[:_OPENING] if piece.kind == "action"]
    begins = any((match := words.montage.search(text)) and at_head(match) for text in opening)
    return begins and len(seen) <= 1


def at_head(match: re.Match[str]) -> bool:
    """Whether a word heads its paragraph: it begins it, or stands in capitals near its beginning (`BEGIN MONTAGE:`)."""
    return match.start() <= _LEAD or (match.group().isupper() and match.start() < _NEAR)


def _is_found_footage(words: Staging, heading: str, actions: Sequence[str]) -> bool:
    """The heading names a camera of the story, or the text speaks of one twice, once in its first paragraph."""
    if words.found_footage.search(heading):
        return True
    hits = sum(len(words.found_footage.findall(text)) for text in actions)
    return hits >= 2 and bool(actions) and bool(words.found_footage.search(actions[0]))
