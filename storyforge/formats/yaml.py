"""YAML 1.2 with one meaning for reading and writing; the only module that imports ruamel."""

from __future__ import annotations

import io
import re
from functools import cache, lru_cache
from types import NoneType
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, SingleQuotedScalarString

from storyforge.errors import InvalidArtifactError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WIDTH = 2**24
DEEPEST = 64
MOST = 300_000
"""Values that one file may come to, aliases counted as often as they stand."""
LONGEST = 40
"""Digits of a whole number; no story counts that far, and arithmetic must not drown in more."""
# Words that YAML 1.1, which other programs still read, takes for a truth value, a number or a date.
_OLD_YAML = re.compile(r"(?i:y|n|yes|no|on|off)|[-+]?[0-9][0-9_]*(?::[0-9]{1,2})+(?:\.[0-9]*)?|\d{4}-\d\d?-\d\d?.*")
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MARKER = re.compile(r"^<{7} ", re.MULTILINE)
_KEY_SIGN = re.compile("[:?]")
_SHORT = 120


_KINDS = (dict, list, str, int, float, NoneType)


class _Flow(dict[str, Any]):
    """A mapping that is written on one line."""


@cache
def _reader() -> YAML:
    yaml = YAML(typ="safe", pure=False)
    number = yaml.constructor.yaml_constructors["tag:yaml.org,2002:int"]
    yaml.constructor.add_constructor(
        "tag:yaml.org,2002:int",
        lambda constructor, node: _number(constructor, node, number),
    )
    # A date in a script is a word like any other, and so are the signs that YAML 1.1 gave a meaning to.
    for tag in ("timestamp", "value", "merge"):
        yaml.constructor.add_constructor(f"tag:yaml.org,2002:{tag}", lambda _, node: node.value)
    return yaml


def _number(constructor: Any, node: Any, number: Any) -> Any:
    """A whole number of YAML 1.2, else the text; raises ValueError where it is longer than any that is meant."""
    if not _INTEGER.fullmatch(node.value):
        return node.value
    if len(node.value) > LONGEST:
        raise ValueError(f"a number of {len(node.value)} digits")
    return number(constructor, node)


@cache
def _writer() -> YAML:
    yaml = YAML(typ="safe", pure=False)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.width = WIDTH
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # the stub knows only None
    yaml.representer.add_representer(
        _Flow, lambda representer, data: representer.represent_mapping("tag:yaml.org,2002:map", data, flow_style=True)
    )
    yaml.representer.add_representer(str, _text)
    return yaml


_ODD = r"[^\n\t\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]"
_NO_BLOCK = re.compile(rf"[ \t]\n|^\s|{_ODD}")


def _text(representer: Any, text: str) -> Any:
    block = "\n" in text and not _NO_BLOCK.search(text)
    style = '"' if "\\U" in text else "|" if block else "'" if _OLD_YAML.fullmatch(text) else None
    return representer.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def load_data(text: str, path: str | None = None) -> Any:
    """Plain data of a YAML text; duplicate keys are errors.

    Raises InvalidArtifactError with `path`, line and column.
    """
    try:
        data = _reader().load(text)
    except MarkedYAMLError as error:
        if (marker := _MARKER.search(text)) is not None:
            place = text.count("\n", 0, marker.start()) + 1
            raise InvalidArtifactError("The file holds conflict markers.", _CHOOSE, path=path, line=place) from None
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        raise InvalidArtifactError(_problem(error), _HINT, path=path, line=line, column=column) from None
    except YAMLError as error:
        raise InvalidArtifactError(str(error).splitlines()[0], _HINT, path=path, line=_control_line(text)) from None
    except (ValueError, ArithmeticError) as error:
        raise InvalidArtifactError(f"A value can't be read: {error}.", _HINT, path=path) from None
    except (LookupError, TypeError, AttributeError):
        raise InvalidArtifactError("A key, or a value with a tag, can't be read.", _PLAIN, path=path) from None
    except RecursionError:
        raise _monster(path) from None
    _refuse_monsters(data, path)
    return data


def _refuse_monsters(data: Any, path: str | None) -> None:
    """Lists in lists without end, and aliases of aliases: a few bytes of either would fill all memory."""
    left = [(data, 0)]
    count = 0
    while left:
        value, depth = left.pop()
        count += 1
        if not isinstance(value, _KINDS):
            raise InvalidArtifactError("A value with a tag can't be read.", _PLAIN, path=path)
        if isinstance(value, dict | list):
            if depth > DEEPEST or count + len(value) > MOST:
                raise _monster(path)
            left += [(item, depth + 1) for item in (value.values() if isinstance(value, dict) else value)]


def _monster(path: str | None) -> InvalidArtifactError:
    return InvalidArtifactError(
        "The file is nested too deeply, or its aliases stand for too much.",
        "Write out what an alias (*name) stands for; no file of a story needs more than a few levels.",
        path=path,
    )


def _control_line(text: str) -> int | None:
    found = _CONTROL.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else None


_CHOOSE = "Choose one side, take the markers out and save."
_PLAIN = "Keys are words, and values need no tag (!!...); take it out in your editor."
_HINT = "Mend the line in your editor; indentation and quotes are the usual cause."


def _problem(error: MarkedYAMLError) -> str:
    problem = (error.problem or "").strip()
    if duplicate := re.match(r'found duplicate key "?(.+?)"? with value', problem):
        return f'The key "{duplicate.group(1)}" stands here twice.'
    context = f" {error.context}" if error.context else ""
    return f"This is not valid YAML: {problem}{context}."


def _flowing(value: Any, depth: int = 0) -> Any:
    """Marks small mappings inside lists, and mappings of scalars below them, to be written on one line."""
    if isinstance(value, dict):
        inner = {key: _flowing(item, depth + 1) for key, item in value.items()}
        return _Flow(inner) if depth >= 2 and _is_small(value) else inner
    if isinstance(value, list):
        return [_flowing(item, depth + 1) for item in value]
    return value


def _is_small(mapping: Mapping[str, Any]) -> bool:
    size = 0
    for key, value in mapping.items():
        if isinstance(value, dict | list) or (isinstance(value, str) and "\n" in value):
            return False
        size += len(key) + len(str(value)) + 4
    return size <= _SHORT


def dump_data(data: Any) -> str:
    """YAML text of plain data: keys in the order given, Unicode as it is, small mappings on one line."""
    stream = io.StringIO()
    _writer().dump(_flowing(data), stream)
    return _ESCAPED.sub(_unescaped, stream.getvalue())


# The emitter escapes what lies beyond the first plane (a rare Chinese surname, an emoji), which may stand as it is.
# Only quoted text holds such escapes: text with a `\U` of its own is always quoted, and its backslash doubled.
_ESCAPED = re.compile(r"(?<!\\)((?:\\\\)*)\\U([0-9A-F]{8})")


def _unescaped(match: re.Match[str]) -> str:
    return match.group(1) + chr(int(match.group(2), 16))


def rewrite(text: str, data: Any) -> str:
    """The text with its meaning changed to `data`; comments, order and quotes of what stays the same survive.

    A text that only the reader of `load_data` can read (it takes tabs for spaces) is written anew.
    """
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = WIDTH
    yaml.indent(mapping=2, sequence=2 + _offset(text), offset=_offset(text))
    try:
        document = yaml.load(text.replace("\r\n", "\n"))
    except (YAMLError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        document = None
    if not isinstance(document, CommentedMap):
        return dump_data(data)
    _apply(document, data)
    stream = io.StringIO()
    yaml.dump(document, stream)
    written = stream.getvalue()
    return written.replace("\n", "\r\n") if "\r\n" in text else written


def _offset(text: str) -> int:
    """How far the file's own lists are indented below their key."""
    match = re.search(r"^( *)[^\s#-][^\n]*:[ \t]*\r?\n(?: *#[^\n]*\n)*( *)- ", text, re.MULTILINE)
    return 2 if match and len(match.group(2)) > len(match.group(1)) else 0


def _apply(document: CommentedMap, data: Mapping[str, Any]) -> None:
    for key in [key for key in document if key not in data and not str(key).startswith("x-")]:
        del document[key]
    for key, value in data.items():
        if key not in document:
            document[key] = _commented(value, flow=_flows(document))
        elif isinstance(document[key], CommentedMap) and isinstance(value, dict):
            _apply(document[key], value)
        elif isinstance(document[key], CommentedSeq) and isinstance(value, list):
            _apply_list(document[key], value)
        elif _scalar(document[key]) != value or isinstance(document[key], bool) != isinstance(value, bool):
            document[key] = _commented(value, flow=_flows(document))


def _apply_list(document: CommentedSeq, data: Sequence[Any]) -> None:
    """Items with an `id` are matched by it, words and numbers by what they are, others by place."""
    old = list(document)
    known: dict[object, list[int]] = {}
    for index, item in enumerate(old):
        known.setdefault(_key(item, index), []).append(index)
    places = [next(iter(found), None) for found in (_take(known, _key(value, i)) for i, value in enumerate(data))]
    new = [
        _commented(value, flow=_flows(document)) if place is None else _matched(old[place], value, _flows(document))
        for place, value in zip(places, data, strict=True)
    ]
    if len(new) != len(old) or any(a is not b for a, b in zip(new, old, strict=True)):
        comments = dict(document.ca.items)
        document[:] = new
        document.ca.items.clear()
        document.ca.items.update({i: comments[place] for i, place in enumerate(places) if place in comments})


def _key(item: Any, index: int) -> object:
    if isinstance(item, dict):
        name = item.get("id")
        return ("id", str(name)) if isinstance(name, str) else index
    return index if isinstance(item, list) else (type(item) is bool, _scalar(item))


def _take(known: dict[object, list[int]], key: object) -> list[int]:
    """The first place that still goes by a key, taken out."""
    places = known.get(key, [])
    return [places.pop(0)] if places else []


def _matched(old: Any, value: Any, flow: bool) -> Any:
    if isinstance(old, CommentedMap) and isinstance(value, dict):
        _apply(old, value)
        return old
    return old if _scalar(old) == value else _commented(value, flow=flow)


def _flows(document: CommentedMap | CommentedSeq) -> bool:
    """Whether it stands within braces or brackets."""
    return bool(document.fa.flow_style())


def _scalar(value: Any) -> Any:
    return str(value) if isinstance(value, str) else value


def _commented(value: Any, depth: int = 2, *, flow: bool = False) -> Any:
    """A new value as the round-trip writer wants it; small mappings in lists on one line."""
    if isinstance(value, dict):
        flow = flow or (depth > 2 and _is_small(value))
        made = CommentedMap((key, _commented(item, depth + 1, flow=flow)) for key, item in value.items())
        if flow:
            made.fa.set_flow_style()
        return made
    if isinstance(value, list):
        return CommentedSeq(_commented(item, depth + 1, flow=flow) for item in value)
    if isinstance(value, str) and _NO_BLOCK.search(value):
        return DoubleQuotedScalarString(value)
    # Within braces the writer leaves plain what the reader then takes for a key.
    return SingleQuotedScalarString(value) if flow and isinstance(value, str) and _KEY_SIGN.search(value) else value


def position(text: str, location: Sequence[str | int]) -> tuple[int, int] | None:
    """Line and column, from 1, of what a path of keys and indexes leads to, or of its nearest parent.

    None where the text has no place for it, or only the reader of `load_data` can read it: it takes tabs for spaces.
    """
    node = _composed(text)
    if node is None:
        return None
    mark = node.start_mark
    for step in location:
        found = _child(node, step)
        if found is None:
            break
        mark, node = found
    return mark.line + 1, mark.column + 1


@lru_cache(maxsize=2)
def _composed(text: str) -> Any:
    """The nodes of a text; checks ask for many places of one file, one after the other."""
    try:
        return YAML(typ="safe", pure=True).compose(text)
    except (YAMLError, ValueError, RecursionError):
        return None


def _child(node: Any, step: str | int) -> tuple[Any, Any] | None:
    if isinstance(step, int) and isinstance(node.value, list) and step < len(node.value):
        child = node.value[step]
        return (child.start_mark, child) if not isinstance(child, tuple) else None
    if isinstance(node.value, list):
        for pair in node.value:
            if isinstance(pair, tuple) and pair[0].value == step:
                return pair[0].start_mark, pair[1]
    return None
