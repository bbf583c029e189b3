"""What a model of clips is told: our rules and what the shot shows, in fences; and what comes along, in its order."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from storyforge.errors import TooLongClipError
from storyforge.formats.templates import Templates
from storyforge.media.played import without
from storyforge.model.digest import digest
from storyforge.providers.fences import fenced
from storyforge.providers.picture_words import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.providers.base import VideoRequest
    from storyforge.providers.media_catalogue import VideoModel

_SCAFFOLD = "scaffolds/clip.j2"
_A_TOKEN = 3
"""Bytes of UTF-8 that a token is at least: English has about four, Korean and Chinese three a character."""


def clip_words(request: VideoRequest, seconds: int | None, aspect: str) -> str:
    """The words that go with a request: rules, the pictures by number, the description."""
    length = f"{float(request.spec.frames / request.spec.rate):g}" if seconds is None else str(seconds)
    told: Mapping[str, Any] = {"seconds": length, "aspect": aspect, "sent": request.sent, "without": without()}
    parts = {"shot": request.prompt}
    if request.sent == "references":
        parts["references"] = "\n".join(
            f"Image {number}: {shown(one)}" for number, one in enumerate(_given(request), 1)
        )
    fences = [f"## {name}\n{fenced(name, text)}" for name, text in parts.items() if text.strip()]
    return "\n\n".join([Templates().render(_SCAFFOLD, told).strip(), *fences])


def rules_digest() -> str:
    """The digest of the rules: other rules are another question."""
    return digest([Templates().source(_SCAFFOLD), list(without())])[:12]


def pictures(request: VideoRequest) -> tuple[bytes, ...]:
    """The pictures that go along, in the order in which the words name them."""
    if request.sent == "first+last":
        return request.start, request.end
    if request.sent == "first":
        return (request.start,)
    return tuple(reference.png for reference in _given(request)) if request.sent == "references" else ()


def tokens_at_most(text: str) -> int:
    """About how many tokens some words are, rather too many than too few."""
    return math.ceil(len(text.encode()) / _A_TOKEN)


def seconds_of(model: VideoModel | None, request: VideoRequest, resolution: str, by: str) -> int | None:
    """The length that is bought, in seconds: what is asked for, else the shortest on sale that the shot fits into.

    None where nobody knows what the model sells. Raises TooLongClipError where the shot is longer than all of it.
    """
    if request.duration is not None or model is None or not model.durations:
        return request.duration
    length = request.spec.frames / request.spec.rate
    found = model.length_for(length, resolution, request.sent)
    if found is None:
        longest = max(model.sells(resolution, request.sent), default=0)
        raise TooLongClipError(request.spec.shot, f"{float(length):g}", by, longest)
    return found


def what_of(request: VideoRequest) -> str:
    """What is asked for, for what is said of it."""
    return f"the clip of shot {request.spec.shot}"


def _given(request: VideoRequest) -> tuple[Any, ...]:
    return request.references if request.sent == "references" else ()
