"""What is known of a story, of bounded size: its scenes and beats in a sentence each, its people, its props."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from storyforge.formats.headings import parse_heading
from storyforge.formats.prose import one_line, sentences, spelt
from storyforge.model.heading import GOES_ON
from storyforge.model.screenplay import Action, Speech
from storyforge.pipeline.assisting.words import any_of, words
from storyforge.story import SCRIPT
from storyforge.tasks.facts import Known, Thing, Unit
from storyforge.tasks.gaps import without_gaps
from storyforge.tasks.tokens import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from storyforge.model.assets import Asset, Character, Prop
    from storyforge.model.beats import BeatSheet
    from storyforge.model.heading import Heading
    from storyforge.model.screenplay import ScriptScene
    from storyforge.pipeline.assisting.people import Folk
    from storyforge.story import Story

BEATS = "beats.yaml"
SHORT, LONG = 40, 60
"""Tokens of a scene's sentence, and of a quote."""
_LEAD = re.compile(r"^[^.!?]{1,120} – [^.!?]{1,80}\.\s+")
ENOUGH = 3
"""Words with which a sentence says something."""
MANY = 40
"""People and props that an assistant is told of."""


def has_script(story: Story) -> bool:
    """Whether there is a script with numbered scenes."""
    return SCRIPT in story.summaries and bool(story.scenes)


def beats_of(story: Story) -> tuple[Unit, ...]:
    """The beats, where there is a sheet."""
    sheet = cast("BeatSheet | None", story.model(BEATS)) if BEATS in story.summaries else None
    if sheet is None:
        return ()
    # A beat that was taken from a script begins with who is where.
    texts = [_LEAD.sub("", beat.text) or beat.text if sheet.derived else beat.text for beat in sheet.beats]
    return tuple(
        Unit(id=beat.id, text=shortened(text, LONG), people=beat.people, place=beat.place, act=beat.act)
        for beat, text in zip(sheet.beats, texts, strict=True)
    )


def unplayed(story: Story) -> tuple[Unit, ...]:
    """Beats that no scene of the script plays; none of a sheet that was taken from the script."""
    sheet = cast("BeatSheet | None", story.model(BEATS)) if BEATS in story.summaries else None
    if sheet is None or sheet.derived:
        return ()
    left = {beat.id for beat in sheet.beats if not set(beat.scenes) & set(story.scenes)}
    return tuple(unit for unit in beats_of(story) if unit.id in left)


def scenes_of(story: Story, folk: Folk) -> tuple[Unit, ...]:
    """The scenes, each with its heading and one sentence, and who is in it."""
    code = story.story.language
    return tuple(_scene(number, scene, folk, code) for number, scene in story.scenes.items())


def _scene(number: str, scene: ScriptScene, folk: Folk, code: str) -> Unit:
    heading = parse_heading(scene.title, code)
    there = [spelt(person.name) for person in folk.characters if number in person.scenes]
    return Unit(
        id=number,
        text=shortened(f"{scene.title}: {_told(scene, there, code)}".rstrip(": "), SHORT),
        people=tuple(there),
        place=" - ".join(heading.places),
        goes_on=heading.relative in GOES_ON,
        elsewhen=_elsewhen(heading, code),
        inside=heading.prefix,
        time=heading.time,
    )


def _elsewhen(heading: Heading, code: str) -> bool:
    notes = [note.casefold() for note in heading.notes]
    known = words(code).elsewhen
    return heading.relative == "EARLIER" or any(note.isdigit() or note.startswith(known) for note in notes)


def _told(scene: ScriptScene, names: Sequence[str], code: str) -> str:
    """The last sentence of action that names somebody of the scene, else the first sentence, else the first line."""
    blocks = scene.blocks()
    action = [s for block in blocks if isinstance(block, Action) for s in sentences(one_line(block.text), code)]
    named = [s for s in action if any(name.casefold() in s.casefold() for name in names)]
    lines = [f"{block.name}: {one_line(block.words)}" for block in blocks if isinstance(block, Speech)]
    return without_gaps(next(iter([*named[-1:], *action[:1], *lines[:1]]), "")).strip()


def known_of(people: Iterable[Character], units: Sequence[Unit], code: str) -> tuple[Known, ...]:
    """People with the first and the last thing that the script says of them."""
    by_scene = {unit.id for unit in units}
    found = []
    for person in list(people)[:MANY]:
        told = [(each.scene, shortened(each.quote, LONG)) for each in person.mentions if each.scene in by_scene]
        own = [text for _, text in told if _is_subject(person, text)] or [text for _, text in told]
        first = next(iter(own), "")
        introduced = first if person.name.upper() in first and not first.isupper() and code else ""
        found.append(
            Known(
                name=spelt(person.name),
                role="group" if person.group else person.role,
                units=tuple(number for number in person.scenes if number in by_scene),
                speaks=person.speeches,
                introduced=introduced,
                first=first,
                last=own[-1] if own else "",
            )
        )
    return tuple(found)


def _is_subject(person: Character, text: str) -> bool:
    """Whether a sentence begins with somebody, and says something of them."""
    begins = tuple(name.casefold() for name in (person.name, *person.aliases))
    return text.casefold().lstrip("_*([ ").startswith(begins) and len(text.split()) >= ENOUGH


def known_in_beats(beats: Sequence[Unit]) -> tuple[Known, ...]:
    """People by the beats that name them, where no script has them; those in most beats first."""
    names = dict.fromkeys(name for beat in beats for name in beat.people)
    found = []
    for name in names:
        there = [beat for beat in beats if name in beat.people]
        ends = (there[0].text, there[-1].text)
        found.append(Known(name=name, units=tuple(b.id for b in there), first=ends[0], last=ends[1]))
    return tuple(sorted(found, key=lambda known: -len(known.units))[:MANY])


def things_of(props: Iterable[Prop], story: Story) -> tuple[Thing, ...]:
    """Props that are pointed out, decide something or come back."""
    found = [_thing(prop, story) for prop in props]
    told = [thing for thing in found if thing.shown or thing.decides or len(thing.units) > 1]
    return tuple(told[:MANY])


def _thing(prop: Prop, story: Story) -> Thing:
    names = (prop.name, *prop.aliases)
    quotes = [(each.scene, each.quote) for each in prop.mentions if each.scene in story.scenes]
    first = next((quote for _, quote in quotes), "")
    decided = words(story.story.language).decided(names)
    heads = (*names, prop.name.split()[-1])
    decides = next(((s, q) for s, q in quotes if decided and decided.search(q)), ("", ""))
    return Thing(
        name=spelt(prop.name),
        units=tuple(number for number in prop.scenes if number in story.scenes),
        quote=shortened(first, LONG),
        shown=any(name.upper() in first for name in names) or _inserted(prop, story),
        placed=bool(words(story.story.language).pattern("places", "things").search(first)) or _inserted(prop, story),
        spoken=_spoken(heads, prop.scenes, story),
        decides=shortened(decides[1], LONG),
        decides_in=decides[0],
    )


def _spoken(names: Sequence[str], scenes: Sequence[str], story: Story) -> bool:
    """Whether a scene behind the first has it in its dialogue."""
    order = list(story.scenes)
    first = order.index(scenes[0]) if scenes and scenes[0] in story.scenes else 0
    said = re.compile(rf"\b(?:{any_of(names)})s?\b", re.IGNORECASE)
    later = (block for number in order[first + 1 :] for block in story.scenes[number].blocks())
    return any(isinstance(block, Speech) and said.search(block.words) for block in later)


def _inserted(prop: Asset, story: Story) -> bool:
    """Whether a scene of it has a shot of its own for it: `INSERT - THE TAG`, `CLOSE ON the letter`."""
    mark = words(story.story.language).insert
    names = [name.casefold() for name in (prop.name, *prop.aliases)]
    for block in _actions(story, prop.scenes):
        line = block.split("\n")[0]
        if mark.match(line) and any(name in line.casefold() for name in names):
            return True
    return False


def _actions(story: Story, scenes: Iterable[str]) -> Iterator[str]:
    for number in scenes:
        if number in story.scenes:
            yield from (block.text for block in story.scenes[number].blocks() if isinstance(block, Action))
