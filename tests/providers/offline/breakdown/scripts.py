"""Small scripts of our own, and how tests ask for their breakdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.formats.fountain import parse
from storyforge.model.assets import Definitions
from storyforge.providers.offline.breakdown import breakdown
from storyforge.tasks.breakdown import BreakdownContext, BreakdownOutput, BreakdownScene
from storyforge.tasks.pieces import pieces

if TYPE_CHECKING:
    from storyforge.model.assets import Character, Prop, Setting

FERRY = """\
INT. FERRY TERMINAL - TICKET HALL - NIGHT

A long, low hall with a wet tiled floor. Neon hums over empty benches.

ANNA KREBS, 34, a welder with cropped hair and burn scars on her forearms, drags a SUITCASE through the door. She \
wears a blue boiler suit. Her boots are caked with mud.

Behind the counter sits OLD TOM (70s), a thin man in a yellow raincoat, one eye clouded.

ANNA
(out of breath)
Is the boat gone?

OLD TOM
Gone. Gone and sunk, for all I know.

He slides a BRASS KEY across the counter. Anna picks up the key and weighs it in her hand.

BOTH
Tomorrow.

A tall, bony DOCKWORKER with a limp pushes a trolley past them. A dog BARKS.

ANNA (CONT'D)
What's this for?

GET OUT OF HERE!
Somebody yells from outside.

EXT. HARBOUR - PIER - CONTINUOUS

Rain. The ferry's lights shrink on the black water.

Anna runs. The suitcase bursts open. Letters spill over the planks.

**DR. MIRA HOLT**, mid-40s, umbrella up, watches her from a parked van. Mira has silver hair in a braid.

MIRA
(softly)
Thirty years.

MOM (V.O.)
You came back.

The DOCKWORKER takes off his cap. Two GUARDS drag a crate to the van.

GUARD #1
Mind your feet.

GUARD #2
Mind yours.

INT. TOM'S HOUSE KITCHEN - LATER

A stove, a table, two chairs. A LANTERN swings from a beam.

YOUNG ANNA, 8, freckled, missing a front tooth, eats an apple at the table.

YOUNG ANNA
Where does the boat sleep?

MOM
Under the water.

TOM AND MIRA
Under the water.

Tom puts the brass key on the table. Mira pockets it. She wipes her hands on a towel.

INT. KITCHEN - NEXT DAY

The lantern is out. Anna opens the suitcase and lifts out the LANTERN's glass.

THE MAN IN THE DOORWAY
Who did it, Anna?

MAN IN THE DOORWAY (CONT'D)
Who?

INT. FERRY TERMINAL - NIGHT

The dockworker mops around an empty bench.
"""


def context(text: str, language: str = "en", definitions: Definitions | None = None) -> BreakdownContext:
    """A script as the task is told it."""
    scenes = (scene for scene in parse(text, language).screenplay.scenes if not scene.omitted)
    return BreakdownContext(
        language=language,
        scenes=tuple(
            BreakdownScene(number=scene.number or str(count), heading=scene.title, pieces=pieces(scene))
            for count, scene in enumerate(scenes, 1)
        ),
        definitions=definitions or Definitions(),
    )


def broken_down(text: str, language: str = "en", definitions: Definitions | None = None) -> BreakdownOutput:
    """The breakdown of a script."""
    return breakdown(context(text, language, definitions))


def people(output: BreakdownOutput) -> dict[str, Character]:
    return {person.name: person for person in output.characters}


def things(output: BreakdownOutput) -> dict[str, Prop]:
    return {thing.name: thing for thing in output.props}


def places(output: BreakdownOutput) -> dict[str, Setting]:
    return {place.name: place for place in output.settings}
