"""The texts of a style read: what `style.md` says in words, and all else as passages with their figures."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from storyforge.errors import InvalidArtifactError, StoryforgeError
from storyforge.formats import fountain, markdown
from storyforge.formats.documents import read_document
from storyforge.formats.languages import detect, languages
from storyforge.formats.prose import one_line, sentences
from storyforge.formats.yaml import load_data
from storyforge.journal.passages import Contents, Passage
from storyforge.model.screenplay import Kind
from storyforge.pipeline.styling.corpus import ABOUT
from storyforge.pipeline.styling.cutting import (
    Piece,
    blocks_of,
    joined,
    prose_passages,
    said_in,
    script_passages,
    words_in,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from storyforge.pipeline.styling.corpus import Corpus

CUT = 2
"""Counts up when the same texts are cut into other passages."""

_SAMPLE = 2_000
"""Passages, spread over the whole, in which sentences are counted."""

_LANGUAGE = re.compile(r"#\s+([a-z]{2,3})\s*")
_BETWEEN = re.compile(r"\n\s*\*\s*\*\s*\*\s*(?:\n|$)")
_PARAGRAPHS = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")


@dataclass(frozen=True)
class About:
    """What `style.md` says of a style: its name, a line about it, and how it sounds, by heading."""

    title: str = ""
    line: str = ""
    sounds: Mapping[str, str] = field(default_factory=dict)


def about(corpus: Corpus) -> About:
    """What a style says of itself; nothing where it has no `style.md`; raises InvalidArtifactError."""
    if ABOUT not in corpus.files:
        return About()
    return described(corpus.place(ABOUT), corpus.read(ABOUT))[0]


def contents(corpus: Corpus) -> Contents:
    """The passages of a style and its figures; a file that can't be read is named among them and left out."""
    read: list[tuple[Passage, Piece]] = []
    unread: dict[str, str] = {}
    for file in corpus.files:
        try:
            pieces = _read(corpus, file)
        except StoryforgeError as problem:
            unread[file] = problem.message
            continue
        read += [(Passage(file, n, code, piece.text), piece) for n, (code, piece) in enumerate(pieces, 1)]
    facts = _figures([(passage.language, piece) for passage, piece in read])
    return Contents(tuple(passage for passage, _ in read), {**facts, "unread": unread})


def pieces_of(path: str, data: bytes) -> list[tuple[str, Piece]]:
    """The passages of a text of any format, each with its language code; `path` is for messages and its suffix.

    Raises errors of documents, and InvalidArtifactError where there is no passage in it.
    """
    document = read_document(path, data)
    if document.fountain:
        script = fountain.parse(document.fountain, "auto")
        code, found = _code(document.language, script.text), script_passages(script.screenplay)
    else:
        text = "\n\n".join(section.text for section in document.sections)
        code = _code(document.language, text)
        parts = ([*_PARAGRAPHS.split(section.text), ""] for section in document.sections)
        found = prose_passages((paragraph for part in parts for paragraph in part), code)
    if not found:
        raise InvalidArtifactError("There is no text in the file.", "A style is shown by prose or scripts.", path=path)
    return [(code, piece) for piece in found]


def _code(said: str, text: str) -> str:
    """The language code that a document says it is in, where there is such a language, else the likeliest."""
    code = said.lower().replace("_", "-").partition("-")[0]
    return code if code in languages() else detect(text)


def _read(corpus: Corpus, file: str) -> list[tuple[str, Piece]]:
    """The passages of one file; those of `style.md` as their author parted them."""
    path, data = corpus.place(file), corpus.read(file)
    if file != ABOUT:
        return pieces_of(path, data)
    return [(code, _as_shown(text)) for code, text in described(path, data)[1]]


def _as_shown(text: str) -> Piece:
    """A passage of `style.md`: a piece of a script where somebody has a cue in it, else of prose."""
    script = fountain.parse(f"\n{text}").screenplay
    if any(element.kind is Kind.CHARACTER for element in script.elements):
        pieces = blocks_of(script)
        return replace(joined(pieces), text=text)
    paragraphs = [one_line(paragraph).strip() for paragraph in _PARAGRAPHS.split(text)]
    return Piece("\n\n".join(paragraphs), words_in(text), sum(map(said_in, paragraphs)))


def described(path: str, data: bytes) -> tuple[About, list[tuple[str, str]]]:
    """What a `style.md` says, and its passages with their language codes; raises InvalidArtifactError."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise InvalidArtifactError("The file is not UTF-8.", "Save it as UTF-8 in your editor.", path=path) from None
    head, body, _ = markdown.split(text)
    table = load_data(head, path) if head else {}
    if not isinstance(table, dict):
        raise InvalidArtifactError("The front matter is no table.", "Write: about: one line", path=path)
    return _about(table), list(_parted(body))


def _about(data: Mapping[str, Any]) -> About:
    sounds = data.get("sounds")
    said = {str(name): " ".join(str(text).split()) for name, text in sounds.items()} if isinstance(sounds, dict) else {}
    return About(str(data.get("name") or ""), " ".join(str(data.get("about") or "").split()), said)


def _parted(body: str) -> Iterator[tuple[str, str]]:
    """Language code and text of each passage: parted by rows of stars, under headings that name a language."""
    code, lines = "", []
    for line in [*body.split("\n"), "# end"]:
        heading = _LANGUAGE.fullmatch(line)
        if heading is None:
            lines.append(line)
            continue
        for part in _BETWEEN.split("\n".join(lines)):
            if text := part.strip():
                yield code or detect(text), text
        code, lines = heading[1], []


def _figures(read: Sequence[tuple[str, Piece]]) -> dict[str, Any]:
    """Words, those said, words of a sentence, and passages by language, most first."""
    languages = Counter(code for code, _ in read)
    step = -(-len(read) // _SAMPLE) or 1
    lengths = [
        words_in(sentence)
        for code, piece in read[::step]
        for part in _PARAGRAPHS.split(piece.plain or piece.text)
        for sentence in sentences(part, code)
    ]
    lengths = [length for length in lengths if length]
    return {
        "passages": len(read),
        "words": sum(piece.words for _, piece in read),
        "said": sum(piece.said for _, piece in read),
        "sentence": round(sum(lengths) / len(lengths), 1) if lengths else 0,
        "languages": dict(sorted(languages.items(), key=lambda pair: (-pair[1], pair[0]))),
    }
