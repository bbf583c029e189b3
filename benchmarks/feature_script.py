"""Writes a feature screenplay of real proportions, composed by a grammar; for measuring, and for tests.

`python benchmarks/feature_script.py OUT.fountain [--seed 1]`. The words stand in `feature_lexicon.txt`. For every seed:

- 190 scenes of 2 to 40 blocks (a paragraph or a speech), quartiles near 5, 7 and 10; 770 cues; 146 KB within 1 %;
- 48 speakers: two leads with 45-50 % of the cues, six supporting with about 35 %, forty with one to twenty cues each;
- 70 master places, about two thirds of the scenes inside, a fifth CONTINUOUS, three montages, a dozen telephone calls.

The story is one: an adjuster and a ferryman look for a stolen bell. Who is in a scene stays in it until they leave; a
question is answered, dodged or pressed; a prop that is handled is there.
"""

from __future__ import annotations

import argparse
import random
import re
from itertools import pairwise
from pathlib import Path

from feature_plan import Plan
from feature_words import LEXICON, WORDS, Group, Lexicon, Person, Scene, capitals, render

BYTES = 146_000
DRAFTS = 50
ALLIES = {"NORA", "DANIEL", "RUTH", "AGNES", "VERA"}
HARD = {"CRANE", "LAWYER", "FOREMAN", "SERGEANT POOLE", "BANK MANAGER"}


class Writer:
    """Writes one screenplay."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - a story, not a secret
        self.lexicon = Lexicon(LEXICON.read_text(encoding="utf-8"), self.chance)
        self.plan = Plan(self.lexicon, self.chance)
        self.people = self.plan.people
        self.met: set[str] = set()
        self.shown: set[str] = set()
        self.left = {p.cue: share(p) for p in self.people}
        self.unheard = {p.cue for p in self.people}

    # -- sentences

    def fill(self, frame: str, one: Person, two: Person | None, scene: Scene, **more: str) -> str:
        """A frame with its choices made and its slots filled."""
        kind = f"fix {scene.place.kind}"
        fixture = self.chance.choice([f.strip() for f in self.lexicon.sections[kind][0].split(";")])
        prop = self.chance.choice(scene.props)
        other = two or one
        slots = {
            "A": one.named,
            "AA": one.cue,
            "B": other.named,
            "fix": fixture,
            "PROP": prop.upper(),
            "prop": prop,
            **more,
        }
        slots |= WORDS[one.pronoun] | {"He": WORDS[one.pronoun]["he"].capitalize()}
        slots |= {f"B.{word}": spelt for word, spelt in WORDS[other.pronoun].items()}
        frame = self.lexicon.choose(frame)
        if "{prop}" in frame and prop not in self.shown:
            self.shown.add(prop)
            if len(prop) % 3:
                slots["prop"] = prop.upper()
        return capitals(re.sub(r"\{([A-Za-z.]+)\}", lambda m: slots.get(m[1], m[0]), frame))

    def action(self, scene: Scene, present: tuple[Person, ...]) -> str:
        """One paragraph of action by who is there; nothing if the scene has used what fits."""
        people = [p for p in present if not p.group]
        kind = scene.place.kind
        one, *rest = self.chance.sample(people, min(2, len(people))) if people else (self.people[0],)
        two = rest[0] if rest else None
        if not people:
            sections = {f"air {kind}": 1}
        elif scene.mode == "chase" and two:
            sections = {"chase": 1}
        elif two:
            sections = {
                f"biz {kind}": 26,
                "look": 22,
                "sequence pair": 46,
                "prophandling": 9,
                "camera": 9,
                "sound": 6,
                "reader": 1,
            }
        else:
            sections = {"alone": 30, "sequence alone": 48, "soloprop": 11, "camera": 9, "sound": 6, "reader": 1}
        chosen = self.chance.choices(list(sections), list(sections.values()), k=self.chance.choice([1, 2, 2]))
        frames: list[str] = []
        for name in dict.fromkeys(chosen):
            frame = self.lexicon.deal(name, "" if two else r"\{B|[Tt]hey |Both ")
            props = sum("{prop}" in f for f in scene.used)
            if frame not in scene.used and not ("{prop}" in frame and props >= 2):
                scene.used.add(frame)
                frames.append(frame)
        frames.sort(key=lambda f: (not re.match(r"[A-Z{}']{3,}", f), len(f) < 90))
        return " ".join(self.fill(f, one, two, scene) for f in frames)

    def opening(self, scene: Scene, present: tuple[Person, ...]) -> str:
        """Where we are and who is here, newcomers introduced in capitals with their age."""
        parts: list[str] = []
        if scene.first or not scene.continuous:
            parts.append(capitals(self.lexicon.choose(self.lexicon.deal(f"air {scene.place.kind}"))))
        people = [p for p in present if not p.group]
        known = [p for p in people if p.cue in self.met]
        for person in people:
            if person.cue not in self.met:
                self.met.add(person.cue)
                intro = f"{person.full}, {person.age}, {person.look}"
                parts.append(self.fill(self.lexicon.deal("intro"), person, None, scene, INTRO=intro))
        if known and scene.continuous:
            names = " and ".join(p.named for p in known[:2])
            frame = self.lexicon.deal("through", r"^\{names\} " if len(known) == 1 else "")
            parts.append(self.fill(frame, known[0], None, scene, names=names))
        elif known:
            parts.append(self.fill(self.lexicon.deal("known"), known[0], None, scene))
            parts += [self.fill(self.lexicon.deal("with"), known[0], p, scene) for p in known[1:3]]
        if any(p.group for p in present):
            parts.append("A crowd has gathered and has opinions.")
        return " ".join(parts)

    # -- talk

    def pair(self, present: tuple[Person, ...], asker: bool = False) -> tuple[Person, Person]:
        """Who speaks to whom; leads ask, the unheard are asked."""
        people = [p for p in present if not p.group]
        new = [p for p in people if p.cue in self.unheard]
        weights = [max(self.left[p.cue], 0.5) for p in people]
        one = self.chance.choices(people, weights)[0]
        if asker and any(p.rank < 2 for p in people) and self.chance.random() < 0.5:
            one = self.chance.choice([p for p in people if p.rank < 2])
        others = [p for p in people if p is not one] or [one]
        two = (
            new[0]
            if new and new[0] is not one
            else self.chance.choices(others, [max(self.left[p.cue], 1) for p in others])[0]
        )
        return one, two

    def exchange(self, present: tuple[Person, ...], room: int, topic: str) -> list[tuple[Person, str]]:
        """One to four lines that belong together, no more than `room`."""
        deal, choose = self.lexicon.deal, self.lexicon.choose
        if room == 1 or sum(not p.group for p in present) == 1:
            one, two = self.pair(present)
            return [(two if two.cue in self.unheard else one, choose(deal("remark")))]
        one, two = self.pair(present, asker=True)
        shapes = {"ask": 10, "banter": 4, "claim": 5 if room >= 3 else 0, "press": 6 if room >= 4 else 0}
        shapes["plan"] = 3 if {one.cue, two.cue} <= ALLIES else 0
        shapes["thanks"] = 1 if {one.cue, two.cue} <= ALLIES else 0
        shapes["threat"] = 8 if two.cue in HARD else 0
        shape = self.chance.choices(list(shapes), list(shapes.values()))[0]
        if shape in {"banter", "plan", "thanks", "threat"}:
            if shape == "threat":
                one, two = two, one
            lines = re.split(r"\|(?![^\[]*\])", deal(shape))[:room]
            return [((one, two)[i % 2], choose(line)) for i, line in enumerate(lines)]
        if shape == "claim":
            claim = deal(f"topic {topic}", r"^(?!claim )").removeprefix("claim ")
            return [(one, claim), (two, choose(deal("doubt"))), (one, choose(deal("proof")))]
        question, answer = self._question(topic)
        middle = [(two, choose(deal("dodge"))), (one, choose(deal("press")))] if shape == "press" else []
        return [(one, question), *middle, (two, answer)]

    def _question(self, topic: str) -> tuple[str, str]:
        line = self.lexicon.deal(f"topic {topic}", r"^(?!\w+\?)")
        kind, question = line.split("? ", 1)
        fact = self.lexicon.deal(f"topic {topic}", rf"^(?!{kind}!)").split("! ", 1)[1]
        answer = self.lexicon.choose(self.lexicon.deal("answer"))
        if self.chance.random() < 0.55:
            answer = (
                re.sub(r"^([^.?!]*\{[Ff]act\}[.]).*", r"\1", answer)
                + " "
                + self.lexicon.choose(self.lexicon.deal("elaborate"))
            )
        answer = answer.replace("{Fact}", fact[0].upper() + fact[1:]).replace("{fact}", fact)
        return self.lexicon.choose(question), self.lexicon.choose(answer)

    def speech(self, person: Person, words: str, *, extension: str = "", aside: str = "") -> tuple[str, str]:
        """A speech as a block; the cue is finished when the scene is put together."""
        self.left[person.cue] -= 1
        self.unheard.discard(person.cue)
        note = f"({aside})\n" if aside else ""
        return f"{person.cue}|{extension}", note + capitals(words)

    # -- scenes

    def write(self, scene: Scene) -> None:
        """Fill a scene with groups of blocks."""
        people = scene.cast
        if scene.mode == "montage":
            return self.montage(scene)
        late = (
            people[-1]
            if scene.cues >= 5 and len(people) > 2 and not people[-1].group and self.chance.random() < 0.6
            else None
        )
        present = tuple(p for p in people if p is not late)
        if scene.mode == "phone":
            present = tuple(p for p in people if not p.group)[:1]
            return self.phone(scene, present)
        scene.groups.append(Group([("", self.opening(scene, present))], present))
        if scene.cues:
            self.talk(scene, present, late)
        return None

    def talk(self, scene: Scene, present: tuple[Person, ...], late: Person | None) -> None:
        """Lines in exchanges until the scene's cues are used; somebody may come in and somebody may go."""
        topic = self.lexicon.chance.choice([n for n in self.lexicon.sections if n.startswith("topic ")]).removeprefix(
            "topic "
        )
        room = scene.cues
        crowd = [p for p in present if p.group]
        voice = self.people[0] in present and self.chance.random() < 0.12
        if voice or sum(not p.group for p in present) == 0:
            line = self.lexicon.choose(self.lexicon.deal("voiceover"))
            scene.groups[-1].blocks.append(self.speech(self.people[0], line, extension="V.O."))
            room -= 1
        if room >= 5 and not scene.continuous and len(present) > 1:
            one, two = self.pair(present)
            lines = [
                (two, self.lexicon.choose(self.lexicon.deal("greet"))),
                (one, self.lexicon.choose(self.lexicon.deal("greetback"))),
            ]
            room -= self._say(scene, present, lines)
        if scene.mode == "monologue":
            room -= self._say(scene, present, [(self.pair(present, asker=True)[1], self.lexicon.deal("monologue"))])
        while room > 0:
            if late and room <= scene.cues // 2:
                present, room = self._arrive(scene, present, late, room)
                late = None
                continue
            if crowd and room > 1:
                crowd_line = self.lexicon.choose(self.lexicon.deal("crowd"))
                room -= self._say(scene, present, [(crowd.pop(), crowd_line)])
            if room == 1 and scene.cues >= 5 and len(present) > 1:
                self._leave(scene, present)
                return
            room -= self._say(scene, present, self.exchange(present, room, topic))

    def _say(self, scene: Scene, present: tuple[Person, ...], lines: list[tuple[Person, str]]) -> int:
        blocks = []
        for person, words in lines:
            aside = ""
            if self.chance.random() < 0.12:
                other = next((p for p, _ in lines if p is not person), None)
                frames = [a.strip() for a in self.lexicon.sections["parenthetical"][0].split(";")]
                aside = self.chance.choice(frames[:11])
                aside = "quietly" if "{B}" in aside and other is None else aside
                aside = aside.replace("{B}", other.named if other else "").replace(
                    "{his}", WORDS[person.pronoun]["his"]
                )
            blocks.append(self.speech(person, words, aside=aside))
        scene.groups.append(Group(blocks, present))
        return len(blocks)

    def _arrive(
        self, scene: Scene, present: tuple[Person, ...], late: Person, room: int
    ) -> tuple[tuple[Person, ...], int]:
        blocks = []
        if room > 2:
            blocks.append(
                self.speech(late, self.lexicon.choose(self.lexicon.deal("remark", "Please|Six")), extension="O.S.")
            )
            room -= 1
        frame = self.lexicon.deal("enter", "door|knocking|latch" if scene.place.side == "EXT" else "")
        text = self.fill(frame, late, None, scene)
        if late.cue not in self.met:
            self.met.add(late.cue)
            text += " " + capitals(f"{late.full}, {late.age}, {late.look}.")
        present = (*present, late)
        scene.groups.append(Group([*blocks, ("", text)], present))
        return present, room

    def _leave(self, scene: Scene, present: tuple[Person, ...]) -> None:
        one, _ = self.pair(present)
        line = self.speech(one, self.lexicon.choose(self.lexicon.deal("leave")))
        frame = self.lexicon.deal("exit", "door|oor" if scene.place.side == "EXT" else "")
        rest = tuple(p for p in present if p is not one)
        scene.groups.append(Group([line, ("", self.fill(frame, one, None, scene))], rest))

    def phone(self, scene: Scene, present: tuple[Person, ...]) -> None:
        """Somebody alone on the telephone; the other voice is only heard."""
        here = present[0]
        there = max((p for p in self.people[:8] if p is not here), key=lambda p: self.left[p.cue])
        scene.groups.append(Group([("", self.opening(scene, present))], present))
        scene.groups.append(Group([("", self.fill(self.lexicon.deal("ring"), here, None, scene))], present))
        topic = self.chance.choice([n for n in self.lexicon.sections if n.startswith("topic ")]).removeprefix("topic ")
        room, asks = scene.cues, here.rank < there.rank
        while room > 0:
            lines = [self.lexicon.choose(self.lexicon.deal("ring off"))] if room == 1 else list(self._question(topic))
            blocks = []
            for index, words in enumerate(lines):
                person = (here, there)[(index + (not asks)) % 2]
                aside = "into phone" if person is here and not index and self.chance.random() < 0.5 else ""
                blocks.append(self.speech(person, words, extension="" if person is here else "V.O.", aside=aside))
            scene.groups.append(Group(blocks, present))
            room -= len(lines)
        scene.groups.append(Group([("", self.fill(self.lexicon.deal("hang up"), here, None, scene))], present))

    def montage(self, scene: Scene) -> None:
        """A montage with bullets."""
        one, two = self.people[:2]
        bullets = [self.fill(self.lexicon.deal("bullet"), one, two, scene) for _ in range(self.chance.randint(5, 8))]
        blocks = [("", "BEGIN MONTAGE:"), *(("", b) for b in bullets), ("", "END MONTAGE.")]
        scene.groups.append(Group(blocks, ()))

    def enrich(self, scenes: list[Scene], head: int) -> None:
        """Add action between exchanges until the script has its size; long scenes get more of it."""
        size = head + sum(len(render(s).encode()) for s in scenes)
        for scene in scenes:
            for group, following in pairwise(scene.groups):
                if group.blocks[-1][0].split("|")[0] == following.blocks[0][0].split("|")[0] != "":
                    size += self._add(scene, group)
        usable = [s for s in scenes if s.mode != "montage"]
        while size < BYTES and usable:
            scene = self.chance.choices(usable, [s.weight + (0.9 if not s.cues else 0.25) for s in usable])[0]
            most = (
                10 if scene.mode == "chase" else 2 + round(2 * scene.weight) if not scene.cues else 2 + scene.cues // 2
            )
            if sum(not who for g in scene.groups for who, _ in g.blocks) > most:
                usable.remove(scene)
                continue
            fewest = min(sum(not who for who, _ in g.blocks) for g in scene.groups)
            size += self._add(
                scene, self.chance.choice([g for g in scene.groups if sum(not w for w, _ in g.blocks) == fewest])
            )

    def _add(self, scene: Scene, group: Group) -> int:
        text = next(filter(None, (self.action(scene, group.present) for _ in range(6))), "")
        if text:
            group.blocks.append(("", text))
        return len(text.encode()) + 2

    def script(self) -> str:
        """The whole screenplay."""
        scenes = self.plan.scenes()
        for scene in scenes:
            self.write(scene)
        for scene in self.chance.sample(scenes[1:-1], 16):
            scene.after = self.chance.choice(["CUT TO:", "CUT TO:", "SMASH CUT TO:", "DISSOLVE TO:"])
        for scene in self.chance.sample(scenes, 8):
            scene.groups[0].blocks.append(("", self.lexicon.deal("note")))
        head = "Title: The Salt Bell\nCredit: Composed by a grammar\nAuthor: feature_script.py\n\n> FADE IN:\n\n"
        self.enrich(scenes, len(head))
        return head + "".join(map(render, scenes)) + "> FADE OUT.\n"


def share(person: Person) -> float:
    """The number of cues that somebody should have."""
    if person.rank < 2:
        return (190.0, 140.0)[person.rank]
    return 90 / (person.rank - 0.5) ** 0.55 if person.rank < 8 else 6.0


def feature_script(seed: int = 1) -> str:
    """The Fountain text of a feature: the first draft in which everyone speaks; same seed, same text."""
    for draft in range(DRAFTS):
        writer = Writer(seed * DRAFTS + draft)
        script = writer.script()
        if not writer.unheard:
            break
    return script


def main() -> None:
    """Write the script to a file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    given.out.write_text(feature_script(given.seed), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
