"""A small scene to block: Anna on the left, Boris on the right, Carla and a crowd of guards, and some props."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storyforge.model.assets import Character, Prop, Setting
from storyforge.model.scene import Scene
from storyforge.model.shots import Axis, Camera, Shot, ShotCharacter, ShotList
from storyforge.model.story import Story
from storyforge.stages.film.blocking import block_scene
from storyforge.stages.film.prompting import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.model.blocking import Blocking, Placed
    from storyforge.model.prompts import Prompts
    from storyforge.model.visuals import Visuals

PEOPLE = {
    "anna": Character(id="anna", name="ANNA", pronouns="she"),
    "boris": Character(id="boris", name="BORIS", pronouns="he"),
    "carla": Character(id="carla", name="CARLA", pronouns="she"),
    "nurse": Character(id="nurse", name="NURSE", pronouns="she"),
    "guards": Character(id="guards", name="GUARDS", pronouns="they", group=True),
}
PROPS = ("letter", "lamp", "glass", "revolver", "suitcase", "phone", "apple", "coat", "table", "brief", "lettre")
ASSETS = {
    **PEOPLE,
    **{slug: Prop(id=slug, name=slug.upper()) for slug in PROPS},
    "kitchen": Setting(id="kitchen", name="KITCHEN", interior=True),
}


def view(language: str = "en", *, interior: bool = True, setting: str = "kitchen", place: str = "") -> View:
    """The scene as blocking sees it."""
    scene = Scene(scene="1", setting=setting, place=place, people=tuple(PEOPLE), props=PROPS)
    return View(
        scene=scene, assets=ASSETS, story=Story(title="Two", mode="screenplay", language=language), interior=interior
    )


def shot(row: int, action: str = "", *seen: str, **given: Any) -> Shot:
    """One shot; who is seen stands in the foreground, Anna and Boris face each other where both are seen."""
    people = seen or ("anna", "boris")
    subject = given.pop("subject", people[0])
    camera = Camera(size=given.pop("size", "MS"), angle=given.pop("angle", "eye"), move=given.pop("move", "static"))
    axis = given.pop("axis", _axis(people, subject))
    return Shot(
        id=f"1{chr(ord('A') + row)}",
        frames=96,
        action=action,
        subject=subject,
        characters=tuple(ShotCharacter(id=slug, prominence="foreground") for slug in people),
        camera=camera,
        axis=axis,
        setting="kitchen",
        **given,
    )


def _axis(people: Sequence[str], subject: str) -> Axis | None:
    if not {"anna", "boris"} <= set(people) or subject not in ("anna", "boris"):
        return None
    return Axis(left="anna", right="boris", looks="right" if subject == "anna" else "left")


def block(
    *shots: Shot, seen: View | None = None, kept: Prompts | None = None, visuals: Visuals | None = None
) -> list[Blocking]:
    """The blockings of a scene, in order."""
    found = block_scene(ShotList(scene="1", shots=shots), seen or view(), visuals=visuals, kept=kept)
    return [found[one.id] for one in shots]


def after(action: str, *seen: str, language: str = "en", **given: Any) -> Blocking:
    """The blocking of a shot with this action, after one that has shown everybody standing."""
    people = seen or ("anna", "boris")
    given.setdefault("props", tuple(slug for slug in PROPS if slug in action.lower()))
    return block(shot(0, "", *people, size="LS"), shot(1, action, *people, **given), seen=view(language))[1]


def told(placed: Placed | None) -> str:
    """A person in words: pose, and what is not usual about them."""
    if placed is None:
        return "nobody"
    parts: list[str] = [placed.side] if placed.side.startswith("off") else []
    parts.append(placed.pose)
    for name in ("at", "holds", "touches"):
        parts += [f"{name} {getattr(placed, name)}"] if getattr(placed, name) else []
    return " ".join([*parts, *([placed.feels] if placed.feels != "neutral" else [])])


def story(blocking: Blocking, slug: str) -> str:
    """How somebody is at the start, and `> how` at the end where that differs."""
    start = next((placed for placed in blocking.start if placed.id == slug), None)
    end = next((placed for placed in blocking.end if placed.id == slug), None)
    return told(start) if end is None else f"{told(start)} > {told(end)}"
