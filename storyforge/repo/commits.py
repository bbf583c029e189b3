"""Making a commit: objects, pending.json, the branch by compare-and-swap, then index and work tree."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pygit2

from storyforge.errors import BranchInUseError, ChangedMeanwhileError, LfsNotSetUpError, StaleParentError
from storyforge.repo import lfs
from storyforge.repo.apply import Ids, bring_in
from storyforge.repo.attributes import is_media_name
from storyforge.repo.identity import identity
from storyforge.repo.objects import BLOB, FILE, TREE, Entry, NewObject, Trees, blob_id, content_of, store_pack
from storyforge.repo.paths import check_path, check_place
from storyforge.repo.pending import Pending, read_pending, sync_folder
from storyforge.repo.program import git, run
from storyforge.repo.publish import Moved, Publisher
from storyforge.repo.quick import checked_out, elsewhere
from storyforge.repo.signing import clean, commit_object
from storyforge.repo.translate import translated
from storyforge.repo.worktree import Seen, look

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from storyforge.repo.attributes import Storage
    from storyforge.repo.objects import Content
    from storyforge.repo.quick import Places

# Above this many new objects they are stored as one pack. A pack is faster from about six objects on, most of all on a
# busy disk (benchmarks/results/repository.json); below, loose objects keep the number of packs down.
_PACK_ABOVE = 12
# Whoever is overtaken so often, by git commands that know nothing of our lock, is told so.
_ROUNDS = 20
_LATER = "The commit is made; the next storyforge command brings its files into the work tree."


@dataclass(frozen=True)
class Planned:
    """What a commit will hold: the tree, the objects and media that are new, and path -> (old id, new id).

    `gone` are files that are as in the parent and that the work tree lacks.
    """

    tree: str
    objects: list[NewObject]
    media: list[Content]
    files: Ids
    gone: Ids
    modes: dict[str, str]


@dataclass(frozen=True)
class Writer:
    """Commits to one repository; the caller holds the story's lock.

    `read` gives an object's content by id, `store` has the media of Git LFS, `storage` says how media are kept from
    this commit on, where that is to change (else as `.gitattributes` says), `step` is called with each step's name.
    """

    git: pygit2.Repository
    places: Places
    read: Callable[[str], bytes]
    store: lfs.Store
    step: Callable[[str], None]
    storage: Storage | None = None

    def commit(
        self,
        files: Mapping[str, Content | None],
        message: str,
        parent: str | None,
        branch: str,
        moved: Callable[[Moved], None] | None = None,
    ) -> str:
        """The whole protocol; see `Repository.commit`."""
        other = elsewhere(self.places, branch)
        if other:
            raise BranchInUseError(branch, str(other))
        for path in files:
            check_path(path)
            check_place(self.places.root, path)
        for _ in range(_ROUNDS):
            onto = self._onto(files, parent, branch, moved)
            try:
                return self._commit_onto(files, message, onto, branch)
            except StaleParentError:
                if moved is None:
                    raise
        raise StaleParentError(branch)

    def _onto(
        self,
        files: Mapping[str, Content | None],
        parent: str | None,
        branch: str,
        moved: Callable[[Moved], None] | None,
    ) -> str | None:
        """The commit to stand on: `parent`, or what the branch has come to where that is no matter to these files."""
        tip = self._publisher.tip(branch)
        if tip == parent:
            return parent
        if moved is None or tip is None or parent is None:
            raise StaleParentError(branch)
        theirs = self._trees(tip)
        with translated(self.places.root, "commit"):
            changed = Moved(branch, parent, tip, tuple(sorted(theirs.differing(self._trees(parent)))))
            both = [path for path in changed.paths if path in files]
            unlike = [path for path in both if _id(theirs.file(path)) != self._stored_id(path, files[path])]
        if unlike:
            raise ChangedMeanwhileError(branch, unlike, parent, tip)
        moved(changed)
        return tip

    def _stored_id(self, path: str, content: Content | None) -> str | None:
        return None if content is None else blob_id(self._as_stored(path, content))

    def _commit_onto(self, files: Mapping[str, Content | None], message: str, parent: str | None, branch: str) -> str:
        root = self.places.root
        with translated(root, "commit"):
            plan = self._plan(files, parent)
        if parent and not plan.files:
            with translated(root, "commit"):
                self._bring_in(branch, plan.gone, plan.modes)
            return parent
        who = identity(root)
        text = clean(message)
        with translated(root, "commit"):
            self._keep(plan.media)
            self._store(plan.objects)
            self.step("objects")
            commit = commit_object(self.git, root, plan.tree, text, parent, who)
            self.step("commit")
            pending = Pending(parent, commit, branch, plan.files | plan.gone)
            self._publisher.publish(pending, who.committer, text.splitlines()[0])
        with translated(root, "commit", _LATER):
            self._finish(pending, plan.modes)
        self._tidy(plan.objects)
        return commit

    def tip(self, branch: str) -> str | None:
        """The commit a branch points to, None where it does not exist yet; raises InvalidPathError for a bad name."""
        return self._publisher.tip(branch)

    @cached_property
    def _publisher(self) -> Publisher:
        return Publisher(self.git, self.places, self.step)

    def finish_pending(self) -> str | None:
        """Finish or discard what a killed command left; says what it did, None where there was nothing."""
        file = self.places.pending
        with translated(self.places.root, "commit"):
            try:
                pending = read_pending(file)
            except ValueError:
                self._publisher.clear()
                return "discarded an unreadable record of a commit; nothing was changed"
            if pending is None:
                return None
            tip = self._publisher.tip(pending.branch)
            if not tip or not self._publisher.leads_to(tip, pending.commit):
                self._publisher.clear()
                return f'discarded a commit on "{pending.branch}" that was not finished; nothing was changed'
            trees = self._trees(tip)
            found = {path: trees.file(path) for path in pending.files}
            ours = {path: ids for path, ids in pending.files.items() if _id(found[path]) == ids[1]}
            modes = {path: entry.mode for path, entry in found.items() if entry}
            self._finish(Pending(pending.parent, tip, pending.branch, ours), modes)
            return f'finished commit {pending.commit[:10]} on "{pending.branch}": {len(ours)} files'

    def _trees(self, commit: str | None) -> Trees:
        root = str(self.git[commit].peel(pygit2.Commit).tree_id) if commit else None
        return Trees(root, self.read)

    def _plan(self, files: Mapping[str, Content | None], parent: str | None) -> Planned:
        trees = self._trees(parent)
        changes: dict[str, Entry | None] = {}
        ids: Ids = {}
        gone: Ids = {}
        modes: dict[str, str] = {}
        blobs: list[NewObject] = []
        media: list[Content] = []
        for path, content in sorted(files.items()):
            old = trees.file(path)
            stored = None if content is None else self._as_stored(path, content)
            new = None if stored is None else Entry(old.mode if old else FILE, blob_id(stored))
            if new is not None:
                modes[path] = new.mode
            if old == new:
                if new is not None and look(self.places.root / path) == Seen(None, None):
                    gone[path] = (_id(old), _id(new))
                continue
            changes[path] = new
            ids[path] = (_id(old), _id(new))
            if stored is not None and content is not None:
                blobs.append(NewObject(BLOB, stored))
                media += [content] if stored is not content and self._in_lfs(path) else []
        tree, folders = trees.changed(changes)
        return Planned(tree, blobs + folders, media, ids, gone, modes)

    def _as_stored(self, path: str, content: Content) -> Content:
        """What the commit holds by `.gitattributes`: an LFS pointer, or LF where it asks for it.

        Git would show anything else as a change for ever. Raises LfsNotSetUpError.
        """
        if self._in_lfs(path):
            if not self.store.is_set_up:
                raise LfsNotSetUpError(path)
            return lfs.pointer(content)
        if not isinstance(content, bytes) or b"\r\n" not in content or self._attribute(path, "eol") != "lf":
            return content
        return content.replace(b"\r\n", b"\n")

    def _in_lfs(self, path: str) -> bool:
        if self.storage and is_media_name(path):
            return self.storage == "lfs"
        return self._attribute(path, "filter") == "lfs"

    def _attribute(self, path: str, name: str) -> str | bool | None:
        """An attribute's value; of an index that libgit2 can't read (a sparse one) by the git program."""
        try:
            return self.git.get_attr(path, name)
        except pygit2.GitError:
            fields = git(self.places.root, "check-attr", "-z", name, "--", path).decode("utf-8", "replace").split("\0")
            return None if fields[2] == "unspecified" else fields[2]

    def _keep(self, media: list[Content]) -> None:
        if media:
            self.store.put(media)
            self.step("media")
            self.store.hook()

    def _store(self, objects: list[NewObject]) -> None:
        if len(objects) > _PACK_ABOVE:
            store_pack(self.places.root, objects)
            sync_folder(self.places.common_dir / "objects" / "pack")
            return
        kinds = {BLOB: pygit2.enums.ObjectType.BLOB, TREE: pygit2.enums.ObjectType.TREE}
        for item in objects:
            self.git.write(kinds[item.kind], content_of(item.content))

    def _tidy(self, objects: list[NewObject]) -> None:
        """Let git join packs once there are many (`gc.auto`, `gc.autoPackLimit`), as it does after its own commits.

        Whether it succeeds is no matter of this commit.
        """
        if len(objects) > _PACK_ABOVE:
            run(self.places.root, "gc", "--auto", "--quiet")

    def _finish(self, pending: Pending, modes: Mapping[str, str]) -> None:
        """Bring the files in if the branch is still checked out here, then drop the record."""
        self._bring_in(pending.branch, pending.files, modes)
        self._publisher.clear()
        self.step("end")

    def _bring_in(self, branch: str, files: Ids, modes: Mapping[str, str]) -> None:
        if files and checked_out(self.places.git_dir) == branch:
            bring_in(self.places, files, modes, self._as_file, self.step)

    def _as_file(self, blob: str) -> bytes:
        return self.store.fetched(self.read(blob))


def _id(entry: Entry | None) -> str | None:
    return entry.id if entry else None
