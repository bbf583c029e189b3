"""Measures condensation without a model: a book is surveyed, told in three treatments, and put into beats.

Usage: python benchmarks/condense.py [--write] [FILE...]

Each text is read in a process of its own. Seconds are those of the three rules, without starting Python: on the clock,
and of a processor, which is what they take where nothing else runs; `peak MB` is that of the whole process. Without
files, texts of 100 KB, 880 KB and 2 MB are made up from sentences of our own, in English, and the last in Spanish and
ISO-8859-1. What is made up is regular: it measures time and memory, not taste.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path
from typing import Any

from storyforge.formats.documents import read_document
from storyforge.formats.languages import detect
from storyforge.providers.offline import condense
from storyforge.tasks.beatsheet import BeatSheetContext
from storyforge.tasks.brief import Brief
from storyforge.tasks.options import OptionsContext
from storyforge.tasks.survey import Section, SurveyContext

HERE = Path(__file__).resolve().parent
LEAST = 15
PEOPLE = {
    "en": "Ada Thorne,Mr. Vale,Rufus Crane,Mrs. Crane,Captain Lowe,Lady Marsh,Old Tobias,Miss Thorne,Silas,Dr. Penn",
    "es": "don Alonso,Teresa,Martín Robledo,doña Beatriz,el bachiller Cordero,Leonor,Ginés,fray Tomás,Lucero,Inés",
}
PLACES = {
    "en": "Harrow,Dunmere,Port Ayle,the Long Wood,Kestrel House",
    "es": "Toledo,Sevilla,Barcelona,Zaragoza,Cuenca",
}
CHAPTER = {"en": "Chapter", "es": "Capítulo"}
SENTENCES = {
    "en": (
        "{a} left {p} before the {n} bell, and {b} followed with a {t} under one arm.",
        "“I have seen the {t},” said {a}, “and {b} shall not have it while I live.”",
        "In {p} the {n} {t} lay where {b} had hidden it, and {a} wept to find it broken.",
        "{a} struck the {t} from the hands of {b}, who fell against the {n} door.",
        "The rain went on, and nobody in the {n} street had a word for the {t}.",
        "At last {b} confessed that the {t} of {p} had been stolen by {a} in a {n} hour.",
        "“Who is there?” asked {b}.",
        "When {a} came back to {p}, the {n} {t} was gone, and with it every hope of {b}.",
    ),
    "es": (
        "{a} salió de {p} antes de la {n} campana, y {b} le siguió con un {t} bajo el brazo.",
        "—Yo he visto el {t} —dijo {a}—, y no lo tendrá {b} mientras yo viva.",
        "En {p} estaba el {n} {t} donde {b} lo había escondido, y {a} lloró al hallarlo roto.",
        "{a} arrebató el {t} de las manos de {b}, que cayó herido junto a la {n} puerta.",
        "La lluvia seguía cayendo, y nadie en la {n} calle hablaba ya del {t}.",
        "Al fin confesó {b} que el {t} de {p} lo había robado {a} en una {n} hora.",
        "—¿Quién va? —preguntó {b}.",
        "Cuando {a} volvió a {p}, el {n} {t} había desaparecido, y con él la esperanza de {b}.",
    ),
}
SYLLABLES = (
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "la",
    "me",
    "ni",
    "po",
    "ru",
    "sa",
    "te",
    "vi",
    "zo",
    "tra",
    "ble",
    "cor",
    "den",
    "fal",
    "gri",
)


def word(draw: random.Random) -> str:
    """A made-up word: most are seldom, as most words of a book are."""
    rank = int(draw.paretovariate(0.7)) % 9000
    made = random.Random(rank)  # noqa: S311 - made-up text has to be the same every time
    return "".join(made.choice(SYLLABLES) for _ in range(made.randint(2, 4)))


def text(language: str, characters: int) -> str:
    """A made-up novel of about so many characters, with chapters of some 15,000."""
    draw = random.Random(characters)  # noqa: S311 - made-up text has to be the same every time
    people, places = PEOPLE[language].split(","), PLACES[language].split(",")
    parts: list[str] = []
    size = chapter = 0
    while size < characters:
        if size >= chapter * 15_000:
            chapter += 1
            parts.append(f"{CHAPTER[language]} {chapter}")
        made = [
            draw.choice(SENTENCES[language]).format(
                a=draw.choice(people), b=draw.choice(people), p=draw.choice(places), t=word(draw), n=word(draw)
            )
            for _ in range(draw.randint(1, 6))
        ]
        parts.append(textwrap.fill(" ".join(line[0].upper() + line[1:] for line in made), 72))
        size += len(parts[-1]) + 2
    return "\n\n".join(parts)


def measure(path: Path) -> dict[str, Any]:
    """Seconds and memory of one text, and what came out."""
    document = read_document(path.name, path.read_bytes())
    sections = tuple(Section(title=section.title, text=section.text) for section in document.sections)
    language = document.language or detect(" ".join(section.text[:2000] for section in sections))
    start, work = time.perf_counter(), time.process_time()
    survey = condense.survey(SurveyContext(language=language, sections=sections))
    surveyed = time.perf_counter()
    brief = Brief(title=document.title or path.stem, language=language, mode="condensation")
    options = condense.treatments_of_book(OptionsContext(what="treatment", brief=brief, survey=survey, words=605))
    told = time.perf_counter()
    beats = condense.beats_of_book(
        BeatSheetContext(brief=brief, path="treatment.md", telling=options[0].body, source=path.name, survey=survey)
    ).beats
    ended, worked = time.perf_counter(), time.process_time()
    book = " ".join(" ".join(section.text for section in sections).split())
    places = [book.find(beat.text) for beat in beats]
    top = [person.name for person in survey.people[:10]]
    named = {name for beat in beats for name in beat.people}
    return {
        "bytes": path.stat().st_size,
        "language": language,
        "words": survey.words,
        "seconds": round(ended - start, 2),
        "seconds of a processor": round(worked - work, 2),
        "survey": round(surveyed - start, 2),
        "treatments": round(told - surveyed, 2),
        "beatsheet": round(ended - told, 2),
        "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "passages": len(survey.passages),
        "beats": len(beats),
        "verbatim": sum(place >= 0 for place in places),
        "tenths": len({10 * place // len(book) for place in places if place >= 0}),
        "of the ten most named, in beats": sum(name in named for name in top),
        "least runners-up": min((len(beat.runners_up) for beat in beats), default=0),
    }


def apart(path: Path) -> dict[str, Any]:
    """Measure in a process of its own, so that memory is that of one text."""
    done = subprocess.run([sys.executable, __file__, "--one", str(path)], check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main(arguments: list[str]) -> None:
    """Measure the texts given, or made-up ones; with --write, keep the results."""
    if arguments[:1] == ["--one"]:
        print(json.dumps(measure(Path(arguments[1]))))
        return
    files = [Path(argument) for argument in arguments if not argument.startswith("--")]
    results: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        if not files:
            for name, language, size in (
                ("100 KB", "en", 100_000),
                ("880 KB", "en", 880_000),
                ("2 MB", "es", 2_000_000),
            ):
                path = Path(folder) / f"made up, {name}.txt"
                path.write_bytes(text(language, size).encode("iso-8859-1" if language == "es" else "utf-8", "replace"))
                files.append(path)
        for path in files:
            results[path.stem] = apart(path)
            print(path.stem, json.dumps(results[path.stem]))
    if "--write" in arguments:
        (HERE / "results" / "condense.json").write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
