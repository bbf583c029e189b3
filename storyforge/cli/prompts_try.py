"""`storyforge prompts try`: variants of a frame prompt, as pictures side by side; and the one that is taken."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from storyforge.cli.table import paint

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.pipeline.trying import Trial, Trying


def try_variants(
    folder: Path,
    shots: tuple[str, ...],
    count: int,
    take: int | None,
    spending: dict[str, Any],
    *,
    dry: bool,
    as_json: bool,
) -> None:
    """Try variants of a shot's frame prompt, or take one; the sheet is written where exports are, which git ignores."""
    from storyforge.cli.run import Teller
    from storyforge.errors import RequestError
    from storyforge.pipeline.export import FOLDER
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.trying import Trying

    if len(shots) != 1:
        raise RequestError("prompts try is for one shot.", "Write: storyforge prompts try 3B --variants 4")
    session = Session.open(folder)
    trying = Trying(session, shots[0], max(count, take or 0), Request("try", dry=dry, **spending))
    if take is not None:
        _take(trying, take, dry=dry, as_json=as_json)
        return
    if dry:
        price, by = trying.price()
        told = {"shot": trying.shot, "variants": [one.name for one in trying.variants], "by": by, "cost": price.plain()}
        names = ", ".join(one.name for one in trying.variants)
        print(json.dumps({**told, "dry_run": True}) if as_json else f"Would try by {by} for {price.words()}: {names}.")
        return
    trial = trying.make(Teller(as_json).tell)
    place = session.repository.root / FOLDER / f"{trial.shot}-variants.png"
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(trial.png)
    _tell(trial, place, as_json=as_json)


def _take(trying: Trying, take: int, *, dry: bool, as_json: bool) -> None:
    from storyforge.errors import RequestError

    if not 1 <= take <= len(trying.variants):
        raise RequestError(f"{trying.shot} has no variant {take}.", f"It has 1 to {len(trying.variants)}.")
    commit = None if dry else trying.take(take)
    name = trying.variants[take - 1].name
    if as_json:
        print(json.dumps({"shot": trying.shot, "taken": take, "variant": name, "commit": commit, "dry_run": dry}))
    elif commit:
        print(f"Taken: {name}, as the frame prompt of {trying.shot} (commit {commit[:10]}). It is yours: edited.")
        print(f"Next: storyforge run frames --outdated; back: git revert {commit[:10]}")
    else:
        print(f"Would take {name}." if dry else f"Nothing to do: {trying.shot} is prompted so already.")


def _tell(trial: Trial, place: Path, *, as_json: bool) -> None:
    rows = [
        {
            "number": one.number,
            "variant": one.variant.name,
            "score": one.score,
            "drift": one.drift,
            "text": one.variant.text,
            "problem": one.problem,
        }
        for one in trial.tried
    ]
    if as_json:
        told = {"shot": trial.shot, "by": trial.by, "cost": trial.cost.plain(), "file": str(place), "variants": rows}
        print(json.dumps({**told, "before": trial.before}, ensure_ascii=False))
        return
    for row in rows:
        said = [f"{word} {row[of]}" for word, of in (("style", "score"), ("drift", "drift")) if row[of] is not None]
        print(f"{row['number']}  {row['variant']:<18} {row['problem'] or '  '.join(said)}")
    if trial.before:
        print(paint(f"style: 100 is in the middle of it; drift: from {trial.before}, 0 is as planned.", "dim"))
    cost = "at no cost" if trial.cost.amount == 0 else trial.cost.words()
    print(f"{place}, by {trial.by}, {cost}")
    if trial.by.partition(":")[0] == "offline":
        print(
            paint("The offline artist reads no words: its pictures show how strong the style is, nothing else.", "dim")
        )
    print(f"Take one: storyforge prompts try {trial.shot} --take N")
