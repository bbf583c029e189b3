"""Finds templates, whether storyforge is installed or run from a checkout; a story's own come first."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def templates() -> Path:
    """The folder of built-in templates."""
    installed = _PACKAGE / "templates"
    return installed if installed.is_dir() else _PACKAGE.parent / "templates"


def template(name: str) -> Path:
    """The path of one built-in template, such as `languages.yaml`."""
    return templates() / name


def read_template(name: str) -> str:
    """The text of one built-in template."""
    return template(name).read_text(encoding="utf-8")
