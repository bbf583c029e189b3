"""How assets are described by a language model: what the rules found stays, what the model adds has its quote.

The rules read the whole script, so that nothing is lost. A model is asked about one asset at a time, and told only the
passages that name it; its answer is taken apart here, and whatever the script does not say is left out.
"""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from storyforge import resources
from storyforge.errors import CutOffError, EmptyAnswerError, RefusedError, StoryforgeError, UnfitAnswerError
from storyforge.model.assets import Character, Mention, Question
from storyforge.model.cast import name_key
from storyforge.tasks.describe import PARTS, DescribeContext, Passage, is_quoted, is_said
from storyforge.tasks.tokens import shortened, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from storyforge.model.assets import Asset, CharacterDefinition, Definitions, ThingDefinition
    from storyforge.stages.base import Asker
    from storyforge.tasks.breakdown import BreakdownContext, BreakdownScene
    from storyforge.tasks.describe import DescribeOutput, Detail, Doubt
    from storyforge.tasks.pieces import Piece

TASK = "describe"
_KEPT_AS_READ = (UnfitAnswerError, RefusedError, CutOffError, EmptyAnswerError)
"""Answers that would not do; the asset is then as the rules read it."""


@cache
def _numbers() -> dict[str, int]:
    found: dict[str, int] = tomllib.loads(resources.read_template("context.toml"))["asset"]
    return found


def described(
    assets: Sequence[Asset],
    asker: Asker,
    context: BreakdownContext,
    every: Sequence[Asset],
    guidance: Mapping[str, str],
) -> tuple[dict[str, Asset], tuple[str, ...]]:
    """Assets by slug as a model describes them, and what is to be said about it.

    `context` is what the rules were told, `every` all that they found; `guidance` is by slug.

    Raises what asking raises, but for answers that would not do.
    """
    contexts = {each.id: told_of(each, context, every, guidance.get(each.id, "")) for each in assets}
    answers = asker.ask_each(TASK, contexts) if contexts else {}
    found: dict[str, Asset] = {}
    notes: list[str] = []
    for asset in assets:
        answer = answers[asset.id]
        if isinstance(answer, StoryforgeError):
            if not isinstance(answer, _KEPT_AS_READ):
                raise answer
            notes.append(f"{asset.name} is described by the rules alone. {answer.message}")
            continue
        told = cast("DescribeOutput", answer)
        found[asset.id] = merged(asset, told, contexts[asset.id], definition_of(asset, context.definitions))
    return found, tuple(notes)


def worth_asking(asset: Asset) -> bool:
    """Whether an asset is asked about: it needs a key image, is no crowd, and the script names it."""
    return asset.key and bool(asset.mentions) and not (isinstance(asset, Character) and asset.group)


def definition_of(asset: Asset, definitions: Definitions) -> CharacterDefinition | ThingDefinition | None:
    """What the author defined of an asset beforehand."""
    sheets: Mapping[str, Iterable[CharacterDefinition | ThingDefinition]] = {
        "character": definitions.characters,
        "prop": definitions.props,
        "setting": definitions.settings,
    }
    names = {name_key(name) for name in (asset.name, *asset.aliases)}
    return next((each for each in sheets[asset.kind] if name_key(each.name) in names), None)


def told_of(asset: Asset, script: BreakdownContext, every: Sequence[Asset], guidance: str = "") -> DescribeContext:
    """What is told of one asset: as much in a film of any length."""
    most = _numbers()
    here = set(asset.scenes)
    others = [each.name for each in every if each.id != asset.id and here & set(each.scenes)]
    return DescribeContext(
        language=script.language,
        kind=asset.kind,
        name=asset.name,
        aliases=asset.aliases,
        role=asset.role if isinstance(asset, Character) else "",
        read=shortened(asset.description, most["passage"]),
        passages=_passages(asset, script.scenes),
        others=tuple(others[: most["others"]]),
        guidance=guidance,
    )


def _passages(asset: Asset, scenes: Sequence[BreakdownScene]) -> tuple[Passage, ...]:
    """The paragraphs of its mentions: those that describe first, then from all over the film; in script order."""
    most = _numbers()
    paragraphs = {scene.number: [_words(piece) for piece in scene.pieces] for scene in scenes}
    found: dict[tuple[str, str], bool] = {}
    for mention in asset.mentions:
        quote = " ".join(mention.quote.split())
        whole = next((text for text in paragraphs.get(mention.scene, ()) if quote in text), mention.quote)
        text = _around(whole, quote, most["passage"])
        found[mention.scene, text] = found.get((mention.scene, text), False) or mention.describes
    rows = list(found)
    first = [row for row in rows if found[row]]
    rest = [row for row in rows if not found[row]]
    kept: set[tuple[str, str]] = set()
    left = most["passages"]
    for row in (*first, *_spread(rest)):
        left -= tokens(row[1])
        if left < 0:
            break
        kept.add(row)
    return tuple(Passage(scene=scene, text=text) for scene, text in rows if (scene, text) in kept)


def _words(piece: Piece) -> str:
    """A paragraph of action, or a cue with its speech, on one line."""
    told = (piece.name, piece.text, *(part.text for part in piece.parts))
    return " ".join(" ".join(told).split())


def _around(text: str, quote: str, most: int) -> str:
    """A paragraph that is too long, from its quote on."""
    if tokens(text) <= most:
        return text
    return shortened(text[max(text.find(quote), 0) :], most)


def _spread(rows: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The same rows, so ordered that any number of the first ones lie all over: first, last, middle, quarters."""
    order: list[int] = []
    steps = [(0, len(rows) - 1)] if rows else []
    seen = set()
    for first, last in steps:
        for row in (first, last, (first + last) // 2):
            if row not in seen:
                seen.add(row)
                order.append(row)
        middle = (first + last) // 2
        if last - first > 1:
            steps += [(first, middle), (middle, last)]
    return [rows[row] for row in order]


def merged(
    asset: Asset,
    told: DescribeOutput,
    context: DescribeContext,
    definition: CharacterDefinition | ThingDefinition | None,
) -> Asset:
    """An asset with what a model says of it, as far as the script bears it out.

    Names, scenes, speeches and mentions are as they were found, and what the author defined is as it is defined.
    """
    details = [each for each in told.details if is_quoted(each.quote, context, each.scene)]
    details = [each for each in details if is_said(each.text, each.quote)]
    changes: dict[str, Any] = {
        "mentions": _mentions(asset, details),
        "questions": (*asset.questions, *_questions(asset, told.questions, context)),
    }
    if not (definition and definition.description):
        changes["description"] = _description(asset.description, details)
    if isinstance(asset, Character):
        changes |= _of_person(asset, told, details, cast("CharacterDefinition | None", definition))
    return asset.model_copy(update=changes)


def _of_person(
    person: Character, told: DescribeOutput, details: Sequence[Detail], definition: CharacterDefinition | None
) -> dict[str, Any]:
    age = person.age or next((_flat(each.text) for each in details if each.part == "age"), "")
    found: dict[str, Any] = {"age": age}
    if told.role and not (definition and definition.role):
        found["role"] = told.role
    if not (definition and definition.identity_line) and not person.group:
        found["identity_line"] = identity_line(person, age, details)
    return found


def identity_line(person: Character, age: str, details: Sequence[Detail]) -> str:
    """Name, age and what lasts, in the order of a passport; the rules' own line where nothing does."""
    lasting = sorted((each for each in details if each.lasting and each.part != "age"), key=_rank)
    parts = [person.name, age] if age else [person.name]
    left = _numbers()["identity_words"]
    for text in dict.fromkeys(_flat(each.text) for each in lasting):
        left -= len(text.split())
        if left < 0:
            break
        parts.append(text)
    return ", ".join(parts) if lasting else person.identity_line


def _rank(detail: Detail) -> int:
    return PARTS.index(detail.part)


def _flat(text: str) -> str:
    return " ".join(text.split()).strip(" ,.;")


def _description(read: str, details: Iterable[Detail]) -> str:
    """What the rules read, and what they did not; each once."""
    parts = [read] if read else []
    for each in details:
        text = _flat(each.text)
        if text.casefold() not in "; ".join(parts).casefold():
            parts.append(text)
    return "; ".join(parts)


def _mentions(asset: Asset, details: Sequence[Detail]) -> tuple[Mention, ...]:
    """All that were found, marked where they turn out to describe; and quotes that stand in none of them."""
    quotes = {(each.scene, " ".join(each.quote.split())) for each in details}

    def says(mention: Mention) -> bool:
        text = " ".join(mention.quote.split())
        return any(scene == mention.scene and quote in text for scene, quote in quotes)

    found = [m.model_copy(update={"describes": True}) if says(m) else m for m in asset.mentions]
    told = {(mention.scene, " ".join(mention.quote.split())) for mention in found}
    for each in details:
        quote = " ".join(each.quote.split())
        if not any(scene == each.scene and quote in text for scene, text in told):
            told.add((each.scene, quote))
            found.append(Mention(scene=each.scene, quote=quote, describes=True))
    order = {number: row for row, number in enumerate(asset.scenes)}
    return tuple(sorted(found, key=lambda mention: order.get(mention.scene, len(order))))


def _questions(asset: Asset, doubts: Iterable[Doubt], context: DescribeContext) -> tuple[Question, ...]:
    """What only the author can decide, each with its passage; what is asked already is not asked again."""
    asked = {" ".join(question.ask.split()).casefold() for question in asset.questions}
    found = []
    for doubt in doubts:
        ask = " ".join(doubt.ask.split())
        if ask and ask.casefold() not in asked and is_quoted(doubt.quote, context):
            asked.add(ask.casefold())
            found.append(Question(ask=ask, about=doubt.about, evidence=" ".join(doubt.quote.split())))
    return tuple(found)
