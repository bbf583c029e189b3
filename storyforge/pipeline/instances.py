"""Pictures of states: approved element by element, and made the master picture of their asset."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from storyforge.errors import MissingArtifactError, UnknownArtifactError, UnknownSceneError
from storyforge.model.counted import counted
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.model.references import slug_of
from storyforge.pipeline.editing.save import record_edits
from storyforge.pipeline.images import add_picture
from storyforge.pipeline.ticking import commit_ticked, newly

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from storyforge.model.instances import InstanceSet
    from storyforge.pipeline.session import Session
    from storyforge.story import Story


def instances_of(story: Story, number: str, elements: Collection[str]) -> InstanceSet:
    """The pictures of states in a scene; raises UnknownSceneError, MissingArtifactError, UnknownArtifactError.

    Every element that is named must have one.
    """
    if number not in story.scenes:
        raise UnknownSceneError(number, list(story.scenes))
    path = scene_path(folder(number), "instances")
    if path not in story.files.ids:
        raise MissingArtifactError(path)
    found = cast("InstanceSet", story.model(path))
    there = [*found.pictures(), *(slug_of(item) for item in found.pictures())]
    for element in elements:
        if element not in there:
            raise UnknownArtifactError(element, list(dict.fromkeys(there)))
    return found


def approve_instances(session: Session, numbers: Sequence[str], elements: Collection[str] = ()) -> list[str]:
    """Approve the pictures of elements in some scenes, of all where none is named; returns what is new."""
    branch = session.branch()
    record_edits(session, branch=branch)
    models: dict[str, InstanceSet] = {}
    new: list[str] = []
    for number in numbers:
        old = instances_of(session.story, number, elements)
        ticked = old.ticked(lambda item: not elements or item in elements or slug_of(item) in elements)
        if found := newly(old, ticked):
            models[scene_path(folder(number), "instances")] = ticked
            new += [f"{number}/{item}" for item in found]
    if models:
        few = ", ".join(new) if len(new) <= 3 else counted(len(new), "picture")
        commit_ticked(session, models, f"instances: {few} approved", branch)
    return new


def promote_instance(session: Session, number: str, element: str) -> str:
    """Make the picture of an element in a scene the key image of its asset; returns the new picture's name.

    Raises what `instances_of` raises; UnknownArtifactError where the element has several, and none was meant.
    """
    story = session.story
    found = instances_of(story, number, [element]).pictures()
    mine = [item for item in found if element in (item, slug_of(item))]
    if len(mine) != 1:
        raise UnknownArtifactError(element, mine)
    where = f"scenes/{folder(number)}/{found[mine[0]].file}"
    return add_picture(session, slug_of(mine[0]), "key", story.medium(where), where)
