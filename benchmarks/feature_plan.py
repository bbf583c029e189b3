"""The plan of `feature_script.py`: which scenes there are, where, when, with whom and with how many cues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feature_words import Lexicon, Person, Place, Scene

if TYPE_CHECKING:
    import random

SCENES, CUES = 190, 770


class Plan:
    """Deals scenes to places, people to scenes and cues to both."""

    def __init__(self, lexicon: Lexicon, chance: random.Random) -> None:
        self.lexicon = lexicon
        self.chance = chance
        self.people = lexicon.people()
        self.places = lexicon.places()

    def scenes(self) -> list[Scene]:
        """All scenes with place, time, cast and number of cues."""
        runs = self._runs()
        scenes: list[Scene] = []
        visited: set[str] = set()
        times = [part.split() for part in self.lexicon.sections["times"][0].split(";")]
        for place, length in runs:
            cast = self._cast(place)
            time = self.chance.choices([t[0] for t in times], [int(t[1]) for t in times])[0]
            parts = self.chance.sample(place.parts, min(len(place.parts), length)) or [""]
            for index in range(length):
                part = parts[index % len(parts)] if length > 1 or self.chance.random() < 0.45 else ""
                joined = index > 0 and part != scenes[-1].part
                shown = (
                    time if not index else "CONTINUOUS" if joined else self.chance.choice(["LATER", "MOMENTS LATER"])
                )
                weight = self.chance.lognormvariate(0, 0.8)
                scene = Scene(place, part, shown, 0, cast, place.name not in visited, weight, continuous=joined)
                scene.props = tuple(
                    self.chance.sample([p.strip() for row in self.lexicon.sections["props"] for p in row.split(";")], 2)
                )
                visited.add(place.name)
                scenes.append(scene)
        self._deal_cues(scenes)
        self._modes(scenes)
        return scenes

    def _runs(self) -> list[tuple[Place, int]]:
        lengths: list[int] = []
        while (rest := SCENES - sum(lengths)) > 0:
            lengths.append(min(rest, self.chance.choices([1, 2, 3], [60, 27, 13])[0]))
        weights = [1 / (rank + 2) for rank in range(len(self.places))]
        chosen = self.places + self.chance.choices(self.places, weights, k=len(lengths) - len(self.places))
        self.chance.shuffle(chosen)
        for index in range(1, len(chosen)):
            if chosen[index] == chosen[index - 1]:
                other = next(i for i in range(len(chosen)) if chosen[i] not in chosen[max(0, index - 1) : index + 2])
                chosen[index], chosen[other] = chosen[other], chosen[index]
        return list(zip(chosen, lengths, strict=True))

    def _cast(self, place: Place) -> tuple[Person, ...]:
        leads, supporting = self.people[:2], self.people[2:8]
        first = self.chance.choices([leads[:1], leads[1:], leads, []], [30, 22, 22, 26])[0]
        others = [p for p in self.people[8:] if p.home == place.name]
        guests = self.chance.choices([0, 1, 2, 3], [35, 43, 15, 7])[0] if place.kind != "car" else 1 - len(others)
        guests = max(guests, 2 - len(others) if not first else 0, 0)
        return (*first, *sorted(self.chance.sample(supporting, guests), key=lambda p: p.rank), *others)

    def _deal_cues(self, scenes: list[Scene]) -> None:
        silent = set(self.chance.sample(range(len(scenes)), 30))
        total = sum(s.weight for i, s in enumerate(scenes) if i not in silent)
        for index, scene in enumerate(scenes):
            scene.cues = 0 if index in silent else min(24, max(1, round(scene.weight / total * CUES)))
        for scene in scenes:
            homely = sum(1 for p in scene.cast if p.rank >= 8)
            if scene.first and homely and scene.cues < 3 * homely:
                rich = max(
                    (s for s in scenes if not (s.first and any(p.rank >= 8 for p in s.cast))), key=lambda s: s.cues
                )
                scene.cues, rich.cues = max(rich.cues, 3 * homely), scene.cues
                scene.weight, rich.weight = rich.weight, scene.weight
        while (gap := CUES - sum(s.cues for s in scenes)) != 0:
            scene = self.chance.choice([s for s in scenes if 6 < s.cues < 24])
            scene.cues += 1 if gap > 0 else -1

        for scene in scenes:
            talkers = [p for p in scene.cast if not p.group]
            if scene.cues > 1 and len(talkers) == 1:
                guest = self.chance.choice([p for p in self.people[:8] if p not in talkers])
                scene.cast = tuple(sorted((*scene.cast, guest), key=lambda p: p.rank))

    def _modes(self, scenes: list[Scene]) -> None:
        silent = [s for s in scenes if not s.cues]
        for scene in silent:
            scene.mode = "chase" if len(scene.cast) > 1 and self.chance.random() < 0.3 else "silent"
        for scene in self.chance.sample(silent, 3):
            scene.mode = "montage"
        alone = [
            s
            for s in scenes
            if s.cues >= 3 and s.place.kind in {"home", "office", "bar", "car", "shop"} and not s.first
        ]
        for scene in self.chance.sample(alone, min(12, len(alone))):
            scene.mode = "phone"
        for scene in self.chance.sample([s for s in scenes if s.cues >= 7 and s.mode == "talk"], 6):
            scene.mode = "monologue"
