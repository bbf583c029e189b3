"""Records: what an artifact was made from, item by item, and whether it is approved.

Standard library only: `status` reads records without loading anything heavy.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Literal

from storyforge.model.digest import digest

SCHEMA = "record/1"
SHAPE = 2
"""Which facets stages declare: counted up when one declares others. An upgrade outdates nothing by that alone."""

Approval = Literal["draft", "locked"]


@dataclass(frozen=True, slots=True)
class Item:
    """The unit of making: its digest, the facets it was made from, by whom, and for how much.

    `cost` is a decimal amount as text, or None where the price is unknown. `answer` is the key of the request that it
    was made by, where it was paid for or may be; `take` counts how often it was asked for on purpose.
    """

    digest: str
    made_from: dict[str, str] = field(default_factory=dict)
    by: str = "offline"
    cost: str | None = "0"
    currency: str = "USD"
    answer: str | None = None
    take: int = 1
    passages: tuple[str, ...] = ()
    """Passages of the written style that whoever made it was told, each with its score."""

    def plain(self) -> dict[str, Any]:
        """Plain data with the keys of the format."""
        data: dict[str, Any] = {
            "cost": {"amount": self.cost, "currency": self.currency},
            "digest": self.digest,
            "from": self.made_from,
            "with": self.by,
        }
        if self.answer is not None:
            data["answer"] = self.answer
        if self.take != 1:
            data["take"] = self.take
        if self.passages:
            data["passages"] = list(self.passages)
        return data

    @classmethod
    def read(cls, data: dict[str, Any]) -> Item:
        """An item of plain data; raises KeyError or TypeError where it is none."""
        cost = data.get("cost") or {}
        return cls(
            digest=str(data["digest"]),
            made_from={str(k): str(v) for k, v in data["from"].items()},
            by=str(data.get("with", "offline")),
            cost=cost.get("amount"),
            currency=cost.get("currency", "USD"),
            answer=data.get("answer"),
            take=int(data.get("take", 1)),
            passages=tuple(str(passage) for passage in data.get("passages", ())),
        )


@dataclass(frozen=True, slots=True)
class Record:
    """`locks/<path>.json`: the record of one artifact."""

    artifact: str
    stage: str
    digest: str
    approval: Approval = "draft"
    items: dict[str, Item] = field(default_factory=dict)
    agrees: dict[str, str] = field(default_factory=dict)
    guidance: str = ""
    sealed: bool = True
    shape: int = SHAPE
    """Which facets the stage declared when the items were made; 0 in records that do not say."""

    @property
    def made_from(self) -> list[str]:
        """The facets that its items were made from, each once."""
        return list(dict.fromkeys(facet for item in self.items.values() for facet in item.made_from))

    def plain(self) -> dict[str, Any]:
        """Plain data without the seal."""
        return {
            "agrees": self.agrees,
            "approval": self.approval,
            "artifact": self.artifact,
            "digest": self.digest,
            **({"facets": self.shape} if self.shape else {}),
            "guidance": self.guidance,
            "items": {name: item.plain() for name, item in self.items.items()},
            "schema": SCHEMA,
            "stage": self.stage,
        }

    def write(self) -> str:
        """Canonical JSON: sorted keys, one value a line, no clock, no name; the seal is over all the rest."""
        data = self.plain()
        return json.dumps({**data, "seal": digest(data)}, indent=1, sort_keys=True, ensure_ascii=False) + "\n"

    @classmethod
    def read(cls, text: str) -> Record | None:
        """The record of a text; one without a true seal is a draft, and None stands for a text that is no record."""
        try:
            data = json.loads(text)
            seal = data.pop("seal", None)
            sealed = seal == digest(data)
            return cls(
                artifact=str(data["artifact"]),
                stage=str(data["stage"]),
                digest=str(data["digest"]),
                approval="locked" if data.get("approval") == "locked" and sealed else "draft",
                items={name: Item.read(item) for name, item in data.get("items", {}).items() if isinstance(item, dict)},
                agrees={str(k): str(v) for k, v in data.get("agrees", {}).items()},
                guidance=str(data.get("guidance", "")),
                sealed=sealed,
                shape=int(data.get("facets", 0)),
            )
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
            return None
