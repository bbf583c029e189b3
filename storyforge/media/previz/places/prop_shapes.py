"""The table of all kinds of props: what draws each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.media.previz.places.prop_arms import ARMS
from storyforge.media.previz.places.prop_large import LARGE
from storyforge.media.previz.places.prop_papers import PAPERS
from storyforge.media.previz.places.prop_table import TABLE
from storyforge.media.previz.places.prop_things import THINGS
from storyforge.media.previz.places.prop_toys import TOYS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from storyforge.media.previz.places.kit import Frame, Kit

PROPS: Mapping[str, Callable[[Kit, Frame], None]] = {**ARMS, **PAPERS, **TABLE, **THINGS, **TOYS, **LARGE}
