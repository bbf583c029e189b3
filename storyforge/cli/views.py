"""How each kind of artifact is shown on a terminal; one function a stage, from a story to blocks of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from storyforge.cli import views_media, views_writing
from storyforge.cli.table import columns, fill, paint, table
from storyforge.errors import MissingArtifactError, UnknownArtifactError, UnknownSceneError
from storyforge.formats.played import played
from storyforge.model.counted import counted
from storyforge.model.kinds import scene_path
from storyforge.model.numbering import folder
from storyforge.model.prompts import FEEDS
from storyforge.model.timing import clock, parse_rate, seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from storyforge.model.assets import Asset, Character
    from storyforge.model.blocking import Blocking, Placed
    from storyforge.model.prompts import Prompts, PromptSet
    from storyforge.model.scene import Scene
    from storyforge.model.shots import Change, Shot, ShotList, SpokenLine
    from storyforge.model.visuals import Element, Visuals
    from storyforge.story import Story


def _scenes(story: Story, ids: list[str]) -> list[str]:
    """The scenes asked for, else all; raises UnknownSceneError."""
    known = list(story.scenes)
    for number in ids:
        if number not in known:
            raise UnknownSceneError(number, known)
    return ids or known


def _scenes_and_shots(story: Story, ids: list[str]) -> tuple[list[str], set[str]]:
    """Scene numbers, and shot ids where single shots are asked for; raises UnknownSceneError."""
    single = {name for name in ids if name not in story.scenes}
    numbers = [name for name in ids if name in story.scenes]
    found = [n for n in story.scenes if single & {shot.id for shot in _shots(story, n)}]
    if single and not found:
        raise UnknownSceneError(min(single), list(story.scenes))
    return (_scenes(story, numbers) if not single else numbers + found), single


def _artifact(story: Story, number: str, kind: str) -> Any:
    path = scene_path(folder(number), kind)
    found = story.model(path)
    if found is None:
        raise MissingArtifactError(path)
    return found


def setup(story: Story, _ids: list[str]) -> Iterator[str]:
    """The parameters as the file has them."""
    yield story.text("story.yaml").rstrip()


def script(story: Story, ids: list[str]) -> Iterator[str]:
    """The script's own lines, whole or scene by scene."""
    lines = story.text("script.fountain").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not ids:
        yield "\n".join(lines).rstrip()
        return
    scenes = story.script.scenes
    for number in _scenes(story, ids):
        index = next(i for i, scene in enumerate(scenes) if scene.number == number)
        end = scenes[index + 1].line - 1 if index + 1 < len(scenes) else len(lines)
        yield "\n".join(lines[scenes[index].line - 1 : end]).rstrip()


def assets(story: Story, ids: list[str]) -> Iterator[str]:
    """A table of all, or one asset in full."""
    if not ids:
        yield from _asset_tables(story)
        return
    for slug in ids:
        if slug not in story.assets:
            raise UnknownArtifactError(slug, list(story.assets))
        yield from _asset(story.assets[slug])


def _asset_tables(story: Story) -> Iterator[str]:
    for kind in ("character", "prop", "setting"):
        found = sorted(
            (a for a in story.assets.values() if a.kind == kind),
            key=lambda a: (not getattr(a, "hero", False), not a.key, -len(a.scenes)),
        )
        if not found:
            continue
        yield f"\n{paint(f'{len(found)} {kind}s', 'bold')} (key ones marked *)"
        yield table([(f"{'*' if a.key else ' '} {a.id}", _about(a), _scene_list(a), a.description) for a in found])
    asked = [(asset.id, question.ask) for asset in story.assets.values() for question in asset.questions]
    if asked:
        yield f"\n{paint('Questions to the author', 'bold')} (answer with an alias, or delete the question)"
        yield table(asked)


def _about(asset: Asset) -> str:
    if asset.kind == "character":
        person = cast("Character", asset)
        return ", ".join(part for part in (person.role, person.age, "group" if person.group else "") if part)
    return f"{getattr(asset, 'category', '')}{', hero' if getattr(asset, 'hero', False) else ''}"


def _scene_list(asset: Asset) -> str:
    shown = ", ".join(asset.scenes[:4])
    return f"{shown} … ({len(asset.scenes)})" if len(asset.scenes) > 4 else shown


def _asset(asset: Asset) -> Iterator[str]:
    yield f"{paint(asset.name, 'bold')}  {asset.kind}  {_about(asset)}  scenes {', '.join(asset.scenes)}"
    for alias in asset.aliases:
        yield f"  also {alias}"
    identity = getattr(asset, "identity_line", "")
    for text in (identity, asset.description):
        if text:
            yield fill(text, "  ")
    for question in asset.questions:
        yield fill(f"? {question.ask}", "  ")
    for mention in asset.mentions:
        yield fill(f"{'*' if mention.describes else ' '} {mention.scene}: {mention.quote}", "    ")


def scenes(story: Story, ids: list[str]) -> Iterator[str]:
    """Who and what is in each scene."""
    for number in _scenes(story, ids):
        scene = cast("Scene", _artifact(story, number, "scene"))
        yield f"{paint(number, 'cyan')}  {story.scenes[number].title}"
        rows = [
            ("   where", " - ".join(part for part in (scene.setting, scene.place) if part)),
            ("   when", f"{scene.time or 'not said'}, {scene.jump}{', continuous' if scene.continuous else ''}"),
            ("   people", ", ".join(scene.people) or "nobody"),
            ("   props", ", ".join(scene.props) or "none"),
            ("   covered as", scene.mode),
        ]
        rows += [("   carries", f"{c.element} {c.condition}: {'yes' if c.keep else 'no'}") for c in scene.carry]
        yield table(rows)


def shots(story: Story, ids: list[str]) -> Iterator[str]:
    """The shot list: a line a shot, and what is seen and said beneath it."""
    numbers, single = _scenes_and_shots(story, ids)
    for number in numbers:
        found = cast("ShotList", _artifact(story, number, "shots"))
        rate = parse_rate(story.story.rate)
        total = seconds(sum(shot.frames for shot in found.shots), rate)
        title = f"{paint(f'Scene {number}', 'bold')}  {story.scenes[number].title}"
        yield f"\n{title}  {counted(len(found.shots), 'shot')}, {clock(total)}"
        for shot in found.shots:
            if not single or shot.id in single:
                yield from _shot(shot, float(seconds(shot.frames, rate)), story.story.language)


def _shots(story: Story, number: str) -> tuple[Shot, ...]:
    found = cast("ShotList | None", story.model(scene_path(folder(number), "shots")))
    return found.shots if found else ()


def _shot(shot: Shot, length: float, language: str) -> Iterator[str]:
    camera = f"{shot.camera.size:<6} {shot.camera.angle:<8} {shot.camera.move:<9}"
    joined = "+" if shot.continues else " "
    sides = f"{shot.axis.left} | {shot.axis.right}  looks {shot.axis.looks}" if shot.axis else ""
    head = f"{joined}{shot.id:<6} {length:4.1f} s  {camera} {shot.subject:<14}"
    yield f"{paint(head, 'cyan')} {sides}".rstrip()
    for told in played(shot, language):
        yield fill(told if isinstance(told, str) else _said(told), "          ")
    notes = [shot.why, *shot.sfx, *map(_changed, shot.changes), shot.transition]
    room = columns() - 10
    yield paint(fill("; ".join(note for note in notes if note), "          ", room), "dim")


def _changed(change: Change) -> str:
    """`inge +wet -wearing:hat`, with a question mark while it is only proposed; what is rejected says so."""
    tags = [*(f"+{tag}" for tag in change.gains), *(f"-{tag}" for tag in change.loses)]
    mark = {"proposed": "?", "accepted": "", "rejected": " (rejected)"}[change.review]
    return f"{change.element} {' '.join(tags)}{mark}"


def _said(line: SpokenLine) -> str:
    extra = ", ".join(part for part in (line.extension, line.parenthetical) if part)
    to = f" to {line.to}" if line.to else ""
    return f"{line.character}{f' ({extra})' if extra else ''}{to}: {line.text}"


def visuals(story: Story, ids: list[str]) -> Iterator[str]:
    """The starting state of every element."""
    for number in _scenes(story, ids):
        found = cast("Visuals", _artifact(story, number, "visuals"))
        yield f"\n{paint(f'Scene {number}', 'bold')}  {story.scenes[number].title}"
        yield table(
            [
                (
                    f"  {element.id}",
                    f"{element.source} {element.from_scene}".strip(),
                    f"from {element.first_shot}",
                    element.review,
                    _state(element),
                )
                for element in found.elements
            ]
        )


def _state(element: Element) -> str:
    """`wet (since 3, author); look: in a towel`."""
    kept = [f"{found.tag} (since {found.since}, {found.decided})" for found in element.conditions]
    return "; ".join(filter(None, (", ".join(kept), f"look: {element.look}" if element.look else "")))


def prompts(story: Story, ids: list[str]) -> Iterator[str]:
    """The prompts of every shot, the three types apart, and where everyone stands."""
    numbers, single = _scenes_and_shots(story, ids)
    for number in numbers:
        found = cast("Prompts", _artifact(story, number, "prompts"))
        for entry in found.prompts:
            if single and entry.id not in single:
                continue
            for label in ("frame", "end_frame", "video"):
                text = getattr(entry, label)
                if text:
                    feeds = FEEDS[label].replace("SHOT", entry.id)
                    whose = _whose(entry, label)
                    yield f"\n{paint(f'{entry.id} {label}', 'cyan')}{paint(f'  feeds {feeds}{whose}', 'dim')}"
                    yield fill(text, "   ")
            if entry.blocking is not None:
                yield f"\n{paint(f'{entry.id} blocking', 'cyan')}"
                yield from _blocking(entry.blocking)
            for warning in entry.warnings:
                yield paint(f"   warning: {warning}", "yellow")


def _whose(entry: PromptSet, label: str) -> str:
    """Whose words a text has, where not those of rules."""
    if label in entry.edited:
        return ", edited by hand"
    return f", compiled by {entry.compiled[label].by}" if label in entry.compiled else ""


def _blocking(blocking: Blocking) -> Iterator[str]:
    """A line a person, with how they end behind an arrow; then what stands around them."""
    ends = {placed.id: placed for placed in blocking.end}
    rows = []
    for placed in blocking.at_end():
        start = next((one for one in blocking.start if one.id == placed.id), None)
        row = f"   {placed.id}", _stands(start) if start else "not there"
        rows.append((*row, f"-> {_stands(ends[placed.id])}" if placed.id in ends else ""))
    if rows:
        yield table(rows)
    around = [f"{prop.id} {prop.side}, on the {prop.lies}" for prop in blocking.props]
    around += [f"{blocking.extras} in the background"] if blocking.extras else []
    around += [text for text in (blocking.weather, f"towards {blocking.toward}" if blocking.toward else "") if text]
    if around or not rows:
        yield fill("; ".join(around) or "nobody", "   ")
    if blocking.locked:
        yield paint("   placed by hand", "dim")


def _stands(placed: Placed) -> str:
    parts = [placed.side, "" if placed.depth == "mid" else placed.depth, placed.pose, f"faces {placed.faces}"]
    told = ("looks", "at", "holds", "touches")
    parts += [f"{name} {value}" for name in told if (value := getattr(placed, name))]
    parts += ["" if placed.feels == "neutral" else placed.feels]
    return " ".join(part for part in parts if part)


VIEWS: dict[str, Callable[[Story, list[str]], Iterator[str]]] = {
    "setup": setup,
    **views_writing.VIEWS,
    "script": script,
    "assets": assets,
    "keys": views_media.keys,
    "scenes": scenes,
    "shots": shots,
    "visuals": visuals,
    "instances": views_media.instances,
    "prompts": prompts,
    "frames": views_media.frames,
    "confirm": views_media.confirmations,
    "video": views_media.clips,
}
