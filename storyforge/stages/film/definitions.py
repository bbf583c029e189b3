"""Definition sheets: what the author knows already about people, things and places; and whom the beats name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from storyforge.errors import InvalidArtifactError
from storyforge.formats import artifacts
from storyforge.model.assets import CharacterDefinition, Definitions
from storyforge.model.cast import name_key
from storyforge.model.kinds import DEFINITIONS
from storyforge.model.slug import slugify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.model.beats import BeatSheet
    from storyforge.stages.base import Library

INPUTS = "inputs/inputs.yaml"
BEATS = "beats.yaml"


# Asked for by every scene's brief, of the same library.
@lru_cache(maxsize=1)
def definitions(library: Library) -> Definitions:
    """All definition sheets among the context files as one, in their order; raises InvalidArtifactError."""
    merged = Definitions()
    for path in library.summaries.index(INPUTS).get("definitions", ()):
        data = library.read(path)
        if data is None:
            raise InvalidArtifactError(
                "The definition sheet is not there.", f"Put it back, or take it out of {INPUTS}.", path=path
            )
        sheet = cast("Definitions", artifacts.read(DEFINITIONS, path, data.decode("utf-8-sig", "replace")))
        merged = Definitions(
            characters=merged.characters + sheet.characters,
            props=merged.props + sheet.props,
            settings=merged.settings + sheet.settings,
        )
    return merged


def known(library: Library) -> Definitions:
    """The definition sheets, and the people of the beats whom the script names and no sheet defines.

    A script that was written here is written of people who are known; of a screenplay only the script says who is who.
    """
    sheet = definitions(library)
    if library.summaries.way == "screenplay" or BEATS not in library.summaries:
        return sheet
    said = "\n".join(element.text for element in library.script.elements)
    more = tuple(CharacterDefinition(name=n, aliases=_forms(n, said)) for n in _people(library, sheet, said))
    return sheet.model_copy(update={"characters": sheet.characters + more})


def _forms(name: str, said: str) -> tuple[str, ...]:
    """Other forms of `the stranger`: without an article, and as they come in, `a stranger`; of a bare name none."""
    bare = name[-len(name_key(name)) :]
    if name_key(bare) != name_key(name) or bare == name:
        return ()
    found = re.findall(rf"(?<!\w)\w+ {re.escape(bare)}(?!\w)", said)
    articled = (form.lower() for form in found if name_key(form) == name_key(name))
    return tuple(form for form in dict.fromkeys((bare, *articled)) if form != name)


def _people(library: Library, sheet: Definitions, said: str) -> Iterator[str]:
    cues = {slugify(name) for name in library.summaries.index("script.fountain").get("speakers", {})}
    taken = cues | {slugify(name) for person in sheet.characters for name in (person.name, *person.aliases)}
    beats = cast("BeatSheet", library.model(BEATS)).beats
    for name in dict.fromkeys(name for beat in beats for name in beat.people):
        if slugify(name) not in taken and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said):
            yield name
