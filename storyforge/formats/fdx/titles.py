"""The title page, which Final Draft keeps as positioned lines without keys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from storyforge.formats.fdx.paragraphs import raw_text
from storyforge.formats.fountain import classify
from storyforge.model.screenplay import Element, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.formats.fdx.xml import Node

_CREDIT = re.compile(r"(?:screenplay|teleplay|story|script|written|von|par|de|by)\b.*|.*\bby", re.IGNORECASE)
_SOURCE = re.compile(r"(?:based (?:up)?on|adapted from|from the)\b.*", re.IGNORECASE | re.DOTALL)
_COPYRIGHT = re.compile(r"(?:copyright|\(c\)|©).*", re.IGNORECASE | re.DOTALL)
_DRAFT = re.compile(
    r".*\b(?:draft|revision|rev\.)\b.*|\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|\w+ \d{1,2}, \d{4}", re.IGNORECASE | re.DOTALL
)
_CENTERED = ("title", "credit", "author", "authors", "source")


def read_titles(root: Node) -> list[Element]:
    """Guess the keys: title, credit, author and source in the middle; draft date, copyright and contact at the side.

    An empty line in the middle ends an entry.
    """
    content = root.first("TitlePage", "Content")
    found: list[Element] = []
    apart = True
    for node in content.all("Paragraph") if content else ():
        text = "\n".join(line.strip() for line in raw_text(node).strip().split("\n"))
        if not text:
            apart = True
            continue
        centered = node.attributes.get("Alignment", "").startswith("Center")
        key, value = _centered(text, found, apart=apart) if centered else _at_side(text)
        apart = False
        if found and found[-1].key == key:
            found[-1] = Element(Kind.TITLE_ENTRY, f"{found[-1].text}\n{value}", found[-1].line, node.line, key=key)
        else:
            found.append(Element(Kind.TITLE_ENTRY, value, node.line, node.line, key=key))
    return found


def _centered(text: str, found: Sequence[Element], *, apart: bool) -> tuple[str, str]:
    keys = [entry.key for entry in found]
    if not keys:
        return "Title", text
    if _SOURCE.fullmatch(text):
        return "Source", text
    if _CREDIT.fullmatch(text) and "Credit" not in keys:
        return "Credit", text
    if not apart and keys[-1] != "Credit":
        return keys[-1], text
    return ("Source" if "Author" in keys else "Author"), text


def _at_side(text: str) -> tuple[str, str]:
    pair = classify.title_key(text)
    if pair and pair[1] and "\n" not in pair[0] and len(pair[0].split()) <= 3:
        return pair
    if _COPYRIGHT.fullmatch(text):
        return "Copyright", text
    return ("Draft date" if _DRAFT.fullmatch(text) else "Contact"), text


def title_page_xml(entries: Sequence[Element]) -> str:
    """The `TitlePage` element for title entries; keys that a position can't tell are written before their value."""
    middle = [entry for entry in entries if entry.key.casefold() in _CENTERED]
    middle.sort(key=lambda entry: _CENTERED.index(entry.key.casefold()))
    middle = _told(middle)
    lines = ['      <Paragraph Alignment="Center"/>'] * 16
    for entry in (*middle, *(entry for entry in entries if entry not in middle)):
        alignment = "Center" if entry in middle else "Left"
        text = entry.text
        if alignment == "Left" and _at_side(text) != (entry.key, text):
            text = f"{entry.key}: {text}"
        if entry.text:
            paragraph = f'<Paragraph Alignment="{alignment}"><Text>{escape(text)}</Text></Paragraph>'
            lines += [f"      {paragraph}", f'      <Paragraph Alignment="{alignment}"/>']
    body = "\n".join(lines)
    return f"  <TitlePage>\n    <Content>\n{body}\n    </Content>\n  </TitlePage>"


def _told(middle: Sequence[Element]) -> list[Element]:
    """The entries in the middle of the page that will be told from their place and the entries told before them."""
    found: list[Element] = []
    for entry in middle:
        key = _centered(entry.text, found, apart=True)[0]
        if key.casefold() in (entry.key.casefold(), entry.key.casefold().rstrip("s")):
            found.append(entry)
    return found
