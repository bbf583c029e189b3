"""A context in words: what the fields of a record are, and its value as an outline that needs no quotes."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from storyforge.tasks.strict import is_ours

if TYPE_CHECKING:
    from collections.abc import Iterator

_STEP = "  "
NOTHING: tuple[Any, ...] = (None, "", (), [], {})
SOURCES = ("origin", "span")
"""What the program fills in of a beat, and a writer should know: the words of the source, the stretch of the audio."""


def legend(value: Any) -> tuple[str, ...]:
    """Lines that name and describe each field that the records in a value fill in, at every depth."""
    return tuple(_legend(list(_records(value)), ""))


def _legend(records: list[BaseModel], indent: str) -> Iterator[str]:
    for model in dict.fromkeys(type(record) for record in records):
        told = [dict(_told(record)) for record in records if type(record) is model]
        for name, field in model.model_fields.items():
            values = [fields[name] for fields in told if name in fields]
            if values:
                yield f"{indent}- {name}: {field.description or ''}".rstrip()
                yield from _legend([inner for value in values for inner in _records(value)], indent + _STEP)


def _told(record: BaseModel) -> Iterator[tuple[str, Any]]:
    """The fields of a record that hold something; what only the program works with is kept from whoever is asked."""
    for name, field in type(record).model_fields.items():
        value = getattr(record, name)
        if value not in NOTHING and (name in SOURCES or not is_ours(field)):
            yield name, value


def _records(value: Any) -> Iterator[BaseModel]:
    if isinstance(value, BaseModel):
        yield value
    elif isinstance(value, (tuple, list)):
        for each in value:
            yield from _records(each)


def outline(value: Any) -> str:
    """A value as text: words as they are, lists by dashes, records by names; what is empty is left out.

    Lines of a longer text are indented below its name, so that no text can look like a field.
    """
    return value if isinstance(value, str) else "\n".join(_lines(value))


def _lines(value: Any) -> Iterator[str]:
    if isinstance(value, BaseModel):
        for name, each in _told(value):
            yield from _entry(f"{name}:", each)
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _entry(f"{name}:", each)
    elif isinstance(value, (tuple, list)):
        for each in value:
            yield from _item(each)
    elif isinstance(value, str):
        yield from value.splitlines() or [""]
    else:
        yield _plain(value)


def _entry(name: str, value: Any) -> Iterator[str]:
    lines = list(_lines(value))
    if len(lines) == 1 and not isinstance(value, (tuple, list, dict, BaseModel)):
        yield f"{name} {lines[0]}"
    else:
        yield name
        yield from (_STEP + line for line in lines)


def _item(value: Any) -> Iterator[str]:
    first, *rest = list(_lines(value)) or [""]
    yield f"- {first}"
    yield from (_STEP + line for line in rest)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return format(value, "f") if isinstance(value, Decimal) else str(value)
