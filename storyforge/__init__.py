"""Storyforge: a story is a git repository of plain files, a stage is a command, the result opens in your editor."""

__version__ = "0.2.0.dev0"
