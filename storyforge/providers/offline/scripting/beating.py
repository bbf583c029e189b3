"""The rule `beat`: one beat added, split, joined, swapped or shortened, with the words that are there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from storyforge.formats.prose import join_sentences, sentences
from storyforge.model.beats import Beat
from storyforge.model.cast import name_key
from storyforge.providers.offline.scripting.lexicon import words
from storyforge.providers.offline.scripting.quotes import within
from storyforge.providers.offline.scripting.rewriting import rewrite
from storyforge.providers.offline.scripting.setting import known_names, named_in
from storyforge.providers.offline.telling.lexicon import words as telling_words
from storyforge.tasks.beatsheet import OneBeatOutput
from storyforge.tasks.gaps import gap, without_gaps
from storyforge.tasks.rewriting import RewriteContext
from storyforge.tasks.structures import USUAL, step_at, structures

if TYPE_CHECKING:
    from collections.abc import Callable

    from storyforge.tasks.beatsheet import OneBeatContext

_CLAUSE = re.compile(r"(?<=[;—])\s+|(?<=\w,)\s+(?=(?:and|but|then|und|aber|et|mais|puis|y|pero)\s)")
_SHOWN = 90
_FIELD = re.compile(r"\{(\w+)\}")


def beat(context: OneBeatContext) -> OneBeatOutput:
    """As many beats as are asked for; where the words do not reach, a question stands in their place.

    Raises:
        NoRuleError: a beat is to be said in words that it does not have.
    """
    made = _WISHES[context.wish](context) if context.wish in _WISHES else _rewritten(context)
    made = (made + [_asked(context, row) for row in range(context.count - len(made))])[: context.count]
    return OneBeatOutput(beats=tuple(one.model_copy(update={"id": f"b{i:02}"}) for i, one in enumerate(made, 1)))


def _added(context: OneBeatContext) -> list[Beat]:
    """The author's guidance as a beat where it is a sentence, as a gap where it is not; else a question."""
    said = context.guidance.strip()
    if not said:
        return []
    people = named_in(said, known_names(context.beats, context.brief))
    whole = said[-1] in '.!?…。！？”’"' and " " in said
    return [Beat(id="b01", text=said if whole else gap(said), people=people if whole else ())]


def _brainstormed(context: OneBeatContext) -> list[Beat]:
    """The runners-up of a beat."""
    return [
        one.model_copy(
            update={"text": other.text, "source": other.source, "people": other.people, "place": other.place}
        )
        for one in context.beats
        for other in one.runners_up
    ]


def _expanded(context: OneBeatContext) -> list[Beat]:
    """The sentences of a beat, or its clauses, in as many beats as are wanted."""
    one = context.beats[0]
    names = known_names(context.beats, context.brief)
    pieces = sentences(" ".join(one.text.split()), context.brief.language)
    if len(pieces) < context.count:
        pieces = [clause for piece in pieces for clause in _CLAUSE.split(piece)]
    each, more = divmod(len(pieces), context.count)
    found, at = [], 0
    for row in range(min(context.count, len(pieces))):
        end = at + each + (row < more)
        text = _closed(join_sentences(pieces[at:end]))
        named = named_in(text, names)
        kept = {"people": named if named or row else one.people, "runners_up": ()}
        source = one.source if one.source and text.rstrip(".") in " ".join(one.source.quote.split()) else None
        found.append(one.model_copy(update={**kept, "text": text, "source": source}))
        at = end
    return found


def _closed(text: str) -> str:
    """A clause as a sentence of its own: the mark that joined it to the next is a full stop."""
    bare = text.rstrip(" ,;—")
    return f"{bare}." if bare[-1:].isalnum() else bare


def _merged(context: OneBeatContext) -> list[Beat]:
    """The texts of some beats one after the other, with all that they say of themselves."""
    every = context.beats
    people = {name_key(name): name for one in reversed(every) for name in reversed(one.people)}
    ordered = dict.fromkeys(name_key(name) for one in every for name in one.people)
    update = {
        "text": join_sentences([one.text.strip() for one in every]),
        "goal": " ".join(dict.fromkeys(one.goal.strip() for one in every if one.goal.strip())),
        "people": tuple(people[key] for key in ordered),
        "place": next((one.place for one in every if one.place), ""),
        "source": next((one.source for one in every if one.source), None),
        "origin": next((one.origin for one in every if one.origin), None),
        "scenes": tuple(dict.fromkeys(number for one in every for number in one.scenes)),
        "runners_up": tuple(other for one in every for other in one.runners_up),
    }
    return [every[0].model_copy(update=update)]


def _rewritten(context: OneBeatContext) -> list[Beat]:
    """A beat with less of its words, or some of them in capitals."""
    one = context.beats[0]
    wanted = RewriteContext(
        brief=context.brief,
        artifact="beats.yaml",
        form="sentence",
        before=" ".join(context.before),
        passage=one.text,
        after=" ".join(context.after),
        instruction=context.guidance,
    )
    return [one.model_copy(update={"text": rewrite(wanted).passage})]


_WISHES: dict[str, Callable[[OneBeatContext], list[Beat]]] = {
    "add": _added,
    "brainstorm": _brainstormed,
    "expand": _expanded,
    "merge": _merged,
}


def _asked(context: OneBeatContext, row: int) -> Beat:
    """A gap where words are wanting: the questions of its step in the story, then what stands around it."""
    asked = _questions(context)
    kept = {"act": context.beats[0].act, "goal": context.beats[0].goal} if context.beats else {}
    return Beat(id="b01", text=gap(asked[row % len(asked)]), **kept)


def _questions(context: OneBeatContext) -> list[str]:
    before = _shown(context.before[-1]) if context.before else ""
    after = _shown(context.after[0]) if context.after else ""
    this = _shown(context.beats[0].text) if context.beats else ""
    if context.wish == "expand":
        before = this or before
    people = [name for one in context.beats for name in one.people] or [person.name for person in context.brief.people]
    place = next((one.place for one in context.beats if one.place), "")
    slots = {"before": before, "after": after, "this": this, "place": place}
    slots |= dict(zip(("hero", "other", "third"), dict.fromkeys(people), strict=False))
    own = words(context.brief.language)
    wanted = ["else"] if this and context.wish != "expand" else []
    wanted += ["between"] if before and after else ["behind"] if before else ["ahead"] if after else ["what"]
    found = [own.ask(name, **{key: slots[key] for key in ("before", "after", "this")}) for name in wanted]
    return list(dict.fromkeys([*found, *_of_the_step(context, slots)]))


def _of_the_step(context: OneBeatContext, slots: dict[str, str]) -> list[str]:
    """What a story asks at this point of its length, as far as its slots are known."""
    count = len(context.brief.spine) or len(context.before) + len(context.after) + 1
    ids = [line.split(" ", 1)[0].rstrip(":.") for line in context.brief.spine]
    place = next((ids.index(one.id) for one in context.beats if one.id in ids), min(len(context.before), count - 1))
    steps = structures()[USUAL].for_minutes(context.brief.minutes[1])
    step = step_at(steps, 100 * place / count, 100 * (place + 1) / count)
    asked = telling_words(context.brief.language).ask.get(step.name, ())
    return [q.format(**slots) for q in asked if all(slots.get(name) for name in _FIELD.findall(q))]


def _shown(text: str) -> str:
    """A neighbour in a question: without gaps, its own quotations within the others, and cut where it is long."""
    plain = within(" ".join(without_gaps(text).split()).rstrip("."))
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN].rsplit(' ', 1)[0]} …"
