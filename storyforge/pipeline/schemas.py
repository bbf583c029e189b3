"""The schemas that a story keeps for editors: those of this program, brought up to date in one commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.pipeline.change import Change
from storyforge.pipeline.create import schema_files
from storyforge.pipeline.session import BUILD, message

if TYPE_CHECKING:
    from storyforge.pipeline.session import Session
    from storyforge.story import Story


def stale_schemas(story: Story) -> dict[str, bytes]:
    """Path -> content of the schemas that are missing, or not as this program writes them."""
    return {path: content for path, content in schema_files().items() if story.files.committed(path) != content}


def write_schemas(session: Session) -> list[str]:
    """Commit what is stale and return all paths that were written; a schema changed by hand is written anew."""
    stale = stale_schemas(session.story)
    if stale:
        change = Change(dict(stale), session.story.with_changes(stale))
        session.commit(change, message("setup: schemas up to date", "", {"Build": BUILD}), session.branch())
    return sorted({*stale, *_restored(session)})


def _restored(session: Session) -> list[str]:
    """Schemas whose file on disk was not as committed, and is again."""
    tree = session.work_tree
    files = {path: content for path, content in schema_files().items() if tree.exists(path)}
    return [path for path, new in files.items() if (old := tree.read(path)) != new and tree.replace(path, old, new)]
