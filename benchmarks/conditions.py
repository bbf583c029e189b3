"""Measures the rules that read changes of state, on sentences whose changes are known.

Usage: python benchmarks/conditions.py [--wrong] [--write]

Each file of `tests/providers/offline/conditions/sentences` says in its head who and what its sentences are about.
`tuned` was looked at while rules were made. `unseen` was written before them: of it only sums are told, never a
sentence. Precision and recall are told of what is sure and of everything proposed.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any, NamedTuple

from storyforge.providers.offline.conditions import conditions
from storyforge.tasks.conditions import ConditionsContext, ShotAction
from storyforge.tasks.shots import CastMember, PropNamed

HERE = Path(__file__).resolve().parent
SENTENCES = HERE.parent / "tests" / "providers" / "offline" / "conditions" / "sentences"
RESULT = HERE / "results" / "conditions.json"
UNREAD = "unseen"


class Row(NamedTuple):
    """One labelled text: of which kind, and what should be read in it."""

    kind: str
    text: str
    expected: frozenset[str]


class Labelled(NamedTuple):
    """A file of labelled texts."""

    cast: tuple[CastMember, ...]
    props: tuple[PropNamed, ...]
    rows: tuple[Row, ...]


def labelled(path: Path) -> Labelled:
    """The texts of a file, with the people and things its head names."""
    lines = path.read_text(encoding="utf-8").splitlines()
    head = {match.group(1): match.group(2) for line in lines if (match := re.match(r"# (cast|props): (.*)", line))}
    people = (member.split() for member in head["cast"].split(", "))
    cast = tuple(
        CastMember(id=name, name=name.upper(), group=True)
        if how == "group"
        else CastMember(id=name, name=name.upper(), pronouns="he" if how == "he" else "she")
        for name, how in people
    )
    props = tuple(PropNamed(id=name, name=name) for name in head["props"].split(", "))
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    return Labelled(
        cast, props, tuple(Row(row[0], row[1], frozenset(row[2].split() if len(row) > 2 else ())) for row in rows)
    )


def read(text: str, found: Labelled) -> dict[str, bool]:
    """What the rules read in one text, and whether they are sure of it."""
    shots = (ShotAction(shot="1A", action=text),)
    context = ConditionsContext(language="en", shots=shots, cast=found.cast, props=found.props)
    proposed: dict[str, bool] = {}
    for change in (change for shot in conditions(context).shots for change in shot.changes):
        proposed |= {f"{change.element}:{tag}": change.sure for tag in change.gains}
        proposed |= {f"-{change.element}:{tag}": change.sure for tag in change.loses}
    return proposed


def score(path: Path, *, wrong: bool = False) -> dict[str, Any]:
    """What is reached on one file; `wrong` prints what is not, but for the file that nobody may look into."""
    found = labelled(path)
    proposed = right = sure = sure_right = labels = whole = 0
    for row in found.rows:
        got = read(row.text, found)
        certain = {tag for tag, is_sure in got.items() if is_sure}
        proposed, right = proposed + len(got), right + len(got.keys() & row.expected)
        sure, sure_right = sure + len(certain), sure_right + len(certain & row.expected)
        labels, whole = labels + len(row.expected), whole + (got.keys() == row.expected)
        if wrong and path.stem != UNREAD and got.keys() != row.expected:
            extra = [f"{tag}{'' if got[tag] else '?'}" for tag in sorted(got.keys() - row.expected)]
            print(f"{row.kind}: {row.text} | extra {extra} | missing {sorted(row.expected - got.keys())}")
    return {
        "sentences": len(found.rows),
        "labels": labels,
        "whole right": whole,
        "sure": sure,
        "sure right": sure_right,
        "precision of what is sure": round(sure_right / max(1, sure), 3),
        "recall of what is sure": round(sure_right / max(1, labels), 3),
        "proposed": proposed,
        "precision of all proposed": round(right / max(1, proposed), 3),
        "recall of all proposed": round(right / max(1, labels), 3),
    }


def main() -> None:
    """Print the scores, or write them to `results/conditions.json`."""
    result = {path.stem: score(path, wrong="--wrong" in sys.argv) for path in sorted(SENTENCES.glob("*.tsv"))}
    text = json.dumps(result, indent=2, sort_keys=True)
    if "--write" in sys.argv:
        RESULT.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
