"""Screenplays in the formats of scripts: Fountain, and Final Draft XML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.errors import EmptyDocumentError
from storyforge.formats.documents.document import Document, Section
from storyforge.formats.documents.encodings import decode
from storyforge.formats.fdx import read_fdx
from storyforge.formats.fountain import build, parse, plain
from storyforge.model.screenplay import Action, Diagnostic, Kind, Speech

if TYPE_CHECKING:
    from storyforge.model.screenplay import Screenplay, ScriptScene


def read_fountain(path: str, data: bytes, language: str = "") -> Document:
    """Read a Fountain file: its scenes are sections, `fountain` is its text.

    Raises:
        BinaryTextError: it is no text.
        EmptyDocumentError: it has no words.
    """
    decoded = decode(path, data)
    return script_document(
        path, decoded.text, language, encoding=decoded.encoding, guessed=decoded.guessed, notes=decoded.notes
    )


def read_final_draft(path: str, data: bytes, language: str = "") -> Document:
    """Read a Final Draft file, and write it as Fountain.

    Raises:
        InvalidFdxError: it is no Final Draft script, with the line.
        UnsafeXmlError: it defines entities.
        EmptyDocumentError: it has no words.
    """
    return built(path, read_fdx(data, path), language)


def built(path: str, screenplay: Screenplay, language: str, notes: tuple[str, ...] = ()) -> Document:
    """A screenplay from elsewhere as Fountain text."""
    problems: list[Diagnostic] = []
    text = build(screenplay.elements, language or None, problems=problems)
    lost = len(problems)
    more = (f"Fountain can't say {lost} of its lines exactly: compare them.",) if lost else ()
    return script_document(path, text, language, notes=(*notes, *more))


def script_document(
    path: str, text: str, language: str, *, encoding: str = "", guessed: bool = False, notes: tuple[str, ...] = ()
) -> Document:
    """A Fountain text as a document."""
    screenplay = parse(text, language or None).screenplay
    found = [Section(scene.title, shown) for scene in screenplay.scenes if (shown := _shown(scene)) or scene.title]
    if not found:
        # An outline has no scenes yet: what it has is its headings and synopses.
        outline = [element.text for element in screenplay.elements if element.kind in {Kind.SECTION, Kind.SYNOPSIS}]
        found = [Section("", "\n\n".join(outline))] if any(outline) else []
    if not found:
        raise EmptyDocumentError(path)
    page = screenplay.title_page
    return Document(
        kind="script",
        sections=tuple(found),
        title=" ".join(plain(page.get("title", "")).split()),
        author=" ".join(plain(page.get("author", "")).split()),
        encoding=encoding,
        guessed=guessed,
        notes=notes,
        fountain=text,
    )


def _shown(scene: ScriptScene) -> str:
    """What is seen and heard in a scene, as paragraphs; a speech begins with its speaker."""
    found = []
    for block in scene.blocks():
        if isinstance(block, Action):
            found.append(" ".join(block.text.split()))
        elif isinstance(block, Speech):
            said = " ".join(" ".join(line.text for line in block.lines).split())
            found.append(f"{block.name}: {said}")
    return "\n\n".join(found)
