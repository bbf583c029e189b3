"""Edits of the script, as text."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from storyforge.model.screenplay import Action, Speech
from tests.pipeline.edit_tools import WORDS, Changes, ImpossibleError, another_word, pick

if TYPE_CHECKING:
    from random import Random

    from storyforge.story import Story

SCRIPT = "script.fountain"
_PLACES = ("INT. KITCHEN - DAY", "EXT. GARDEN - NIGHT", "INT. HOUSE - HALL - LATER", "EXT. STREET - DUSK")


def _blocks(story: Story) -> list[str]:
    """The script cut before each heading; the first is what stands before them all."""
    lines = story.text(SCRIPT).split("\n")
    starts = [scene.line - 1 for scene in story.script.scenes if scene.heading]
    cuts = [0, *starts, len(lines)]
    return ["".join(f"{line}\n" for line in lines[a:b]) for a, b in pairwise(cuts)]


def _script(blocks: list[str]) -> Changes:
    return {SCRIPT: "".join(blocks).encode()}


def _replaced(story: Story, old: str, new: str) -> Changes:
    text = story.text(SCRIPT)
    if not old.strip() or old not in text or old == new:
        raise ImpossibleError
    return {SCRIPT: text.replace(old, new, 1).encode()}


def _speeches(story: Story) -> list[Speech]:
    return [b for scene in story.scenes.values() for b in scene.blocks() if isinstance(b, Speech)]


def _actions(story: Story) -> list[Action]:
    return [b for scene in story.scenes.values() for b in scene.blocks() if isinstance(b, Action)]


def word_of_dialogue(story: Story, random: Random) -> Changes:
    line = pick(random, [line for speech in _speeches(story) for line in speech.lines])
    return _replaced(story, line.text, another_word(line.text, random))


def word_of_action(story: Story, random: Random) -> Changes:
    old = pick(random, _actions(story)).text
    return _replaced(story, old, another_word(old, random))


def sentence_of_action(story: Story, random: Random) -> Changes:
    old = pick(random, _actions(story)).text
    new = " ".join([random.choice(WORDS).capitalize(), *random.choices(WORDS, k=3)]) + "."
    return _replaced(story, old, random.choice((f"{old} {new}", f"{new} {old}", f"{old}\n\n{new}")))


def heading(story: Story, random: Random) -> Changes:
    blocks = _blocks(story)
    row = random.randrange(1, len(blocks))
    line, rest = blocks[row].split("\n", 1)
    ways = (
        lambda s: re.sub(r"- [A-Z ]+( #)", rf"- {random.choice(('DAY', 'NIGHT', 'DUSK', 'LATER', 'CONTINUOUS'))}\1", s),
        lambda s: s.replace("INT.", "EXT.") if "INT." in s else s.replace("EXT.", "INT."),
        lambda s: re.sub(r"^(\w+\. )[^-#]+", rf"\1{random.choice(('ATTIC', 'HOUSE', 'GARDEN'))} ", s),
        lambda s: re.sub(r" - ", f" - {random.choice(('PORCH', 'HALL'))} - ", s, count=1),
        lambda s: s.replace(" #", " (FLASHBACK) #"),
    )
    blocks[row] = f"{random.choice(ways)(line)}\n{rest}"
    return _script(blocks)


def new_scene(story: Story, random: Random) -> Changes:
    blocks = _blocks(story)
    row = random.randrange(1, len(blocks) + 1)
    number = f"A{row}"
    if number in story.scenes:
        raise ImpossibleError
    names = [speech.name for speech in _speeches(story)]
    said = f"\n{random.choice(names)}\nNothing {random.choice(WORDS)}.\n" if names and random.random() < 0.6 else ""
    first = (
        f"{random.choice(names).capitalize()} {random.choice(WORDS)} the {random.choice(WORDS)}." if names else "Wind."
    )
    blocks.insert(row, f"{random.choice(_PLACES)} #{number}#\n\n{first}\n{said}\n")
    return _script(blocks)


def removed_scene(story: Story, random: Random) -> Changes:
    blocks = _blocks(story)
    if len(blocks) < 4:
        raise ImpossibleError
    del blocks[random.randrange(1, len(blocks))]
    return _script(blocks)


def omitted_scene(story: Story, random: Random) -> Changes:
    blocks = _blocks(story)
    row = random.randrange(1, len(blocks))
    number = re.search(r"#[^#\n]+#", blocks[row])
    if number is None or len(story.scenes) < 3:
        raise ImpossibleError
    blocks[row] = f".OMITTED {number[0]}\n\n"
    return _script(blocks)


def swapped_scenes(story: Story, random: Random) -> Changes:
    blocks = _blocks(story)
    if len(blocks) < 3:
        raise ImpossibleError
    a, b = random.sample(range(1, len(blocks)), 2)
    blocks = [block if block.endswith("\n\n") else f"{block}\n" for block in blocks]
    blocks[a], blocks[b] = blocks[b], blocks[a]
    return _script(blocks)


def cue(story: Story, random: Random) -> Changes:
    names = sorted({speech.name for speech in _speeches(story)})
    old = pick(random, names)
    new = random.choice([*names, f"{old} (O.S.)", f"{old} (V.O.)", "THE NEIGHBOUR"])
    found = [match.start() for match in re.finditer(rf"(?m)^{re.escape(old)}$", story.text(SCRIPT))]
    at, text = pick(random, found), story.text(SCRIPT)
    return {SCRIPT: f"{text[:at]}{new}{text[at + len(old) :]}".encode()}


def parenthetical(story: Story, random: Random) -> Changes:
    speech = pick(random, _speeches(story))
    line = speech.lines[0].text
    return _replaced(story, f"\n{line}", f"\n({random.choice(('quietly', 'to himself', 'smiling'))})\n{line}")


def script_note(story: Story, random: Random) -> Changes:
    old = pick(random, _actions(story)).text
    return _replaced(story, old, f"{old} [[{random.choice(WORDS)}]]")


def script_blank_lines(story: Story, random: Random) -> Changes:
    blocks = _blocks(story)
    blocks[random.randrange(len(blocks))] += "\n\n"
    return _script(blocks)
