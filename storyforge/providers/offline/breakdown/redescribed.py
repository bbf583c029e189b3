"""The offline rule of the task `redescribe`: words put in, taken out or exchanged, an age; a plain no to all else."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from storyforge.errors import NoRuleError
from storyforge.resources import read_template
from storyforge.tasks.redescribe import RedescribeOutput

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storyforge.tasks.redescribe import RedescribeContext

_ORDER = ("replace", "remove", "age", "add")
_PART = re.compile(r"\s*[,;]\s*|(?<=[.。])\s+")
_ENGLISH = "en"


class _Wish(NamedTuple):
    """What is asked for, and the words that it is about."""

    name: str
    old: str = ""
    new: str = ""
    age: str = ""


@cache
def _table() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return tomllib.loads(read_template("lexicons/redescribe.toml"))


def redescribe(context: RedescribeContext) -> RedescribeOutput:
    """The description and the identity line with the one change that is asked for.

    Raises:
        NoRuleError: the instruction needs words of its own, or names words that are not there.
    """
    wish = _wish(context)
    if wish is None:
        raise NoRuleError(context.instruction, context.path, "it puts in, takes out and exchanges words, and ages")
    if wish.name == "age":
        return _aged(context, wish.age)
    texts = [_DO[wish.name](text, wish) for text in (context.description, context.identity_line)]
    if wish.name != "add" and texts == [context.description, context.identity_line]:
        raise NoRuleError(context.instruction, context.path, f'"{wish.old}" is not in what is written')
    line = texts[1] if context.kind == "character" else ""
    if wish.name == "add" and context.kind == "character" and not context.identity_line:
        line = f"{context.name}, {wish.new}"
    return RedescribeOutput(description=texts[0], identity_line=line, age=context.age)


def _wish(context: RedescribeContext) -> _Wish | None:
    said = " ".join(context.instruction.split()).strip(" .!")
    for code in dict.fromkeys((context.language.partition("-")[0], _ENGLISH)):
        rows = _table().get(code, {})
        for name in _ORDER:
            for pattern in rows.get(name, ()):
                match = re.fullmatch(pattern, said, re.IGNORECASE)
                if match:
                    found = match.groupdict()
                    return _Wish(name, found.get("old", ""), found.get("new", ""), found.get("age", ""))
    return None


def _aged(context: RedescribeContext, age: str) -> RedescribeOutput:
    """Another age, in the line too: in the place of the old one, else behind the name."""
    if context.kind != "character":
        raise NoRuleError(context.instruction, context.path, f"a {context.kind} has no age here")
    line = context.identity_line
    if context.age and re.search(rf"(?<!\w){re.escape(context.age)}(?!\w)", line):
        line = re.sub(rf"(?<!\w){re.escape(context.age)}(?!\w)", age, line, count=1)
    elif line.startswith(f"{context.name}, "):
        line = line.replace(f"{context.name}, ", f"{context.name}, {age}, ", 1)
    else:
        line = f"{context.name}, {age}, {line}" if line else f"{context.name}, {age}"
    return RedescribeOutput(description=context.description, identity_line=line, age=age)


def _replaced(text: str, wish: _Wish) -> str:
    # What brings an article of its own takes the place of the old one's too.
    own = re.match(r"(\w{1,3}) \w", wish.new)
    article = rf"(?:{re.escape(own[1])}\s+)?" if own else ""
    return re.sub(rf"(?<!\w){article}{re.escape(wish.old)}(?!\w)", lambda _: wish.new, text, flags=re.IGNORECASE)


def _removed(text: str, wish: _Wish) -> str:
    """The text without each part, from comma to comma, that has the words."""
    kept, start = [], 0
    words = re.compile(rf"(?<!\w){re.escape(wish.old)}(?!\w)", re.IGNORECASE)
    for match in [*_PART.finditer(text), None]:
        end = match.start() if match else len(text)
        part = text[start:end]
        if not words.search(part):
            kept.append(part + (match[0] if match else ""))
        start = match.end() if match else end
    return "".join(kept).strip(" ,;")


def _added(text: str, wish: _Wish) -> str:
    if not text:
        return wish.new
    ends = text.rstrip()[-1:] in ".。!?"
    return f"{text.rstrip()} {wish.new[:1].upper()}{wish.new[1:]}." if ends else f"{text}, {wish.new}"


_DO = {"replace": _replaced, "remove": _removed, "add": _added}
