"""Trees and packs made here are the ones that git makes."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storyforge.repo import Repository, blob_id, objects, repository

if TYPE_CHECKING:
    import pytest

    from tests.repo.conftest import Git

NAMES = st.sampled_from(["a", "a.b", "a-b", "a0", "ab", "b", "é", "scenes", "scenes.md", "Z"])
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)
FILES = st.dictionaries(PATHS, st.none() | st.binary(max_size=20), max_size=12)


def fits(paths: list[str]) -> bool:
    return not any(other.startswith(path + "/") for path in paths for other in paths)


@settings(max_examples=200)
@given(st.lists(FILES, min_size=1, max_size=4))
def test_changing_a_tree_step_by_step_gives_the_tree_of_the_result(steps: list[dict[str, bytes | None]]) -> None:
    store: dict[str, bytes] = {}
    expected: dict[str, bytes] = {}
    root: str | None = None
    for step in steps:
        after = {path: data for path, data in {**expected, **step}.items() if data is not None}
        if not fits([*expected, *step]):
            continue
        changes = {
            path: None if data is None else objects.Entry(objects.FILE, blob_id(data)) for path, data in step.items()
        }
        trees = objects.Trees(root, store.__getitem__)
        root, new = trees.changed(changes)
        store |= {item.id: objects.content_of(item.content) for item in new}
        expected = after
        everything = {path: objects.Entry(objects.FILE, blob_id(data)) for path, data in expected.items()}
        assert objects.Trees(None, store.__getitem__).changed(everything)[0] == root


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(FILES)
def test_a_committed_tree_has_the_id_that_git_gives_it(
    repository: Repository, git: Git, files: dict[str, bytes | None]
) -> None:
    present = {path: data for path, data in files.items() if data is not None}
    if not fits(list(present)):
        return
    entries = {path: objects.Entry(objects.FILE, blob_id(data)) for path, data in present.items()}
    tree, new = objects.Trees(None, dict[str, bytes]().__getitem__).changed(entries)
    blobs = [objects.NewObject(objects.BLOB, data) for data in present.values()]
    objects.store_pack(repository.root, [*blobs, *new])
    lines = "".join(f"100644 {entry.id}\t{path}\0" for path, entry in entries.items())
    (repository.git_dir / "index").unlink(missing_ok=True)
    command = ["git", "update-index", "-z", "--index-info"]
    subprocess.run(command, input=lines.encode(), cwd=repository.root, check=True, capture_output=True)
    assert git("write-tree").strip() == tree


def test_sizes_of_every_length_survive_a_pack(repository: Repository, git: Git) -> None:
    sizes = [0, 1, 15, 16, 2047, 2048, 262_143, 262_144, 3_000_000]
    contents = {f"{size}.bin": bytes(size) for size in sizes} | {f"n{n}": b"%d" % n for n in range(30)}
    made = repository.commit(contents, "sizes", parent=None, branch="main")
    tree = repository.tree(made)
    assert {path: repository.blob(blob) for path, blob in tree.items()} == contents
    assert git("fsck", "--strict") == ""
    assert git("status", "--porcelain") == ""


def test_trees_and_blobs_of_a_partial_clone_are_fetched(
    story: Repository, tmp_path_factory: pytest.TempPathFactory, git: Git
) -> None:
    git("config", "uploadpack.allowFilter", "true")
    folder = tmp_path_factory.mktemp("clones") / "partial"
    git("clone", "-q", "--filter=tree:0", "--no-checkout", story.root.as_uri(), str(folder))
    clone = Repository.open(folder)
    tree = clone.tree("HEAD")
    assert tree == story.tree("HEAD")
    assert clone.blob(tree["beats.yaml"]) == b"beats: []\n"


def test_a_name_of_a_room_that_is_not_there() -> None:
    import storyforge.repo

    for name in storyforge.repo.__all__:
        assert getattr(storyforge.repo, name) is not None
    assert not hasattr(storyforge.repo, "stash")
    assert storyforge.repo.Repository is repository.Repository
