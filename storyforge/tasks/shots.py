"""The task `shots`: one scene of the script becomes a list of shots."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby, zip_longest
from operator import itemgetter
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from storyforge.model.base import OURS
from storyforge.model.numbering import shot_id
from storyforge.model.scene import SceneMode
from storyforge.model.shots import Shot
from storyforge.model.timing import LONGEST_SHOT, most_frames, parse_rate
from storyforge.tasks.base import Context, Output, Role
from storyforge.tasks.brief import StylePassage
from storyforge.tasks.pieces import Piece

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class CastMember(Context):
    """A character who is in the scene, or is named in it."""

    id: str = Field(description="Slug.")
    name: str = Field(description="Name as in the script.")
    aliases: tuple[str, ...] = Field((), description="Other names.")
    pronouns: Literal["she", "he", "they", "it", "unknown"] = Field("unknown", description="Pronouns.")
    role: Literal["main", "secondary", "background"] = Field("background", description="Weight in the film.")
    group: bool = Field(False, description="Several people under one cue.")
    present: bool = Field(True, description="In the scene, or only spoken of.")


class PropNamed(Context):
    """A prop that the scene names."""

    id: str = Field(description="Slug.")
    name: str = Field(description="Name.")
    aliases: tuple[str, ...] = Field((), description="Other names.")
    key: bool = Field(False, description="Matters in more than this scene.")
    first: bool = Field(False, description="This is the first scene that has it.")


class ShotsContext(Context):
    """One scene and what may be known of it; never another scene's script."""

    language: str = Field(description="Language code: chooses lexicons and speech rate.")
    rate: str = Field(description="Frames a second, such as 24 or 24000/1001.")
    pace: Literal["brisk", "standard", "long"] = Field("standard", description="Wished mean length of a shot.")
    action_scale: Decimal = Field(Decimal(1), description="Stretches action, never speech.")
    genres: tuple[str, ...] = Field((), description="Genres of the story.")
    scene: str = Field(description="Scene number.")
    heading: str = Field(description="Heading without number.")
    setting: str = Field("", description="Slug of the master place.")
    place: str = Field("", description="Part of the place.")
    interior: bool = Field(True, description="Inside.")
    exterior: bool = Field(False, description="Outside.")
    time: str = Field("", description="Time of day, resolved.")
    mode: SceneMode = Field("standard", description="How the scene is covered.")
    pieces: tuple[Piece, ...] = Field(description="Actions, speeches and transitions in order; speakers with slugs.")
    cast: tuple[CastMember, ...] = Field((), description="Who is in the scene or is named in it.")
    props: tuple[PropNamed, ...] = Field((), description="Props that the scene names.")
    new_place: bool = Field(True, description="The film has not been at this place before.")
    continuous: bool = Field(False, description="Goes on at the same place without a gap in time.")
    sides: tuple[str, ...] = Field((), description="Left to right, from the scene that this one continues.")
    beats: tuple[str, ...] = Field((), description="Ids of the beats it plays.")
    turns: tuple[str, ...] = Field((), description="What those beats are: what changes, and what for.")
    passages: tuple[StylePassage, ...] = Field((), description="How the film should feel: its written style.")
    boards: bool = Field(
        False, description="For a storyboard, which shows every moment by itself.", json_schema_extra={OURS: True}
    )
    guidance: str = Field("", description="What the author wants different this time, in their own words.")


class ShotsOutput(Output):
    """The shots in order, with ids of this scene."""

    ROLE: ClassVar[Role] = "director"

    shots: tuple[Shot, ...] = ()

    def faults(self, context: ShotsContext) -> tuple[str, ...]:
        """Ids of another scene or twice, shots that are too long, faces of nobody, words that are not the script's."""
        if not self.shots:
            return ("There are no shots.",)
        return (*self._misnamed(context.scene), *self._misread(context), *_unlike(context, self.shots))

    def _misnamed(self, scene: str) -> list[str]:
        begins = shot_id(scene, 1)[:-1]
        ids = [shot.id for shot in self.shots]
        found = [f"{name} is no shot of scene {scene}: write {begins}A." for name in ids if not name.startswith(begins)]
        return found + [f"{name} is the id of two shots." for name in dict.fromkeys(ids) if ids.count(name) > 1]

    def _misread(self, context: ShotsContext) -> list[str]:
        most = most_frames(parse_rate(context.rate))
        cast = {member.id for member in context.cast}
        seen = [(shot.id, who.id) for shot in self.shots for who in shot.characters if who.id not in cast]
        found = [
            f"{shot.id} has {shot.frames} frames; {LONGEST_SHOT} s are {most}."
            for shot in self.shots
            if shot.frames > most
        ]
        found += [f'{name}: "{who}" is no slug of the cast.' for name, who in seen]
        return found + (["The first shot continues none: write false."] if self.shots[0].continues else [])


def _unlike(context: ShotsContext, shots: tuple[Shot, ...]) -> list[str]:
    """The first words that the shots say otherwise than the script, white space left out."""
    wanted = [(piece.character, "".join(piece.words.split())) for piece in context.pieces if piece.kind == "speech"]
    given = [(line.character, "".join(line.text.split())) for shot in shots for line in shot.dialogue]
    for (who, said), (whose, words) in zip_longest(_runs(given), _runs(wanted), fillvalue=("", "")):
        if words != said:
            return [f'The shots say "{said[:80]}" where the script says "{words[:80]}" (both without spaces).']
        if whose and who != whose:
            return [f'"{said[:40]}" is spoken by {whose}, not by {who or "nobody"}.']
    return []


def _runs(said: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Neighbouring lines of one speaker joined; lines without words say nothing."""
    for who, lines in groupby(((who, words) for who, words in said if words), key=itemgetter(0)):
        yield who, "".join(words for _, words in lines)
