"""Measures the offline director on a generated feature and, where it is at hand, on a public-domain stage play.

`python benchmarks/director.py` writes `results/director.json`: every number that the rules promise, at every pace.
The play is `fountain/earnest_pd.fountain` below the folder that `STORYFORGE_TEST_DATA` names.
"""

from __future__ import annotations

import json
import os
import platform
import re
import sys
import time
from collections import Counter
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from feature_script import feature_script
from scene_contexts import contexts

from storyforge.formats.languages import language, speech_seconds
from storyforge.formats.played import played
from storyforge.formats.prose import sentences
from storyforge.model.timing import frames, parse_rate
from storyforge.providers.offline.director import direct
from storyforge.providers.offline.director.lexicon import lexicon
from storyforge.providers.offline.director.numbers import numbers
from storyforge.tasks.staging import staging

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.model.shots import Shot
    from storyforge.tasks.shots import ShotsContext

RESULT = Path(__file__).parent / "results" / "director.json"
PACES = ("brisk", "standard", "long")
WISHED = {"brisk": 3.5, "standard": 5.0, "long": 6.5}
NEUTRAL = {"ELS", "LS", "INSERT"}
WIDE = {"ELS", "LS", "INSERT"}
CAMERA = re.compile(
    r"^(?:CLOSE|INSERT|WIDE|ANGLE|HIGH ANGLE|LOW ANGLE|OVERHEAD|AERIAL|ECU|EXTREME CLOSE|[A-Z' ]*POV|TWO[- ]SHOT|CU\b)"
)


def squash(text: str) -> str:
    """A text without whitespace."""
    return re.sub(r"\s+", "", text)


def directed(scenes: Sequence[ShotsContext]) -> tuple[list[tuple[Shot, ...]], float]:
    """The shots of every scene, and the seconds it took."""
    start = time.perf_counter()
    found = [direct(scene).shots for scene in scenes]
    return found, time.perf_counter() - start


def measure(scenes: Sequence[ShotsContext], pace: str) -> dict[str, Any]:
    """All numbers of one script at one pace."""
    scenes = [scene.model_copy(update={"pace": pace}) for scene in scenes]
    directed(scenes[:3])
    films, seconds = directed(scenes)
    shots = [shot for film in films for shot in film]
    lengths = [shot.frames / 24 for shot in shots]
    sizes = Counter(shot.camera.size for shot in shots)
    mean = sum(lengths) / len(lengths)
    return {
        "shots": len(shots),
        "minutes": round(sum(lengths) / 60, 1),
        "seconds_to_direct": round(seconds, 2),
        "mean": round(mean, 2),
        "mean_off_percent": round(100 * (mean / WISHED[pace] - 1), 1),
        "longest": max(lengths),
        "under_1_5_percent": share(sum(length < 1.5 for length in lengths), len(shots)),
        "text_faults": sum(not verbatim(scene, film) for scene, film in zip(scenes, films, strict=True)),
        "order_faults": sum(not in_order(scene, film) for scene, film in zip(scenes, films, strict=True)),
        "shorter_than_words": sum(hurried(scene, film) for scene, film in zip(scenes, films, strict=True)),
        "continued_as_extension": sum("CONT" in line.extension for shot in shots for line in shot.dialogue),
        "id_faults": len(shots) - len({(n, shot.id) for n, film in enumerate(films) for shot in film}),
        "first_continues": sum(film[0].continues for film in films if film),
        "established_percent": established(scenes, films),
        "sizes_percent": {size: share(count, len(shots)) for size, count in sizes.most_common()},
        "triples_percent": share(sum(triples(film) for film in films), len(shots)),
        "jump_cuts": sum(jumps(film) for film in films),
        "on_speaker_percent": on_speaker(films),
        "flips": sum(flips(film) for film in films),
        "camera_words": camera_words(scenes, films),
        "continues_percent": share(sum(shot.continues for shot in shots), len(shots)),
        "moving_percent": share(sum(shot.camera.move != "static" for shot in shots), len(shots)),
        "not_at_eye_level_percent": share(sum(shot.camera.angle != "eye" for shot in shots), len(shots)),
        "insert_without_subject": sum(s.camera.size == "INSERT" and not s.subject and not s.props for s in shots),
        "line_amid_action_percent": share(sum(any(n.after is not None for n in s.dialogue) for s in shots), len(shots)),
        "without_subject_percent": share(sum(not shot.subject for shot in shots), len(shots)),
    }


def share(part: float, whole: float) -> float:
    """A share in percent."""
    return round(100 * part / whole, 1) if whole else 0.0


def verbatim(scene: ShotsContext, film: Sequence[Shot]) -> bool:
    """Whether the shots hold the scene's speech, directions, action and transitions, each once and in order."""
    pieces = scene.pieces
    words = [squash("".join(p.text for p in piece.parts if p.kind != "parenthetical")) for piece in pieces]
    spoken = [(line.character, squash(line.text)) for shot in film for line in shot.dialogue]
    wanted = [(p.character, w) for p, w in zip(pieces, words, strict=True) if p.kind == "speech"]
    directions = [squash(p.text) for piece in pieces for p in piece.parts if p.kind == "parenthetical"]
    given = "".join(squash(line.parenthetical) for shot in film for line in shot.dialogue)
    return (
        runs(spoken) == runs(wanted)
        and given.replace(";", "")
        == "".join(directions).replace(";", "")  # two directions of one chunk are joined by a semicolon
        and squash("".join(shot.action for shot in film))
        == squash("".join(p.text for p in pieces if p.kind == "action"))
        and squash("".join(s.transition for s in film))
        == squash("".join(p.text for p in pieces if p.kind == "transition"))
    )


def in_order(scene: ShotsContext, film: Sequence[Shot]) -> bool:
    """Whether action and speech, told in the order in which they are played, are the script's own."""
    told = [entry if isinstance(entry, str) else entry.text for shot in film for entry in played(shot, scene.language)]
    spoken = ["".join(p.text for p in piece.parts if p.kind != "parenthetical") for piece in scene.pieces]
    wanted = [p.text if p.kind == "action" else w for p, w in zip(scene.pieces, spoken, strict=True)]
    return squash("".join(told)) == squash(
        "".join(w for p, w in zip(scene.pieces, wanted, strict=True) if p.kind != "transition")
    )


def hurried(scene: ShotsContext, film: Sequence[Shot]) -> int:
    """How many shots are shorter than their words take to say; of two who speak at once, the slower counts."""
    spoken = language(scene.language)
    beside = [squash("".join(p.text for p in piece.parts)) for piece in scene.pieces if piece.dual]
    found = 0
    for shot in film:
        length = {True: 0.0, False: 0.0}
        for line in shot.dialogue:
            at_once = any(squash(line.text) in words for words in beside)
            length[at_once] += speech_seconds(line.text, spoken)
        found += frames(max(length.values()), parse_rate(scene.rate)) > shot.frames
    return found


def runs(lines: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Neighbouring pieces of one speaker joined."""
    found: list[tuple[str, str]] = []
    for who, text in lines:
        if found and found[-1][0] == who:
            found[-1] = (who, found[-1][1] + text)
        else:
            found.append((who, text))
    return found


def established(scenes: Sequence[ShotsContext], films: Sequence[Sequence[Shot]]) -> float:
    """Of the scenes at a new place that do not go on from the one before, how many show it within two shots."""
    new = [film for scene, film in zip(scenes, films, strict=True) if film and scene.new_place and not scene.continuous]
    return share(sum(any(shot.camera.size in WIDE for shot in film[:2]) for film in new), len(new))


def triples(film: Sequence[Shot]) -> int:
    """How often three equal frames stand in a row."""
    framed = [(shot.camera.size, shot.camera.angle) for shot in film]
    return sum(a == b == c for a, b, c in zip(framed, framed[1:], framed[2:], strict=False))


def jumps(film: Sequence[Shot]) -> int:
    """Cuts on one subject with equal size and angle."""
    return sum(
        a.subject != "" and (a.subject, a.camera.size, a.camera.angle) == (b.subject, b.camera.size, b.camera.angle)
        for a, b in pairwise(film)
        if not b.continues
    )


def on_speaker(films: Sequence[Sequence[Shot]]) -> float:
    """By letters, how much is spoken by the subject, or by one of several who share the frame."""
    heard = staging("en")
    on = total = 0
    for film in films:
        for shot in film:
            seen = {character.id for character in shot.characters}
            for line in shot.dialogue:
                if heard.is_heard(line.extension.split(", ")):
                    continue
                total += len(line.text)
                shared = shot.camera.size in ("TWO", "MLS", "LS", "ELS", "MS") and line.character in seen
                on += len(line.text) * (line.character == shot.subject or shared)
    return share(on, total)


def flips(film: Sequence[Shot]) -> int:
    """How often two people change sides without a neutral shot between."""
    sides: dict[frozenset[str], tuple[str, str]] = {}
    found = 0
    for shot in film:
        if shot.camera.size in NEUTRAL or shot.camera.angle == "POV":
            sides = {}
        if shot.axis and shot.axis.left and shot.axis.right:
            pair = (shot.axis.left, shot.axis.right)
            found += sides.get(frozenset(pair), pair) != pair
            sides[frozenset(pair)] = pair
    return found


def camera_words(scenes: Sequence[ShotsContext], films: Sequence[Sequence[Shot]]) -> str:
    """Of the camera words at the start of a sentence, how many have a shot that begins with them."""
    wanted = honoured = 0
    for scene, film in zip(scenes, films, strict=True):
        starts = [squash(shot.action)[:24] for shot in film]
        for piece in scene.pieces:
            for sentence in sentences(piece.text) if piece.kind == "action" else ():
                if CAMERA.match(sentence):
                    wanted += 1
                    honoured += any(start.startswith(squash(sentence)[:24]) for start in starts)
    return f"{honoured} of {wanted}"


def machine() -> dict[str, Any]:
    """What the numbers were measured with."""
    return {
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "pydantic": version("pydantic"),
        "python": platform.python_version(),
        "system": sys.platform,
    }


def main() -> None:
    """Measure, write the result, print it."""
    texts = {"feature": feature_script()}
    folder = os.environ.get("STORYFORGE_TEST_DATA")
    play = Path(folder) / "fountain" / "earnest_pd.fountain" if folder else None
    if play is not None and play.is_file():
        texts["earnest"] = play.read_text(encoding="utf-8")
    result: dict[str, Any] = {"with": machine()}
    lexicon("en")
    for name, text in texts.items():
        scenes = contexts(text)
        for pace in PACES:
            numbers(pace)
            result[f"{name}, {pace}"] = measure(scenes, pace)
    text = json.dumps(result, indent=1, ensure_ascii=False) + "\n"
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(text, encoding="utf-8")
    print(text, end="")


if __name__ == "__main__":
    main()
