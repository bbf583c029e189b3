"""A screenplay of twelve scenes for two people and whoever they meet, of which the director makes eight shots each."""

from __future__ import annotations

SCENES = 12
PLACES = (
    ("INT. LIGHTHOUSE - LAMP ROOM", "NIGHT"),
    ("EXT. HARBOUR", "DAWN"),
    ("INT. FISH HALL", "MORNING"),
    ("EXT. DUNES", "DAY"),
    ("INT. CHAPEL", "DAY"),
    ("EXT. BREAKWATER", "DUSK"),
    ("INT. KITCHEN", "NIGHT"),
    ("EXT. BOATYARD", "MORNING"),
    ("INT. SCHOOLROOM", "DAY"),
    ("EXT. CLIFF PATH", "DUSK"),
    ("INT. CELLAR", "NIGHT"),
    ("EXT. PIER", "DAWN"),
)
THINGS = ("lantern", "rope", "letter", "compass")
MOODS = ("slowly", "at once", "without a word", "carefully", "in the draught", "with both hands")


def production_script(scenes: int = SCENES) -> str:
    """The script as Fountain, or its first scenes."""
    return "Title: The Keeper\n\n" + "\n".join(_scene(number) for number in range(scenes))


def _scene(number: int) -> str:
    place, time = PLACES[number]
    thing, mood = THINGS[number % len(THINGS)], MOODS[number % len(MOODS)]
    who = ("EDDA, 40, tall, in a grey coat,", "TOMAS, 25, thin, with red hair,") if number == 0 else ("EDDA", "TOMAS")
    return f"""\
{place} - {time}

{who[0]} lifts the {thing} {mood}. {who[1]} watches her from the door.

EDDA
You came back for the {thing}, then, and not for me.

TOMAS
I came back because nobody else would have.

Tomas takes the {thing} and sits down. He turns it over twice.

EDDA
Put it down. It has cost us enough.

Edda walks to the window. She looks out for a long time.

TOMAS
The light went out at four. Somebody must have seen.

Edda turns round. Tomas stands up and puts the {thing} on the table.

EDDA
Then we say what we saw, and nothing else.

She opens the door. The wind blows the papers from the table.

TOMAS
And if they ask what the {thing} was for?
"""
