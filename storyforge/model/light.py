"""Light artifacts: read without pydantic, by a description of the models that was taken from it once.

What is read here means what the model would mean, to the digest. Whatever is not plainly right (an unknown key, another
type, a value that a validator must see) is not judged here: `Unsure` says that the model must read it.

A description is plain data: `{"models": {name: [[field, type, required, default], ...]}, "kinds": {kind: [name,
schema]}}`. A type is a list whose first word is one of `_READERS`. Standard library only.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from storyforge.model.digest import digest

if TYPE_CHECKING:
    from collections.abc import Callable

    Fields = list[list[Any]]

_DECIMAL = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?")
_pattern = cache(re.compile)


class Unsure(Exception):  # noqa: N818 - no error: the word that somebody else must look
    """Whether this is valid, and what it means, is for the model to say."""


class Light:
    """One artifact, or one part of it: the attributes of its model, and the same digest."""

    def __init__(self, fields: Fields, values: dict[str, Any], defaults: dict[str, Any]) -> None:
        self.__dict__.update(values)
        self._fields = fields
        self._values = values
        self._defaults = defaults

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Light) and self._values == other._values

    __hash__ = None  # type: ignore[assignment]  # values may be equal and yet be lists

    def plain(self) -> dict[str, Any]:
        """Plain data with defaults left out: what a digest is taken over."""
        values, defaults = self._values, self._defaults
        return {
            name: _plain(values[name])
            for name, _, required, _ in self._fields
            if required or values[name] != defaults[name]
        }

    def model_dump(self) -> dict[str, Any]:
        """Plain data with defaults."""
        return {name: _whole(self._values[name]) for name, *_ in self._fields}

    def digest(self) -> str:
        """The digest over meaning."""
        return digest(self.plain())


def _plain(value: Any) -> Any:
    if isinstance(value, Light):
        return value.plain()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return tuple(_plain(item) for item in value) if isinstance(value, tuple) else value


def _whole(value: Any) -> Any:
    if isinstance(value, Light):
        return value.model_dump()
    if isinstance(value, dict):
        return {key: _whole(item) for key, item in value.items()}
    return tuple(_whole(item) for item in value) if isinstance(value, tuple) else value


def read_light(described: dict[str, Any], kind: str, data: Any) -> Light:
    """The artifact of a file's plain data, its schema line included; raises Unsure."""
    if kind not in described["kinds"] or not isinstance(data, dict):
        raise Unsure
    name, schema = described["kinds"][kind]
    own = _without_own_keys(data)
    if own.pop("schema", None) != schema:
        raise Unsure
    return _Reader(described["models"]).model(name, own)


def _without_own_keys(value: Any) -> Any:
    """A copy without the keys that users keep for themselves, `x-…`."""
    if isinstance(value, dict):
        return {key: _without_own_keys(item) for key, item in value.items() if not str(key).startswith("x-")}
    return [_without_own_keys(item) for item in value] if isinstance(value, list) else value


class _Reader:
    """Reads values of one description."""

    def __init__(self, models: dict[str, Fields]) -> None:
        self._models = models
        self._defaults: dict[str, dict[str, Any]] = {}

    def model(self, name: str, data: Any) -> Light:
        """A part with fields; every key must be one of them."""
        if not isinstance(data, dict):
            raise Unsure
        defaults = self._defaults_of(name)
        fields = self._models[name]
        values: dict[str, Any] = {}
        for field, kind, required, _ in fields:
            if field in data:
                values[field] = self.value(kind, data[field])
            elif required:
                raise Unsure
            else:
                values[field] = defaults[field]
        if not data.keys() <= values.keys():
            raise Unsure
        return Light(fields, values, defaults)

    def _defaults_of(self, name: str) -> dict[str, Any]:
        if name not in self._defaults:
            fields = self._models[name]
            self._defaults[name] = {
                field: default if kind[0] == "never" else self.value(kind, default)
                for field, kind, required, default in fields
                if not required
            }
        return self._defaults[name]

    def value(self, kind: list[Any], value: Any) -> Any:
        """A value of some type."""
        match kind[0]:
            case "optional":
                return None if value is None else self.value(kind[1], value)
            case "list":
                if not isinstance(value, list):
                    raise Unsure
                return tuple(self.value(kind[1], item) for item in value)
            case "map":
                if not isinstance(value, dict):
                    raise Unsure
                return {self.value(["text", {}], key): self.value(kind[1], item) for key, item in value.items()}
            case "model":
                return self.model(kind[1], value)
        read = _READERS.get(kind[0])
        if read is None:
            raise Unsure
        return read(value, kind[1])


def _text(value: Any, limits: dict[str, Any]) -> str:
    """A whole number in the place of text is the text of it, as everywhere in a story."""
    if type(value) is int:
        value = str(value)
    if type(value) is not str:
        raise Unsure
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise Unsure from None
    if len(value) < limits.get("min_length", 0) or (limits.get("strip_whitespace") and value.strip() != value):
        raise Unsure
    pattern = limits.get("pattern")
    if pattern is not None and ("\n" in value or not _pattern(pattern).search(value)):
        raise Unsure
    return value


def _within(value: Any, limits: dict[str, Any]) -> Any:
    bounds = {name: Decimal(bound) for name, bound in limits.items()}
    right = (
        value > bounds.get("gt", value - 1)
        and value >= bounds.get("ge", value)
        and value < bounds.get("lt", value + 1)
        and value <= bounds.get("le", value)
    )
    if not right:
        raise Unsure
    return value


def _integer(value: Any, limits: dict[str, Any]) -> int:
    if type(value) is not int:
        raise Unsure
    return int(_within(value, limits))


def _decimal(value: Any, limits: dict[str, Any]) -> Decimal:
    text = value if type(value) is str else repr(value) if type(value) in (int, float) else ""
    if not _DECIMAL.fullmatch(text):
        raise Unsure
    found: Decimal = _within(Decimal(text), limits)
    return found


def _truth(value: Any, _limits: object) -> bool:
    if type(value) is not bool:
        raise Unsure
    return value


def _one_of(value: Any, expected: list[str]) -> str:
    if type(value) is not str or value not in expected:
        raise Unsure
    return value


def _known(value: Any, known: dict[str, Any]) -> Any:
    """What a validator made of the same text before."""
    if type(value) is not str or value not in known:
        raise Unsure
    return known[value]


_READERS: dict[str, Callable[[Any, Any], Any]] = {
    "text": _text,
    "integer": _integer,
    "decimal": _decimal,
    "truth": _truth,
    "one of": _one_of,
    "known": _known,
}
