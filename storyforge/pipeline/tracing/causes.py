"""Causes: links of the chain from how a thing stands back to the edit; plain data, for a terminal or a program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from storyforge.repo import CommitInfo

Kind = Literal["reason", "waits", "commit", "unsaved", "approval", "flag", "told"]


@dataclass(frozen=True, slots=True)
class Cause:
    """One link of the chain: what it says, of which facet or commit, and what is behind it.

    `items` are those it hits, where there are several. A cause that was told already has kind `told` and nothing
    behind it.
    """

    kind: Kind
    words: str
    facet: str = ""
    place: str = ""
    commit: CommitInfo | None = None
    items: tuple[str, ...] = ()
    because: tuple[Cause, ...] = ()

    def plain(self) -> dict[str, Any]:
        """Plain data."""
        commit = self.commit
        return {
            "kind": self.kind,
            "words": self.words,
            "facet": self.facet or None,
            "place": self.place or None,
            "commit": commit_plain(commit) if commit else None,
            "items": list(self.items),
            "because": [cause.plain() for cause in self.because],
        }


def commit_plain(commit: CommitInfo) -> dict[str, Any]:
    """A commit as plain data: who, when, why, and by which stage and provider."""
    trailers = {name.removeprefix("Storyforge-").lower(): value for name, value in commit.trailers.items()}
    return {
        "id": commit.id,
        "author": commit.author,
        "email": commit.email,
        "when": commit.when.isoformat(),
        "subject": commit.subject,
        "guidance": commit.body,
        "stage": trailers.get("stage"),
        "with": trailers.get("with"),
        "cost": trailers.get("cost"),
    }


@dataclass(frozen=True, slots=True)
class Answer:
    """How one thing stands, and why. `made_from` are the facets it was made from, in words with their places."""

    title: str
    paths: tuple[str, ...]
    items: tuple[str, ...]
    stage: str
    approval: str
    freshness: str
    causes: tuple[Cause, ...] = ()
    more: int = 0
    """Causes that were not followed."""
    made: CommitInfo | None = None
    by: str = ""
    made_from: tuple[tuple[str, str], ...] = ()
    next: str | None = None

    def plain(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "title": self.title,
            "paths": list(self.paths),
            "items": list(self.items),
            "stage": self.stage,
            "approval": self.approval,
            "freshness": self.freshness,
            "causes": [cause.plain() for cause in self.causes],
            "more": self.more,
            "made": commit_plain(self.made) if self.made else None,
            "with": self.by or None,
            "made_from": [{"words": words, "place": place} for words, place in self.made_from],
            "next": self.next,
        }
