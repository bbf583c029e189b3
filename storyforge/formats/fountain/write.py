"""Elements to Fountain lines, with the marks that force what would be read as something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.formats.fountain import classify
from storyforge.formats.fountain.speech import ends_speech
from storyforge.model.screenplay import Diagnostic, Element, Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from storyforge.formats.fountain.classify import Words

SPOKEN = frozenset({Kind.PARENTHETICAL, Kind.DIALOGUE, Kind.LYRIC})
LOOSE = frozenset({Kind.NOTE, Kind.BONEYARD})
_SIGNS = "!.@#=>~"
"""What a line that begins with one of these may be is said by the sign."""


def is_spoken(element: Element) -> bool:
    """Whether an element is part of a speech, under its cue."""
    return element.kind in SPOKEN and not element.alone


def element_lines(element: Element, words: Words, *, speech: bool = True, forced: bool = False) -> list[str]:
    """The lines of one element, without line endings.

    A mark is set where the element's own text needs one to be read as what it is, where `element.forced` says that its
    author set one, or everywhere when `forced`. `speech` says whether something spoken follows a cue.
    """
    force = forced or element.forced
    match element.kind:
        case Kind.SCENE_HEADING:
            text = f"{element.text} #{element.number}#" if element.number else element.text
            return [text if classify.is_heading(text, words) and not force else f".{text}"]
        case Kind.CHARACTER:
            return [_cue(element, words, force=force or not speech)]
        case Kind.ACTION:
            return _action(element, words, force=force)
        case Kind.TRANSITION:
            shaped = classify.is_heading(element.text, words) or element.text[:1] in _SIGNS
            plain = classify.is_transition(element.text, words) and not shaped and not force
            return [element.text if plain else f"> {element.text}"]
        case Kind.TITLE_ENTRY:
            return _title_entry(element)
        case _:
            return _MARKED[element.kind](element)


def _cue(element: Element, words: Words, *, force: bool) -> str:
    line = element.text + "".join(f" ({extension})" for extension in element.extensions) + " ^" * element.dual
    read = classify.split_cue(line)
    plain = classify.is_upper(read.name) and read.name == element.text and element.text[0] not in _SIGNS
    shaped = classify.is_heading(line, words) or classify.is_transition(line, words) or classify.is_opening(line)
    return line if plain and not shaped and not force else f"@{line}"


def _action(element: Element, words: Words, *, force: bool) -> list[str]:
    lines = [line.rstrip() for line in element.text.split("\n")]
    if element.centered:
        return [f"> {line.strip()} <" for line in lines]
    first = force or _needs_mark(lines, words)
    return [f"!{line}" if _marked_within(line) or (first and not row) else line for row, line in enumerate(lines)]


def _marked_within(line: str) -> bool:
    """Whether a line of a paragraph would end it, or lose its first sign."""
    line = line.lstrip()
    return line[:1] in ("!", ">", "~", "#") or (line[:1] == "=" and classify.is_boundary(line))


def _needs_mark(lines: list[str], words: Words) -> bool:
    """Whether the first line of a paragraph would be read as heading, transition or cue."""
    line = lines[0].strip()
    if not line:
        return False
    if line[0] == "." and line[1:2].isalnum():
        return True
    if line[0] == "@" or classify.is_heading(line, words) or classify.is_transition(line, words):
        return True
    return len(lines) > 1 and classify.is_upper(classify.split_cue(line).name)


def _title_entry(element: Element) -> list[str]:
    values = element.text.split("\n")
    return (
        [f"{element.key}: {values[0]}".rstrip()]
        if len(values) == 1
        else [
            f"{element.key}:",
            *(f"    {value}" for value in values),
        ]
    )


def _parenthetical(element: Element) -> list[str]:
    return [element.text if element.text[:1] in ("(", "（") else f"({element.text})"]


def _dialogue(element: Element) -> list[str]:
    return [line.strip() or "  " for line in element.text.split("\n")]


def _note(element: Element) -> list[str]:
    return [line if line.strip() else "  " for line in f"[[{element.text}]]".split("\n")]


_MARKED: dict[Kind, Callable[[Element], list[str]]] = {
    Kind.PARENTHETICAL: _parenthetical,
    Kind.DIALOGUE: _dialogue,
    Kind.LYRIC: lambda element: [f"~{line}" for line in element.text.split("\n")],
    Kind.SECTION: lambda element: [f"{'#' * max(1, element.depth)} {element.text}".rstrip()],
    Kind.SYNOPSIS: lambda element: [f"= {element.text}".rstrip()],
    Kind.NOTE: _note,
    Kind.BONEYARD: lambda element: f"/*{element.text}*/".split("\n"),
    Kind.PAGE_BREAK: lambda _: ["==="],
}


def unwritable(element: Element) -> str:
    """Why Fountain can't write an element, or nothing."""
    text = element.text
    if element.kind is Kind.NOTE:
        return "its text closes the note" if "]]" in text else ""
    if element.kind is Kind.BONEYARD:
        return "its text closes the boneyard" if "*/" in text else ""
    if "/*" in text and "*/" in text[text.index("/*") + 2 :]:
        return "/* */ in its text makes a boneyard, and Fountain has no escape for it"
    if "[[" in text and "]]" in text[text.index("[[") + 2 :]:
        return "[[ ]] in its text makes a note, and Fountain has no escape for it"
    if element.kind is Kind.DIALOGUE:
        return _unspeakable(text)
    return ""


def _unspeakable(text: str) -> str:
    for line in map(str.strip, text.split("\n")):
        if line and (line[0] == "~" or ends_speech(line)):
            return f"a spoken line that begins with {line[0]} is read as something else, and has no escape"
        if line and classify.is_parenthetical(line):
            return "a spoken line in parentheses is read as a parenthetical"
    return ""


def alike(one: Element, other: Element) -> bool:
    """Whether two elements are the same but for what their neighbours decide: whether a lyric stands under a cue."""
    return meaning(one)[:-1] == meaning(other)[:-1]


def same(one: Element, other: Element) -> bool:
    """Whether two elements say the same, wherever they stand and whether or not a mark forced them."""
    return meaning(one) == meaning(other)


def meaning(element: Element) -> tuple[object, ...]:
    """What an element says, without its place and its mark: equal for elements that are `same`."""
    loose = element.kind in LOOSE
    text = "\n".join(line.rstrip() for line in element.text.split("\n"))
    return (
        element.kind,
        text.strip() if loose else text,
        element.number,
        element.extensions,
        element.dual,
        element.centered,
        element.inline,
        element.depth,
        element.key.casefold(),
        element.alone,
    )


def report(element: Element, why: str) -> Diagnostic:
    """An element that can't be carried, as a diagnostic."""
    shown = element.text.split("\n", maxsplit=1)[0][:60]
    return Diagnostic(
        element.line,
        "fountain-unwritable",
        f'The {element.kind.replace("_", " ")} "{shown}" will be read differently: {why}.',
        "Change its text.",
    )
