"""The tasks of stage 4: beats become a plan of scenes, and each scene is written on its own."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from storyforge.model.beats import Beat
from storyforge.tasks.base import Context, Output, Role
from storyforge.tasks.brief import Brief


class PlannedScene(Output):
    """A scene before it is written."""

    place: str = Field(description="Where it plays, as headings name places: KITCHEN, or KITCHEN - PANTRY.")
    inside: Literal["INT.", "EXT.", "INT./EXT."] = Field(description="Inside or outside.")
    time: str = Field("", description="Time of day, as headings name it: DAY, NIGHT, CONTINUOUS.")
    people: tuple[str, ...] = Field((), description="Names of those who are in it.")
    purpose: str = Field("", description="What changes in it.")
    beats: tuple[str, ...] = Field(description="Ids of the beats that it plays.")


class OutlineContext(Context):
    """The beats to be laid out in scenes."""

    brief: Brief = Field(description="The story as a whole.")
    beats: tuple[Beat, ...] = Field(description="The beats in order.")
    scenes: int = Field(description="About how many scenes the target length takes.")
    guidance: str = Field("", description="What the author wants of it now.")


class OutlineOutput(Output):
    """The scenes in order; every beat is played, in order."""

    ROLE: ClassVar[Role] = "director"

    scenes: tuple[PlannedScene, ...] = Field(description="The scenes in order.")

    def faults(self, context: OutlineContext) -> tuple[str, ...]:
        """Beats that no scene plays, and beats that there are not."""
        known = [beat.id for beat in context.beats]
        played = {name for scene in self.scenes for name in scene.beats}
        missing = [name for name in known if name not in played]
        unknown = sorted(played.difference(known))
        found = [f"No scene plays {', '.join(missing)}."] if missing else []
        found += [f"There is no beat {', '.join(unknown)}."] if unknown else []
        return tuple(found)


class Block(Output):
    """One piece of a scene: an action, or a speech."""

    kind: Literal["action", "speech", "transition"] = Field(description="What it is.")
    text: str = Field(description="What is seen and heard, in the present tense; or what is said, word for word.")
    character: str = Field("", description="Who speaks, as cues name them; empty for an action.")
    extension: str = Field("", description="V.O., O.S., or another extension of the cue.")
    parenthetical: str = Field("", description="How it is said, where the words do not show it.")
    gap: str = Field("", description="What only the author can say here: a question, where the text leaves it open.")


class SceneContext(Context):
    """One scene to be written; no other scene's text is in it."""

    brief: Brief = Field(description="The story as a whole.")
    scene: str = Field(description="Number of the scene.")
    of: int = Field(description="How many scenes there are.")
    plan: PlannedScene = Field(description="The scene as it is planned.")
    beats: tuple[Beat, ...] = Field(description="The beats that it plays.")
    before: str = Field("", description="What the scene before is for.")
    after: str = Field("", description="What the next scene is for.")
    first: tuple[str, ...] = Field((), description="Who comes in for the first time in the film.")
    seconds: int = Field(description="About how long it plays.")
    guidance: str = Field("", description="What the author wants of it now.")


class SceneOutput(Output):
    """A scene, visually verbose: all that matters is seen or heard."""

    ROLE: ClassVar[Role] = "story-writer"

    blocks: tuple[Block, ...] = Field(description="The scene from first to last.")

    def faults(self, context: SceneContext) -> tuple[str, ...]:
        """A scene without a block, and speeches of nobody."""
        del context
        found = [] if self.blocks else ["The scene is empty."]
        found += [
            f'"{block.text[:60]}" is a speech of nobody.'
            for block in self.blocks
            if block.kind == "speech" and not block.character.strip()
        ]
        return tuple(found)


class CoherenceContext(Context):
    """A scene as it is written, and what it was to do."""

    language: str = Field(description="Language code.")
    scene: str = Field(description="Number of the scene.")
    heading: str = Field(description="Its heading.")
    text: str = Field(description="The scene, word for word.")
    beats: tuple[Beat, ...] = Field(description="The beats that it plays, with their goals.")


class CoherenceOutput(Output):
    """How far a scene does what its beats want."""

    ROLE: ClassVar[Role] = "critic"

    score: int = Field(ge=0, le=100, description="0 where it does nothing of it, 100 where it does all of it.")
    evidence: tuple[str, ...] = Field((), description="Sentences of the scene that show it, word for word.")
    missing: str = Field("", description="What is not there.")

    def faults(self, context: CoherenceContext) -> tuple[str, ...]:
        """Evidence that is not in the scene."""
        text = " ".join(context.text.split())
        wrong = [quote for quote in self.evidence if " ".join(quote.split()) not in text]
        return tuple(f'"{quote[:80]}" is not in the scene word for word.' for quote in wrong)
