"""What must hold after a trial, as others than the program tell it: git, the shop's books, the ledger as a database."""

from __future__ import annotations

import re
import sqlite3
import subprocess
from collections import Counter
from contextlib import closing
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tests.sweep import film
from tests.sweep.shop import CLIP, PICTURE

if TYPE_CHECKING:
    from pathlib import Path

ANSWERED = ("received", "settled", "submitted", "sold")
_SALE = {"image": Decimal(PICTURE), "video": Decimal(CLIP)}


def git(place: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=place, capture_output=True, encoding="utf-8", check=False)
    return (done.stdout + (done.stderr if done.returncode else "")).strip()


def made(place: Path) -> str:
    """Every file of the last commit with its content; how often its author agreed to a price is left out."""
    rows = git(place, "ls-tree", "-r", "HEAD").splitlines()
    agreed = [row.partition("\t")[2] for row in rows if row.endswith("/confirmation.yaml")]
    texts = [re.sub(r"(?m)^agreed: \d+\n", "", git(place, "show", f"HEAD:{path}") + "\n") for path in agreed]
    return "\n".join([*(row for row in rows if "/confirmation.yaml" not in row), *texts])


def look_at_git(place: Path, tree: str) -> list[str]:
    problems = []
    said = git(place, "fsck", "--strict", "--no-dangling")
    if said:
        problems.append(f"git fsck: {said[:300]}")
    dirty = git(place, "status", "--porcelain", "--untracked-files=all")
    if dirty:
        problems.append(f"git status: {dirty[:300]}")
    if made(place) != tree:
        problems.append("the final tree is not that of the undisturbed run")
    by_hand = [line for line in git(place, "log", "--format=%s").splitlines() if "edited by hand" in line]
    if by_hand != ["beats: edited by hand"]:
        problems.append(f"commits of edits by hand: {by_hand}")
    if film.EDIT[1] not in git(place, "show", "HEAD:beats.yaml"):
        problems.append("the author's edit is lost")
    left = [file.name for file in (place / ".git").rglob("*") if file.name in ("pending.json", "index.lock")]
    return problems + [f"{name} is left" for name in left]


def ledger(place: Path) -> list[sqlite3.Row]:
    """All calls, as a plain database has them."""
    file = place / ".git/storyforge/journal.sqlite"
    if not file.exists():
        return []
    with closing(sqlite3.connect(file)) as connection:
        connection.row_factory = sqlite3.Row
        return connection.execute("SELECT * FROM calls ORDER BY id").fetchall()


def look_at_money(place: Path, lines: list[dict[str, Any]], bought: dict[str, int], written_off: int) -> list[str]:
    problems = []
    sold = sold_by_key(lines)
    extra = sum(sold.values()) - len(sold)
    if set(sold) != set(bought):
        problems.append(
            f"{len(set(bought) - set(sold))} pieces were never bought, {len(set(sold) - set(bought))} are new"
        )
    if extra != written_off:
        problems.append(f"{extra} pieces were bought twice, of which {written_off} on the author's word")
    jobs = {line["job"] for line in lines if line["event"] == "sold" and line["job"]}
    delivered = {line["job"] for line in lines if line["event"] == "delivered"}
    rows = ledger(place)
    mine = {row["job"].partition("/")[0] for row in rows if row["job"]}
    if mine - delivered:
        problems.append(f"{len(mine - delivered)} jobs were handed in and never fetched")
    if mine - jobs:
        problems.append("the ledger has jobs that the shop has not")
    states = Counter(row["state"] for row in rows)
    open_ones = {
        state: count for state, count in states.items() if state not in ("settled", "failed", "released", "sold")
    }
    if open_ones:
        problems.append(f"calls that are not settled: {open_ones}")
    counted = sum((_counted(row) for row in rows), Decimal(0))
    paid = sum((_SALE["video" if line["job"] else "image"] for line in lines if line["event"] == "sold"), Decimal(0))
    if counted != paid:
        problems.append(f"the ledger counts {counted}, the shop took {paid}")
    told = sum(
        (_told(line) for line in git(place, "log", "--format=%(trailers:key=Storyforge-Cost,valueonly)").split("\n")),
        Decimal(0),
    )
    lost = sum((_counted(row) for row in rows if row["state"] == "sold"), Decimal(0))
    if told + lost != paid:
        problems.append(f"commits tell of {told}, {lost} were written off, the shop took {paid}")
    return problems


def _counted(row: sqlite3.Row) -> Decimal:
    if row["state"] not in ("reserved", "submitting", *ANSWERED, "doubt"):
        return Decimal(0)
    return Decimal(row["price"] or row["estimate"] or 0)


def _told(line: str) -> Decimal:
    return Decimal(line.split(maxsplit=1)[0]) if line.strip() else Decimal(0)


def sold_by_key(lines: list[dict[str, Any]]) -> dict[str, int]:
    return dict(Counter(line["key"] for line in lines if line["event"] == "sold"))


def is_same(item: str, listed: str) -> bool:
    """Whether the shop's name of a piece is that of an item: `3/3A.start`, `3/establishing`, `3/3A`."""
    scene, _, piece = item.partition("/")
    if piece == "establishing":
        return re.fullmatch(rf"{re.escape(scene)}[A-Z]+\.establishing", listed) is not None
    return piece == listed
