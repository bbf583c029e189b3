"""Questions of the dialogue that nobody answers where they are asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from storyforge.formats.languages import language
from storyforge.formats.prose import one_line, sentences
from storyforge.model.screenplay import Action, Speech
from storyforge.pipeline.assisting.words import words
from storyforge.tasks.facts import Asked
from storyforge.tasks.tokens import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storyforge.model.screenplay import Block
    from storyforge.pipeline.assisting.people import Folk
    from storyforge.pipeline.assisting.words import Words
    from storyforge.story import Story

MANY = 20
_WORD = re.compile(r"[^\W\d_]{3,}")
_STEM = 5


class _Read(NamedTuple):
    number: str
    blocks: tuple[Block, ...]
    stems: frozenset[str]


def asked_of(story: Story, folk: Folk) -> tuple[Asked, ...]:
    """Questions without an answer in their scene, each with whether a later scene names again what it is about."""
    code = story.story.language
    known, skipped = words(code), _skipped(folk, code)
    if not known.known:
        return ()
    read = [_scene(number, scene.blocks(), skipped) for number, scene in story.scenes.items()]
    found = [
        Asked(
            unit=each.number,
            by=speech.name,
            quote=shortened(question, 60),
            later=_later(question, read[row + 1 :], skipped),
        )
        for row, each in enumerate(read)
        for speech, question in _open(each.blocks, known, code)
        if stems(question, skipped)
    ]
    return tuple(found[:MANY])


def stems(text: str, skipped: frozenset[str]) -> frozenset[str]:
    """The beginnings of the words of a text that say something: no function words, no names."""
    told = (word.casefold() for word in _WORD.findall(text))
    return frozenset(word[:_STEM] for word in told if word not in skipped)


def _skipped(folk: Folk, code: str) -> frozenset[str]:
    people = {word.casefold() for person in folk.characters for word in _WORD.findall(person.name)}
    listed = str(words(code).table.get("questions", {}).get("skipped", "")).split()
    return frozenset(language(code).function_words) | people | frozenset(listed)


def _scene(number: str, blocks: tuple[Block, ...], skipped: frozenset[str]) -> _Read:
    told = [block.words if isinstance(block, Speech) else block.text for block in blocks]
    return _Read(number, blocks, stems(" ".join(told), skipped))


def _open(blocks: Sequence[Block], known: Words, code: str) -> Iterator[tuple[Speech, str]]:
    """The last question of a speech that nobody else speaks after, or that is evaded."""
    opens, evades = known.pattern("opens", "questions"), known.pattern("evades", "questions")
    for row, block in enumerate(blocks):
        said = sentences(one_line(block.words), code) if isinstance(block, Speech) else []
        if not isinstance(block, Speech) or not said or not said[-1].rstrip("”\"' ").endswith("?"):
            continue
        rest = [each for each in blocks[row + 1 :] if isinstance(each, Speech)]
        others = [each for each in rest if each.name != block.name]
        shown = [
            each
            for each in blocks[row + 1 :]
            if isinstance(each, Action) and known.pattern("shows", "questions").search(each.text)
        ]
        answered = others and others[0] is rest[0] and not evades.search(others[0].words)
        if opens.search(said[-1]) and not answered and not shown and not (rest and rest[0].name == block.name):
            yield block, said[-1]


def _later(question: str, scenes: Sequence[_Read], skipped: frozenset[str]) -> bool:
    asked = stems(question, skipped)
    return any(asked & scene.stems for scene in scenes)
