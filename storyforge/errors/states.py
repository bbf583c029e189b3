"""Errors of states: what is wet, torn or in hand, in which scene, and who says so."""

from __future__ import annotations

from storyforge.errors.base import RequestError, did_you_mean


class NoSuchStateError(RequestError):
    """A name of a state that no shot proposes, or that meets no border of the scenes asked for."""

    def __init__(self, name: str, known: list[str], *, carried: bool = False) -> None:
        what = "No condition that meets this border" if carried else "No state that is proposed there"
        some = f"There: {', '.join(known[:8])}{' ...' if len(known) > 8 else ''}" if known else "There is none there."
        super().__init__(f"{what} is called {name}.", did_you_mean(name, known) or some)


class NoSuchElementError(RequestError):
    """Somebody or something that is no asset, or is not in the scene that was asked about."""

    def __init__(self, name: str, scene: str, known: list[str]) -> None:
        place = f" in scene {scene}" if scene else ""
        some = (
            f"There: {', '.join(known[:8])}{' ...' if len(known) > 8 else ''}" if known else "Nothing is known there."
        )
        super().__init__(f"There is no {name}{place}.", did_you_mean(name, known) or some)
