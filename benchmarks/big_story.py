"""Writes a story whose twelve stages are all made, locked and current, without asking anybody: for measuring.

A scene has five shots and eight records: its seven artifacts, and an asset that is first seen in it. One character is
in every shot of the story. A scene has ten frames: the place, five starts, four ends. Everything goes through the
program's own models, plans and records; only pictures and clips are a few bytes, for nobody looks into them here.
"""

from __future__ import annotations

import os
import struct
import subprocess
import zlib
from decimal import Decimal
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storyforge.formats import artifacts
from storyforge.model.assets import Character, Mention, Prop, Setting
from storyforge.model.beats import Beat, BeatSheet, Treatment
from storyforge.model.blocking import Blocking, Placed
from storyforge.model.clips import Clip, ClipSet
from storyforge.model.confirmation import Confirmation, ConfirmedShot
from storyforge.model.digest import digest
from storyforge.model.frames import Frame, FrameSet, ShotFrames
from storyforge.model.kinds import asset_path, kind_of, scene_path
from storyforge.model.numbering import folder
from storyforge.model.prompts import InputContract, Prompts, PromptSet
from storyforge.model.record import Item, Record
from storyforge.model.scene import Scene
from storyforge.model.shots import Camera, Shot, ShotCharacter, ShotList, SpokenLine
from storyforge.model.story import Input, Inputs, Parameters, Story
from storyforge.model.visuals import Element, Visuals
from storyforge.pipeline.create import schema_files
from storyforge.repo import GITIGNORE, gitattributes
from storyforge.stages import walk
from storyforge.stages.base import ALL
from storyforge.story import Changed, SummaryCache
from storyforge.story import Story as Library

if TYPE_CHECKING:
    from storyforge.model.base import Artifact

HERO = "ada"
PRIMARY = "inputs/script.fountain"
LETTERS = "ABCDE"
PLACES = 40
NAMES = ("Bea", "Carl", "Dora", "Emil", "Frida", "Gus", "Hanna", "Ivo", "Jutta", "Kaspar")
GIT = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Measure"), ("EMAIL", "measure@example.org"))
}


def place(index: int) -> str:
    """The name of the place of a scene, counted from 0."""
    return f"House {index % PLACES}"


def second(index: int) -> str:
    """Who is in a scene besides the heroine."""
    return NAMES[index % len(NAMES)]


def png(seed: int) -> bytes:
    """A picture of one pixel."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    colour = bytes((0, seed & 255, seed >> 8 & 255, seed >> 16 & 255))
    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(colour)) + chunk(b"IEND", b"")


def script(scenes: int) -> str:
    """The script of so many scenes."""
    parts = ["Title: The Long House\nAuthor: Measure"]
    for index in range(scenes):
        thing = f"lamp {index}" if index >= PLACES else "door"
        parts += [
            f"INT. {place(index).upper()} - DAY #{index + 1}#",
            f"Ada comes in and looks for the {thing}. {second(index)} stands at the window and does not turn.",
            f"ADA\nIs this the {thing} that you told me of?",
            f"{second(index).upper()}\nIt was here when I came. Nobody has moved it since.",
            f"Ada lifts the {thing} with both hands and carries it to the table.",
        ]
    return "\n\n".join(parts) + "\n"


def assets(scenes: int) -> dict[str, Artifact]:
    """As many assets as scenes: characters, places, and props for the rest."""
    every = tuple(str(index + 1) for index in range(scenes))
    found: dict[str, Artifact] = {
        asset_path("character", HERO): Character(
            id=HERO, name="Ada", role="main", key=True, scenes=every, description="A woman of forty in a grey coat."
        )
    }
    for index, name in enumerate(NAMES):
        slug = name.casefold()
        found[asset_path("character", slug)] = Character(
            id=slug, name=name, key=True, scenes=every[index :: len(NAMES)]
        )
    for index in range(PLACES):
        slug = f"house-{index}"
        seen = every[index::PLACES]
        found[asset_path("setting", slug)] = Setting(id=slug, name=place(index), interior=True, key=True, scenes=seen)
    for index in range(len(found), scenes):
        quote = f"Ada lifts the lamp {index} with both hands and carries it to the table."
        found[asset_path("prop", f"lamp-{index}")] = Prop(
            id=f"lamp-{index}",
            name=f"lamp {index}",
            scenes=(str(index + 1),),
            mentions=(Mention(scene=str(index + 1), quote=quote),),
        )
    return found


def shot(number: str, index: int, at: int) -> Shot:
    """One of five shots of a scene."""
    other = second(index).casefold()
    people = (ShotCharacter(id=HERO), ShotCharacter(id=other)) if at % 2 == 0 else (ShotCharacter(id=HERO),)
    lines = ((), (SpokenLine(character=HERO, text="Is this the one that you told me of?", to=other),))[at == 1]
    return Shot(
        id=f"{number}{LETTERS[at]}",
        frames=72 + 12 * at,
        dialogue=lines,
        action=f"Ada does the {at + 1}. thing that the script says of her, and {other} looks on.",
        subject=HERO,
        characters=people,
        props=(f"lamp-{index}",) if index > PLACES + len(NAMES) else (),
        setting=f"house-{index % PLACES}",
        camera=Camera(size=("ELS", "MS", "MCU", "CU", "LS")[at]),
        continues=at == 1,
        why="action",
    )


def prompts(number: str, shots: tuple[Shot, ...]) -> Prompts:
    """The prompts of a scene; the last shot needs no end frame."""
    return Prompts(
        scene=number,
        prompts=tuple(
            PromptSet(
                id=each.id,
                frame=f"{each.action}\nA medium shot at eye level; 50 mm lens. Interior, day.",
                end_frame="The same picture as the start frame, a little later." if each is not shots[-1] else "",
                video=f"One continuous shot of {each.frames} frames. {each.action}",
                blocking=Blocking(start=tuple(Placed(id=person.id) for person in each.characters)),
                input_contract=InputContract(end_frame=each is not shots[-1], frames=each.frames),
            )
            for each in shots
        ),
    )


def frame(file: str, content: bytes) -> Frame:
    """The entry of one picture."""
    return Frame(file=file, content=sha256(content).hexdigest(), picture=digest(file), approved=True)


def frames(number: str, shots: tuple[Shot, ...], media: dict[str, bytes]) -> FrameSet:
    """The frames of a scene."""
    here = folder(number)

    def drawn(name: str) -> Frame:
        content = png(zlib.crc32(f"{here}/{name}".encode()) & 0xFFFFFF)
        media[f"scenes/{here}/frames/{name}.png"] = content
        return frame(f"frames/{name}.png", content)

    return FrameSet(
        scene=number,
        establishing=drawn("establishing"),
        frames=tuple(
            ShotFrames(
                id=each.id,
                start=drawn(f"{each.id}.start"),
                end=drawn(f"{each.id}.end") if each is not shots[-1] else None,
            )
            for each in shots
        ),
    )


def clips(number: str, shots: tuple[Shot, ...], media: dict[str, bytes]) -> ClipSet:
    """The clips of a scene."""
    found = []
    for each in shots:
        content = f"clip {each.id}".encode()
        media[f"scenes/{folder(number)}/clips/{each.id}.mp4"] = content
        known = {"content": sha256(content).hexdigest(), "picture": digest(each.id)}
        found.append(Clip(id=each.id, file=f"clips/{each.id}.mp4", frames=each.frames, **known))
    return ClipSet(scene=number, clips=tuple(found))


def scene(index: int, media: dict[str, bytes]) -> dict[str, Artifact]:
    """The seven artifacts of a scene; its media are added to `media`."""
    number, other, setting = str(index + 1), second(index).casefold(), f"house-{index % PLACES}"
    shots = tuple(shot(number, index, at) for at in range(len(LETTERS)))
    kinds = {HERO: "character", other: "character", **dict.fromkeys(shots[0].props, "prop"), setting: "setting"}
    drawn = frames(number, shots, media)
    agreed = tuple(
        ConfirmedShot(id=each.id, frames=each.frames, start=pair.start.picture, video=digest(each.id), cost=Decimal(0))
        for each, pair in zip(shots, drawn.frames, strict=True)
    )
    made: dict[str, Artifact] = {
        "scene": Scene(scene=number, setting=setting, time="DAY", people=(HERO, other), props=shots[0].props),
        "shots": ShotList(scene=number, shots=shots),
        "visuals": Visuals(
            scene=number,
            elements=tuple(
                Element(id=slug, kind=kind, source="master", first_shot=shots[0].id) for slug, kind in kinds.items()
            ),
        ),
        "prompts": prompts(number, shots),
        "frames": drawn,
        "confirmation": Confirmation(scene=number, cost=Decimal(0), shots=agreed),
        "clips": clips(number, shots, media),
    }
    return {scene_path(folder(number), kind): artifact for kind, artifact in made.items()}


def models(scenes: int, media: dict[str, bytes]) -> dict[str, Artifact]:
    """All artifacts that have a model."""
    story = Story(title="The Long House", mode="screenplay", language="en", parameters=Parameters(pace="standard"))
    beat = Beat(id="b01", text="Ada looks for a lamp in every house.", scenes=("1",))
    found: dict[str, Artifact] = {
        "story.yaml": story,
        "inputs/inputs.yaml": Inputs(primary=Input(path=PRIMARY)),
        "beats.yaml": BeatSheet(derived=True, beats=(beat,)),
        "treatment.md": Treatment(title=story.title, derived=True, body=beat.text),
        **assets(scenes),
    }
    for index in range(scenes):
        found |= scene(index, media)
    return found


class _Given:
    """Files that are nowhere yet."""

    ids: dict[str, str] = {}  # noqa: RUF012 - it stays empty

    def committed(self, _path: str) -> None:
        """There is no commit yet."""

    read = medium = digest = committed


def records(story: Library) -> dict[str, bytes]:
    """The record of every artifact, locked, each item made from what its plan names today."""
    summaries = story.summaries
    found: dict[str, bytes] = {}
    for row in walk("screenplay"):
        for path, plan in row.load().items(summaries).items():
            whole = summaries.by_path[path].digest
            items = {
                name: Item(
                    summaries.facet(f"{path}#{name}") or whole,
                    {facet: now for facet in facets if (now := summaries.facet(facet)) is not None},
                )
                for name, facets in plan.items()
                if name != ALL
            }
            record = Record(path, row.name, whole, "locked", items)
            found[f"locks/{path}.json"] = record.write().encode()
    return found


def files(scenes: int, cache: Path) -> dict[str, bytes]:
    """All files of the story; `cache` is an empty folder."""
    text = script(scenes).encode()
    made: dict[str, bytes] = {"script.fountain": text, PRIMARY: text, ".gitignore": GITIGNORE.encode()}
    made[".gitattributes"] = gitattributes().encode()
    media: dict[str, bytes] = {}
    known = models(scenes, media)
    for path, artifact in known.items():
        kind = kind_of(path)
        assert kind is not None
        made[path] = artifacts.write(kind, path, artifact).encode()
    given: Any = _Given()
    story = Library(Changed(given, {**made, **media}), SummaryCache(cache))
    return {**made, **media, **records(story), **schema_files()}


def git(root: Path, *arguments: str) -> None:
    """Run git; it must succeed."""
    subprocess.run(["git", *arguments], cwd=root, check=True, env={**os.environ, **GIT})


def write(root: Path, scenes: int) -> None:
    """The story in a new repository, in one commit."""
    root.mkdir(parents=True)
    git(root, "init", "-q", "-b", "main")
    git(root, "config", "gc.auto", "0")
    made = files(scenes, root / ".git")
    for parent in dict.fromkeys(chain.from_iterable(Path(path).parents for path in made)):
        (root / parent).mkdir(parents=True, exist_ok=True)
    for path, content in made.items():
        (root / path).write_bytes(content)
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "a long story")
    git(root, "gc", "-q")
