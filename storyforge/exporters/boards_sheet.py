"""Storyboard sheets laid out: scenes in bands, panels in rows, every word in a box of its own."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from storyforge.exporters.boards_content import ASKED, numbers
from storyforge.exporters.boards_words import Fitted, drawn, fit
from storyforge.media.page import PAPER, Line, Page, Picture, frame, rectangle
from storyforge.media.page_text import Style
from storyforge.model.timing import clock, seconds

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from fractions import Fraction

    from storyforge.exporters.boards_content import BoardScene, Panel, Said
    from storyforge.media.page import Box, Item
    from storyforge.media.page_text import Setter
    from storyforge.model.framing import FrameSpec

INK, GREY, FAINT, BAND = (24, 24, 27), (105, 105, 112), (200, 200, 204), (234, 234, 237)
_ID = Style(10.5, bold=True)
_META = Style(7.2, colour=GREY)
_FRAMING = Style(7.2, bold=True, colour=(64, 64, 70))
_SCENE = Style(8.4, bold=True)
_TITLE = Style(10.0, bold=True)
_BIG = Style(30.0, bold=True)
_NOTE = Style(9.0, colour=(150, 150, 156))
_CUT = Style(7.0, bold=True, colour=(64, 64, 70))
_END = Style(5.6, colour=GREY)


@dataclass(frozen=True)
class Sheet:
    """A page, and the shots whose arrows and tags are still to be laid over its pictures."""

    page: Page
    shots: tuple[tuple[FrameSpec, Box], ...] = ()
    letters: float = 25.0
    """The size of the letters laid over a picture, in its pixels."""


@dataclass(frozen=True, slots=True)
class Continued:
    """A shot whose words were too many for its panel."""

    shot: str
    path: str


@dataclass(frozen=True, slots=True)
class About:
    """What every sheet says of the story."""

    title: str
    revision: str
    rate: Fraction
    paper: str = "a4"
    per_page: int = 6


@dataclass(frozen=True, slots=True)
class _Cell:
    panel: Panel
    words: Fitted
    at: int
    more: bool = False
    """Whether it goes on with the words of the panel before."""


@dataclass(frozen=True, slots=True)
class _Row:
    scene: BoardScene
    cells: tuple[_Cell, ...]
    first: bool


@dataclass
class Layout:
    """Lays out sheets; `continued` are the shots whose words went on in another panel."""

    about: About
    setter: Setter
    continued: list[Continued] = field(default_factory=list)

    def __post_init__(self) -> None:
        table = numbers()
        self._sheet, self._panel = table["sheet"], table["panel"]
        self._grid = table["grid"][str(self.about.per_page)]
        self._width, self._height = PAPER[self.about.paper]
        gutters = self._sheet["gutter"] * (self._grid["columns"] - 1)
        self._cell = (self._width - 2 * self._sheet["margin"] - gutters) / self._grid["columns"]
        space = self._height - 2 * self._sheet["margin"] - self._sheet["header"] - self._sheet["footer"]
        self._row = space / self._grid["rows"]

    def sheets(self, scenes: Sequence[BoardScene], total: int) -> list[Sheet]:
        """All sheets in order; `total` is the film's length in frames."""
        rows = list(self._rows(scenes))
        per = self._grid["rows"]
        groups = [rows[at : at + per] for at in range(0, len(rows), per)]
        return [self._page(group, number, len(groups), total) for number, group in enumerate(groups, 1)]

    def _rows(self, scenes: Sequence[BoardScene]) -> Iterator[_Row]:
        at = 0
        columns = self._grid["columns"]
        for scene in scenes:
            cells: list[_Cell] = []
            for panel in scene.panels:
                cells += self._cells(panel, at)
                at += panel.frames
            for start in range(0, max(1, len(cells)), columns):
                yield _Row(scene, tuple(cells[start : start + columns]), start == 0)

    def _cells(self, panel: Panel, at: int) -> Iterator[_Cell]:
        """A shot's panel, and as many more as its words need."""
        words = self._fitted(panel, panel.words, more=False)
        yield _Cell(panel, words, at)
        if words.rest:
            told = not all(said.by == ASKED for said in words.rest)
            self.continued += [Continued(panel.shot, panel.path)] if told else []
        while words.rest:
            words = self._fitted(panel, words.rest, more=True)
            yield _Cell(panel, words, at + panel.frames, more=True)

    def _fitted(self, panel: Panel, words: tuple[Said, ...], *, more: bool) -> Fitted:
        """Words in a panel; a question is not parted where it can stand whole in the next one."""
        left, top, right, bottom = self._text_box(panel, more=more)
        asked = sum(said.by == ASKED for said in words)
        sizes = [size for size in self._grid["sizes"] if not asked or size >= self._panel["asked"]]
        found = fit(words, right - left, bottom - top, sizes, self.setter)
        for count in range(len(words) - 1, max(0, len(words) - asked - 1), -1) if found.rest else ():
            fewer = fit(words[:count], right - left, bottom - top, sizes, self.setter)
            if not fewer.rest:
                return replace(fewer, rest=words[count:])
        return found

    def _picture_box(self) -> Box:
        """Where a panel's picture is, from the panel's corner."""
        wide = self._cell * self._grid["picture"]
        return (0.0, self._panel["line"], wide, self._panel["line"] + wide * 9 / 16)

    def _inset_box(self) -> Box:
        left, _, _, bottom = self._picture_box()
        wide = self._cell * self._grid["inset"]
        x = left if self._grid["beside"] else self._cell - wide
        top = bottom + self._panel["gap"]
        return (x, top, x + wide, top + wide * 9 / 16)

    def _bottom(self) -> float:
        return float(self._row - self._sheet["band"] - self._sheet["band_gap"] - self._sheet["row_gap"])

    def _text_box(self, panel: Panel, *, more: bool) -> Box:
        """Where a panel's words are, from the panel's corner."""
        gap = self._panel["gap"]
        bottom = self._bottom() - (_CUT.step if panel.transition and not more else 0.0)
        _, top, right, low = self._picture_box()
        if more:
            return (0.0, top, self._cell, bottom)
        if self._grid["beside"]:
            return (right + 1.6 * gap, top + 1.0, self._cell, bottom)
        edge = self._inset_box()[0] - 1.6 * gap if panel.end else self._cell
        return (0.0, low + gap - 2.0, edge, bottom)

    def _page(self, rows: Sequence[_Row], number: int, count: int, total: int) -> Sheet:
        margin = self._sheet["margin"]
        items: list[Item] = []
        shots: list[tuple[FrameSpec, Box]] = []
        marks: list[str] = []
        top = margin + self._sheet["header"]
        for index, row in enumerate(rows):
            items += self._band(row, top, again=index == 0)
            if row.first and row.scene.number:
                marks.append(f"{row.scene.number}  {row.scene.heading}")
            y = top + self._sheet["band"] + self._sheet["band_gap"]
            for column, cell in enumerate(row.cells):
                x = margin + column * (self._cell + self._sheet["gutter"])
                items += self._panel_items(cell, x, y)
                if cell.panel.picture and cell.panel.spec and not cell.more:
                    shots.append((cell.panel.spec, _shift(self._picture_box(), x, y)))
            top += self._row
        cells = [cell for row in rows for cell in row.cells]
        first = cells[0].at if cells else 0
        last = max((c.at + (0 if c.more else c.panel.frames) for c in cells), default=first)
        items = [*self._head(number, count), *items, *self._foot(first, last, total)]
        return Sheet(Page(self._width, self._height, tuple(items), tuple(marks)), tuple(shots), self._grid["letters"])

    def _head(self, number: int, count: int) -> Iterator[Item]:
        margin, wide = self._sheet["margin"], self._width - 2 * self._sheet["margin"]
        y = margin + 9.0
        pages = f"{number}/{count}"
        room = wide - self.setter.width(pages, _TITLE) - 40
        title = self.setter.cut(self.about.title, room - 90, _TITLE)
        yield from self.setter.line(title, margin, y, _TITLE)
        yield from self.setter.line("Storyboard", margin + self.setter.width(title, _TITLE) + 9, y, _META)
        yield from self.setter.line(pages, margin, y, _TITLE, wide, "right")
        yield Line(((margin, y + 6.5), (margin + wide, y + 6.5)), INK, 0.8)

    def _foot(self, first: int, last: int, total: int) -> Iterator[Item]:
        margin, wide = self._sheet["margin"], self._width - 2 * self._sheet["margin"]
        y = self._height - margin - 1.0
        rate = self.about.rate
        time = f"{clock(seconds(first, rate))}–{clock(seconds(last, rate))} of {clock(seconds(total, rate))}"
        room = wide - self.setter.width(time, _META) - 20
        yield from self.setter.line(self.setter.cut(self.about.revision, room, _META), margin, y, _META)
        yield from self.setter.line(time, margin, y, _META, wide, "right")

    def _band(self, row: _Row, top: float, *, again: bool) -> Iterator[Item]:
        """A scene's heading: where it begins, and again at the top of a page where it goes on."""
        margin, high = self._sheet["margin"], self._sheet["band"]
        wide = self._width - 2 * margin
        scene, y = row.scene, top + self._sheet["band"] - 4.3
        if not (row.first or again):
            return
        yield rectangle((margin, top, margin + wide, top + high), BAND)
        right = self._facts(scene) if row.first else "continued"
        yield from self.setter.line(right, margin, y, _META, wide - 6, "right")
        left = margin + 6
        if scene.number:
            yield from self.setter.line(scene.number, left, y, _SCENE)
            left += max(22.0, self.setter.width(scene.number, _SCENE) + 9)
        room = wide - (left - margin) - self.setter.width(right, _META) - 24
        yield from self.setter.line(self.setter.cut(scene.heading, room, _SCENE), left, y, _SCENE)

    def _facts(self, scene: BoardScene) -> str:
        """`6 shots · 0:31`, with the scenes that were omitted before it."""
        length = clock(seconds(sum(panel.frames for panel in scene.panels), self.about.rate))
        count = len(scene.panels)
        found = [f"{count} shot{'' if count == 1 else 's'} · {length}"] if count else []
        if scene.number and not count:
            found = ["no shot list yet"]
        if scene.omitted:
            found.insert(0, f"{'scene' if len(scene.omitted) == 1 else 'scenes'} {', '.join(scene.omitted)} omitted")
        return "    ".join(found)

    def _panel_items(self, cell: _Cell, x: float, y: float) -> Iterator[Item]:
        panel = cell.panel
        yield from self._caption(cell, x, y)
        if not cell.more:
            yield from self._framed(_shift(self._picture_box(), x, y), panel.picture)
            if panel.end:
                yield from self._inset(_shift(self._inset_box(), x, y), panel.end)
        left, top, right, _ = _shift(self._text_box(panel, more=cell.more), x, y)
        yield from drawn(cell.words, left, top, right - left, self.setter)
        if panel.transition and not cell.more:
            yield from self.setter.line(panel.transition, x, y + self._bottom() - 2.0, _CUT, self._cell, "right")

    def _caption(self, cell: _Cell, x: float, y: float) -> Iterator[Item]:
        panel, y = cell.panel, y + self._panel["line"] - 4.0
        yield from self.setter.line(panel.shot, x, y, _ID)
        left = x + self.setter.width(panel.shot, _ID) + 8
        if cell.more:
            yield from self.setter.line("continued", left, y, _META)
            return
        time = f"{float(seconds(panel.frames, self.about.rate)):.1f} s · {panel.frames} f"
        yield from self.setter.line(time, x, y, _META, self._cell, "right")
        room = x + self._cell - self.setter.width(time, _META) - 10 - left
        yield from self.setter.line(self.setter.cut(panel.framing, room, _FRAMING), left, y, _FRAMING)

    def _framed(self, box: Box, picture: str) -> Iterator[Item]:
        if picture:
            yield Picture(box, picture)
            yield frame(box, INK, 0.6)
            return
        yield rectangle(box, (246, 246, 247))
        yield frame(box, FAINT, 0.6)
        middle = (box[1] + box[3]) / 2 + 3
        yield from self.setter.line("no frame yet", box[0], middle, _NOTE, box[2] - box[0], "centre")

    def _inset(self, box: Box, picture: str) -> Iterator[Item]:
        yield Picture(box, picture)
        yield frame(box, GREY, 0.5)
        if self._grid["beside"]:
            yield from self.setter.line("at the end", box[2] + 4.0, box[3] - 1.0, _END)
        else:
            yield from self.setter.line("at the end", box[0], box[3] + 7.0, _END, box[2] - box[0], "right")


def title_page(layout: Layout, scenes: Sequence[BoardScene], total: int, page: Mapping[str, str]) -> Sheet:
    """A first sheet with the title, what the script's title page says of its author and draft, and the counts."""
    about, setter = layout.about, layout.setter
    width, height = PAPER[about.paper]
    shots = sum(len(scene.panels) for scene in scenes)
    kept = sum(bool(scene.panels) for scene in scenes)
    length = clock(seconds(total, about.rate))
    credit = " ".join(part for part in (page.get("credit", ""), page.get("author", "")) if part)
    lines = (
        (credit, _TITLE, 34.0), (page.get("source", ""), _META, 20.0), (page.get("draft date", ""), _META, 20.0),
        ("Storyboard", _SCENE, 60.0), (f"{kept} scenes · {shots} shots · {length}", _META, 16.0),
        (about.revision, _META, 14.0),
    )  # fmt: skip
    room = width - 160
    y = height * 0.36
    items: list[Item] = []
    for line in setter.lines(about.title, room, _BIG)[:3]:
        items += setter.line(line, 80, y, _BIG, room, "centre")
        y += _BIG.step
    y -= _BIG.step
    for text, style, step in lines:
        if text:
            y += step
            items += setter.line(setter.cut(text, room, style), 80, y, style, room, "centre")
    return Sheet(Page(width, height, tuple(items)))


def _shift(box: Box, x: float, y: float) -> Box:
    return (box[0] + x, box[1] + y, box[2] + x, box[3] + y)


def with_keys(sheet: Sheet, keys: dict[str, str]) -> Sheet:
    """A sheet whose pictures are named by their content instead of by their path."""
    items = tuple(replace(i, key=keys[i.key]) if isinstance(i, Picture) else i for i in sheet.page.items)
    return replace(sheet, page=replace(sheet.page, items=items))
