"""The rule `scene`: the beats' own sentences as action, in order; what somebody says in them becomes dialogue.

Nothing is made up and nothing is reworded: a past tense stays one, since the words are the author's. What the beats
leave open is asked.
"""

from __future__ import annotations

import re
from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING

from storyforge.formats.prose import join_sentences
from storyforge.providers.offline.scripting.lexicon import common, words
from storyforge.providers.offline.scripting.quotes import is_only, parts, within
from storyforge.providers.offline.scripting.setting import known_names
from storyforge.providers.offline.scripting.speakers import said_in
from storyforge.tasks.gaps import stretches
from storyforge.tasks.scenes import Block, SceneOutput

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from storyforge.model.beats import Beat
    from storyforge.providers.offline.scripting.lexicon import Words
    from storyforge.providers.offline.scripting.speakers import Said
    from storyforge.tasks.scenes import PlannedScene, SceneContext

_SHOWN_WORDS = 8


def scene(context: SceneContext) -> SceneOutput:
    """One scene; it asks where it plays, who speaks, and what is seen, wherever its beats do not tell."""
    lexicon = words(context.brief.language)
    names = known_names(context.beats, context.brief)
    found = [_ask(question) for question in _place(context.plan, lexicon)]
    told = [block for beat in context.beats for block in _run_on(_beat(beat, lexicon, names))]
    if not any(block.text or block.gap for block in told):
        goals = dict.fromkeys(beat.goal.strip() for beat in context.beats if beat.goal.strip())
        told.append(_ask(lexicon.ask("seen", goal=" ".join(goals) or context.plan.purpose)))
    return SceneOutput(blocks=(*found, *told))


def _ask(question: str) -> Block:
    return Block(kind="action", text="", gap=question)


def _place(plan: PlannedScene, lexicon: Words) -> Iterator[str]:
    """What the heading does not know."""
    if plan.place == lexicon.somewhere:
        yield lexicon.ask("where" if plan.inside == "INT./EXT." else "place")
    elif plan.inside == "INT./EXT.":
        yield lexicon.ask("side", place=plan.place)


def _beat(beat: Beat, lexicon: Words, names: Mapping[str, str]) -> Iterator[Block]:
    """A beat's sentences; its gaps stand where they stood."""
    at = 0
    for stretch in stretches(beat.text):
        yield from _told(beat.text[at : stretch.start], lexicon, names)
        yield _ask(stretch.question or lexicon.ask("seen", goal=beat.goal))
        at = stretch.end
    yield from _told(beat.text[at:], lexicon, names)


def _run_on(blocks: Iterable[Block]) -> Iterator[Block]:
    """Neighbouring speeches of one person made one."""
    last: Block | None = None
    for block in blocks:
        if last is not None and _goes_on(last, block):
            last = last.model_copy(update={"text": f"{last.text} {block.text}"})
            continue
        if last is not None:
            yield last
        last = block
    if last is not None:
        yield last


def _goes_on(last: Block, block: Block) -> bool:
    same = (last.character, last.extension) == (block.character, block.extension)
    return last.kind == block.kind == "speech" and same and not block.parenthetical and not last.gap


def _told(text: str, lexicon: Words, names: Mapping[str, str]) -> Iterator[Block]:
    """A stretch of text: paragraphs of action, and between them what is said.

    What is only quoted right behind what somebody says is said by the same, as long as the paragraph lasts.
    """
    for paragraph in re.split(r"\n\s*\n", text):
        flat = " ".join(paragraph.split())
        waiting: list[str] = []
        speaker = ""
        for sentence in parts(flat, lexicon.code):
            said = said_in(sentence, lexicon, names)
            if said is None:
                waiting.append(sentence)
                speaker = ""
                continue
            if not said.speaker and speaker and not waiting and is_only(sentence):
                said = replace(said, speaker=speaker)
            yield from _action([*waiting, *_before(said, lexicon)])
            waiting = []
            yield from _spoken(sentence, said, lexicon)
            speaker = said.speaker if _is_manner(said.behind, lexicon) else ""
        yield from _action(waiting)


def _action(told: Sequence[str]) -> Iterator[Block]:
    """Paragraphs of about the same length, none longer than a reader likes."""
    numbers = common()
    counts = [len(sentence.split()) for sentence in told]
    wanted = max(len(told) / numbers["paragraph_sentences"], sum(counts) / numbers["paragraph_words"])
    each = sum(counts) / max(1, ceil(wanted))
    part: list[str] = []
    done = 0
    for sentence, count in zip(told, counts, strict=True):
        part.append(sentence)
        done += count
        if done >= each - 1:
            yield from _paragraph(part)
            part, done = [], 0
    yield from _paragraph(part)


def _paragraph(told: Sequence[str]) -> Iterator[Block]:
    # The text was on one line before it was cut into sentences.
    text = join_sentences(told).replace("\n", " ")
    if any(map(str.isalnum, text)):
        yield Block(kind="action", text=text)


def _is_line(said: Said) -> bool:
    return bool(said.speaker) and len(said.words.split()) <= int(common()["longest_line"])


def _before(said: Said, lexicon: Words) -> list[str]:
    """What a sentence tells before somebody speaks in it, closed by a full stop; a word that only joins is left out."""
    bare = said.before.strip(" ,;:")
    left_out = lexicon.sets["joins"] | lexicon.function_words
    if not _is_line(said) or left_out.issuperset(bare.casefold().split()):
        return []
    return [bare if bare[-1] in ".!?…" else f"{bare}."]


def _spoken(sentence: str, said: Said, lexicon: Words) -> Iterator[Block]:
    """A speech, where somebody says so many words; else the sentence as it stands, and what there is to ask."""
    if not said.speaker:
        yield Block(kind="action", text=sentence, gap=lexicon.ask("who", words=_shown(said.words)))
        return
    if not _is_line(said):
        yield Block(kind="action", text=sentence, gap=lexicon.ask("spoken", speaker=said.speaker))
        return
    fits = _is_manner(said.behind, lexicon)
    yield Block(
        kind="speech",
        text=_closed(said.words),
        character=said.speaker,
        extension="V.O." if said.writes else "",
        parenthetical=said.behind if fits else "",
    )
    if not fits:
        yield Block(kind="action", text=f"… {said.behind}.")


def _is_manner(text: str, lexicon: Words) -> bool:
    """Whether what follows an inquit says how the words are said, and is not what happens next."""
    words_of = text.split()
    happens = len(words_of) > 1 and lexicon.has("joins", words_of[0].casefold())
    return len(words_of) <= int(common()["longest_manner"]) and not happens


def _closed(spoken: str) -> str:
    """Words that ended in the inquit's comma, or with nothing since the comma stood behind them, end in a full stop."""
    bare = spoken.removesuffix(",")
    return f"{bare}." if bare[-1:].isalnum() else spoken


def _shown(spoken: str) -> str:
    """The words of a question, cut where they are long."""
    said = within(spoken).rstrip(",").split()
    return " ".join(said) if len(said) <= _SHOWN_WORDS else " ".join(said[:_SHOWN_WORDS]) + " …"
