"""Writes the graph of a story as a DVC pipeline, finished: `dvc.yaml`, and the `dvc.lock` that says all is up to date.

A stage for each artifact of each scene, with the files that its plan names as its dependencies, its media among its
outputs; one stage for all assets. The lock is written here, for `dvc repro` takes minutes to write that of so many
stages. Outputs are not cached: they lie in git, as the story's own do.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from itertools import chain
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

from storyforge.model.behind import behind, is_derived
from storyforge.model.kinds import scene_folder_of
from storyforge.stages import walk

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.model.summary import Summaries

Stages = dict[str, tuple[set[str], set[str]]]
"""Name -> dependencies, outputs."""
_SOURCES = ("story.yaml", "inputs/")


def graph(summaries: Summaries) -> Stages:
    """The stages of a story."""
    stages: Stages = {}
    for row in walk(summaries.mode):
        for path, items in row.load().items(summaries).items():
            if path.startswith(_SOURCES):
                continue
            here = scene_folder_of(path)
            needs, makes = stages.setdefault(f"{row.name}-{here}" if here else row.name, (set(), set()))
            makes |= {path, *summaries.index(path).get("media", ())}
            for facet in chain.from_iterable(items.values()):
                needs |= {file for file, _ in behind(facet, summaries)} or _itself(facet.partition("#")[0])
    return {name: (needs - makes, makes) for name, (needs, makes) in stages.items()}


def _itself(path: str) -> set[str]:
    return set() if is_derived(path) else {path}


def write(root: Path, story: Path, stages: Stages, dvc: str) -> None:
    """The pipeline in a new repository, with copies of the story's files."""
    root.mkdir(parents=True)
    for command in (["git", "init", "-q", "-b", "main"], ["git", "config", "gc.auto", "0"], [dvc, "init", "-q"]):
        subprocess.run(command, cwd=root, check=True)
    for path in sorted({path for both in stages.values() for paths in both for path in paths}):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(story / path, root / path)
    yaml = YAML(typ="safe", pure=False)
    yaml.default_flow_style = False
    with (root / "dvc.yaml").open("w", encoding="utf-8") as file:
        yaml.dump({"stages": {name: _declared(*both) for name, both in stages.items()}}, file)
    with (root / "dvc.lock").open("w", encoding="utf-8") as file:
        yaml.dump({"schema": "2.0", "stages": {name: _locked(root, *both) for name, both in stages.items()}}, file)
    subprocess.run(["git", "add", "-A"], cwd=root, check=True)
    identity = ["-c", "user.name=Measure", "-c", "user.email=measure@example.org"]
    subprocess.run(["git", *identity, "commit", "-q", "-m", "a pipeline"], cwd=root, check=True)


def _declared(needs: set[str], makes: set[str]) -> dict[str, Any]:
    return {"cmd": "true", "deps": sorted(needs), "outs": [{path: {"cache": False}} for path in sorted(makes)]}


def _locked(root: Path, needs: set[str], makes: set[str]) -> dict[str, Any]:
    deps, outs = ([_entry(root, path) for path in sorted(paths)] for paths in (needs, makes))
    return {"cmd": "true", **({"deps": deps} if deps else {}), "outs": outs}


def _entry(root: Path, path: str) -> dict[str, Any]:
    content = (root / path).read_bytes()
    digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
    return {"path": path, "hash": "md5", "md5": digest, "size": len(content)}
