"""Describes the models for `storyforge.model.light`, from what pydantic itself goes by: the core schemas.

Every key of a schema must be known here; of what is not, the description says that only the model can read it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from storyforge.model.kinds import KINDS

if TYPE_CHECKING:
    from storyforge.model.base import Artifact

_QUIET = {"type", "metadata"}
_MODEL = {"cls", "config", "custom_init", "metadata", "ref", "root_model", "schema", "type"}
_CONFIG = {"coerce_numbers_to_str": True, "extra_fields_behavior": "forbid"}
_LIMITS = {
    "str": ("text", {"min_length", "pattern", "strip_whitespace"}),
    "int": ("integer", {"ge", "gt", "le", "lt"}),
    "decimal": ("decimal", {"ge", "gt", "le", "lt"}),
    "bool": ("truth", set[str]()),
}
_NEVER = ("never",)


def describe(known: dict[str, Artifact]) -> dict[str, Any]:
    """The description of all models, as plain data.

    `known` are artifacts of the story by kind: what their validators made of a text is what they make of it again.
    """
    found = _Description()
    kinds: dict[str, list[str]] = {}
    for kind in KINDS:
        if kind.model:
            model = kind.load()
            name = found.add(found.resolved(model.__pydantic_core_schema__))
            if name is not None:
                kinds[kind.name] = [name, model.SCHEMA]
        if kind.format == "markdown" and kind.name in kinds:
            found.take_prose(kinds[kind.name][0])
    for kind_name, artifact in known.items():
        if kind_name in kinds:
            found.learn(kinds[kind_name][0], artifact)
    return {"models": found.models, "kinds": kinds}


class _Description:
    """Models by name, each once."""

    def __init__(self) -> None:
        self.models: dict[str, list[list[Any]]] = {}
        self._defined: dict[str, Any] = {}

    def resolved(self, schema: Any) -> Any:
        """A schema in the place of what refers to it; of one that brings definitions, itself."""
        if schema["type"] == "definitions":
            self._defined |= {each["ref"]: each for each in schema["definitions"]}
            schema = schema["schema"]
        return self._defined[schema["schema_ref"]] if schema["type"] == "definition-ref" else schema

    def add(self, schema: Any) -> str | None:
        """The name of a model's fields; None where only the model itself can read it."""
        if schema["type"] != "model":
            return None
        name = f"{schema['cls'].__module__}.{schema['cls'].__qualname__}"
        if name in self.models:
            return name
        inner = schema["schema"]
        config = {key: value for key, value in schema.get("config", {}).items() if key != "title"}
        plain = (
            set(schema) <= _MODEL
            and not (schema["custom_init"] or schema["root_model"])
            and config == _CONFIG
            and inner["type"] == "model-fields"
            and set(inner) <= {"type", "fields", "computed_fields", "model_name"}
            and not inner["computed_fields"]
        )
        if not plain:
            return None
        self.models[name] = []
        self.models[name] += [self._field(field, entry) for field, entry in inner["fields"].items()]
        return name

    def _field(self, name: str, entry: Any) -> list[Any]:
        schema = entry["schema"]
        if set(entry) - {"type", "schema", "metadata"}:
            return [name, list(_NEVER), True, None]
        if schema["type"] != "default":
            return [name, self._type(schema), True, None]
        plain, default = _default(schema)
        kind: list[Any] = self._type(schema["schema"]) if plain else list(_NEVER)
        if kind[0] == "known":
            kind[1][default] = default
        return [name, kind, not plain, default]

    def _type(self, schema: Any) -> list[Any]:
        """The type of a value; a new list, for what validators make of it may be added."""
        schema = self.resolved(schema)
        word = schema["type"]
        if word in _LIMITS:
            return _limited(*_LIMITS[word], schema)
        kind: list[Any] = list(_NEVER)
        match word:
            case "nullable" if set(schema) <= {*_QUIET, "schema"}:
                kind = ["optional", self._type(schema["schema"])]
            case "tuple" if len(schema["items_schema"]) == 1 and set(schema) <= _TUPLE:
                kind = ["list", self._type(schema["items_schema"][0])]
            case "dict" if set(schema) <= _MAP and schema["keys_schema"] == {"type": "str"}:
                kind = ["map", self._type(schema["values_schema"])]
            case "literal" if set(schema) <= {*_QUIET, "expected"}:
                kind = ["one of", list(schema["expected"])]
            case "union" if all(choice["type"] == "literal" for choice in schema["choices"]):
                kind = ["one of", [word for choice in schema["choices"] for word in choice["expected"]]]
            case "model" if (name := self.add(schema)) is not None:
                kind = ["model", name]
            case "function-after" | "function-before" if _innermost(schema)["type"] == "str":
                kind = ["known", {}]
        return kind

    def take_prose(self, name: str) -> None:
        """The body of Markdown comes as its validator leaves it: `storyforge.formats.markdown` has cut it so."""
        self.models[name] = [
            [field, ["text", {}] if field == "body" else kind, required, default]
            for field, kind, required, default in self.models[name]
        ]

    def learn(self, name: str, artifact: Any) -> None:
        """Remember what validators have made of an artifact's texts: they make the same of the same again."""
        for field, kind, _, _ in self.models[name]:
            value = getattr(artifact, field)
            while kind[0] == "optional" and value is not None:
                kind = kind[1]  # noqa: PLW2901 - one step inwards
            if kind[0] == "known" and isinstance(value, str):
                kind[1][value] = value
            elif kind[0] == "model":
                self.learn(kind[1], value)


_TUPLE = {*_QUIET, "items_schema", "variadic_item_index"}
_MAP = {*_QUIET, "keys_schema", "values_schema"}


def _innermost(schema: Any) -> Any:
    while "function" in schema:
        schema = schema["schema"]
    return schema


def _limited(word: str, limits: set[str], schema: Any) -> list[Any]:
    if not set(schema) <= {*_QUIET, *limits}:
        return list(_NEVER)
    found = {key: bound for key, bound in schema.items() if key in limits}
    return [word, {key: str(bound) if isinstance(bound, Decimal) else bound for key, bound in found.items()}]


def _default(schema: Any) -> tuple[bool, Any]:
    """The default as plain data that is read like any other; whether that can be."""
    if set(schema) - {"type", "schema", "metadata", "default", "default_factory", "default_factory_takes_data"}:
        return False, None
    if "default_factory" in schema:
        made = schema["default_factory"]()
        plain = hasattr(made, "plain") and made.plain() == {} and schema["schema"]["type"] == "model"
        return plain, {}
    default = schema["default"]
    if isinstance(default, Decimal):
        return True, str(default)
    if isinstance(default, dict):
        return all(isinstance(item, str) for pair in default.items() for item in pair), dict(default)
    if isinstance(default, tuple):
        return not default, []
    return default is None or isinstance(default, str | int | bool), default
