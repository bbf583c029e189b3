"""Written scenes to a script: Fountain of our own making, so that no model's idea of a format reaches a file.

A text is written word for word. Only what Fountain can't carry is changed, as `told` and `said` say: line ends and runs
of space, signs that would open a note or a boneyard, and silent signs before spoken words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storyforge.formats.fountain import build
from storyforge.formats.fountain.classify import is_heading, is_parenthetical, split_cue, words_of
from storyforge.formats.headings import parse_heading
from storyforge.formats.languages import canonical_extension, language_named
from storyforge.model.furniture import is_furniture
from storyforge.model.screenplay import Element, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from storyforge.model.language import Language

_NOTE = re.compile(r"\[\[(?!\[)((?:(?!\[\[|\]\]).)*)\]\]")
_OPENER = re.compile(r"\[(?=\[)|/(?=\*)")
_PARENTHESES = re.compile(r"[()（）]")
_NO_NAME = re.compile(r"[()（）*_\\^]")
_SILENT = " !>#=~"
_DOTTED = {"i": "İ", "ı": "I"}
TODO = "TODO: "
"""What a note begins with that is a gap."""


@dataclass(frozen=True, slots=True)
class WrittenBlock:
    """A piece of a scene: `action`, `speech` or `transition`; `gap` is a question that is left open behind it."""

    kind: str
    text: str
    character: str = ""
    extension: str = ""
    parenthetical: str = ""
    gap: str = ""


@dataclass(frozen=True, slots=True)
class WrittenScene:
    """A scene: its number, `INT.`, `EXT.` or `INT./EXT.`, place and time as headings name them, and what is in it.

    A time in canonical English (`NIGHT`, `CONTINUOUS`) is written in the script's language.
    """

    number: str
    inside: str
    place: str
    time: str
    blocks: tuple[WrittenBlock, ...]


def write_script(
    title_page: Mapping[str, str], scenes: Sequence[WrittenScene], language: str | Language | None = None
) -> str:
    """A whole script, LF; reading it with the same language gives these scenes, speakers, speeches and actions.

    Raises:
        UnknownNameError: there is no such language.
        UnwritableElementError: Fountain has no way to write something, such as a number that is none.
    """
    pack = language_named(language, lambda: "\n".join(block.text for scene in scenes for block in scene.blocks))
    elements = [
        Element(Kind.TITLE_ENTRY, value, 0, 0, key=key[:1].upper() + key[1:])
        for key, text in title_page.items()
        if (value := "\n".join(_lines(text)))
    ]
    for scene in scenes:
        elements.append(Element(Kind.SCENE_HEADING, heading(scene, pack), 0, 0, number=scene.number or None))
        for block in scene.blocks[repeats_heading(scene, pack) :]:
            elements.extend(_block(block, pack))
    return build(elements, pack)


def heading(scene: WrittenScene, pack: Language | None) -> str:
    """A scene's heading in capitals: `INT. KITCHEN - NIGHT`, with the words of the script's language."""
    place, time = told(scene.place), told(scene.time)
    parts = (f"{_inside(scene.inside, pack)} {place}".strip(), _time(time, pack))
    return upper(" - ".join(part for part in parts if part), pack)


def repeats_heading(scene: WrittenScene, pack: Language | None) -> bool:
    """Whether a scene's first action is only its own heading once more, as models like to begin."""
    first = scene.blocks[0] if scene.blocks else None
    if first is None or first.kind != "action" or first.gap or not is_heading(told(first.text), words_of(pack)):
        return False
    own, again = (parse_heading(upper(text, pack), pack) for text in (heading(scene, pack), told(first.text)))
    return bool(own.places) and own.places == again.places


def told(text: str) -> str:
    """A text on one line as a script can hold it: no runs of space, and no sign that opens a note or a boneyard."""
    return _OPENER.sub(r"\g<0> ", " ".join(text.split()))


def said(text: str) -> tuple[str, ...]:
    """The lines of a speech as they can be spoken: signs that Fountain would read as marks are silent and left out.

    A line in parentheses stays one: it is how the words are said.
    """
    return tuple(line for raw in _lines(text) if (line := raw.lstrip(_SILENT)))


def acted(text: str) -> tuple[str, ...]:
    """The paragraphs of an action, their lines joined by line feeds."""
    paragraphs = re.split(r"\n[^\S\n]*\n", "\n".join(text.splitlines()))
    return tuple(told_ for paragraph in paragraphs if (told_ := "\n".join(_lines(paragraph))))


def without_notes(text: str) -> tuple[str, list[str]]:
    """A text without the notes that stand in its lines, and what they say."""
    notes = [match[1].strip() for match in _NOTE.finditer(text)]
    return _NOTE.sub("", text) if notes else text, [note for note in notes if note]


def cue(character: str, pack: Language | None = None) -> tuple[str, tuple[str, ...]]:
    """A name as cues write it, and the extensions behind it: `Mara (V.O.)` gives `MARA` and `V.O.`."""
    found = split_cue(told(character))
    return upper(" ".join(_NO_NAME.sub(" ", found.name).split()), pack), found.extensions


def upper(text: str, pack: Language | None = None) -> str:
    """A text in capitals; Turkish and Azerbaijani keep the dot of their i."""
    if pack is not None and pack.code in ("tr", "az"):
        text = "".join(_DOTTED.get(char, char) for char in text)
    return text.upper()


def _lines(text: str) -> list[str]:
    return [line for raw in text.splitlines() if (line := told(raw))]


def _block(block: WrittenBlock, pack: Language | None) -> Iterator[Element]:
    text, questions = without_notes(block.text)
    name, extensions = cue(block.character, pack)
    match block.kind:
        case "speech" if name:
            yield from _speech(block, name, extensions, text, pack)
        case "transition":
            line = upper(told(text), pack).strip("<> ")
            if line:
                yield Element(Kind.TRANSITION, line, 0, 0)
        case _:
            for paragraph in acted(text):
                yield Element(Kind.ACTION, paragraph, 0, 0, forced=_forced(paragraph, pack))
    for question in (*questions, *([f"{TODO}{block.gap}"] if block.gap.strip() else ())):
        yield _note(question)


def _speech(
    block: WrittenBlock, name: str, extensions: Sequence[str], text: str, pack: Language | None
) -> Iterator[Element]:
    lines = said(text)
    if not lines:
        return
    found = tuple(dict.fromkeys(e for raw in (*extensions, block.extension) if (e := _extension(raw, pack))))
    yield Element(Kind.CHARACTER, name, 0, 0, extensions=found, forced=is_furniture(name))
    how = _parenthesis(block.parenthetical)
    if how:
        yield Element(Kind.PARENTHETICAL, how, 0, 0)
    spoken: list[str] = []
    for line in lines:
        if not is_parenthetical(line):
            spoken.append(line)
            continue
        if spoken:
            yield Element(Kind.DIALOGUE, "\n".join(spoken), 0, 0)
        spoken = []
        yield Element(Kind.PARENTHETICAL, line, 0, 0)
    if spoken:
        yield Element(Kind.DIALOGUE, "\n".join(spoken), 0, 0)


def _note(question: str) -> Element:
    text = told(question).replace("]]", "] ]").replace("]]", "] ]")
    return Element(Kind.NOTE, f"{text} " if text.endswith("]") else text, 0, 0)


def _forced(paragraph: str, pack: Language | None) -> bool:
    """Whether an action needs a mark for what its own line does not show: page furniture, a cue without capitals."""
    return is_furniture(paragraph) or ("\n" in paragraph and pack is not None and pack.caseless)


def _parenthesis(written: str) -> str:
    bare = " ".join(_PARENTHESES.sub(" ", told(written)).split())
    return f"({bare})" if bare and not is_furniture(f"({bare})") else ""


def _extension(written: str, pack: Language | None) -> str:
    """An extension as scripts abbreviate it; one in the language's own words, or an unknown one, stays."""
    bare = " ".join(_PARENTHESES.sub(" ", told(written)).split())
    foreign = pack is not None and pack.code != "en" and bare.casefold() in map(str.casefold, pack.extensions)
    return upper(bare, pack) if foreign else canonical_extension(bare, pack) or upper(bare, pack)


def _inside(inside: str, pack: Language | None) -> str:
    """The opening word of a heading in a language; the English one where the language has none."""
    kind = {"INT.": "interior", "EXT.": "exterior", "INT./EXT.": "both"}.get(inside)
    if pack is None or kind is None or "INT" in pack.headings.interior[:1]:
        return inside
    word = next(iter(getattr(pack.headings, kind)), "")
    return f"{word}." if word.isupper() else word or inside


def _time(time: str, pack: Language | None) -> str:
    """Canonical times in the script's language; whatever else is written stays."""
    if pack is None or pack.code == "en":
        return time
    tables = (pack.times, pack.relative)
    own = [(canonical, word) for table in tables for word, canonical in table.items() if "*" not in word]
    parts = (next((word for canonical, word in own if canonical == part), part) for part in time.split(" - "))
    return " - ".join(parts)
