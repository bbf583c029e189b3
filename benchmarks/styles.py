"""How fast a large written style is indexed and searched.

`python benchmarks/styles.py [FILES]` prints the figures and writes them to `benchmarks/results/styles.json`. A corpus
of 50,000 passages is made: sentences of random words, as rare and as frequent as words of a language are (Zipf), in
chapters with dialogue. With FILES, such as novels, they are measured as well.
"""

from __future__ import annotations

import json
import os
import platform
import random
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from storyforge.pipeline.styling.corpus import Corpus
from storyforge.pipeline.styling.styles import WrittenStyle
from storyforge.repo import blob_id

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

RESULTS = Path(__file__).parent / "results" / "styles.json"
BOOKS, PARAGRAPHS = 25, 2_000
VOCABULARY = 30_000
QUERIES = 200
SYLLABLES = ("ba", "ro", "ken", "til", "mo", "sar", "wen", "du", "fi", "lan", "gor", "pe", "shi", "vu", "nal", "ost")
JAPANESE = "雨東京海夜窓駅手紙猫道犬空川橋音光影朝昼春夏秋冬山"
PARTICLES = "のがをにはとでもへや"


def vocabulary(chance: random.Random) -> list[str]:
    """Words that sound like words."""
    found = {"".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(VOCABULARY * 2)}
    return sorted(found)[:VOCABULARY]


def book(chance: random.Random, words: list[str], weights: list[float]) -> bytes:
    """A book of paragraphs of 40 to 110 words, every third of them said."""
    parts = []
    for number in range(PARAGRAPHS):
        text, left = [], chance.randint(40, 110)
        while left > 0:
            size = min(left, chance.randint(4, 24))
            text.append(f"{' '.join(chance.choices(words, cum_weights=weights, k=size)).capitalize()}.")
            left -= size
        said = " ".join(text)
        parts.append(f"“{said}”" if number % 3 == 0 else said)
    return "\n\n".join(parts).encode()


def japanese(chance: random.Random) -> bytes:
    """The same in signs without spaces."""
    signs = list(JAPANESE * 3 + PARTICLES * 4)
    sentences = ("".join(chance.choices(signs, k=chance.randint(10, 30))) + "。" for _ in range(PARAGRAPHS * 8))
    each = iter(sentences)
    return "\n\n".join("".join(next(each) for _ in range(8)) for _ in range(PARAGRAPHS)).encode()


def style(name: str, files: Mapping[str, bytes], folder: Path) -> WrittenStyle:
    """A style of some files, indexed below a folder."""
    corpus = Corpus(name, "library", {file: blob_id(data) for file, data in files.items()}, lambda file: files[file])
    return WrittenStyle(corpus, folder)


def timed(call: Callable[[], object]) -> tuple[float, float]:
    """Seconds of a call by the clock, and of the processor alone, which others at work don't lengthen."""
    start, busy = time.perf_counter(), time.process_time()
    call()
    return time.perf_counter() - start, time.process_time() - busy


def measured(name: str, files: Mapping[str, bytes], folder: Path, queries: list[str]) -> dict[str, Any]:
    """Seconds to build and to open, milliseconds of a question, and megabytes."""
    first = style(name, files, folder)
    build, busy = timed(first.facts)
    first.close()
    again = style(name, files, folder)
    opened, _ = timed(again.facts)
    pairs = [timed(lambda query=query: again.search(query, 3)) for query in queries]  # type: ignore[misc]
    times = [1000 * wall for wall, _ in pairs]
    size = sum(file.stat().st_size for file in (folder / "storyforge" / "styles").glob(f"{name}-*"))
    facts = again.facts()
    return {
        "files": len(files),
        "megabytes": round(sum(map(len, files.values())) / 1e6, 1),
        "passages": facts["passages"],
        "words": facts["words"],
        "build_seconds": round(build, 2),
        "build_processor_seconds": round(busy, 2),
        "open_milliseconds": round(opened * 1000, 1),
        "query_milliseconds": round(statistics.median(times), 2),
        "query_milliseconds_p95": round(sorted(times)[int(len(times) * 0.95)], 2),
        "query_processor_milliseconds": round(1000 * statistics.median(busy for _, busy in pairs), 2),
        "index_megabytes": round(size / 1e6, 1),
    }


def main(given: list[str]) -> None:
    """Measure all, print and keep it."""
    chance = random.Random(1)  # noqa: S311 - the same every time
    words = vocabulary(chance)
    total, weights = 0.0, []
    for rank in range(len(words)):
        total += 1 / (rank + 10)
        weights.append(total)
    chance.shuffle(words)
    short = [" ".join(chance.choices(words, cum_weights=weights, k=8)) for _ in range(QUERIES)]
    scene = [" ".join(chance.choices(words, cum_weights=weights, k=150)) for _ in range(QUERIES // 4)]
    signs = ["".join(chance.choices(JAPANESE, k=2)) for _ in range(QUERIES)]
    books = {f"book-{number:02}.txt": book(chance, words, weights) for number in range(BOOKS)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = {"eight words": measured("large", books, folder, short)}
        found["a scene of 150 words"] = measured("large-again", books, folder, scene)
        found["japanese, two signs"] = measured("japanese", {"book.txt": japanese(chance)}, folder, signs)
        if given:
            novels = {Path(file).name: Path(file).read_bytes() for file in given}
            asked = ["rain on glass", "she laughed and closed the door", "the train was late"] * 10
            found["novels"] = measured("novels", novels, folder, asked)
    told = {
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "load": round(os.getloadavg()[0], 1),
        "peak_megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "figures": found,
    }
    print(json.dumps(told, indent=2))
    RESULTS.write_text(json.dumps(told, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
