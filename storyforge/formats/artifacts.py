"""Artifacts: text to model and back, with the schema line, the place of every error, and the user's hand kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from storyforge.errors import InvalidArtifactError, did_you_mean
from storyforge.formats import markdown
from storyforge.formats.yaml import dump_data, load_data, position, rewrite
from storyforge.model.upgrades import upgrade

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

    from storyforge.model.base import Artifact
    from storyforge.model.kinds import Kind

_SCHEMA = re.compile(r"([a-z]+)/(\d+)(?:\.(\d+))?")


def read(kind: Kind, path: str, text: str) -> Artifact:
    """The model of an artifact's text; raises InvalidArtifactError with the place of what is wrong."""
    if kind.format == "markdown":
        head, body, offset = markdown.split(text)
        head = "\n" * offset + head  # so that every line keeps its number
        data = _mapping(load_data(head, path), path) if head.strip() else {}
        data["body"] = body
        return _validate(kind.load(), data, path, head)
    return _validate(kind.load(), _mapping(load_data(text, path), path), path, text)


def _mapping(data: Any, path: str) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise InvalidArtifactError("The file holds no keys.", "It must start with a schema line.", path=path, line=1)
    return {str(key): value for key, value in data.items()}


def _validate(model: type[Artifact], data: dict[str, Any], path: str, text: str) -> Artifact:
    data = upgrade(*_schema_of(model, data, path, text), _without_own_keys(data))
    data.pop("schema", None)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        # A misspelt key comes before the one that is missing because of it.
        found = sorted(error.errors(include_url=False), key=lambda each: each["type"] != "extra_forbidden")
        raise _explain(model, found[0], path, text) from None


def _schema_of(model: type[Artifact], data: dict[str, Any], path: str, text: str) -> tuple[str, int]:
    wanted, _, major = model.SCHEMA.partition("/")
    written = data.get("schema")
    match = _SCHEMA.fullmatch(written) if isinstance(written, str) else None
    if written is None:
        raise InvalidArtifactError(
            "The schema line is missing.", f"Add this line at the top: schema: {model.SCHEMA}", path=path, line=1
        )
    if match is None or match.group(1) != wanted:
        raise InvalidArtifactError(
            f'The schema "{written}" does not belong here.',
            f"This file's schema is {model.SCHEMA}.",
            path=path,
            line=_schema_line(text),
        )
    if int(match.group(2)) > int(major):
        raise InvalidArtifactError(
            f"The schema {written} is newer than this program, which knows {model.SCHEMA}.",
            "Update storyforge; nothing was read or changed.",
            path=path,
            line=_schema_line(text),
        )
    return wanted, int(match.group(2))


def _schema_line(text: str) -> int:
    return (position(text, ["schema"]) or (1, 1))[0]


def _without_own_keys(value: Any) -> Any:
    """A copy without the keys that users keep for themselves, `x-…`."""
    if isinstance(value, dict):
        return {key: _without_own_keys(item) for key, item in value.items() if not str(key).startswith("x-")}
    if isinstance(value, list):
        return [_without_own_keys(item) for item in value]
    return value


_PROBLEMS = {
    "string_type": "should be text",
    "string_pattern_mismatch": "should have another form",
    "int_type": "should be a whole number",
    "int_parsing": "should be a whole number",
    "int_from_float": "should be a whole number",
    "bool_type": "should be true or false",
    "bool_parsing": "should be true or false",
    "tuple_type": "should be a list",
    "model_type": "should be keys with values",
    "model_attributes_type": "should be keys with values",
}


def _explain(model: type[Artifact], error: ErrorDetails, path: str, text: str) -> InvalidArtifactError:
    location = [step for step in error["loc"] if isinstance(step, str | int)]
    line, column = position(text, location) or (None, None)
    name = ".".join(str(step) for step in location)
    if error["type"] == "extra_forbidden":
        known = _fields_at(model, location[:-1])
        near = did_you_mean(str(location[-1]), known)
        message = f'There is no key "{name}".'
        hint = near or f"Keys here: {', '.join(known)}. A key of your own starts with x-."
    elif error["type"] == "missing":
        message, hint = f'The key "{name}" is missing.', "Add it, or restore the file with git."
    else:
        problem = _PROBLEMS.get(error["type"]) or error["msg"].removeprefix("Value error, ").removeprefix("Input ")
        message, hint = f'"{name}" {problem}, not {_shown(error["input"])}.', _description(model, location)
    return InvalidArtifactError(message, hint, path=path, line=line, column=column)


def _shown(value: Any) -> str:
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _field(model: type[BaseModel], location: list[str | int]) -> tuple[type[BaseModel] | None, str]:
    """The model that a path leads into, as far as that is known, and the description of its last field."""
    found: type[BaseModel] | None = model
    description = ""
    for step in location:
        if isinstance(step, int):
            continue
        field = found.model_fields.get(step) if found else None
        description = (field.description or "") if field else ""
        found = _model_in(field.annotation) if field else None
    return found, description


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and hasattr(annotation, "model_fields"):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        if (found := _model_in(part)) is not None:
            return found
    return None


def _fields_at(model: type[Artifact], location: list[str | int]) -> list[str]:
    found, _ = _field(model, location)
    names = list(found.model_fields) if found else []
    return [name for name in names if name != "body"] if found is model else names


def _description(model: type[Artifact], location: list[str | int]) -> str:
    _, description = _field(model, location)
    return f"What belongs here: {description}" if description else "Mend it in your editor."


def write(kind: Kind, path: str, artifact: Artifact, old: str | None = None) -> str:
    """The text of an artifact; what `old` text says the same keeps its comments, order and quotes."""
    data = {"schema": artifact.SCHEMA, **artifact.filed()}
    if kind.format == "markdown":
        body = data.pop("body", "")
        return markdown.join(dump_data(data), body)
    kept = _rewritten(old, data) if old is not None else None
    return kept or f"# yaml-language-server: $schema={schema_reference(kind, path)}\n{dump_data(data)}"


def _rewritten(old: str, data: dict[str, Any]) -> str | None:
    """The old text with the new meaning, read back to be sure of it; None where its shape can't carry that."""
    text = rewrite(old, data)
    try:
        return text if _without_own_keys(load_data(text)) == data else None
    except InvalidArtifactError:
        return None


def schema_reference(kind: Kind, path: str) -> str:
    """The relative path from an artifact to its JSON schema."""
    return f"{'../' * path.count('/')}.storyforge/schemas/{kind.name}.json"


def json_schema(kind: Kind) -> dict[str, Any]:
    """The JSON schema that editors complete and check a file with."""
    model = kind.load()
    schema: dict[str, Any] = model.model_json_schema()
    for part in (schema, *schema.get("$defs", {}).values()):
        if part.get("type") == "object":
            part["patternProperties"] = {"^x-": {}}
    pattern = rf"^{model.SCHEMA}(\.\d+)?$"
    schema["properties"] = {"schema": {"type": "string", "pattern": pattern}, **schema["properties"]}
    schema["required"] = ["schema", *schema.get("required", [])]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
