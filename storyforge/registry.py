"""A registry: names to dotted paths, imported on first use; other packages join by entry points."""

from __future__ import annotations

import importlib
from functools import cached_property
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any

from storyforge.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Registry:
    """Names of one kind and where each is found; `module` or `module:attribute`.

    Nothing is imported until a name is asked for, so a table may name modules with heavy libraries. Entry points in the
    group `storyforge.<kind>`, spaces written `_`, are looked up only when a name is not in the table: ours can't be
    replaced.
    """

    def __init__(self, kind: str, table: Mapping[str, str]) -> None:
        self.kind = kind
        self.table = dict(table)

    @cached_property
    def _others(self) -> dict[str, str]:
        return {point.name: point.value for point in entry_points(group=f"storyforge.{self.kind.replace(' ', '_')}")}

    def names(self) -> list[str]:
        """All names, ours in the order of the table and then those of other packages."""
        return [*self.table, *(name for name in sorted(self._others) if name not in self.table)]

    def __iter__(self) -> Iterator[str]:
        return iter(self.names())

    def __contains__(self, name: str) -> bool:
        return name in self.table or name in self._others

    def load(self, name: str) -> Any:
        """Import what the name stands for; raises UnknownNameError."""
        path = self.table.get(name) or self._others.get(name)
        if path is None:
            raise UnknownNameError(self.kind, name, self.names())
        module, _, attribute = path.partition(":")
        found = importlib.import_module(module)
        return getattr(found, attribute) if attribute else found
