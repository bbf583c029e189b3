"""Measures the offline breakdown and conditions against sentences and a script whose answers are known.

Usage: python benchmarks/breakdown.py [--wrong] [--write]

Four files of own sentences: `a`, `b` and `c` were looked at while the rules were made; `blind` was written before them
and was never tuned on, so it is the one to quote. With STORYFORGE_TEST_DATA set to a folder that has
`fountain/earnest_pd.fountain` and its truth file, speakers and their speeches are compared too.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from feature_script import feature_script

from storyforge.formats.fountain import parse
from storyforge.providers.offline.breakdown import breakdown
from storyforge.providers.offline.conditions import conditions
from storyforge.tasks.breakdown import BreakdownContext, BreakdownOutput, BreakdownScene
from storyforge.tasks.conditions import ConditionsContext, ShotAction
from storyforge.tasks.pieces import pieces
from storyforge.tasks.shots import CastMember, PropNamed

HERE = Path(__file__).resolve().parent
CAST = (
    CastMember(id="anna", name="ANNA", pronouns="she"),
    CastMember(id="boris", name="BORIS", pronouns="he"),
    CastMember(id="soldier", name="SOLDIER"),
)
PEOPLE = {member.id for member in CAST}


def expected(path: Path) -> list[tuple[str, str, set[str]]]:
    """Rows of a file: number, sentence and what should be read."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    return [(row[0], row[1], set(row[2].split()) if len(row) > 2 else set()) for row in rows]


def read(sentence: str, props: tuple[PropNamed, ...]) -> dict[str, bool]:
    """What the rules read in one sentence, in the notation of the files, and whether they are sure of it."""
    context = ConditionsContext(language="en", shots=(ShotAction(shot="1A", action=sentence),), cast=CAST, props=props)
    found: dict[str, bool] = {}
    for shot in conditions(context).shots:
        for change in shot.changes:
            found |= {f"{change.element}:{tag}": change.sure for tag in change.gains}
            found |= {f"-{change.element}:{tag}": change.sure for tag in change.loses}
    return found


def score(path: Path, *, wrong: bool) -> dict[str, Any]:
    """Precision and recall over tags, precision of those that are sure, and how many sentences are wholly right."""
    rows = expected(path)
    things = sorted({tag.lstrip("-").split(":")[0] for _, _, tags in rows for tag in tags} - PEOPLE)
    props = tuple(PropNamed(id=thing, name=thing) for thing in things)
    right = hits = extra = missing = sure = sure_hits = 0
    for number, sentence, tags in rows:
        read_as = read(sentence, props)
        got = set(read_as)
        right += got == tags
        hits += len(got & tags)
        extra += len(got - tags)
        missing += len(tags - got)
        sure += sum(read_as.values())
        sure_hits += sum(read_as[tag] for tag in got & tags)
        if wrong and got != tags:
            print(f"{path.stem} {number}: {sentence} | extra {sorted(got - tags)} | missing {sorted(tags - got)}")
    return {
        "sentences": len(rows),
        "whole right": right,
        "precision": round(hits / max(1, hits + extra), 3),
        "precision where sure": round(sure_hits / max(1, sure), 3),
        "recall": round(hits / max(1, hits + missing), 3),
    }


def context_of(text: str, language: str = "en") -> BreakdownContext:
    """The context of a script."""
    scenes = (scene for scene in parse(text, language).screenplay.scenes if not scene.omitted)
    return BreakdownContext(
        language=language,
        scenes=tuple(
            BreakdownScene(number=scene.number or str(count), heading=scene.title, pieces=pieces(scene))
            for count, scene in enumerate(scenes, 1)
        ),
    )


def scenes_of(context: BreakdownContext, found: BreakdownOutput) -> list[ConditionsContext]:
    """A context of conditions for each scene, a shot a paragraph."""
    cast = [
        (CastMember(id=p.id, name=p.name, aliases=p.aliases, pronouns=p.pronouns, group=p.group), set(p.scenes))
        for p in found.characters
    ]
    props = [(PropNamed(id=p.id, name=p.name), set(p.scenes)) for p in found.props]
    return [
        ConditionsContext(
            language=context.language,
            shots=tuple(
                ShotAction(shot=f"{n}A", action=piece.text)
                for n, piece in enumerate(scene.pieces, 1)
                if piece.kind == "action"
            ),
            cast=tuple(member for member, numbers in cast if scene.number in numbers),
            props=tuple(prop for prop, numbers in props if scene.number in numbers),
        )
        for scene in context.scenes
    ]


def feature() -> dict[str, Any]:
    """Speed on a generated script of feature length, everything loaded."""
    text = feature_script(1)
    context = context_of(text)
    breakdown(context)
    start = time.perf_counter()
    found = breakdown(context)
    middle = time.perf_counter()
    changes = [conditions(scene) for scene in scenes_of(context, found)]
    end = time.perf_counter()
    return {
        "kilobytes": len(text.encode()) // 1000,
        "seconds to break down": round(middle - start, 2),
        "seconds for the conditions of all scenes": round(end - middle, 2),
        "characters": len(found.characters),
        "props": len(found.props),
        "hero props": sum(prop.hero for prop in found.props),
        "key props": sum(prop.key for prop in found.props),
        "settings": len(found.settings),
        "changes": sum(len(shot.changes) for output in changes for shot in output.shots),
    }


def play(folder: Path) -> dict[str, Any]:
    """Speakers of a public-domain play against its truth file."""
    text = (folder / "earnest_pd.fountain").read_text(encoding="utf-8")
    truth = json.loads((folder / "earnest_pd.truth.json").read_text(encoding="utf-8"))
    found = {character.name: character.speeches for character in breakdown(context_of(text)).characters}
    return {"speakers": len(found), "speakers right": found == truth["by_character"]}


def main() -> None:
    """Print the scores, or write them to `results/breakdown.json`."""
    files = sorted((HERE / "data").glob("conditions-*.tsv"))
    result: dict[str, Any] = {path.stem: score(path, wrong="--wrong" in sys.argv) for path in files}
    result["feature"] = feature()
    data = os.environ.get("STORYFORGE_TEST_DATA")
    if data and (Path(data) / "fountain").is_dir():
        result["earnest"] = play(Path(data) / "fountain")
    text = json.dumps(result, indent=2, sort_keys=True)
    if "--write" in sys.argv:
        (HERE / "results").mkdir(exist_ok=True)
        (HERE / "results" / "breakdown.json").write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
