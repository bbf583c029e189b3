"""Write docs/fields.md: every field of every file of a story, from the models themselves.

Usage: python scripts/make_fields.py [--check]

With `--check` nothing is written, and the exit code is 1 where the file is not what the models say.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pages import bring_up_to_date

from storyforge.formats.artifacts import json_schema
from storyforge.model.kinds import BY_NAME, DEFINITIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = Path(__file__).resolve().parent.parent / "docs" / "fields.md"
HEAD = """\
# Fields

Every field of every file of a story, written by the program (`make docs`). What they mean together is in
[story-format.md](story-format.md). Fields marked * must be there; all others may be left out.
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for kind in (*BY_NAME.values(), DEFINITIONS):
        if kind.model:
            parts += [*_kind(kind.load().SCHEMA, json_schema(kind))]
    return "\n".join(parts).rstrip() + "\n"


def _kind(version: str, schema: dict[str, Any]) -> Iterator[str]:
    """One kind of file, and the parts that only it has."""
    yield f"## {version}\n"
    yield f"{_sentence(schema)}\n"
    yield from _fields(schema)
    for name, part in schema.get("$defs", {}).items():
        if part.get("type") == "object":
            yield f"### {name} ({version})\n"
            yield f"{_sentence(part)}\n"
            yield from _fields(part)


def _sentence(schema: dict[str, Any]) -> str:
    return " ".join(str(schema.get("description", "")).split())


def _fields(schema: dict[str, Any]) -> Iterator[str]:
    required = schema.get("required", [])
    yield "| field | type | |\n|---|---|---|"
    for name, field in schema.get("properties", {}).items():
        about = "Kind and version." if name == "schema" else _sentence(field)
        default = field.get("default")
        shown = f" Default: `{default}`." if default not in (None, "", [], {}, False) else ""
        star = "*" if name in required else ""
        yield f"| `{name}`{star} | {_type(field)} | {about}{shown} |"
    yield ""


def _type(field: dict[str, Any]) -> str:
    """A field's type in words."""
    if "$ref" in field:
        return str(field["$ref"]).rpartition("/")[2]
    if "const" in field:
        return f"`{field['const']}`"
    if "enum" in field:
        return ", ".join(f"`{value}`" if value else "empty" for value in field["enum"])
    if "anyOf" in field:
        return " or ".join(dict.fromkeys(map(_type, field["anyOf"])))
    if field.get("type") == "array":
        return f"list of {_type(field['items'])}"
    names = {
        "string": "text",
        "integer": "whole number",
        "number": "number",
        "boolean": "true or false",
        "null": "empty",
    }
    return names.get(str(field.get("type")), str(field.get("type")))


if __name__ == "__main__":
    sys.exit(bring_up_to_date(FILE, page(), "the models", sys.argv[1:]))
