"""A shot taken apart: what is seen of it, what is heard, and how everybody is called.

The three texts are kept apart by what their writers are given: whoever writes a picture gets `Seen` and never `Heard`;
whoever writes a clip gets `Seen`, `Heard` and `Names`, which know nobody's looks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from storyforge.formats.languages import language as language_of
from storyforge.formats.languages import speech_seconds
from storyforge.formats.played import slot
from storyforge.formats.prose import cased, join_sentences, one_line, plain_text, sentences
from storyforge.model.timing import parse_rate, seconds
from storyforge.stages.film.prompting import prose
from storyforge.stages.film.prompting.tables import Words, table, words
from storyforge.tasks.staging import staging

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storyforge.model.blocking import Blocking, Placed
    from storyforge.model.shots import Axis, Camera, Change, Shot, ShotCharacter

MOST_SENTENCES = 3


@dataclass(frozen=True)
class Names:
    """How everything is called in prompts, in a story of one language and rate; nothing of how it looks.

    `called` has the name of each slug, `known` that of each name and alias, folded; `pronouns` are those of characters.
    """

    code: str
    rate: str
    called: Mapping[str, str]
    known: Mapping[str, str]
    pronouns: Mapping[str, str]

    @cached_property
    def words(self) -> Words:
        """The word list of the story's language."""
        return words(self.code)

    @cached_property
    def language(self) -> str:
        """The English name of the story's language; its code where the table has none."""
        names: dict[str, str] = table("wording")["languages"]
        return names.get(self.code, self.code)

    def name(self, slug: str) -> str:
        """How an element is called in a prompt."""
        return self.called.get(slug) or slug.replace("-", " ")


@dataclass(frozen=True, slots=True)
class Seen:
    """What a camera sees of a shot; no spoken word and no sound can be got out of it.

    `rows` are the sentences of the action that can be seen, each with its number among `count`; `changes` are those
    that are accepted.
    """

    id: str
    length: Fraction
    camera: Camera
    subject: str
    characters: tuple[ShotCharacter, ...]
    props: tuple[str, ...]
    setting: str
    axis: Axis | None
    changes: tuple[Change, ...]
    rows: tuple[tuple[int, str], ...]
    count: int

    @property
    def sentences(self) -> list[str]:
        """What can be seen of the action, sentence by sentence, each once."""
        return [sentence for _, sentence in self.rows]


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is told to a model: who says it how, in how many seconds, after how many sentences of the action."""

    name: str
    text: str
    manner: str
    unseen: str
    seconds: Fraction
    slot: int


@dataclass(frozen=True, slots=True)
class Heard:
    """What is heard of a shot: lines in order, sounds, and how those who speak sound, by name."""

    lines: tuple[Line, ...] = ()
    sounds: tuple[str, ...] = ()
    voices: Mapping[str, str] = field(default_factory=dict)


def seen_of(shot: Shot, names: Names) -> Seen:
    """What is seen of a shot; spoken lines that stand in its action are taken out."""
    spoken = [line.text for line in shot.dialogue if len(line.text.split()) > 2]
    said = sentences(shot.action, names.code)
    rows: dict[str, int] = {}
    last = ""
    for row, sentence in enumerate(said):
        plain = plain_text(_unspoken(sentence, spoken))
        full, last = _named(prose.visible(plain, names.words, names.known, names.code), shot, names, last)
        if full:
            rows.setdefault(full, row)
    return Seen(
        id=shot.id,
        length=seconds(shot.frames, parse_rate(names.rate)),
        camera=shot.camera,
        subject=shot.subject,
        characters=shot.characters,
        props=shot.props,
        setting=shot.setting,
        axis=shot.axis,
        changes=shot.accepted,
        rows=tuple((row, sentence) for sentence, row in rows.items()),
        count=len(said),
    )


def heard_of(shot: Shot, names: Names, air: Fraction, voices: Mapping[str, str] | None = None) -> Heard:
    """What is heard of a shot; `air` are the seconds around a line, `voices` how characters sound, by slug."""
    count = len(sentences(shot.action, names.code))
    far = staging(names.code)
    lines = tuple(
        Line(
            name=names.name(line.character),
            text=one_line(line.text),
            manner=f", {line.parenthetical}" if line.parenthetical else "",
            unseen=f" ({line.extension}, heard, not seen)" if far.is_heard(line.extension.split(",")) else "",
            seconds=_exact(speech_seconds(line.text, language_of(names.code))) + air,
            slot=slot(line, count),
        )
        for line in shot.dialogue
    )
    sounds = tuple(dict.fromkeys(_sound(sound, shot.action, names) for sound in shot.sfx))
    speak = dict.fromkeys(line.character for line in shot.dialogue)
    return Heard(lines, sounds, {names.name(slug): voices[slug] for slug in speak if voices and slug in voices})


def _exact(duration: float) -> Fraction:
    return Fraction(duration).limit_denominator(1000)


def _sound(sound: str, action: str, names: Names) -> str:
    text = cased(prose.sound(sound, action), names.known, names.code)
    named = text.split(" ")[0] in names.known.values()
    return text if named else text[:1].lower() + text[1:]


def _unspoken(sentence: str, spoken: Sequence[str]) -> str:
    for line in spoken:
        sentence = "" if sentence in line else sentence.replace(line, "")
    return sentence


def _named(sentence: str, shot: Shot, names: Names, last: str) -> tuple[str, str]:
    """A sentence that opens with a pronoun, with the name: of the one who can be meant, else of who acted before."""
    people = {p.id: names.pronouns[p.id] for p in shot.characters if p.id in names.pronouns}
    opening = re.match(r"(She|He)\b", sentence)
    if not opening or not names.words:
        return sentence, next((slug for slug in people if sentence.startswith(names.name(slug))), last)
    meant = [slug for slug, pronouns in people.items() if pronouns == opening[1].lower()]
    if len(meant) != 1:
        meant = [last] if last in people else [shot.subject] if shot.subject in people else []
    return (f"{names.name(meant[0])}{sentence[opening.end() :]}", meant[0]) if meant else (sentence, last)


def ending(seen: Seen, names: Names) -> str:
    """How it stands at the end of the shot."""
    said = seen.sentences
    last = next((i for i in reversed(range(len(said))) if not prose.lasts(said[i], names.words)), None)
    if last is not None:
        done = prose.after(prose.motion(said[last], names.words) or said[last], names.words) or said[last]
        return plain_text(join_sentences([done, *said[last + 1 : last + MOST_SENTENCES]]))
    people = [names.name(person.id) for person in seen.characters]
    return f"{closed(people)}, still." if people else "As at the beginning."


def positions(seen: Seen, names: Names, placed: Blocking | None = None) -> str:
    """Who is who in a picture, for a model that sees it but knows no names; who is not seen yet is left out."""
    where = {entry.id: entry for entry in placed.start} if placed else {}
    unseen = {slug for slug, entry in where.items() if entry.side.startswith("off-")}
    there = [person for person in seen.characters if person.id not in unseen]
    return ", ".join(f"{names.name(person.id)} {side_of(seen, person, where)}".strip() for person in there)


def side_of(seen: Seen, person: ShotCharacter, where: Mapping[str, Placed]) -> str:
    """On which side somebody is, who is not alone: as the blocking has it, else as the line of action has it."""
    sides: dict[str, str] = table("wording")["sides"]
    if len(seen.characters) < 2:
        return ""
    if person.id in where:
        return sides.get(where[person.id].side, "")
    if not seen.axis:
        return ""
    return sides["left"] if seen.axis.left == person.id else sides["right"] if seen.axis.right == person.id else ""


def closed(people: Sequence[str]) -> str:
    """People who do not speak yet, or any more."""
    return f"{listed(people)}, mouth{'s' if len(people) > 1 else ''} closed"


def listed(names: Sequence[str]) -> str:
    """Names in a sentence."""
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]
