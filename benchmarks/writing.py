"""How a script is written by a language model: wall time against the calls it takes, and how big its questions are.

`python benchmarks/writing.py [--quick]` prints the figures and writes them to `benchmarks/results/writing.json`. The
model is a server on this machine that answers after a second; the client is the real one, over a real wire.

Wall time is that of the stage in a program that is already running and has asked one question before: what starting
and importing take is told beside it. The physical limit is calls x latency / questions at once. The plan of scenes
must be there before the first scene is asked for, so the scenes are told alone and together with it.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from storyforge.model.beats import BeatSheet
from storyforge.pipeline.create import create
from storyforge.pipeline.inputs import Wanted
from storyforge.pipeline.request import Request
from storyforge.pipeline.run import Runner
from storyforge.pipeline.session import Session
from storyforge.providers.letters import write_letter
from storyforge.stages.base import Job
from storyforge.stages.film import writing
from storyforge.tasks.scenes import OutlineOutput, SceneContext
from storyforge.tasks.tokens import tokens
from tests.pipeline.scripted_writer import KEY, options, task_of
from tests.providers.openai_server import OpenAIServer, Say

RESULTS = Path(__file__).parent / "results" / "writing.json"
LATENCY, AT_ONCE, SCENES = 1.0, 8, 60
SIZES = (10, 25, 50, 100, 200)
BEATS = 30
CAST = ("Mara", "Jonas", "Inge", "Tobias", "Wren", "Edda", "Olaf", "Pim")
IDEA = " ".join(f"{name} wants the ferry and can't say why." for name in CAST)


def answers(scenes: int) -> dict[str, dict[str, Any]]:
    """What the model says, by task: a film of so many scenes with two people in each."""
    empty = {"character": "", "extension": "", "parenthetical": "", "gap": ""}
    action = {**empty, "kind": "action", "text": "They wait for the ferry. Neither looks at the water. " * 6}
    speech = {**empty, "kind": "speech", "text": "One more crossing, and then no more of them."}
    beats = [
        {
            "id": f"b{number + 1:02}",
            "text": f"{pair(number)[0]} gives way to {pair(number)[1]} at light {number + 1}, and it costs a night.",
            "goal": "The debt grows.",
            "act": "Act one",
            "source": None,
            "scenes": [],
            "people": list(pair(number)),
            "place": "Ferry",
        }
        for number in range(BEATS)
    ]
    plan = [
        {
            "place": "FERRY",
            "inside": "EXT.",
            "time": "NIGHT",
            "people": list(pair(number * BEATS // scenes)),
            "purpose": "One gives way, and the other sees it.",
            "beats": [f"b{number * BEATS // scenes + 1:02}"],
        }
        for number in range(scenes)
    ]
    return {
        "treatments": options(),
        "beatsheet": {"beats": beats},
        "outline": {"scenes": plan},
        "scene": {"blocks": [action, {**speech, "character": "Mara"}, action, {**speech, "character": "Jonas"}]},
    }


def pair(number: int) -> tuple[str, str]:
    """The two who are in a beat."""
    return CAST[number % len(CAST)], CAST[(number + 3) % len(CAST)]


def story(folder: Path, scenes: int, address: str) -> Session:
    """A story of which the script is next, its beats written by the model."""
    made = create(Wanted(folder, "expansion", None, options={"length": "85:00-95:00"}, idea=IDEA))
    text = (folder / "story.yaml").read_text("utf-8")
    told = f'all: {{api_base: "{address}", at_once: {AT_ONCE}, fallback: none}}'
    (folder / "story.yaml").write_text(
        text.replace("  text: offline", f"  text: litellm:openai/gpt-4o-mini\n  stages:\n    {told}"), "utf-8"
    )
    del made, scenes
    Runner(Session.open(folder), Request("beats", auto=True), lambda _: None).run()
    return Session.open(folder)


def timed(scenes: int) -> dict[str, Any]:
    """Seconds of the stage, and of its scenes alone, beside the limit."""
    said = answers(scenes)
    seen: list[tuple[str, float]] = []
    slow = [0.0]

    def answer(asked: Any) -> Say:
        seen.append((task_of(asked), time.monotonic()))
        return Say(json.dumps(said[task_of(asked)]), wait=slow[0])

    with OpenAIServer(otherwise=answer) as server, tempfile.TemporaryDirectory() as folder:
        session = story(Path(folder) / "film", scenes, server.address)
        seen.clear()
        slow[0], server.peak = LATENCY, 0
        begun = time.monotonic()
        outcome = Runner(session, Request("script", only=True, auto=True), lambda _: None).run()
        ended = time.monotonic()
        first = next(at for task, at in seen if task == "scene")
        peak = server.peak
    calls = len(seen)
    assert outcome.made, outcome
    assert calls == scenes + 1, calls
    limit = calls * LATENCY / AT_ONCE
    scene_limit = scenes * LATENCY / AT_ONCE
    return {
        "scenes": scenes,
        "calls": calls,
        "at_once": peak,
        "seconds": round(ended - begun, 2),
        "limit": round(limit, 2),
        "ratio": round((ended - begun) / limit, 3),
        "scenes_alone_seconds": round(ended - first, 2),
        "scenes_alone_ratio": round((ended - first) / scene_limit, 3),
    }


class _Planned:
    """Answers the plan, and keeps the contexts of the scenes."""

    name = "planned"
    pure = False

    def __init__(self, scenes: int) -> None:
        self.outline = OutlineOutput.model_validate(answers(scenes)["outline"])
        self.contexts: dict[str, SceneContext] = {}

    def ask(self, task: str, context: Any) -> Any:
        del task, context
        return self.outline

    def ask_each(self, task: str, contexts: Any) -> Any:
        del task
        self.contexts = dict(contexts)
        return {}


def sizes() -> list[dict[str, Any]]:
    """Tokens of a scene's whole letter, by the number of scenes of the film."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "film"
        said = answers(10)
        with OpenAIServer(otherwise=lambda asked: Say(json.dumps(said[task_of(asked)]))) as server:
            library = story(place, 10, server.address).story
        assert isinstance(library.model("beats.yaml"), BeatSheet)
        for count in SIZES:
            planned = _Planned(count)
            writing.written(Job(library, planned))
            letters = [write_letter("scene", context, {}) for context in planned.contexts.values()]
            each = [tokens(letter.system) + tokens(letter.prompt) for letter in letters]
            row = {"scenes": count, "mean": round(statistics.mean(each)), "least": min(each), "most": max(each)}
            found.append({**row, "all": sum(each)})
    return found


def started() -> float:
    """Seconds that starting and importing the client take, in a program of its own."""
    code = "from storyforge.providers.litellm_door import litellm; litellm()"
    begun = time.monotonic()
    subprocess.run([sys.executable, "-c", code], check=True)
    return round(time.monotonic() - begun, 2)


def main() -> None:
    """Measure, print, write."""
    os.environ["OPENAI_API_KEY"] = KEY
    os.environ.setdefault("GIT_AUTHOR_NAME", "Ada Quill")
    os.environ.setdefault("GIT_AUTHOR_EMAIL", "ada@example.com")
    os.environ.setdefault("GIT_COMMITTER_NAME", "Ada Quill")
    os.environ.setdefault("GIT_COMMITTER_EMAIL", "ada@example.com")
    measured = sizes()
    mean = [row["mean"] for row in measured]
    result = {
        "machine": {"python": platform.python_version(), "cores": os.cpu_count()},
        "start": started(),
        "latency": LATENCY,
        "stage": timed(12 if "--quick" in sys.argv else SCENES),
        "contexts": measured,
        "spread": round(max(mean) / min(mean) - 1, 4),
        "tokens_a_scene": [round(row["all"] / row["scenes"]) for row in measured],
    }
    print(json.dumps(result, indent=1))
    if "--quick" not in sys.argv:
        RESULTS.write_text(json.dumps(result, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
