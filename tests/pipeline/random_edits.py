"""Random edits of a story, of every kind of artifact: what an author may do with an editor, one to three at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.errors import StoryforgeError
from tests.pipeline.edit_tools import ImpossibleError
from tests.pipeline.edits_of_assets import ASSETS, blank_lines, comment, key_order, quotes
from tests.pipeline.edits_of_scenes import (
    beats_file,
    prompts_file,
    scene_file,
    shot_field,
    shot_line,
    shots_in_order,
    story_file,
    visuals_file,
)
from tests.pipeline.edits_of_script import (
    cue,
    heading,
    new_scene,
    omitted_scene,
    parenthetical,
    removed_scene,
    script_blank_lines,
    script_note,
    sentence_of_action,
    swapped_scenes,
    word_of_action,
    word_of_dialogue,
)

if TYPE_CHECKING:
    from random import Random

    from storyforge.story import Story
    from tests.pipeline.edit_tools import Changes, Edit

EDITS: tuple[Edit, ...] = (
    *(word_of_dialogue, word_of_dialogue, word_of_action, word_of_action, sentence_of_action, heading),
    *(new_scene, removed_scene, omitted_scene, swapped_scenes, cue, parenthetical, script_note, script_blank_lines),
    *ASSETS,
    *(scene_file, scene_file, scene_file, shot_field, shot_field, shot_field, shot_field, shot_field),
    *(shot_line, shots_in_order, shots_in_order, visuals_file, visuals_file, prompts_file, prompts_file, prompts_file),
    *(story_file, story_file, beats_file, comment, key_order, quotes, blank_lines),
)


def random_edits(story: Story, random: Random) -> tuple[Story, list[str]]:
    """The story with one to three edits, and what was done to it in words."""
    wanted = random.choice((1, 1, 1, 2, 2, 3))
    done: list[str] = []
    while len(done) < wanted:
        edit = random.choice(EDITS)
        try:
            changes = edit(story, random)
            changed = story.with_changes(changes)
            _read_all(changed, changes)
        except (ImpossibleError, StoryforgeError, ValueError):
            continue
        if all(story.read(path) == content for path, content in changes.items()):
            continue
        story = changed
        done.append(f"{edit.__name__} {' '.join(changes)}")
    return story, done


def _read_all(story: Story, changes: Changes) -> None:
    """An edit that leaves a file which can't be read is another matter; raises StoryforgeError."""
    for path in changes:
        story.model(path)
    if not story.scenes or not all(scene.number for scene in story.script.scenes if scene.heading):
        raise ImpossibleError
