"""Strict forms of what is stored: every field is required of whoever is asked, with the description it is stored by.

A description is written once, at the field of an artifact. From there it reaches the file's schema, the schema for
editors, the context of a task, its prompt, and the form that an answer must have.
"""

from __future__ import annotations

from functools import cache, reduce
from operator import or_
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, create_model
from pydantic.fields import FieldInfo

from storyforge.model.base import OURS

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEFT_OUT = ("title", "default")
_TOLD_ELSEWHERE = ("minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "pattern")
"""Bounds that not every service takes; the answer is held against them all the same."""


_CONFIG = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)
"""As files are read: a scene's number may be written 3 or "3", and no answer is sent back for it."""


@cache
def strict(model: type[BaseModel]) -> type[BaseModel]:
    """The same model with every field required, at every depth; fields that are ours are left out."""
    fields: dict[str, Any] = {
        name: (_strict_type(_annotated(field)), FieldInfo(description=field.description))
        for name, field in model.model_fields.items()
        if not is_ours(field)
    }
    made: type[BaseModel] = create_model(model.__name__, __config__=_CONFIG, __doc__=model.__doc__, **fields)
    return made


def is_ours(field: FieldInfo) -> bool:
    """Whether the program fills a field in, so that nobody is asked for it."""
    extra = field.json_schema_extra
    return isinstance(extra, dict) and bool(extra.get(OURS))


def _annotated(field: FieldInfo) -> Any:
    """A field's type with the rules that stand beside it."""
    form: Any = Annotated
    return form[(field.annotation, *field.metadata)] if field.metadata else field.annotation


def _strict_type(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return strict(annotation)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is None or not arguments or not any(_holds_model(argument) for argument in arguments):
        return annotation
    changed = tuple(_strict_type(argument) for argument in arguments)
    return reduce(or_, changed) if origin in (Union, UnionType) else origin[changed]


def _holds_model(annotation: Any) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return True
    return any(_holds_model(argument) for argument in get_args(annotation))


@cache
def _schema(model: type[BaseModel]) -> dict[str, Any]:
    made: dict[str, Any] = _plain(strict(model).model_json_schema())
    made.setdefault("additionalProperties", False)
    return made


def answer_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema of an answer as services take it: all fields required, none besides, bounds left out."""
    return dict(_schema(model))


def _plain(part: Any) -> Any:
    if isinstance(part, list):
        return [_plain(entry) for entry in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part and len(part) > 1:
        # Services that hold a model to its schema refuse what stands beside a reference, such as a description.
        beside = {name: value for name, value in part.items() if name != "$ref"}
        return {**_plain(beside), "anyOf": [{"$ref": part["$ref"]}]}
    kept = {}
    for name, value in part.items():
        if name in ("properties", "$defs"):
            kept[name] = {key: _plain(entry) for key, entry in value.items()}
        elif name not in (*_LEFT_OUT, *_TOLD_ELSEWHERE):
            kept[name] = _plain(value)
    return kept


def described(model: BaseModel) -> Iterator[tuple[str, str, Any]]:
    """Name, description and value of the fields of a context, in order; not of empty ones and of what is for rules."""
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        if not is_ours(field) and value not in (None, "", (), [], {}):
            yield name, field.description or "", value
