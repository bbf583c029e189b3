"""YAML 1.2 in and out; the only place that imports ruamel."""

from __future__ import annotations

from typing import Any

from ruamel.yaml import YAML


def load_data(text: str) -> Any:
    """Read YAML 1.2 into plain dicts, lists and scalars; a duplicate key is an error."""
    return YAML(typ="safe", pure=True).load(text)
