"""Rules for prompts put into words: they have written them already, so that theirs stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.tasks.compiling import EndFramePromptOutput, FramePromptOutput, VideoPromptOutput

if TYPE_CHECKING:
    from storyforge.tasks.compiling import EndFramePromptContext, FramePromptContext, VideoPromptContext


def frame_prompt(context: FramePromptContext) -> FramePromptOutput:
    """The prompt of a start frame as it is."""
    return FramePromptOutput(text=context.text)


def end_frame_prompt(context: EndFramePromptContext) -> EndFramePromptOutput:
    """The prompt of an end frame as it is."""
    return EndFramePromptOutput(text=context.text)


def video_prompt(context: VideoPromptContext) -> VideoPromptOutput:
    """The prompt of a clip as it is."""
    return VideoPromptOutput(text=context.text)
