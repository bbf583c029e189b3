"""Reads the tables of models of pictures, clips and speech: the shipped ones, with an author's own file laid over them.

Plain Python, row by row: whatever is wrong in a file is told with its path and the key it stands under.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from storyforge import resources
from storyforge.errors import CatalogueError, InvalidArtifactError, did_you_mean
from storyforge.formats.yaml import load_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Table = Literal["image", "video", "speech"]
TABLES: tuple[Table, ...] = ("image", "video", "speech")
SHIPPED = "models.yaml"
VARIABLE = "STORYFORGE_MODELS"
UNKNOWN = "unknown"
_DEAREST = 100_000
"""Dollars that nothing costs, be it a picture, a second or a million tokens: a price above is a slip of the pen."""
_FINEST = -12
"""The place behind the point at which a price begins at the latest."""


@dataclass(frozen=True)
class Row:
    """One row of a table, with where it is from, for what is said of its faults."""

    path: str
    table: Table
    name: str
    data: Mapping[str, Any]

    def fault(self, key: str, why: str) -> CatalogueError:
        """What is wrong under one key."""
        return CatalogueError(self.path, f"{self.table}: {self.name}: {key}", why)

    def refuse_unknown(self, known: Iterable[str]) -> None:
        """Raise CatalogueError at the first key that no row of this table has."""
        names = list(known)
        for key in self.data:
            if key not in names:
                raise self.fault(key, did_you_mean(str(key), names) or f"known keys: {', '.join(sorted(names))}")

    def text(self, key: str) -> str:
        """A text; empty where there is none."""
        found = self.data.get(key, "")
        if isinstance(found, dict | list):
            raise self.fault(key, "a text is wanted")
        return "" if found is None else str(found)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        found = self.data.get(key, [])
        if not isinstance(found, list) or any(isinstance(one, dict | list) for one in found):
            raise self.fault(key, "a list is wanted, such as [a, b]")
        return tuple(str(one) for one in found)

    def flag(self, key: str, default: bool = False) -> bool:
        """True or false."""
        found = self.data.get(key, default)
        if not isinstance(found, bool):
            raise self.fault(key, "true or false is wanted")
        return found

    def number(self, key: str) -> int | None:
        """A whole number that is not negative; None where there is none."""
        found = self.data.get(key)
        if found is not None and (not isinstance(found, int) or isinstance(found, bool) or found < 0):
            raise self.fault(key, f'a whole number is wanted, not "{found}"')
        return found

    def lengths(self, key: str, value: Any = None) -> tuple[int, ...]:
        """Whole seconds, in their order."""
        found = self.data.get(key, []) if value is None else value
        if not isinstance(found, list) or any(type(one) is not int or one < 1 for one in found):
            raise self.fault(key, "whole seconds are wanted, such as [4, 6, 8]")
        return tuple(sorted(set(found)))

    def day(self, key: str) -> date | None:
        """A day; None where there is none."""
        found = self.data.get(key)
        try:
            return None if found is None else date.fromisoformat(str(found))
        except ValueError:
            raise self.fault(key, f'a day is wanted, such as 2027-01-31, not "{found}"') from None

    def money(self, key: str, value: Any) -> Decimal | None:
        """A price in dollars; None for one that is not known."""
        if value is None or value == UNKNOWN:
            return None
        try:
            found = Decimal(str(value))
        except InvalidOperation:
            found = Decimal("NaN")
        is_price = found.is_finite() and 0 <= found <= _DEAREST and found.adjusted() >= _FINEST
        if isinstance(value, bool) or not is_price:
            raise self.fault(key, f'a price or {UNKNOWN} is wanted, not "{value}"')
        return found

    def price(self, key: str) -> Decimal | None:
        """The price under a key."""
        return self.money(key, self.data.get(key))

    def mapping(self, key: str) -> dict[str, Any]:
        """A mapping by name; empty where there is none."""
        found = self.data.get(key, {})
        if not isinstance(found, dict):
            raise self.fault(key, "a mapping is wanted, such as {720p: 0.10}")
        return {str(name): value for name, value in found.items()}


def own_file() -> Path | None:
    """The author's own tables; None where there are none. A file that is named and not there is a fault."""
    named = os.environ.get(VARIABLE, "")
    if named:
        return Path(named)
    folder = os.environ.get("XDG_CONFIG_HOME", "") or "~/.config"
    found = Path(folder).expanduser() / "storyforge" / SHIPPED
    return found if found.is_file() else None


def media_table() -> dict[str, Any]:
    """What is shipped besides rows: after how many days a row is stale, how long before an end is soon."""
    return dict(_shipped()["media"])


def rows(table: Table, *, own: bool = True) -> list[Row]:
    """The rows of a table in their order; `own` lays the author's file over them. Raises CatalogueError."""
    found = {name: Row(SHIPPED, table, name, data) for name, data in _shipped()[table].items()}
    file = own_file() if own else None
    if file is not None:
        for name, data in _own(file).get(table, {}).items():
            found[name] = _laid(found.get(name), Row(str(file), table, name, data))
    return list(found.values())


def stamp() -> tuple[str, int, int]:
    """What tells whether the author's own file is as it was."""
    file = own_file()
    try:
        state = file.stat() if file else None
    except OSError:
        state = None
    return str(file or ""), state.st_mtime_ns if state else 0, state.st_size if state else -1


def _laid(shipped: Row | None, own: Row) -> Row:
    """An author's row over a shipped one: field by field, and in a mapping name by name."""
    if shipped is None:
        return own
    data = dict(shipped.data)
    for key, value in own.data.items():
        old = data.get(key)
        data[key] = {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value
    return Row(own.path, own.table, own.name, data)


@lru_cache(maxsize=1)
def _shipped() -> dict[str, Any]:
    found: dict[str, Any] = load_data(resources.read_template(SHIPPED))
    return found


def _own(file: Path) -> dict[str, dict[str, dict[str, Any]]]:
    """The author's tables; raises CatalogueError where the file is no table of tables of rows."""
    try:
        found = load_data(file.read_text("utf-8")) or {}
    except OSError as error:
        raise CatalogueError(str(file), "", error.strerror or "it can't be read") from None
    except (UnicodeDecodeError, InvalidArtifactError) as error:
        raise CatalogueError(str(file), "", str(getattr(error, "message", "it is no UTF-8"))) from None
    if not isinstance(found, dict):
        raise CatalogueError(str(file), "", "tables are wanted: image, video, speech")
    for table, entries in found.items():
        if table not in TABLES:
            raise CatalogueError(str(file), str(table), f"tables are {', '.join(TABLES)}")
        if not isinstance(entries, dict):
            raise CatalogueError(str(file), table, "rows are wanted, each with the name of a model")
        for name, data in entries.items():
            if not isinstance(data, dict):
                raise CatalogueError(str(file), f"{table}: {name}", "a row of fields is wanted")
            if ":" not in str(name):
                raise CatalogueError(str(file), f"{table}: {name}", "a row is named provider:model")
    return found
