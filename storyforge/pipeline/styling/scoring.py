"""Scores: how like a style some pictures are, whether they lie anywhere on disk or are frames of the story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.errors import MissingArtifactError, StyleFileError, UnknownArtifactError
from storyforge.formats.visual_styles import USUAL
from storyforge.media.likeness.descriptors import describe
from storyforge.media.likeness.signature import likeness
from storyforge.media.pictures import open_picture
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.pipeline.styling.visual import signature_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from storyforge.media.likeness.signature import Likeness
    from storyforge.pipeline.session import Session
    from storyforge.story import Story

_MOST_BYTES = 64 * 2**20


def pictures_named(session: Session | None, here: Path, names: Sequence[str]) -> dict[str, bytes]:
    """Name -> picture of files, and of the frames of scenes (`3`), shots (`3A`) or single frames (`3A.end`).

    Raises UnknownArtifactError, MissingArtifactError where a scene has no frames, StyleFileError.
    """
    found: dict[str, bytes] = {}
    for name in names:
        place = here / name
        if place.is_file():
            found[name] = _content(place)
        elif session is None:
            raise StyleFileError(name, "there is no such file", "Outside of a story, name picture files.")
        else:
            found |= _frames(session.story, name)
    return found


def _content(place: Path) -> bytes:
    if place.stat().st_size > _MOST_BYTES:
        raise StyleFileError(str(place), "it is larger than 64 MB", "Name a smaller picture.")
    return place.read_bytes()


def _frames(story: Story, name: str) -> dict[str, bytes]:
    shot = name.partition(".")[0]
    by_scene = {number: scene_path(folder(number), "frames") for number in story.scenes}
    wanted = [by_scene[name]] if name in by_scene else list(by_scene.values())
    pictures = {
        item: (path.rpartition("/")[0], row[0])
        for path in wanted
        for item, row in story.summaries.index(path).get("pictures", {}).items()
    }
    mine = {i: at for i, at in pictures.items() if name in by_scene or name == i or shot == name == i.partition(".")[0]}
    if name in by_scene and not mine:
        raise MissingArtifactError(by_scene[name])
    if not mine:
        raise UnknownArtifactError(name, [*by_scene, *pictures])
    return {item: story.medium(f"{beside}/{file}") for item, (beside, file) in mine.items()}


def score_each(
    session: Session | None, pictures: Mapping[str, bytes], styles: Sequence[str] = ()
) -> tuple[list[tuple[str, str, Likeness]], dict[str, str]]:
    """Style, picture and score of each picture against each style; and from what each style was learned.

    Without names of styles it is the story's. Raises UnknownVisualStyleError, NotAVisualStyleError,
    UnreadableMediaError.
    """
    story = session.story if session else None
    usual = (story.story.styles.visual if story else None) or USUAL
    described = {name: describe(open_picture(content, name)) for name, content in pictures.items()}
    scores: list[tuple[str, str, Likeness]] = []
    learned: dict[str, str] = {}
    for style in dict.fromkeys(styles or (usual,)):
        signature, how = signature_of(story, session.repository.common_dir if session else None, style)
        learned[style] = how
        scores += [(style, name, likeness(each, signature)) for name, each in described.items()]
    return scores, learned
