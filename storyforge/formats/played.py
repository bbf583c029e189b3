"""What happens and what is said in a shot, in the order in which it is played."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.formats.prose import join_sentences, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.model.shots import Shot, SpokenLine


def played(shot: Shot, language: str) -> Iterator[str | SpokenLine]:
    """Stretches of action and lines; neighbouring sentences of action are one stretch."""
    action = sentences(shot.action, language)
    told = 0
    for line in shot.dialogue:
        until = slot(line, len(action))
        if until > told:
            yield join_sentences(action[told:until])
            told = until
        yield line
    if told < len(action):
        yield join_sentences(action[told:])


def slot(line: SpokenLine, sentences_of_action: int) -> int:
    """How many sentences of the action are played before a line."""
    return sentences_of_action if line.after is None else min(line.after, sentences_of_action)
