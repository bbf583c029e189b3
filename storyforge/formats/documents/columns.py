"""A printed screenplay to Fountain: what a line is follows from its column (craft 1).

Left edges on paper, in points: action and headings 108, dialogue 144 to 180, parentheticals 202 to 210, cues 245 to
266, transitions at the right. What counts is the distance to the headings' edge: pages are cut and moved.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from storyforge.formats.documents.printed import leading
from storyforge.formats.fountain import classify
from storyforge.formats.languages import language_named
from storyforge.model.furniture import is_furniture
from storyforge.model.screenplay import Element, Kind, Screenplay

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.formats.documents.printed import Cell, Line
    from storyforge.formats.fountain.classify import Words

_NUMBER = re.compile(r"([A-Z]{0,2}\d{1,4}[A-Z]{0,2})[.)]?")
_ENDED = re.compile(r"[.!?…:—-][\"'”’»)\]]*$")
_CREDIT = re.compile(
    r"(?:(?:written|screenplay|teleplay|story|original)\s*)?(?:by|and directed by)"
    r"|guion de|drehbuch(?: von)?|scénario(?: de)?",
    re.IGNORECASE,
)
ACTION = (-30.0, 20.0)
DIALOGUE = (20.0, 112.0)
PARENTHETICAL = (55.0, 145.0)
CUE = (95.0, 230.0)
TRANSITION = 200.0
PAGE_NUMBER = 250.0
_PART = 0.04
"""Share of the lines of a screenplay that are headings, at least; and of those that are cues."""


@dataclass(slots=True)
class _Row:
    """A line without numbers and revision marks: how far right of the headings' edge it stands, and the gap above."""

    shift: float
    text: str
    number: str
    page: int
    gap: bool


@dataclass
class _Setting:
    """Elements so far; `speech` is whether a cue stands above, `more` who goes on speaking on the next page."""

    words: Words
    elements: list[Element] = field(default_factory=list)
    page: int = 0
    speech: bool = False
    more: bool = False


def screenplay_of(lines: Sequence[Line], language: str = "") -> Screenplay | None:
    """The screenplay that printed lines are, or None where they are something else."""
    words = classify.words_of(language_named(language or None, str))
    edge = _edge(lines, words)
    if edge is None:
        return None
    rows = _rows(lines, edge)
    headings = sum(_is_heading(row, words) for row in rows)
    cues = sum(_is_cue(rows, index) for index in range(len(rows)))
    if headings + cues < 3 or not cues or headings + cues < _PART * len(rows):
        return None
    first = next(index for index, row in enumerate(rows) if _is_heading(row, words))
    titles, start = _titles(rows, first)
    setting = _Setting(words, titles)
    for index in range(start, len(rows)):
        _add(setting, rows, index)
    return Screenplay(tuple(setting.elements))


def _edge(lines: Sequence[Line], words: Words) -> float | None:
    """The left edge of the scene headings."""
    edges = Counter(
        round(cell.x)
        for line in lines
        for cell in line.cells[:2]
        if classify.is_heading(cell.text, words) and classify.is_upper(cell.text)
    )
    return float(edges.most_common(1)[0][0]) if edges else None


def _rows(lines: Sequence[Line], edge: float) -> list[_Row]:
    step = leading(lines)
    found: list[_Row] = []
    before: Line | None = None
    for line in lines:
        cells, number = _without_numbers(line.cells, edge)
        if not cells:
            continue
        text = " ".join(cell.text for cell in cells).strip()
        gap = before is None or before.page != line.page or before.y - line.y > 1.4 * min(step, 14.0)
        before = line
        if text and not _is_furniture(text, cells[0].x - edge):
            found.append(_Row(cells[0].x - edge, text, number, line.page, gap))
    return found


def _is_furniture(text: str, shift: float) -> bool:
    """Whether a line is only there for the page; a number in the columns of the script is somebody's words."""
    if text == "(MORE)" or not is_furniture(text):
        return False
    return not text.rstrip(".").isdecimal() or shift > PAGE_NUMBER


def _without_numbers(cells: Sequence[Cell], edge: float) -> tuple[list[Cell], str]:
    """Cells without revision stars and scene numbers in the margins, and that number."""
    kept = [cell for cell in cells if cell.text.strip("* ")]
    number = ""
    if len(kept) > 1 and kept[0].x < edge - 8 and (match := _NUMBER.fullmatch(kept[0].text)):
        number = match[1]
        kept = kept[1:]
    if len(kept) > 1 and kept[-1].x > edge + 250 and (match := _NUMBER.fullmatch(kept[-1].text)):
        number = number or match[1]
        kept = kept[:-1]
    return kept, number


def _is_heading(row: _Row, words: Words) -> bool:
    text = row.text
    return ACTION[0] <= row.shift <= ACTION[1] and classify.is_heading(text, words) and classify.is_upper(text)


def _is_cue(rows: Sequence[_Row], index: int) -> bool:
    """A name in capitals in its column, with words below it that stand further left."""
    row = rows[index]
    if not CUE[0] <= row.shift <= CUE[1] or not classify.is_upper(classify.split_cue(row.text).name):
        return False
    if index + 1 >= len(rows) or row.text.endswith(":"):
        return False
    below = rows[index + 1]
    return not below.gap and DIALOGUE[0] < below.shift < row.shift + 12


def _titles(rows: Sequence[_Row], first: int) -> tuple[list[Element], int]:
    """The title page, where the script has one, and the row behind it."""
    page = [row for row in rows[:first] if row.page == rows[0].page]
    if not page or rows[0].page == rows[first].page or len(page) > 14:
        return [], 0
    at = next((index for index, row in enumerate(page) if _is_credit(row.text)), -1)
    title = " ".join(row.text for row in page[: at if at > 0 else 1])
    found = [_element(Kind.TITLE_ENTRY, title, key="Title")]
    if 0 < at < len(page) - 1:
        found.append(_element(Kind.TITLE_ENTRY, page[at].text, key="Credit"))
        found.append(_element(Kind.TITLE_ENTRY, page[at + 1].text, key="Author"))
    return found, len(page)


def _is_credit(text: str) -> bool:
    return _CREDIT.fullmatch(text) is not None or text.lower().endswith((" by", " von"))


def _element(kind: Kind, text: str, *, key: str = "", number: str | None = None) -> Element:
    return Element(kind, text, 0, 0, key=key, number=number)


def _add(setting: _Setting, rows: Sequence[_Row], index: int) -> None:
    """One more line."""
    row = rows[index]
    turned = row.page != setting.page
    setting.page = row.page
    if row.text == "(MORE)":
        setting.more = True
    elif _is_heading(row, setting.words) or (row.number and row.text.rstrip(".") == "OMITTED"):
        setting.speech = setting.more = False
        setting.elements.append(_element(Kind.SCENE_HEADING, row.text, number=row.number or None))
    elif _is_cue(rows, index):
        _add_cue(setting, row)
    elif row.shift >= TRANSITION and classify.is_upper(row.text) and row.text.endswith((":", ".")):
        setting.speech = False
        setting.elements.append(_element(Kind.TRANSITION, row.text))
    elif setting.speech and (not row.gap or turned) and row.shift > DIALOGUE[0]:
        _add_spoken(setting, row)
    elif _continues_heading(setting, row):
        last = setting.elements[-1]
        setting.elements[-1] = replace(last, text=f"{last.text} {row.text}")
    else:
        _add_action(setting, row, turned=turned)


def _add_cue(setting: _Setting, row: _Row) -> None:
    """A cue, unless the same speech only goes on from the page before."""
    cue = classify.split_cue(row.text)
    goes_on = setting.more and any("CONT" in extension.upper() for extension in cue.extensions)
    setting.speech, setting.more = True, False
    if not goes_on:
        setting.elements.append(Element(Kind.CHARACTER, cue.name, 0, 0, extensions=cue.extensions))


def _add_spoken(setting: _Setting, row: _Row) -> None:
    last = setting.elements[-1]
    if row.text.startswith("(") and PARENTHETICAL[0] <= row.shift <= PARENTHETICAL[1]:
        setting.elements.append(_element(Kind.PARENTHETICAL, row.text))
    elif (
        last.kind is Kind.PARENTHETICAL and last.text.count("(") > last.text.count(")")
    ) or last.kind is Kind.DIALOGUE:
        setting.elements[-1] = replace(last, text=f"{last.text} {row.text}")
    else:
        setting.elements.append(_element(Kind.DIALOGUE, row.text))


def _continues_heading(setting: _Setting, row: _Row) -> bool:
    last = setting.elements[-1] if setting.elements else None
    return (
        last is not None
        and last.kind is Kind.SCENE_HEADING
        and not row.gap
        and row.shift <= ACTION[1]
        and classify.is_upper(row.text)
    )


def _add_action(setting: _Setting, row: _Row, *, turned: bool) -> None:
    """Action; a paragraph goes on without a gap, and over a page where its sentence does."""
    last = setting.elements[-1] if setting.elements else None
    spoken = setting.speech
    setting.speech = setting.more = False
    if last is not None and last.kind is Kind.ACTION and not spoken:
        goes_on = not _ENDED.search(last.text) and row.text[:1].islower() if turned else not row.gap
        if goes_on:
            setting.elements[-1] = replace(last, text=f"{last.text} {row.text}")
            return
    setting.elements.append(_element(Kind.ACTION, row.text))
