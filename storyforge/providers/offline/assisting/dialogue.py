"""The rule `dialogue`: what can be measured of lines; they are never rewritten here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from storyforge.providers.offline.assisting.lexicon import lexicon
from storyforge.providers.offline.outline.lexicon import lexicon as lexicon_of
from storyforge.tasks.assist import DialogueOutput, Remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storyforge.tasks.assist import DialogueContext, Line

MOST = 12
"""About a screenful."""
OFTEN = 6
"""One line in so many with a name in it is one too many."""
TELLING = 3
"""Of the words that come again, how many must say something."""
PAIRS = 2
LONGEST = 5
LONG = 80
"""Tenths of a second from which a line is long: few shots are held for longer."""
ALIKE = 60
"""Percent of shared words from which two people are said to sound alike."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
SHOWN = 60
_REPEATED = 5
"""Words in a row that are noticed when they come again."""


def dialogue(context: DialogueContext) -> DialogueOutput:
    """Long lines, lines on the nose, lines said twice, and people who sound alike; in the order of the lines."""
    lines = [
        line for line in context.lines if not context.character or line.name.casefold() == context.character.casefold()
    ]
    found = [*_on_the_nose(lines, context), *_long(lines), *_alike(lines, context), *_repeated(lines, context)]
    return DialogueOutput(remarks=tuple(sorted(found[:MOST], key=lambda remark: remark.number)))


def _long(lines: Sequence[Line]) -> Iterator[Remark]:
    for line in sorted(lines, key=lambda line: -line.tenths)[:LONGEST]:
        if line.tenths > LONG:
            why = f"It takes {line.tenths / 10:.0f} seconds to say: part it with a look, an answer or a cut."
            yield Remark(kind="long", number=line.number, quote=_first(line.text), why=why)


def _first(text: str) -> str:
    """The beginning of a speech, as it stands."""
    line = text.strip().partition("\n")[0]
    return line if len(line) <= SHOWN else line[:SHOWN].rpartition(" ")[0] or line[:SHOWN]


def _on_the_nose(lines: Sequence[Line], context: DialogueContext) -> Iterator[Remark]:
    known = lexicon(context.brief.language).pattern("known", "dialogue")
    names = sorted(
        {line.name for line in context.lines} | {name for p in context.brief.people for name in (p.name, *p.aliases)}
    )
    called: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        match = known.search(line.text)
        if match:
            why = "People seldom say what both know, or what they feel: let it be done or seen."
            yield Remark(kind="on the nose", number=line.number, quote=match[0], why=why)
        for name in names:
            if name.casefold() != line.name.casefold() and _addressed(name, line.text):
                called.setdefault((line.name, name), []).append(line)
    for (speaker, name), there in called.items():
        own = sum(line.name == speaker for line in lines)
        if len(there) > 1 and OFTEN * len(there) >= own:
            said = _addressed(name, there[1].text)
            why = f"{speaker} calls {name} by name {len(there)} times in {own} lines of this scene; once is enough."
            yield Remark(kind="on the nose", number=there[1].number, quote=said, why=why)


def _addressed(name: str, text: str) -> str:
    """A name said to somebody: at the end or the beginning, parted by a comma, or alone."""
    written = rf"(?:{re.escape(name)})"
    match = re.search(rf",\s*{written}(?=[.!?,])|^\s*{written}[,.!?]", text, re.IGNORECASE)
    return match[0].strip(" ,") if match else ""


def _repeated(lines: Sequence[Line], context: DialogueContext) -> Iterator[Remark]:
    stop = lexicon_of(context.brief.language).stop
    seen: dict[tuple[str, ...], Line] = {}
    for line in lines:
        read = list(_WORD.finditer(line.text))
        for row in range(len(read) - _REPEATED + 1):
            run = read[row : row + _REPEATED]
            key = tuple(match[0].casefold() for match in run)
            before = seen.setdefault(key, line)
            if before.number != line.number and sum(word not in stop for word in key) >= TELLING:
                quote = line.text[run[0].start() : run[-1].end()]
                why = f"{before.name} has said the same words in speech {before.number}: on purpose?"
                yield Remark(kind="repeated", number=line.number, quote=quote, why=why)
                break


def _alike(lines: Sequence[Line], context: DialogueContext) -> Iterator[Remark]:
    for pair in sorted(context.voices, key=lambda pair: -pair.shared)[:PAIRS]:
        line = next((line for line in lines if line.name in (pair.one, pair.other)), None)
        if pair.shared >= ALIKE and line is not None:
            words = f", such as {', '.join(pair.words[:4])}" if pair.words else ""
            both = f"{pair.one} and {pair.other} share {pair.shared} % of their words over the script{words}"
            why = f"{both}: who says what only one could?"
            yield Remark(kind="alike", number=line.number, quote=_first(line.text), why=why)
