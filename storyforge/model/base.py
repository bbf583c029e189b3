"""The base of all artifacts: frozen, strict about keys, with a digest over meaning."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from storyforge.model.digest import digest

OURS = "x-ours"
"""Marks a field (`json_schema_extra={OURS: True}`) that the program fills in: nobody else is asked for it."""


class Model(BaseModel):
    """A frozen part of an artifact; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)

    ALWAYS: ClassVar[tuple[str, ...]] = ()
    """Fields that a file shows even at their default, because other programs rely on them."""

    def plain(self) -> dict[str, Any]:
        """Plain data with defaults left out: what a digest is taken over."""
        return self.model_dump(exclude_defaults=True)

    def filed(self) -> dict[str, Any]:
        """Plain data as a file holds it: defaults left out, but for the fields in `ALWAYS`."""
        shown: dict[str, Any] = {}
        for name, field in type(self).model_fields.items():
            value = getattr(self, name)
            if name in self.ALWAYS or field.is_required() or value != field.get_default(call_default_factory=True):
                shown[name] = _filed(value)
        return shown

    def digest(self) -> str:
        """The digest over meaning."""
        return digest(self.plain())


def _filed(value: Any) -> Any:
    if isinstance(value, Model):
        return value.filed()
    if isinstance(value, tuple):
        return [_filed(item) for item in value]
    if isinstance(value, dict):
        return {name: _filed(item) for name, item in value.items()}
    if isinstance(value, Decimal):
        return format(value, "f")
    return value


class Artifact(Model):
    """One file of a story. `SCHEMA` is the name and major version written in its `schema:` line."""

    SCHEMA: ClassVar[str]
