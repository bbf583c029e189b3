"""Premises of our own, and how the tests ask the offline teller about them."""

from __future__ import annotations

import tomllib
from pathlib import Path

from hypothesis import strategies as st

from storyforge.tasks.brief import Brief
from storyforge.tasks.options import OptionsContext
from storyforge.tasks.survey import Section

_TABLE = tomllib.loads((Path(__file__).parent / "premises.toml").read_text(encoding="utf-8"))
PREMISES = {name: (row["language"], row["text"]) for name, row in _TABLE["premise"].items()}


def asked(name: str, **more: object) -> OptionsContext:
    """A question about one of the premises."""
    language, text = PREMISES[name]
    return about(text, language, **more)


def about(text: str, language: str, **more: object) -> OptionsContext:
    """A question about a text."""
    settings: dict[str, object] = {"title": "A story", "language": language, "mode": "expansion"}
    settings |= {key: more.pop(key) for key in ("type", "length", "genres", "tone", "people") if key in more}
    given: dict[str, object] = {"what": "treatment", "words": 600, "source": (Section(text=text),)}
    return OptionsContext(brief=Brief(**settings), **(given | more))


@st.composite
def premises(draw: st.DrawFn) -> tuple[str, str]:
    """A language and a premise of one to fourteen different sentences, in one to three paragraphs."""
    code = draw(st.sampled_from(sorted(_TABLE["sentences"])))
    people, patterns = _TABLE["sentences"][code]["people"], _TABLE["sentences"][code]["patterns"]
    chosen = draw(st.lists(st.sampled_from(patterns), min_size=1, max_size=len(patterns), unique=True))
    cast = draw(st.lists(st.sampled_from(people), min_size=1 + (len(chosen) > 3), max_size=4, unique=True))
    told = [pattern.format(cast[(at + draw(st.integers(0, 1))) % len(cast)]) for at, pattern in enumerate(chosen)]
    told = [sentence[:1].upper() + sentence[1:] for sentence in told]
    cut = draw(st.integers(0, len(told)))
    return code, "\n\n".join(" ".join(part) for part in (told[:cut], told[cut:]) if part)
