"""One Final Draft paragraph to screenplay elements."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from storyforge.formats.fountain import Run, marked, runs
from storyforge.formats.fountain.classify import is_upper, split_cue
from storyforge.model.screenplay import Diagnostic, Element, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.formats.fdx.xml import Node

_STYLES = frozenset({"bold", "italic", "underline"})
_KINDS = {
    "Scene Heading": Kind.SCENE_HEADING,
    "Character": Kind.CHARACTER,
    "Parenthetical": Kind.PARENTHETICAL,
    "Dialogue": Kind.DIALOGUE,
    "Lyrics": Kind.LYRIC,
    "Singing": Kind.LYRIC,
    "Transition": Kind.TRANSITION,
    "Outline 1": Kind.SECTION,
    "Outline 2": Kind.SECTION,
    "Outline 3": Kind.SECTION,
    "Outline 4": Kind.SECTION,
    "Outline Body": Kind.SYNOPSIS,
}
_PLAIN = frozenset({"Action", "General", ""})
_CAPITALS = frozenset({Kind.SCENE_HEADING, Kind.CHARACTER, Kind.TRANSITION})


@dataclass(slots=True)
class Settings:
    """What the file says about paragraph types, and what was noticed while reading: rule to lines."""

    capitals: frozenset[str] = frozenset()
    centered: frozenset[str] = frozenset()
    noticed: dict[str, list[int]] = field(default_factory=dict)

    def notice(self, rule: str, line: int) -> None:
        """Remember that something could not be carried."""
        self.noticed.setdefault(rule, []).append(line)


def settings_of(root: Node) -> Settings:
    """The paragraph types that the file sets in capitals, and those it centres."""
    capitals, centered = set(), set()
    for node in root.all("ElementSettings"):
        kind = node.attributes.get("Type", "")
        font, paragraph = node.first("FontSpec"), node.first("ParagraphSpec")
        if font and "AllCaps" in font.attributes.get("Style", ""):
            capitals.add(kind)
        if paragraph and paragraph.attributes.get("Alignment", "").startswith("Center"):
            centered.add(kind)
    return Settings(frozenset(capitals), frozenset(centered))


def raw_text(node: Node) -> str:
    """All the text of a paragraph: every `Text` child, whitespace and all."""
    return "".join(child.text for child in node.all("Text"))


def paragraph_elements(node: Node, settings: Settings) -> list[Element]:
    """The elements of a paragraph, with the page break before it; none for an empty one."""
    found = []
    if node.attributes.get("StartsNewPage") == "Yes":
        found.append(Element(Kind.PAGE_BREAK, "", node.line, node.line))
    dual = node.first("DualDialogue")
    return found + (_dual(dual, settings) if dual else _single(node, settings))


def _dual(node: Node, settings: Settings) -> list[Element]:
    """Two speeches side by side; the second cue is the dual one."""
    found: list[Element] = []
    cues = 0
    for paragraph in node.all("Paragraph"):
        for element in paragraph_elements(paragraph, settings):
            cues += element.kind is Kind.CHARACTER
            twin = element.kind is Kind.CHARACTER and cues == 2
            found.append(replace(element, dual=True) if twin else element)
    return found


def _single(node: Node, settings: Settings) -> list[Element]:
    type_ = node.attributes.get("Type", "")
    kind = _KINDS.get(type_, Kind.ACTION)
    text = _text(node, settings)
    if not text.strip():
        return _summary(node)
    if type_ in settings.capitals and kind in _CAPITALS and text != text.upper():
        settings.notice("fdx-capitals", node.line)
        text = text.upper()
    if kind is Kind.ACTION:
        return _actions(node, type_, text, settings)
    if kind is Kind.DIALOGUE or kind is Kind.LYRIC:
        return _spoken(kind, text, node.line)
    text = re.sub(r"\s*\n\s*", " ", text).strip()
    if kind is Kind.CHARACTER:
        return [_cue(text, node)]
    if kind is Kind.PARENTHETICAL and not (text[0] in "(（" and text[-1] in ")）"):
        text = f"({text})"
    if kind is Kind.SECTION:
        return [Element(kind, text, node.line, node.line, depth=int(type_[-1]))]
    number = node.attributes.get("Number") if kind is Kind.SCENE_HEADING else None
    # One program writes this for "no number".
    number = None if number in ("", "(null)") else number
    return [Element(kind, text, node.line, node.line, number=number), *_summary(node)]


def _cue(text: str, node: Node) -> Element:
    cue = split_cue(text)
    forced = not is_upper(cue.name)
    name = cue.name or text
    return Element(Kind.CHARACTER, name, node.line, node.line, extensions=cue.extensions, dual=cue.dual, forced=forced)


def _spoken(kind: Kind, text: str, line: int) -> list[Element]:
    lines = [each.strip() for each in text.rstrip().split("\n")]
    if kind is Kind.LYRIC:
        return [Element(kind, each, line, line, forced=True) for each in lines if each]
    return [Element(kind, "\n".join(lines), line, line)]


def _actions(node: Node, type_: str, text: str, settings: Settings) -> list[Element]:
    """One paragraph of action for each run of lines; empty lines end a paragraph in Fountain."""
    alignment = node.attributes.get("Alignment", "")
    centered = alignment.startswith("Center") or (not alignment and type_ in settings.centered)
    if type_ == "Shot":
        settings.notice("fdx-shot", node.line)
    elif type_ not in _PLAIN:
        settings.notice(f"fdx-type:{type_}", node.line)
    if alignment in ("Right", "Full"):
        settings.notice("fdx-alignment", node.line)
    paragraphs = [part for part in re.split(r"\n(?:[^\S\n]*\n)+", text.strip("\n")) if part.strip()]
    if centered:
        paragraphs = [line.strip() for part in paragraphs for line in part.split("\n")]
    return [
        Element(Kind.ACTION, "\n".join(map(str.rstrip, part.split("\n"))), node.line, node.line, centered=centered)
        for part in paragraphs
    ]


def _summary(node: Node) -> list[Element]:
    """The synopsis of a scene, one line to a paragraph of its summary."""
    summary = node.first("SceneProperties", "Summary")
    texts = [raw_text(paragraph) for paragraph in summary.all("Paragraph")] if summary else []
    lines = [" ".join(text.split()) for text in texts]
    return [Element(Kind.SYNOPSIS, line, node.line, node.line) for line in lines if line]


def _text(node: Node, settings: Settings) -> str:
    """The text with Fountain's marks for bold, italic and underline."""
    pieces = [_run(child, settings, node.line) for child in node.all("Text")]
    text = marked(pieces)
    if "\n" not in text and [*_shown(runs(text))] != [*_shown(pieces)]:
        settings.notice("fdx-emphasis", node.line)
    return text


def _run(node: Node, settings: Settings, line: int) -> Run:
    styles = {style.casefold() for style in node.attributes.get("Style", "").split("+") if style}
    text = node.text.replace("\r\n", "\n").replace("\r", "\n")
    if "allcaps" in styles:
        text = text.upper()
    if lost := sorted(styles - _STYLES - {"allcaps"}):
        settings.notice(f"fdx-style:{lost[0]}", line)
    if node.attributes.get("RevisionID", "0") not in ("", "0"):
        settings.notice("fdx-revision", line)
    return Run(text, frozenset(styles & _STYLES))


def _shown(pieces: Sequence[Run]) -> list[tuple[str, frozenset[str]]]:
    return [(char, run.styles) for run in pieces for char in run.text if not char.isspace()]


_SAID = {
    "fdx-capitals": ("Text that the page shows in capitals is taken over in capitals", ""),
    "fdx-shot": ("A shot paragraph is taken over as action", "Fountain has no shots."),
    "fdx-alignment": ("Right-aligned or justified text is taken over as plain action", ""),
    "fdx-emphasis": ("An underline within a word is lost", "Fountain has no mark for it."),
    "fdx-revision": ("Revision marks are not taken over", "They stay in the FDX file."),
    "fdx-orphan": ("Dialogue without a character above it is taken over as action", "Add the character."),
    "fdx-title-page": ("The title page was read by position", "Check its keys."),
    "fdx-note": ("A note could not be placed exactly", "Check where it stands."),
}


def diagnostics_of(settings: Settings) -> list[Diagnostic]:
    """One diagnostic a rule, at the first line it happened on, saying how often it did."""
    found = []
    for noticed, lines in sorted(settings.noticed.items()):
        rule, _, what = noticed.partition(":")
        message, hint = _SAID.get(rule) or _named(rule, what)
        times = f" ({len(lines)} times)" if len(lines) > 1 else ""
        found.append(Diagnostic(lines[0], rule, f"{message}{times}.", hint))
    return found


def _named(rule: str, what: str) -> tuple[str, str]:
    if rule == "fdx-type":
        return f'Paragraphs of the type "{what}" are taken over as action', ""
    if rule == "fdx-style":
        return f"The style {what} is lost", "Fountain has no mark for it."
    return f"What {what} holds is not taken over", "It stays in the FDX file."
