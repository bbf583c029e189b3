"""The offline rule of the task `describe`: the rules of the breakdown have read every passage, and add nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.tasks.describe import DescribeOutput

if TYPE_CHECKING:
    from storyforge.tasks.describe import DescribeContext


def describe(context: DescribeContext) -> DescribeOutput:
    """Nothing more than is known."""
    del context
    return DescribeOutput()
