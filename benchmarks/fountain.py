"""How fast a script of 150 KB is read, and that random scripts are read without a crash or a lost line.

`python benchmarks/fountain.py [SCRIPT]` prints the figures and writes them to `benchmarks/results/fountain.json`.
Without a script one is made: scenes, speeches and action in the proportions of a feature.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import storyforge
from storyforge import errors
from storyforge.formats.fdx import patch, read_fdx, write_fdx
from storyforge.formats.fountain import Source, build, parse, replace_element
from storyforge.model.screenplay import Diagnostic, Element, Kind
from tests.formats.fountain_soup import changed, seeded, soup, untiled

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

SIZE = 150_000
ASKED = 30.0
RANDOM = 20_000
RESULTS = Path(__file__).parent / "results" / "fountain.json"

NAMES = ("MARA", "BRICK (V.O.)", "STEEL", "OLD WOMAN", "ÉLODIE", "DR. SALT (CONT'D)")
PLACES = ("SALT STORE", "HARBOUR - QUAY", "SMITH HOUSE - KITCHEN", "ROAD")
TEXT = "rain falls on the tin roof and she counts every sack twice before the lamp goes out"


def made_up(size: int) -> str:
    """A script of `size` bytes, the same every time."""
    chance = seeded(1)
    parts: list[str] = ["Title: Salt Road\nAuthor: A. Writer\n\n"]
    length = len(parts[0])
    while length < size:
        parts.append(scene(chance))
        length += len(parts[-1].encode("utf-8"))
    return "".join(parts).encode("utf-8")[:size].decode("utf-8", "ignore")


def scene(chance: random.Random) -> str:
    """A heading, and a run of action and speeches."""
    lines = [f"{chance.choice(('INT.', 'EXT.'))} {chance.choice(PLACES)} - {chance.choice(('DAY', 'NIGHT'))}\n\n"]
    for _ in range(chance.randint(5, 40)):
        if chance.random() < 0.4:
            lines.append(f"{sentence(chance)} {sentence(chance)}\n\n")
        else:
            aside = "(low)\n" if chance.random() < 0.2 else ""
            lines.append(f"{chance.choice(NAMES)}\n{aside}{sentence(chance)}\n\n")
    return "".join(lines) + ("CUT TO:\n\n" if chance.random() < 0.2 else "")


def sentence(chance: random.Random) -> str:
    """Some words."""
    return " ".join(chance.choices(TEXT.split(), k=chance.randint(4, 14))).capitalize() + "."


def best(work: Callable[[], Any], times: int = 15) -> float:
    """The shortest of several runs, in milliseconds."""
    shortest = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        work()
        shortest = min(shortest, time.perf_counter() - start)
    return round(shortest * 1000, 2)


def speed(text: str) -> dict[str, Any]:
    """Reading, writing and editing, in milliseconds."""
    data = text.encode("utf-8")
    noted = text.replace(" the ", " the [[check]] ").encode("utf-8")
    script = parse(data)
    action = next(element for element in script.elements if element.kind is Kind.ACTION)
    fdx = write_fdx(script.screenplay)
    edited = replace_element(script, action, replace(action, text="Snow."))
    return {
        "bytes": len(data),
        "lines": len(script.source.raw),
        "elements": len(script.elements),
        "lines only": best(lambda: Source.from_bytes(data)),
        "parse": best(lambda: parse(data)),
        "parse, asked": ASKED,
        "parse with a note in every other line": best(lambda: parse(noted), 5),
        "parse as Russian": best(lambda: parse(data, "ru"), 5),
        "replace an element": best(lambda: replace_element(script, action, Element(Kind.ACTION, "Snow.", 0, 0)), 5),
        "build": best(lambda: build(script.elements), 5),
        "write fdx": best(lambda: write_fdx(script.screenplay), 5),
        "read fdx": best(lambda: read_fdx(fdx), 5),
        "patch fdx": best(lambda: patch(fdx, edited.screenplay), 3),
    }


def growth() -> dict[str, float]:
    """How much longer four times as much of a hard input takes; 4 is linear, 16 would be quadratic."""
    hard = ("[[ ", "/* ", "[[a\n\n", "(((( ", "BOB\n  \n  \n", "*A ", "_A **B *C ")
    return {each.replace("\n", "\\n"): round(_time(each * 20_000) / _time(each * 5000), 1) for each in hard}


def _time(text: str) -> float:
    return best(lambda: parse(text), 3)


def chaos(count: int) -> dict[str, int]:
    """Random scripts: read, checked line by line, changed and written; how many of each went wrong."""
    chance = seeded(11)
    wrong = {"scripts": count, "not byte for byte": 0, "lines lost": 0, "edits refused": 0, "not built back": 0}
    for _ in range(count):
        text = soup(chance)
        script = parse(text)
        wrong["not byte for byte"] += script.to_bytes() != text.encode("utf-8", "surrogateescape")
        wrong["lines lost"] += bool(untiled(script))
        problems: list[Diagnostic] = []
        build(script.elements, problems=problems)
        wrong["not built back"] += bool(problems)
        own = [element for element in script.elements if not element.inline]
        if own:
            wrong["edits refused"] += refused(script, chance.choice(own))
    return wrong


def refused(script: Any, element: Element) -> bool:
    """Whether an element can't be changed."""
    try:
        replace_element(script, element, changed(element))
    except errors.StoryforgeError:
        return True
    return False


def main() -> None:
    """Measure, print, write."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    text = path.read_text(encoding="utf-8")[:SIZE] if path else made_up(SIZE)
    results = {
        "versions": {"storyforge": storyforge.__version__, "python": platform.python_version()},
        "machine": {"system": platform.system(), "architecture": platform.machine(), "cores": os.cpu_count()},
        "script": path.name if path else "made up",
        "milliseconds": speed(text),
        "growth of four times the input": growth(),
        "random scripts": chaos(RANDOM),
    }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(json.dumps(results, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
