"""From one paragraph to the sheets of a storyboard: unattended, offline and with models, killed and taken up again."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from storyforge.cli.main import run
from storyforge.exporters.boards_content import board_scenes
from storyforge.journal.ledger import Ledger
from storyforge.pipeline.create import create
from storyforge.pipeline.inputs import Wanted
from storyforge.pipeline.session import Session
from storyforge.providers import keys
from tests.pipeline.rule_writer import RuleWriter
from tests.providers.gemini_server import GeminiServer, candidate, draw, pictures, png, usage, words
from tests.providers.openai_server import Say
from tests.tale import Tale

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storyforge.journal.calls import Entry
    from storyforge.story import Story

IDEA = (
    "Mara repairs clocks in a small workshop. One night a stranger brings Mara a watch. "
    "Mara runs after the stranger to the harbour."
)
MODEL = "image=google:gemini-nano-banana-2.1"
PAID = ("--with", MODEL, "--max-cost", "5")
KEY = "AIzaPlanted-0123456789-abcdef"
STEPS = [
    *("lore", "narrative", "beats", "script", "assets", "keys"),
    *("scenes", "shots", "visuals", "prompts", "frames"),
]
RUN = """
import os, signal, sys
from pathlib import Path
from storyforge.model.money import Cost
from storyforge.pipeline.request import Request
from storyforge.pipeline.run import Runner
from storyforge.pipeline.session import Session

root, model, stage, what, count = sys.argv[1:]
now, left = "", int(count)

def tell(event):
    global now, left
    now = event.get("stage", now)
    if event["event"] == what and now == stage:
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

made, most = {"image": model.partition("=")[2]}, Cost.read({"amount": "5", "currency": "USD"})
Runner(Session.open(Path(root)), Request("", auto=True, providers=made, max_cost=most), tell).run()
"""


@pytest.fixture
def board(tmp_path: Path) -> Tale:
    """A storyboard that begins with a paragraph."""
    create(Wanted(tmp_path / "board", None, None, options={"format": "storyboard"}, idea=IDEA))
    return Tale(tmp_path / "board")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[GeminiServer]:
    monkeypatch.setattr(keys, "_kept", {"GOOGLE_API_KEY": "", "GEMINI_API_KEY": ""})
    monkeypatch.setenv("GOOGLE_API_KEY", KEY)
    with GeminiServer(keys=(KEY,)) as running:
        monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", running.address)
        yield running


def bought(tale: Tale) -> list[Entry]:
    ledger = Ledger(tale.root / ".git" / "storyforge")
    try:
        return [entry for entry in ledger.entries() if entry.call.kind == "image"]
    finally:
        ledger.close()


def story_of(tale: Tale) -> Story:
    return Session.open(tale.root).story


def sent(tale: Tale) -> dict[str, tuple[str, ...]]:
    """Picture of a shot -> what went along with it."""
    summaries = story_of(tale).summaries
    found: dict[str, tuple[str, ...]] = {}
    for number in summaries.numbers:
        index = summaries.index(f"scenes/{int(number):03}/frames.yaml")
        found |= {item: tuple(index["sent"].get(item, ())) for item in index["pictures"] if item != "establishing"}
    return found


def test_one_paragraph_becomes_sheets_in_one_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "board"
    assert run(["new", str(folder), "--format", "storyboard", "--run", "--idea", IDEA, "--json"]) == 0
    lines: list[dict[str, Any]] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    made = [line for line in lines if line.get("event") == "made"]
    assert [line["stage"] for line in made] == STEPS
    assert made[-1]["percent"] == 100
    summary, sheets = lines[-2:]
    told = summary["storyboard"]
    assert (summary["calls"], told["scenes"], told["shots"]) == (0, 2, 3)
    assert sheets["path"].endswith("_boards.pdf")
    tale = Tale(folder)
    assert tale.report()["next"] == ["storyforge export boards"]
    assert "video" not in {stage["name"] for stage in tale.report()["stages"]}
    there = set(tale.git("ls-files").split("\n"))
    for path in ("assets/characters/mara/key.png", "assets/settings/harbour/key.png", "assets/props/watch/key.png"):
        assert path in there, "each component has a picture"
    for path in ("001/visuals/sketch.png", "001/frames/establishing.png", "001/frames/1A-start.png"):
        assert f"scenes/{path}" in there
    assert "sketch: scenes/002/visuals/sketch.png" in tale.read("scenes/002/scene.yaml")
    assert len([path for path in there if path.endswith(".png")]) == told["pictures"]
    assert tale.storyforge("run", "--auto") == 0
    assert "Nothing to do" in capsys.readouterr().out


def test_what_only_its_author_knows_is_no_picture_and_clips_are_asked_for(board: Tale) -> None:
    assert board.storyforge("run", "--auto") == 0
    story = story_of(board)
    scenes = list(board_scenes(story, tuple(story.scenes)))
    panels = [panel for scene in scenes for panel in scene.panels]
    assert [panel.words[0].text for panel in panels] == [f"{part}." for part in IDEA.rstrip(".").split(". ")]
    assert all(len([word for word in panel.words if word.by == "?"]) <= 2 for panel in panels)
    people = [{person.id for person in panel.spec.people} for panel in panels if panel.spec]
    assert people == [{"mara"}, {"mara", "the-stranger"}, {"mara", "the-stranger"}]
    assert not [subject for subject in board.subjects if subject.startswith(("confirm", "video"))]
    assert board.storyforge("video", "1") == 3, "it needs its confirmation, as any film"
    assert board.storyforge("run", "confirm", "--auto") == 0
    assert "confirm" in {stage["name"] for stage in board.report()["stages"]}


def test_a_sketch_of_ones_own_stays(board: Tale) -> None:
    assert board.storyforge("run", "scenes", "--auto") == 0
    sketch = "scenes/001/visuals/sketch.png"
    own = png(64, 36, "mine")
    board.write(sketch, own)
    board.edit("script.fountain", "One night a stranger", "One stormy night a stranger")
    board.edit("scenes/002/scene.yaml", "scenes/002/visuals/sketch.png", "inputs/mine.png")
    assert board.storyforge("run", "scenes", "--auto", "--outdated") == 0
    assert (board.root / sketch).read_bytes() == own
    assert board.storyforge("scenes", "2", "--auto", "-m", "what is in it, read again") == 0
    assert "sketch: inputs/mine.png" in board.read("scenes/002/scene.yaml")


def test_options_without_a_run_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", str(tmp_path / "x"), "--idea", IDEA, "--max-cost", "5"]) == 2
    assert "--run" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()


def test_models_write_and_draw_it_and_the_ledger_is_what_was_sold(
    board: Tale, server: GeminiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("Mara waits at the pier.", "Mara rows over the river.", "Mara burns the letter at the beach.")
    told = {"goal": "On.", "act": "Act one", "source": None, "scenes": [], "people": ["Mara"], "place": "Pier"}
    beats = [{"id": f"b{n:02}", "text": text, **told} for n, text in enumerate(names, 1)]
    plan = {"inside": "EXT.", "time": "NIGHT", "people": ["Mara"], "purpose": "She goes."}
    scenes = [{**plan, "place": "PIER", "beats": ["b01", "b02"]}, {**plan, "place": "BEACH", "beats": ["b03"]}]
    instead = {"beatsheet": [Say(json.dumps({"beats": beats}))], "outline": [Say(json.dumps({"scenes": scenes}))]}
    with RuleWriter(monkeypatch, **instead).at_work(board, monkeypatch) as writer:
        assert board.storyforge("run", "--auto", *PAID) == 0
        assert writer.asked["lores"] == writer.asked["narratives"] == writer.asked["beatsheet"] == 1
    entries = bought(board)
    assert {entry.state for entry in entries} == {"settled"}
    assert server.paid == {"image": len(entries)}
    assert max(len(pictures(heard)) for heard in server.asked("image")) <= 3
    found = sent(board)
    for item, names_sent in found.items():
        place = [name for name in names_sent if "." not in name]
        assert place == ["establishing"], f"{item} goes by the view of its scene"
        assert names_sent.index("establishing") <= 1, "before everybody and everything but the frame before"
    assert any("mara.face" in names_sent for names_sent in found.values()), "and by its components"
    assert board.storyforge("run", "--auto", *PAID) == 0
    assert server.paid == {"image": len(entries)}, "what is there is not bought again"


def test_a_picture_that_is_refused_is_asked_of_the_next_model(
    board: Tale, server: GeminiServer, capsys: pytest.CaptureFixture[str]
) -> None:
    others = "\n  fallbacks:\n    image:\n    - google:gemini-3-pro-image\n    - offline"
    named = f"image: google:gemini-nano-banana-2.1{others}"
    board.edit("story.yaml", "image: offline", named)
    assert board.storyforge("run", "assets", "--auto") == 0
    blocked = candidate(None, "IMAGE_SAFETY", usage())
    server.draws = lambda heard: blocked if "banana" in heard.path or "watch" in words(heard) else draw(heard)
    assert board.storyforge("run", "keys", "--auto", "--max-cost", "5") == 0
    said = capsys.readouterr().err
    assert "google:gemini-3-pro-image is asked instead" in " ".join(said.split())
    by = {path: board.read(f"assets/{path}/images.yaml") for path in ("characters/mara", "props/watch")}
    assert "by: google:gemini-3-pro-image" in by["characters/mara"]
    assert "by:" not in by["props/watch"], "the offline artist drew it, which is what nothing said means"
    entries = bought(board)
    assert {entry.call.by for entry in entries if entry.state == "settled"} == {"google:gemini-3-pro-image"}
    paid = server.paid["image"]
    assert board.storyforge("run", "keys", "--auto", "--max-cost", "5") == 0
    assert server.paid["image"] == paid


def test_killed_at_its_steps_it_is_finished_and_nothing_is_bought_twice(board: Tale, server: GeminiServer) -> None:
    places = [("lore", "step", 0), ("script", "made", 0), ("keys", "progress", 2), ("frames", "progress", 3)]
    for stage, what, count in places:
        program = [sys.executable, "-c", RUN, str(board.root), MODEL, stage, what, str(count)]
        done = subprocess.run(program, capture_output=True, check=False)
        assert done.returncode == -signal.SIGKILL, done.stderr.decode()
        _resolve(board)
    assert board.storyforge("run", "--auto", *PAID) == 0
    entries = bought(board)
    settled = Counter(entry.call.what for entry in entries if entry.state == "settled")
    assert set(settled.values()) == {1}, "each picture was bought once"
    doubts = len([entry for entry in entries if entry.state == "sold"])
    assert sum(settled.values()) <= server.paid["image"] <= sum(settled.values()) + doubts
    shown = [path for path in board.git("ls-files").split("\n") if path.endswith(".png")]
    assert len(shown) == sum(settled.values()) + len(story_of(board).scenes), "and a sketch of each scene, for nothing"
    stages = [subject.split(":")[0] for subject in board.subjects if subject.split(":")[0] in STEPS]
    assert sorted(stages) == sorted(STEPS), "each step was committed once"


def _resolve(tale: Tale) -> None:
    """Say of every call in doubt that it was sold, so that the next run may ask again."""
    tale.storyforge("run", "--auto", "--dry-run", *PAID)
    ledger = Ledger(tale.root / ".git" / "storyforge")
    try:
        ledger.recover()
        doubts = [entry.number for entry in ledger.entries() if entry.state == "doubt"]
    finally:
        ledger.close()
    for number in doubts:
        assert tale.storyforge("jobs", "resolve", str(number), "--sold") == 0
