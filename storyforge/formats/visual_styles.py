"""Visual styles by name: the story's own, then the built-in ones; what is neither is used as it is written."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pydantic import ValidationError

from storyforge import resources
from storyforge.errors import InvalidArtifactError
from storyforge.formats.yaml import load_data, position
from storyforge.model.visual_style import VisualStyle

if TYPE_CHECKING:
    from collections.abc import Callable

VISUAL = "styles/visual/"
SHEET = "style.yaml"
USUAL = "live-action"
"""The style of a story that names none."""
LONGEST = 64


def sheet_path(name: str) -> str:
    """Where a story describes a visual style of its own."""
    return f"{VISUAL}{name}/{SHEET}"


def visual_style(read: Callable[[str], bytes | None], name: str) -> VisualStyle:
    """The visual style of a name; `read` gives the story's files. Raises InvalidArtifactError.

    A text that is no style's name is the style, in its author's words.
    """
    known = named_style(read, name.strip() or USUAL)
    return known or VisualStyle(name=name[:LONGEST], block=name.strip()[:600], tag=name.strip()[:300])


def no_files(path: str) -> bytes | None:
    """A story without files, for whoever has none."""
    del path
    return None


def named_style(read: Callable[[str], bytes | None], name: str) -> VisualStyle | None:
    """The visual style of a name, or None where neither the story nor the program has one of it."""
    path = sheet_path(name)
    own = read(path) if _is_name(name) else None
    if own is not None:
        return read_style(path, own)
    return built_in_style(name)


def read_style(path: str, data: bytes) -> VisualStyle:
    """The style that a file describes; raises InvalidArtifactError with the place of what is wrong."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidArtifactError("The file is not UTF-8.", "Save it as UTF-8 in your editor.", path=path) from None
    plain = load_data(text, path)
    if not isinstance(plain, dict):
        raise InvalidArtifactError("The file holds no keys.", "It needs at least: block: what pictures are", path=path)
    try:
        return VisualStyle.model_validate(plain)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = tuple(part for part in first["loc"] if part != "[key]")
        found = position(text, where)
        name = ".".join(map(str, where))
        hint = "Its keys: " + ", ".join(VisualStyle.model_fields)
        line = found[0] if found else None
        raise InvalidArtifactError(f"{name}: {first['msg'].lower()}.", hint, path=path, line=line) from None


@lru_cache(maxsize=32)
def built_in_style(name: str) -> VisualStyle | None:
    """The built-in style of a name, or None."""
    if not _is_name(name):
        return None
    file = resources.template(sheet_path(name))
    return read_style(f"templates/{sheet_path(name)}", file.read_bytes()) if file.is_file() else None


def built_in_styles() -> dict[str, VisualStyle]:
    """All built-in styles by name, sorted; the usual one first."""
    names = sorted(file.parent.name for file in resources.template(VISUAL).glob(f"*/{SHEET}"))
    names.sort(key=lambda name: name != USUAL)
    return {name: style for name in names if (style := built_in_style(name)) is not None}


def _is_name(text: str) -> bool:
    """Whether a text may name a folder of styles: names come from stories, and are never a path."""
    return text.replace("-", "").isalnum() and text.isascii() and text.islower() and len(text) <= LONGEST
