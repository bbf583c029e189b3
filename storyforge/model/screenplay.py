"""A screenplay: elements with their lines, scenes, and the speeches and actions in them.

Plain dataclasses, not pydantic: a feature has four thousand elements, and they come from a parser, not from YAML.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from storyforge.model.furniture import is_furniture

if TYPE_CHECKING:
    from collections.abc import Iterator


class Kind(StrEnum):
    """The element types of Fountain 1.1, by the names its syntax page uses."""

    TITLE_ENTRY = "title_entry"
    SCENE_HEADING = "scene_heading"
    ACTION = "action"
    CHARACTER = "character"
    PARENTHETICAL = "parenthetical"
    DIALOGUE = "dialogue"
    LYRIC = "lyric"
    TRANSITION = "transition"
    SECTION = "section"
    SYNOPSIS = "synopsis"
    NOTE = "note"
    BONEYARD = "boneyard"
    PAGE_BREAK = "page_break"


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a screenplay.

    `text` is without marks and surrounding space (action keeps its indent); lines within are joined by `\\n`. `line`
    and `last` are the first and last physical lines, counted from 1. `extensions` are a cue's, without parentheses and
    as written (`V.O.`, `CONT'D`). `inline` marks a note or boneyard that stands within the lines of the element before
    it, `alone` a lyric that stands under no cue.
    """

    kind: Kind
    text: str
    line: int
    last: int
    number: str | None = None
    extensions: tuple[str, ...] = ()
    dual: bool = False
    centered: bool = False
    forced: bool = False
    inline: bool = False
    depth: int = 0
    key: str = ""
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Something in the text that is probably not what its author meant; never stops anything."""

    line: int
    rule: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of a speech: a parenthetical, or words that are spoken or sung, verbatim."""

    kind: Kind
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Speech:
    """A cue and what stands under it. `name` is the cue without extensions, as written."""

    name: str
    line: int
    last: int
    extensions: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    dual: bool = False

    @property
    def words(self) -> str:
        """All that is spoken or sung, its lines joined by newlines."""
        return "\n".join(piece.text for piece in self.lines if piece.kind is not Kind.PARENTHETICAL)


@dataclass(frozen=True, slots=True)
class Action:
    """One paragraph of action."""

    text: str
    line: int
    last: int
    centered: bool = False


@dataclass(frozen=True, slots=True)
class Transition:
    """A transition, such as `CUT TO:`."""

    text: str
    line: int


Block = Speech | Action | Transition


@dataclass(frozen=True, slots=True)
class ScriptScene:
    """A scene heading and the elements under it, up to the next heading."""

    heading: Element | None
    elements: tuple[Element, ...]

    @property
    def number(self) -> str | None:
        """The number written in the heading, if there is one."""
        return self.heading.number if self.heading else None

    @property
    def title(self) -> str:
        """The heading's text, or nothing."""
        return self.heading.text if self.heading else ""

    @property
    def omitted(self) -> bool:
        """Whether the scene is a placeholder for one that was dropped."""
        return self.title.strip().upper() == "OMITTED"

    @property
    def line(self) -> int:
        """The first line."""
        return self.heading.line if self.heading else self.elements[0].line

    def blocks(self) -> tuple[Block, ...]:
        """Speeches, actions and transitions in order.

        Sections, synopses, notes and boneyards are left out, and page furniture such as `(CONTINUED)`: an action, a
        parenthetical or a cue that can be nothing else. What stands under such a cue is action.
        """
        return _blocks(self.elements)


def _on_screen(elements: tuple[Element, ...]) -> Iterator[Element]:
    """The elements without page furniture; in the place of a cue that is none stands an end of the speech before."""
    for element in elements:
        if element.kind not in {Kind.CHARACTER, Kind.ACTION, Kind.PARENTHETICAL} or not _furnishes(element):
            yield element
        elif element.kind is Kind.CHARACTER:
            yield replace(element, kind=Kind.PAGE_BREAK)


def _furnishes(element: Element) -> bool:
    """Whether an element is only there for the page; what its author forced is meant."""
    if element.forced or element.centered:
        return False
    text = f"({element.text.strip('()')})" if element.kind is Kind.PARENTHETICAL else element.text
    return is_furniture(text)


# Action by the letter of Fountain, and a transition to everyone who shoots it.
_OPENING = re.compile(r"FADE (?:IN|UP)[:.]?")


def _blocks(elements: tuple[Element, ...]) -> tuple[Block, ...]:
    found: list[Block] = []
    cue: Element | None = None
    lines: list[Line] = []
    last = 0

    def close() -> None:
        nonlocal cue
        if cue is not None:
            found.append(Speech(cue.text, cue.line, last, cue.extensions, tuple(lines), cue.dual))
            cue = None
            lines.clear()

    for element in _on_screen(elements):
        match element.kind:
            case Kind.CHARACTER:
                close()
                cue = element
                last = element.last
            case Kind.PARENTHETICAL | Kind.DIALOGUE | Kind.LYRIC if cue is not None and not element.alone:
                lines.append(Line(element.kind, element.text, element.line))
                last = element.last
            case Kind.NOTE | Kind.BONEYARD:
                continue
            case Kind.TRANSITION:
                close()
                found.append(Transition(element.text, element.line))
            case Kind.ACTION if _OPENING.fullmatch(element.text):
                close()
                found.append(Transition(element.text, element.line))
            case Kind.ACTION | Kind.LYRIC | Kind.DIALOGUE | Kind.PARENTHETICAL:
                close()
                found.append(Action(element.text, element.line, element.last, element.centered))
            case _:
                close()
    close()
    return tuple(found)


@dataclass(frozen=True)
class Screenplay:
    """A whole script: its elements in order and what looked odd while reading it."""

    elements: tuple[Element, ...]
    diagnostics: tuple[Diagnostic, ...] = field(default=())

    @cached_property
    def title_page(self) -> dict[str, str]:
        """Title page keys, case-folded, and their values; `authors` is `author` too."""
        found = {e.key.casefold(): e.text for e in self.elements if e.kind is Kind.TITLE_ENTRY}
        return {"author": found["authors"], **found} if "authors" in found else found

    @cached_property
    def scenes(self) -> tuple[ScriptScene, ...]:
        """The scenes in order; what stands before the first heading (`FADE IN:`) opens the first scene.

        A script without any heading is one scene without a heading, if anything is to be seen or heard in it.
        """
        body = [element for element in self.elements if element.kind is not Kind.TITLE_ENTRY]
        starts = [row for row, element in enumerate(body) if element.kind is Kind.SCENE_HEADING]
        if not starts:
            shown = any(element.kind in {Kind.ACTION, Kind.CHARACTER, Kind.DIALOGUE} for element in body)
            return (ScriptScene(None, tuple(body)),) if shown else ()
        ends = [*starts[1:], len(body)]
        found = [ScriptScene(body[a], tuple(body[a + 1 : b])) for a, b in zip(starts, ends, strict=True)]
        found[0] = ScriptScene(found[0].heading, (*body[: starts[0]], *found[0].elements))
        return tuple(found)
