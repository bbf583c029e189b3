"""From the script's sentences to what can be seen, what moves, and how it stands afterwards.

For English by rule and word list; for other languages the sentences stand as they are, without what is quoted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from storyforge.formats.prose import cased, plain_text, sentences
from storyforge.model.parts import CAPITAL_RUN
from storyforge.stages.film.prompting.tables import third

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storyforge.stages.film.prompting.tables import Words

_QUOTED = re.compile(r"“[^”]*”?|\"[^\"]*\"?|«[^»]*»?|„[^“”]*[“”]?|「[^」]*」?|『[^』]*』?")
_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_CLAUSE = re.compile(r"(,? and then |,? and |,? but |, then |; |, )")
_PLURAL = frozenset({"they", "we", "both", "all", "people"})
_SEEMS = frozenset({"look", "seem", "sound", "feel"})
_POSTURE = frozenset({"sit", "stand", "lie", "get"})
LONGEST_SOUND = 9
"""Words of a clause that may stand for its sound."""


def unquoted(sentence: str) -> str:
    """A sentence without what stands in quotation marks: a picture has no words in it."""
    bare = re.sub(r"(?<=:)\s*\d{2,4}(?=[.,;]|$)", "", _QUOTED.sub("", sentence))
    bare = re.sub(r"\s*[:,]\s*(?=[.!?:,]|$)", "", bare)
    return _tidy(bare)


def visible(sentence: str, words: Words, names: Mapping[str, str], language: str) -> str:
    """What of a sentence a camera can see, or nothing."""
    note = False
    if (
        words.camera
        and (lead := words.camera.match(sentence))
        and (lead[0].isupper() or lead[0].lower().startswith("we "))
    ):
        sentence = sentence[lead.end() :] or sentence
        # What a camera note names in capitals is the thing itself: `INSERT - THE TAG`.
        note = sentence.isupper()
    sentence = sentence.partition(":")[0] if note else _unlettered(sentence, words, names)
    sentence = cased(unquoted(sentence), names, language)
    if not words:
        return sentence
    if words.as_if:
        seems = words.as_if.search(sentence)
        sentence = words.as_if.sub("", sentence)
        last = _TOKEN.findall(sentence)[-1:] if seems else []
        if last and words.forms.get(last[0].lower()) in _SEEMS:
            return ""
    head, colon, tail = sentence.partition(": ")
    sentence = tail if colon and _inward(head, words) else sentence
    opening = _TOKEN.search(sentence)
    if not re.search(r"[^\W\d_]", sentence) or (opening and opening[0].lower() in words.negatives):
        return ""
    parts = _CLAUSE.split(sentence.rstrip(".!?… "))
    kept: list[str] = []
    for index in range(0, len(parts), 2):
        clause = _silent(parts[index], words)
        if clause and not _inward(clause, words):
            if kept:
                kept.append(parts[index - 1])
            kept.append(clause)
    return _tidy("".join(kept) + ".") if any(_TOKEN.search(part) for part in kept) else ""


def _unlettered(sentence: str, words: Words, names: Mapping[str, str]) -> str:
    """A sentence without what is to be read in the picture: a sentence in capitals, or capitals on a sign."""
    tokens = _TOKEN.findall(sentence)
    known = sentence.strip(" .!?,").casefold() in names or any(word.lower() in words.sounds for word in tokens)
    if sentence.isupper() and len(tokens) > 1:
        return sentence if known else ""
    sign = "" if words.lettering & {word.lower() for word in tokens} else "the sign"

    def undo(match: re.Match[str]) -> str:
        before = _TOKEN.findall(sentence[: match.start()])
        plain = match[0].casefold() in names or not re.search(r"[ -]", match[0]) or not before
        heard = any(word.lower() in words.sounds or word.lower() in words.forms for word in match[0].split())
        return match[0] if plain or heard or (before[-1].lower() in words.determiners and sign) else sign

    return CAPITAL_RUN.sub(undo, sentence) if words else sentence


def _silent(clause: str, words: Words) -> str:
    """A clause whose sound is replaced by what is seen of it; nothing where nothing is seen."""
    tokens = _TOKEN.findall(clause)
    bases = {words.forms.get(token.lower(), "") for token in tokens}
    if bases & {*words.sounds, "sound"} and not any(token.lower() in words.finite for token in tokens):
        return ""
    for token in tokens:
        base = words.forms.get(token.lower(), "")
        if base not in words.sounds or token.lower() not in words.finite:
            continue
        seen = words.sounds[base]
        if not seen or len(tokens) == 1:
            return ""
        clause = re.sub(rf"\b{re.escape(token)}\b", third(seen), clause)
    return clause


def _inward(clause: str, words: Words) -> bool:
    """Whether all that a clause says goes on within somebody."""
    tokens = [token.lower() for token in _TOKEN.findall(clause)]
    bases = {words.forms[token] for token in tokens if token in words.forms}
    finite = {words.finite[token] for token in tokens if token in words.finite}
    helped = bool({"has", "have", "had", "is", "are"} & set(tokens)) and bool(bases & words.unseen)
    return (helped or bool(finite & words.unseen)) and not finite - words.unseen - {"have", "be"}


def verbs(sentence: str, words: Words) -> list[tuple[re.Match[str], str]]:
    """The finite verbs of a sentence in order, each with its base form; `stand up` for one that changes posture."""
    found: list[tuple[re.Match[str], str]] = []
    before = ""
    # What stands in a subordinate clause does not happen now.
    main = re.sub(r"\bwhere\b[^,]*", lambda m: " " * len(m[0]), sentence)
    for match in _TOKEN.finditer(main):
        token = match[0].lower()
        many = before in _PLURAL or (before.endswith("s") and before not in words.finite and not found)
        plural = many and token in words.participles
        if before not in words.determiners and (token in words.finite or plural):
            base = words.finite.get(token, token)
            risen = base in _POSTURE and re.match(r"\s+(?:down|up)\b", sentence[match.end() :])
            found.append((match, f"{base} up" if risen else base))
        before = token
    return found


def moves(sentence: str, words: Words) -> bool:
    """Whether anything in a sentence moves; without a word list, every sentence may."""
    return not words or any(base not in words.still for _, base in verbs(sentence, words))


def travels(sentence: str, words: Words) -> bool:
    """Whether somebody or something is elsewhere, or otherwise, after it; without a word list, it may be."""
    return not words or any(base in words.travel or " " in base for _, base in verbs(sentence, words))


def lasts(sentence: str, words: Words) -> bool:
    """Whether all that moves in a sentence goes on as it was: water drips, somebody looks."""
    return bool(words) and all(base in words.still | words.ongoing for _, base in verbs(sentence, words))


def motion(sentence: str, words: Words) -> str:
    """A sentence without what it says about looks; nothing where nothing moves."""
    if not words:
        return sentence
    head, colon, tail = sentence.partition(":")
    if colon and not verbs(tail, words):
        sentence = head
    worn = "|".join(words.garments)
    if not any(base in words.into for _, base in verbs(sentence, words)):
        dressed = rf",?\s*\bin (?:an?|the|his|her|their|its)?(?: ?[\w'-]+){{0,4}}?(?: (?:{worn})s?\b)+"
        sentence = re.sub(dressed, "", sentence)
    segments = sentence.rstrip(".!?… ").split(", ")
    first = next((i for i, part in enumerate(segments) if verbs(part, words)), None)
    if first is None or not moves(sentence, words):
        return ""
    start = segments[0] if first else ""
    kept = [f"{start} {segments[first]}".strip() if first and _named(start) else segments[first]]
    for part in segments[first + 1 :]:
        token = _TOKEN.search(part)
        if verbs(part, words) or (token and token[0].lower() in words.directions) or re.match(r"\w+ing\b|and ", part):
            kept.append(part)
    return _tidy(", ".join(kept) + ".")


def sound(word: str, text: str) -> str:
    """The clause in which a sound is heard, so that a model knows whose it is; else the word alone."""
    for sentence in sentences(plain_text(text)):
        for clause in _CLAUSE.split(unquoted(sentence))[::2]:
            tokens = _TOKEN.findall(clause)
            if word.casefold() in clause.casefold() and 1 < len(tokens) <= LONGEST_SOUND:
                return clause.strip(" .!?,:;")
    return word


def _named(text: str) -> bool:
    return bool(text) and all(word[:1].isupper() for word in text.split())


def after(sentence: str, words: Words) -> str:
    """How it stands after a sentence: verbs of movement in the perfect, verbs of state as they are."""
    found = verbs(sentence, words)
    if not found:
        return sentence if not words else ""
    out, last, helped = "", 0, False
    for match, base in found:
        if base in words.still or base in words.unseen or base in words.ongoing:
            helped = False
            continue
        between = sentence[last : match.start()]
        plural = match[0].lower() == base or (" and " in sentence[: match.start()] and not helped and not last)
        joined = helped and re.search(r"(?:,|\band|\bthen)\s*(?:then\s*)?$", between) is not None
        helper = "" if joined else "have " if plural else "has "
        out += f"{between}{helper}{words.participles[base.split()[0]]}"
        last, helped = match.end(), True
    return _tidy(out + sentence[last:])


def _tidy(text: str) -> str:
    text = re.sub(r"\s+([.,;:!?])", r"\1", re.sub(r"\s+", " ", text)).strip(" ,;:–—-")
    text = re.sub(r"([.,;:])[.,;:]+", r"\1", text)
    return text[:1].upper() + text[1:]
