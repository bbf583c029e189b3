"""A filled-in instance of any model, so that a test can be held over every task of the registry."""

from __future__ import annotations

import types
import typing
from decimal import Decimal
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from storyforge.tasks import TASKS

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from storyforge.tasks.base import Context

_VALUES: tuple[Any, ...] = (
    "Ada opens the old tin box.",
    "3:00-5:00",
    "b01",
    "3A",
    "ada",
    "en",
    "24",
    Decimal(1),
    1,
    True,
)


def context_class(task: str) -> type[Context]:
    """The class of a task's context: called as its output is, or as what its output is a kind of."""
    output = TASKS.load(task)
    beside = vars(import_module(output.__module__))
    names = [kind.__name__.removesuffix("Output") + "Context" for kind in output.__mro__]
    found: type[Context] = next(beside[name] for name in names if name in beside)
    return found


def filled(model: type[BaseModel], **given: Any) -> Any:
    """An instance with something in every field."""
    fields = {name: _value(field) for name, field in model.model_fields.items()}
    return model.model_validate(fields | given)


def bare(model: type[BaseModel]) -> Any:
    """An instance with nothing but what it must have."""
    return model.model_validate({n: _value(f) for n, f in model.model_fields.items() if f.is_required()})


def _value(field: FieldInfo) -> Any:
    annotation: Any = field.annotation
    if field.metadata:
        annotation = typing.Annotated[(annotation, *field.metadata)]
    return _of(annotation)


def _of(annotation: Any) -> Any:
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return filled(annotation)
    if origin in (typing.Union, types.UnionType):
        return _of(next(one for one in arguments if one is not type(None)))
    if origin is tuple:
        return (_of(arguments[0]),)
    if origin is typing.Literal:
        return arguments[0]
    for value in _VALUES:
        try:
            return TypeAdapter(annotation).validate_python(value, strict=True)
        except ValidationError:
            continue
    raise AssertionError(f"no sample for {annotation}")
