"""The rule `rewrite`: what can be done to a passage with its own words alone, and a plain no to all else."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from storyforge.errors import NoRuleError
from storyforge.formats.fountain import parse
from storyforge.formats.prose import sentence_spans
from storyforge.model.screenplay import Kind
from storyforge.providers.offline.outline.lexicon import lexicon as outline_lexicon
from storyforge.providers.offline.outline.lexicon import tokens as plain_tokens
from storyforge.providers.offline.scripting.lexicon import Phrases, asked, tokens, words
from storyforge.providers.offline.scripting.quotes import quotes
from storyforge.providers.offline.scripting.setting import known_names, named_in
from storyforge.providers.offline.scripting.stems import stems
from storyforge.tasks.rewriting import RewriteOutput

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from storyforge.tasks.rewriting import RewriteContext

_SHORTER, _HALF = 2 / 3, 1 / 2
"""How much of a passage is left of it."""
_ORDER = ("capitalise", "split", "shorter")

Span = tuple[int, int]


def rewrite(context: RewriteContext) -> RewriteOutput:
    """The passage shortened, split or with words in capitals; every other word stays as it is.

    Raises:
        NoRuleError: the instruction needs words of its own, or the passage has nothing that could be done so.
    """
    wishes = _wishes(context)
    wish = next((name for name in _ORDER if name in wishes), "")
    if not wish:
        raise NoRuleError(context.instruction, context.artifact)
    passage = _DO[wish](context, wishes)
    if not passage.strip() or passage.strip() == context.passage.strip():
        raise NoRuleError(context.instruction, context.artifact, f"the passage has nothing to {_VERBS[wish]}")
    return RewriteOutput(passage=passage)


def _wishes(context: RewriteContext) -> dict[str, str]:
    """What the instruction asks for, each with the words that say so."""
    code = context.brief.language
    table = Phrases([(word, name) for name, listed in asked(code).items() for word in listed], words(code).code)
    read = tokens(context.instruction, words(code).code)
    found: dict[str, str] = {}
    for row in range(len(read)):
        hit = table.at(read, row)
        if hit:
            found.setdefault(hit[1], " ".join(token.low for token in read[row : row + hit[0]]))
    if "half" in found:
        found.setdefault("shorter", found["half"])
    return found


def _shorter(context: RewriteContext, wishes: dict[str, str]) -> str:
    """The least telling sentences left out, or the first or last one where that is asked for."""
    spans = _sentences(context)
    if len(spans) < 2:
        return context.passage
    if "sentence" in wishes and ("first" in wishes or "last" in wishes):
        return _without(context.passage, [spans[0] if "first" in wishes else spans[-1]])
    size = sum(_size(context.passage, span) for span in spans)
    left = size * (_HALF if "half" in wishes else _SHORTER)
    dropped: list[Span] = []
    for span in _weighed(context, spans)[: len(spans) - 1]:
        if size <= left:
            break
        dropped.append(span)
        size -= _size(context.passage, span)
    return _without(context.passage, dropped)


def _sentences(context: RewriteContext) -> list[Span]:
    """Where the sentences stand that may be left out: all of a text, of a script those of its action."""
    code = context.brief.language
    if context.form != "screenplay":
        return [span for part in _paragraphs(context.passage) for span in _within(context.passage, part, code)]
    starts = [0, *(match.end() for match in re.finditer("\n", context.passage))]
    action = [e for e in parse(context.passage, code).elements if e.kind is Kind.ACTION]
    ends = [*starts[1:], len(context.passage)]
    return [s for e in action for s in _within(context.passage, (starts[e.line - 1], ends[e.last - 1]), code)]


def _paragraphs(text: str) -> list[Span]:
    return [match.span() for match in re.finditer(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*", text)]


def _within(text: str, part: Span, code: str) -> list[Span]:
    return [(part[0] + start, part[0] + end) for start, end in sentence_spans(text[part[0] : part[1]], code)]


def _size(text: str, span: Span) -> int:
    return len(text[span[0] : span[1]].split())


def _weighed(context: RewriteContext, spans: Sequence[Span]) -> list[Span]:
    """The sentences, the least telling first: those whose words come back nowhere, and in which nothing changes.

    A sentence on which the next one leans (`He wants it.`) weighs more.
    """
    code = words(context.brief.language).code
    around = Counter(key for text in (context.before, context.after) for key in stems(text, code))
    inside = [stems(context.passage[start:end], code) for start, end in spans]
    shared = Counter(key for keys in inside for key in keys)
    change, own = outline_lexicon(code), words(code)
    leans = [own.leans.at(read, 0) is not None for s, e in spans if (read := tokens(context.passage[s:e], own.code))]
    names = known_names((), context.brief)

    def weight(row: int) -> tuple[float, int]:
        text = context.passage[slice(*spans[row])]
        echo = sum(shared[key] - 1 + bool(around[key]) for key in sorted(inside[row]))
        turns = change.changes(plain_tokens(text))
        leant_on = 2 * (not leans[row] and any(leans[row + 1 : row + 2]))
        told = echo + 2 * turns + len(named_in(text, names)) + leant_on
        return told / max(3, len(inside[row])), row

    return [spans[row] for row in sorted(range(len(spans)), key=weight)]


def _without(text: str, dropped: Sequence[Span]) -> str:
    """The text without some sentences; a paragraph of which nothing is left goes with its empty line."""
    kept, at = [], 0
    for start, end in sorted(dropped):
        kept.append(text[at:start])
        at = end + len(text[end:]) - len(text[end:].lstrip(" \t"))
    whole = "".join([*kept, text[at:]])
    lines = [line.rstrip() if line.strip(" \t!") else "" for line in whole.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + text[len(text.rstrip("\n")) :]


def _split(context: RewriteContext, wishes: dict[str, str]) -> str:
    """A paragraph for every sentence."""
    del wishes
    if context.form == "sentence":
        return context.passage
    spans = _sentences(context)
    text = context.passage
    for before, after in reversed(list(pairwise(spans))):
        if not text[before[1] : after[0]].strip() and text[before[1] : after[0]].count("\n") < 2:
            text = f"{text[: before[1]]}\n\n{text[after[0] :]}"
    return text


def _capitalise(context: RewriteContext, wishes: dict[str, str]) -> str:
    """The words that are named, in capitals."""
    code = words(context.brief.language).code
    named = [quote.text for quote in quotes(context.instruction)]
    if not named:
        said = {word for wish in wishes.values() for word in wish.split()}
        stop = words(code).function_words | words(code).sets.get("determiners", frozenset()) | said
        named = [t.low for t in tokens(context.instruction, code) if t.low not in stop]
    text = context.passage
    for name in named:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", lambda hit: hit[0].upper(), text, flags=re.IGNORECASE)
    return text


_DO: dict[str, Callable[[RewriteContext, dict[str, str]], str]] = {
    "capitalise": _capitalise,
    "split": _split,
    "shorter": _shorter,
}
_VERBS = {"capitalise": "put into capitals", "split": "split", "shorter": "leave out"}
