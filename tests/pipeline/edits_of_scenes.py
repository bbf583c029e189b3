"""Edits of scenes, shots, visuals, prompts, beats, and of the story's own file."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from tests.pipeline.edit_tools import WORDS, Changes, Data, ImpossibleError, another_word, changed, of_kind, pick

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from storyforge.story import Story

_SIZES = ("ELS", "LS", "MLS", "MS", "MCU", "CU", "ECU", "OTS", "TWO", "INSERT", "POV")
_MOVES = ("static", "pan", "tilt", "push in", "pull out", "track", "handheld", "zoom", "crane")
_ANGLES = ("eye", "high", "low", "overhead", "dutch")


def _slugs(story: Story, kinds: str) -> list[str]:
    return [slug for slug, path in story.summaries.assets.items() if path.split("/")[1] in kinds.split()]


def scene_file(story: Story, random: Random) -> Changes:
    def change(data: Data) -> None:
        people, props = _slugs(story, "characters"), _slugs(story, "props")
        what = random.choice(
            [
                "people",
                "people",
                "props",
                "place",
                "time",
                "carry",
                "carry",
                "notes",
                "sides",
                "mode",
                "setting",
                "jump",
                "new_place",
                "continuous",
                "elsewhen",
                "pins",
            ]
        )
        new: dict[str, Callable[[], Any]] = {
            "people": lambda: random.sample(people, random.randint(0, len(people))),
            "props": lambda: random.sample(props, random.randint(0, len(props))),
            "place": lambda: random.choice(("", "Porch", "Hall")),
            "time": lambda: random.choice(("DAY", "NIGHT", "DUSK", "")),
            "carry": lambda: [
                *data.get("carry", []),
                {
                    "element": random.choice(people or ["nobody"]),
                    "condition": random.choice(("wet", "torn", "asleep", "dirty")),
                    "keep": random.random() < 0.5,
                },
            ],
            "notes": lambda: [random.choice(WORDS)],
            "sides": lambda: random.sample(people, min(2, len(people))),
            "mode": lambda: random.choice(("standard", "montage", "found-footage", "stage")),
            "setting": lambda: random.choice(_slugs(story, "settings")),
            "jump": lambda: random.choice(("none", "short", "long", "other")),
            "new_place": lambda: not data.get("new_place", False),
            "continuous": lambda: not data.get("continuous", False),
            "elsewhen": lambda: random.choice(("", "FLASHBACK")),
            "pins": lambda: random.sample(props, min(1, len(props))),
        }
        data[what] = new[what]()

    return changed(story, of_kind(story, random, "/scene.yaml"), change)


def shot_field(story: Story, random: Random) -> Changes:
    path = of_kind(story, random, "/shots.yaml")

    def change(data: Data) -> None:
        shot = pick(random, data["shots"])
        people, props = _slugs(story, "characters"), _slugs(story, "props")
        camera = shot["camera"]
        ways: tuple[Callable[[], Any], ...] = (
            lambda: camera.update(size=random.choice(_SIZES)),
            lambda: camera.update(move=random.choice(_MOVES)),
            lambda: camera.update(angle=random.choice(_ANGLES)),
            lambda: shot.update(action=another_word(shot.get("action", ""), random)),
            lambda: shot.update(action=f"{shot.get('action', '')} {' '.join(random.choices(WORDS, k=3))}.".strip()),
            lambda: shot.update(frames=max(12, shot["frames"] + random.choice((-40, -1, 1, 12, 100)))),
            lambda: shot.update(continues=not shot.get("continues", False)),
            lambda: shot.update(why=random.choice(WORDS)),
            lambda: shot.update(subject=random.choice([*people, *props, ""])),
            lambda: shot.update(props=random.sample(props, random.randint(0, len(props)))),
            lambda: shot.update(setting=random.choice(_slugs(story, "settings"))),
            lambda: shot.update(
                characters=[
                    {"id": s, "prominence": random.choice(("foreground", "midground", "background"))}
                    for s in random.sample(people, random.randint(0, len(people)))
                ]
            ),
            lambda: shot.update(
                changes=[
                    *shot.get("changes", []),
                    {
                        "element": random.choice([*people, *props]),
                        "gains": [random.choice(("wet", "torn", "asleep"))],
                        "quote": "so",
                    },
                ]
            ),
            lambda: shot.update(
                changes=[
                    *shot.get("changes", []),
                    {
                        "element": random.choice([*people, *props]),
                        "loses": [random.choice(("wet", "torn", "asleep"))],
                        "quote": "so",
                    },
                ]
            ),
            lambda: shot.update(changes=[]),
            lambda: shot.update(sfx=[random.choice(WORDS)]),
            lambda: shot.update(transition=random.choice(("", "CUT TO:", "FADE OUT."))),
            lambda: shot.update(
                axis={"left": people[0], "right": people[-1], "looks": random.choice(("left", "right"))}
            ),
            lambda: shot.update(beats=["b01"]),
            lambda: shot.update(continuity=["note"]),
        )
        random.choice(ways)()

    return changed(story, path, change)


def shot_line(story: Story, random: Random) -> Changes:
    def change(data: Data) -> None:
        shot = pick(random, [shot for shot in data["shots"] if shot.get("dialogue")])
        line = random.choice(shot["dialogue"])
        what = random.choice(("text", "text", "character", "parenthetical", "extension", "to", "gone"))
        people = _slugs(story, "characters")
        if what == "gone":
            shot["dialogue"] = [one for one in shot["dialogue"] if one is not line]
            return
        new: dict[str, Callable[[], str]] = {
            "text": lambda: another_word(line["text"], random),
            "character": lambda: random.choice(people),
            "to": lambda: random.choice(people),
            "parenthetical": lambda: random.choice(WORDS),
            "extension": lambda: random.choice(("O.S.", "V.O.")),
        }
        line[what] = new[what]()

    return changed(story, of_kind(story, random, "/shots.yaml"), change)


def shots_in_order(story: Story, random: Random) -> Changes:
    def change(data: Data) -> None:
        shots = data["shots"]
        way = random.choice(("removed", "swapped", "added"))
        if way == "added":
            new = deepcopy(pick(random, shots))
            new["id"] = f"{data['scene']}Z"
            shots.insert(random.randint(0, len(shots)), new)
        elif len(shots) < 2:
            raise ImpossibleError
        elif way == "removed":
            shots.pop(random.randrange(len(shots)))
        else:
            a, b = random.sample(range(len(shots)), 2)
            shots[a], shots[b] = shots[b], shots[a]

    return changed(story, of_kind(story, random, "/shots.yaml"), change)


def visuals_file(story: Story, random: Random) -> Changes:
    def change(data: Data) -> None:
        if random.random() < 0.15:
            data["style"] = random.choice(("ink", "noir", ""))
            return
        element = pick(random, data["elements"])
        ways: tuple[Callable[[], Any], ...] = (
            lambda: element.update(look=random.choice(WORDS)),
            lambda: element.update(conditions=[{"tag": random.choice(("wet", "torn", "dirty"))}]),
            lambda: element.update(conditions=[]),
            lambda: element.update(review="approved"),
            lambda: data["elements"].remove(element),
        )
        random.choice(ways)()

    return changed(story, of_kind(story, random, "/visuals.yaml"), change)


def prompts_file(story: Story, random: Random) -> Changes:
    def change(data: Data) -> None:
        entry = pick(random, data["prompts"])
        blocking = entry.get("blocking") or {"start": []}
        placed = [*blocking.get("start", []), *blocking.get("end", [])]
        ways: list[Callable[[], Any]] = [
            lambda: entry.update(frame=another_word(entry.get("frame", ""), random)),
            lambda: entry.update(video=another_word(entry.get("video", ""), random)),
            lambda: entry.update(end_frame=another_word(entry.get("end_frame", ""), random)),
            lambda: entry.update(warnings=["mind the words"]),
            lambda: entry.update(blocking={**blocking, "extras": random.randint(0, 5)}),
            lambda: entry.update(blocking={**blocking, "weather": random.choice(("rain", "snow", "", "fog"))}),
            lambda: entry.update(blocking={**blocking, "toward": random.choice(("left", "right", "in"))}),
            lambda: entry["input_contract"].update(end_frame=not entry["input_contract"].get("end_frame", True)),
        ]
        if placed:
            who = random.choice(placed)
            ways += [
                lambda: who.update(pose=random.choice(("sit", "lie", "walk", "stand"))),
                lambda: who.update(side=random.choice(("left", "right", "off-left", "centre"))),
                lambda: who.update(feels=random.choice(("happy", "sad"))),
            ]
        random.choice(ways)()

    return changed(story, of_kind(story, random, "/prompts.yaml"), change)


def story_file(story: Story, random: Random) -> Changes:
    def change(data: Data) -> None:
        parameters, styles, models = (data.setdefault(name, {}) for name in ("parameters", "styles", "models"))
        ways: tuple[Callable[[], Any], ...] = (
            lambda: styles.update(visual=random.choice(("ink", "noir", "watercolour"))),
            lambda: styles.update(written="plain"),
            lambda: data.update(rate=random.choice(("25", "30", "24000/1001"))),
            lambda: parameters.update(pace=random.choice(("brisk", "long"))),
            lambda: parameters.update(action_scale="1.1"),
            lambda: parameters.update(genres=[random.choice(("horror", "comedy", "action"))]),
            lambda: parameters.update(length="3:00-4:00"),
            lambda: data.update(language=random.choice(("de", "en", "fr"))),
            lambda: models.update({random.choice(("image", "video", "speech")): "scripted:two"}),
            lambda: data.update(title=random.choice(WORDS)),
            lambda: data.update(budget={"amount": "5"}),
        )
        random.choice(ways)()

    return changed(story, "story.yaml", change)


def beats_file(story: Story, random: Random) -> Changes:
    def change(data: Data) -> None:
        beat = pick(random, data["beats"])
        beat["text"] = another_word(beat["text"], random)

    return changed(story, "beats.yaml", change)
