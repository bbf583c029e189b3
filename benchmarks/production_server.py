"""The local server of pictures and clips in a process of its own, so that its work is not taken for the program's.

`python benchmarks/production_server.py --latency 2 --width 1344` prints its address, and then answers each line on
standard input with one of JSON: what was sold so far, how many calls are out, and when the first one came and the last
one went, by the clock that all processes of a machine share.

Pictures are as large as those that are sold, and as hard to compress; which one comes is a matter of the words alone,
so that the same question is answered alike whoever asks it.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import io
import json
import os
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageDraw

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.providers.gemini_clips import Does, mp4, of
from tests.providers.gemini_server import GeminiServer, Said, candidate, parts, usage, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.providers.gemini_server import Fault, Heard

SHAPES = {"16:9": 24, "1:1": 8, "3:4": 8, "2:3": 8, "9:16": 8, "4:3": 4}
"""Shape -> how many different pictures of it there are."""
SECONDS = 20
GRAIN = 3.0
"""Spread of the grain: a picture of 1344x756 is then 1.3 MB, as one that is sold."""


class CountingServer(GeminiServer):
    """Notes when calls come and go, and forgets what was in them: a day's questions are gigabytes of pictures."""

    def __init__(self, latency: float, width: int) -> None:
        super().__init__(latency=latency)
        self.pools = {shape: pool(width, shape) for shape in SHAPES}
        self.draws = self._drawn
        self.first, self.last, self.count = 0.0, 0.0, 0
        self.calls: Counter[str] = Counter()
        self.mine = threading.Lock()
        of(self).usual = Does(polls=1)

    def _drawn(self, heard: Heard) -> Mapping[str, Any]:
        seed = hashlib.sha256(words(heard).encode()).digest()
        sent = sum("inlineData" in part or "inline_data" in part for part in parts(heard))
        wanted = (heard.body.get("generationConfig") or {}).get("imageConfig") or {}
        found = self.pools[wanted.get("aspectRatio", "1:1")]
        data = found[int.from_bytes(seed[:4], "big") % len(found)]
        drawn = {"inlineData": {"mimeType": "image/png", "data": data}}
        return candidate([{"text": "Here it is."}, drawn], told=usage(sent))

    def answer(self, method: str, path: str, headers: Mapping[str, str], body: Any) -> tuple[Said, Fault | None]:
        """What is said to a call; when it came is noted."""
        with self.mine:
            self.first = self.first or time.monotonic()
            self.calls[f"{method} {path.partition('?')[0].rpartition('/')[2].rpartition(':')[2]}"[:30]] += 1
        told = super().answer(method, path, headers, body)
        with self.turn:
            self.heard.clear()
        return told

    def left(self) -> None:
        """An answer is on its way."""
        super().left()
        self.last = time.monotonic()

    def told(self) -> dict[str, Any]:
        """What happened since it was asked last, and what was sold altogether."""
        with self.turn:
            now = {"paid": dict(self.paid), "open": self._open, "peak": self.peak, "first": self.first}
            now |= {"last": self.last, "calls": sum(self.calls.values())}
            self.peak, self.first = 0, 0.0
            self.calls.clear()
        return now


def pool(width: int, shape: str) -> list[str]:
    """Pictures of one shape as a model sells them, in the form of an answer; each shape has as many pixels."""
    across, down = (int(side) for side in shape.split(":"))
    scale = (width * width * 9 / 16 / (across * down)) ** 0.5
    size = (round(across * scale), round(down * scale))
    return [base64.b64encode(_picture(size, number)).decode() for number in range(SHAPES[shape])]


def _picture(size: tuple[int, int], number: int) -> bytes:
    """A picture with grain, which compresses as badly as what is sold does."""
    width, height = size
    tone = hashlib.sha256(str(number).encode()).digest()
    base = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    base = Image.blend(base, Image.new("RGB", (width, height), tuple(tone[:3])), 0.6)
    ImageDraw.Draw(base).ellipse((width // 4, height // 4, width // 2, height // 2), fill=tuple(tone[3:6]))
    grain = np.random.default_rng(number).normal(0, GRAIN, (height, width, 1))
    file = io.BytesIO()
    Image.fromarray(np.clip(np.asarray(base) + grain, 0, 255).astype("uint8")).save(file, "PNG")
    return file.getvalue()


def main() -> None:
    """Serve until standard input ends."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--latency", type=float, default=2.0)
    parser.add_argument("--width", type=int, default=1344)
    given = parser.parse_args()
    for seconds in range(3, SECONDS):
        mp4(float(seconds), (64, 36), 24, sound=True)
    with CountingServer(given.latency, given.width) as server:
        print(server.address, flush=True)
        for line in sys.stdin:
            if line.startswith("latency "):
                server.latency = float(line.split()[1])
            print(json.dumps(server.told()), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
