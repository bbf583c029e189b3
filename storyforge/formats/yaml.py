"""YAML 1.2 with one meaning for reading and writing; the only module that imports ruamel."""

from __future__ import annotations

import io
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from storyforge.errors import InvalidArtifactError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WIDTH = 4096
# Words that YAML 1.1, which other programs still read, takes for a truth value, a number or a date.
_OLD_YAML = re.compile(r"(?i:y|n|yes|no|on|off)|[-+]?[0-9][0-9_]*(?::[0-9]{1,2})+(?:\.[0-9]*)?|\d{4}-\d\d?-\d\d?.*")
_SHORT = 120


class _Flow(dict[str, Any]):
    """A mapping that is written on one line."""


@cache
def _reader() -> YAML:
    yaml = YAML(typ="safe", pure=False)
    # A date in a script is a word like any other.
    yaml.constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)
    return yaml


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


def _text(representer: Any, text: str) -> Any:
    block = "\n" in text and not re.search(r"[ \t]\n|^\s|[^\n\t\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-]", text)
    style = "|" if block else "'" if _OLD_YAML.fullmatch(text) else None
    return representer.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def load_data(text: str, path: str | None = None) -> Any:
    """Plain data of a YAML text; duplicate keys are errors.

    Raises InvalidArtifactError with `path`, line and column.
    """
    try:
        return _reader().load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        raise InvalidArtifactError(_problem(error), _HINT, path=path, line=line, column=column) from None
    except YAMLError as error:
        raise InvalidArtifactError(str(error).splitlines()[0], _HINT, path=path) from None
    except ValueError as error:
        raise InvalidArtifactError(f"A value can't be read: {error}.", _HINT, path=path) from None


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
    return stream.getvalue()


def rewrite(text: str, data: Any) -> str:
    """The text with its meaning changed to `data`; comments, order and quotes of what stays the same survive."""
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True  # type: ignore[assignment]  # the stub knows only None
    yaml.width = WIDTH
    yaml.indent(mapping=2, sequence=2 + _offset(text), offset=_offset(text))
    document = yaml.load(text)
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
            document[key] = _commented(value)
        elif isinstance(document[key], CommentedMap) and isinstance(value, dict):
            _apply(document[key], value)
        elif isinstance(document[key], CommentedSeq) and isinstance(value, list):
            _apply_list(document[key], value)
        elif _scalar(document[key]) != value or isinstance(document[key], bool) != isinstance(value, bool):
            document[key] = _commented(value)


def _apply_list(document: CommentedSeq, data: Sequence[Any]) -> None:
    """Items with an `id` are matched by it, others by place."""
    old = list(document)
    by_id = {item.get("id"): item for item in old if isinstance(item, CommentedMap) and "id" in item}
    new: list[Any] = []
    for index, value in enumerate(data):
        match = by_id.get(value.get("id")) if isinstance(value, dict) and "id" in value else None
        if match is None and not by_id and index < len(old):
            match = old[index]
        if isinstance(match, CommentedMap) and isinstance(value, dict):
            _apply(match, value)
            new.append(match)
        elif match is not None and _scalar(match) == value:
            new.append(match)
        else:
            new.append(_commented(value))
    if len(new) != len(old) or any(a is not b for a, b in zip(new, old, strict=True)):
        document[:] = new


def _scalar(value: Any) -> Any:
    return str(value) if isinstance(value, str) else value


def _commented(value: Any, depth: int = 2) -> Any:
    if isinstance(value, dict):
        made = CommentedMap((key, _commented(item, depth + 1)) for key, item in value.items())
        if depth > 2 and _is_small(value):
            made.fa.set_flow_style()
        return made
    if isinstance(value, list):
        return CommentedSeq(_commented(item, depth + 1) for item in value)
    return value


def position(text: str, location: Sequence[str | int]) -> tuple[int, int] | None:
    """Line and column, from 1, of what a path of keys and indexes leads to, or of its nearest parent."""
    node = YAML(typ="safe", pure=True).compose(text)
    mark = node.start_mark if node is not None else None
    for step in location:
        found = _child(node, step)
        if found is None:
            break
        mark, node = found
    return (mark.line + 1, mark.column + 1) if mark else None


def _child(node: Any, step: str | int) -> tuple[Any, Any] | None:
    if isinstance(step, int) and isinstance(node.value, list) and step < len(node.value):
        child = node.value[step]
        return (child.start_mark, child) if not isinstance(child, tuple) else None
    if isinstance(node.value, list):
        for pair in node.value:
            if isinstance(pair, tuple) and pair[0].value == step:
                return pair[0].start_mark, pair[1]
    return None
