"""A whole script from elements alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.errors import UnwritableElementError
from storyforge.formats.fountain import classify
from storyforge.formats.fountain.parse import parse
from storyforge.formats.fountain.write import LOOSE, element_lines, is_spoken, report, same, unwritable
from storyforge.formats.languages import language_named
from storyforge.model.screenplay import Diagnostic, Element, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.model.language import Language


def build(
    elements: Sequence[Element],
    language: str | Language | None = None,
    *,
    problems: list[Diagnostic] | None = None,
) -> str:
    """Write a whole script, LF and UTF-8; reading it with the same language gives the same elements.

    Fountain can't say everything: a spoken line that begins with `#`, a literal `[[note]]` in action. Such elements are
    written as they are and added to `problems`.

    Raises:
        UnwritableElementError: the same, where no list of problems is given.
    """
    pack = language_named(language, lambda: "\n".join(element.text for element in elements))
    words = classify.words_of(pack)
    lines: list[str] = []
    for index, element in enumerate(elements):
        if element.inline and lines:
            lines.extend(_glued(lines.pop(), element_lines(element, words)))
            continue
        if index and not _touching(elements, index):
            lines.append("")
        speech = _speaks(elements, index)
        new = element_lines(element, words, speech=speech)
        if not index and element.kind is not Kind.TITLE_ENTRY and classify.title_key(new[0], words):
            new = element_lines(element, words, speech=speech, forced=True)
        lines.extend(new)
    text = "\n".join(lines) + "\n" if lines else ""
    _check(elements, text, pack, problems)
    return text


def _glued(line: str, more: list[str]) -> list[str]:
    """A note or boneyard behind the text of the line it stands in."""
    space = " " if line and not line.endswith("  ") else ""
    return [f"{line}{space}{more[0]}", *more[1:]]


def _check(elements: Sequence[Element], text: str, pack: Language | None, problems: list[Diagnostic] | None) -> None:
    found = [(element, why) for element in elements if (why := unwritable(element))]
    if not found:
        found = [(element, "") for element in _misread(elements, parse(text, pack).elements)]
    if problems is not None:
        problems.extend(report(element, why or "its neighbours change what it is") for element, why in found)
    elif found:
        element, why = found[0]
        raise UnwritableElementError(element.kind, element.text, element.line, why)


def _misread(elements: Sequence[Element], read: Sequence[Element]) -> list[Element]:
    """The first element that is read as something else, if there is one."""
    for wanted, got in zip(elements, read, strict=False):
        if not same(wanted, got):
            return [wanted]
    return list(elements[len(read) : len(read) + 1]) or list(elements[-1:] if len(read) > len(elements) else ())


def _touching(elements: Sequence[Element], index: int) -> bool:
    """Whether no empty line goes before an element: within the title page, and within a speech."""
    element = elements[index]
    before = elements[index - 1]
    if element.kind is Kind.TITLE_ENTRY:
        return before.kind is Kind.TITLE_ENTRY
    if element.alone:
        return before.alone
    if is_spoken(element):
        return _in_speech(elements, index)
    return element.kind is Kind.NOTE and _in_speech(elements, index) and _speaks(elements, index)


def _in_speech(elements: Sequence[Element], index: int) -> bool:
    """Whether what stands before, notes aside, is a cue or spoken under one."""
    for row in range(index - 1, -1, -1):
        before = elements[row]
        if before.kind is Kind.CHARACTER:
            return True
        if not is_spoken(before) and before.kind not in LOOSE:
            return False
        if before.kind is Kind.BONEYARD and not before.inline:
            return False
    return False


def _speaks(elements: Sequence[Element], index: int) -> bool:
    """Whether what follows, notes aside, is spoken."""
    for row in range(index + 1, len(elements)):
        after = elements[row]
        if after.kind not in LOOSE:
            return is_spoken(after)
        if after.kind is Kind.BONEYARD and not after.inline:
            return False
    return False
