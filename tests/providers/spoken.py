"""What a service of speech sends back: a WAV file whose header does not know its length, of a tone."""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING, Any

from tests.providers.openai_server import Say

if TYPE_CHECKING:
    from collections.abc import Callable


def wav(seconds: float, rate: int = 24_000, *, channels: int = 1, bits: int = 16) -> bytes:
    """A tone of so many seconds."""
    values = [int(12_000 * math.sin(index / 9)) for index in range(int(seconds * rate)) for _ in range(channels)]
    samples = struct.pack(f"<{len(values)}h", *values)
    form = struct.pack("<HHIIHH", 1, channels, rate, rate * channels * bits // 8, channels * bits // 8, bits)
    return b"RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0" + form + b"data\xff\xff\xff\xff" + samples


def speaker(seconds: float = 1.0) -> Callable[[Any], Say]:
    """Answers every call with the same sound."""
    said = wav(seconds)
    return lambda _: Say(raw=said, headers={"X-Sound": "tone"})
