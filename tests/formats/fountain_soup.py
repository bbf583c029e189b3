"""Random scripts: lines and pieces of lines that are known to be hard, in any order."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

from storyforge.model.screenplay import Element, Kind

if TYPE_CHECKING:
    from storyforge.formats.fountain import Script

PIECES = (
    "INT. HALL - DAY",
    "EXT. SEA",
    "int. x",
    ".FORCED",
    "..",
    "...dots",
    "BOB",
    "BOB (V.O.)",
    "@alice",
    "@",
    "BOB ^",
    "CUT TO:",
    "CUT TO: ",
    "FADE IN:",
    "FADE OUT.",
    "> Burn.",
    "> mid <",
    ">",
    "><",
    "!Bang",
    "! x",
    "~la",
    "~",
    "# Act",
    "### Deep",
    "#",
    "= syn",
    "=",
    "==",
    "===",
    "=== x",
    "(beat)",
    "(a) (b)",
    "Rain.",
    "Rain falls.",
    "ТЕКСТ",
    "黒澤",
    "走れ。",
    "*a*",
    "_b_",
    "[[",
    "]]",
    "[[note]]",
    "/*",
    "*/",
    "/* gone */",
    "[[a",
    "b]]",
    "Title: X",
    "Key:",
    "   value",
    "\tvalue",
    "  ",
    " ",
    "\t",
    "#1#",
    "INT. A #1#",
    "\ufeff",
    "\u2028",
    "\x0b",
    "\x85",
    "\u3000",
    "\0",
    "\udc80",
    "é",
    "ß",
    "İ",
    "^",
    "GROß",
    "23",
    "INT. A\t",
    "    PALACE",
    "「走れ」",
)
BREAKS = ("\n", "\n", "\n\n", "\n\n", "\r\n", "\r", "\r\n\r\n", "", " ", "\n  \n")


def seeded(seed: int) -> random.Random:
    """The same chance every time."""
    return random.Random(seed)  # noqa: S311  # it makes test inputs, not secrets


def soup(chance: random.Random, most: int = 14) -> str:
    """One random script."""
    return "".join(chance.choice(PIECES) + chance.choice(BREAKS) for _ in range(chance.randrange(most)))


def untiled(script: Script) -> list[str]:
    """What is wrong with the lines of a script: every line that is not blank belongs to exactly one element."""
    owners: dict[int, Element] = {}
    wrong = []
    for element in script.elements:
        if element.inline:
            continue
        for line in range(element.line, element.last + 1):
            if line in owners:
                wrong.append(f"line {line} is in {owners[line]} and in {element}")
            owners[line] = element
    for line, raw in enumerate(script.source.raw, 1):
        if line not in owners and raw.strip():
            wrong.append(f"line {line} is in nothing: {raw!r}")
    lines = [element.line for element in script.elements if not element.inline]
    if lines != sorted(lines):
        wrong.append("the elements are out of order")
    return wrong


def changed(element: Element) -> Element:
    """The same element saying something else."""
    if element.kind is Kind.CHARACTER:
        return replace(element, text="ZOE")
    if element.kind is Kind.PARENTHETICAL:
        return replace(element, text="(quietly)")
    if element.kind is Kind.PAGE_BREAK:
        return element
    return replace(element, text="INT. SHED - NIGHT" if element.kind is Kind.SCENE_HEADING else "Snow now.")
