"""What a director says of clips: bound to what was judged, led back to a stage, and priced before anything is done."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any, cast

import pytest

from storyforge.cli.main import run
from storyforge.pipeline.session import Session
from storyforge.providers.offline.attributing import attribute
from storyforge.tasks.attribution import STAGES, AttributionContext, Sign
from tests.cli.small import SCRIPT
from tests.tale import Tale

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.model.review import Review


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A story with all its clips."""
    root = tmp_path_factory.mktemp("reviewing")
    (root / "key.fountain").write_text(SCRIPT, encoding="utf-8")
    assert run(["new", str(root / "key"), "--primary", str(root / "key.fountain")]) == 0
    assert run(["-C", str(root / "key"), "run", "video", "--auto"]) == 0
    return root / "key"


@pytest.fixture
def tale(prepared: Path, tmp_path: Path) -> Tale:
    shutil.copytree(prepared, tmp_path / "key", symlinks=True)
    return Tale(tmp_path / "key")


def told(tale: Tale, capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    capsys.readouterr()
    assert tale.storyforge(*arguments, "--json") == 0
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def test_a_verdict_is_of_the_clip_that_was_judged_and_lapses_with_it(
    tale: Tale, capsys: pytest.CaptureFixture[str]
) -> None:
    found = told(tale, capsys, "review", "1", "issue", "1A", "visual", "-m", "his coat is dry again")
    assert (found["says"], found["stage"], found["shot"]) == ("visual", "frames", "1A")
    assert "coat" in " ".join(found["because"])
    assert found["command"].startswith("storyforge frame redo 1A -m")
    assert any("scenes/001" in name for names in found["would"]["outdated"].values() for name in names)
    assert found["would"]["repair"]
    assert not tale.dirty
    assert tale.git("log", "-1", "--format=%s") == "review: 1A visual, back to frames"
    status = told(tale, capsys, "status")
    assert status["scenes"][0]["review"]["issues"] == [{"shot": "1A", "says": "visual", "stage": "frames"}]
    assert status["next"] == ["storyforge review 1"]
    assert told(tale, capsys, "review", "1")["verdicts"][0]["holds"]
    shutil.copyfile(tale.root / "scenes/001/clips/1B.mp4", tale.root / "scenes/001/clips/1A.mp4")
    assert tale.storyforge("save") == 0
    assert not told(tale, capsys, "review", "1")["verdicts"][0]["holds"]
    assert "review" not in told(tale, capsys, "status")["scenes"][0]


def test_a_later_verdict_takes_the_place_of_the_one_before(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert tale.storyforge("review", "1", "issue", "1A", "timing", "-m", "it drags") == 0
    assert "storyforge shots 1 -m" in capsys.readouterr().out
    assert tale.storyforge("review", "1", "success") == 0
    assert tale.storyforge("review", "1", "1A", "success") == 2, "the word comes first"
    assert tale.storyforge("review", "1", "success", "1A") == 0
    review = cast("Review", Session.open(tale.root).story.model("scenes/001/review.yaml"))
    assert [(one.shot, one.says) for one in review.verdicts] == [("", "success"), ("1A", "success")]
    assert tale.storyforge("status") == 0
    assert "reviewed: good" in capsys.readouterr().out


def test_what_is_no_verdict_is_refused(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    head = tale.head
    for words in (["good"], ["issue", "1A"], ["issue", "1A", "visual"], ["success", "visual"], ["success", "9Z"]):
        assert tale.storyforge("review", "1", *words) in (2, 3), words
    assert tale.storyforge("review", "9", "success") == 2
    assert "Traceback" not in capsys.readouterr().err
    assert tale.head == head


def test_a_scene_that_is_looked_at_alone_has_a_mark_at_every_shot(tale: Tale, tmp_path: Path) -> None:
    out = tmp_path / "cut.mp4"
    assert tale.storyforge("export", "animatic", "--scene", "1", "--no-voices", "--out", str(out)) == 0
    shots = [row[0] for row in Session.open(tale.root).story.summaries.index("scenes/001/shots.yaml")["shots"]]
    content = out.read_bytes()
    assert all(shot.encode() in content for shot in shots), "each as the title of a chapter"


CASES = [
    ("visual", "the picture flickers", (), "video"),
    ("visual", "his coat is dry again", (), "frames"),
    ("visual", "nothing that is known", (), "frames"),
    ("visual", "wrong", (Sign(stage="frames", what="1A.start drifts", weight=3),), "frames"),
    ("visual", "wrong", (Sign(stage="video", what="made from words alone", weight=2),), "video"),
    ("timing", "too fast for me", (), "shots"),
    ("dialogue", "her accent is gone", (), "assets"),
    ("dialogue", "she would never say that", (), "script"),
    ("dialogue", "cut off", (Sign(stage="shots", what="the words take 5 s and it lasts 3 s", weight=3),), "shots"),
    ("narrative", "there are no stakes", (), "beats"),
    ("narrative", "the light is wrong", (Sign(stage="frames", what="dark", weight=3),), "shots"),
]


@pytest.mark.parametrize(("wrong", "note", "signs", "stage"), CASES)
def test_signs_lead_back_to_a_stage_that_it_can_come_from(
    wrong: str, note: str, signs: tuple[Sign, ...], stage: str
) -> None:
    context = AttributionContext(language="en", shot="1A", wrong=wrong, note=note, signs=signs)
    answer = attribute(context)
    assert answer.stage == stage
    assert answer.because
    assert not answer.faults(context)
    assert answer.stage in STAGES[wrong]
