"""Answers by key: whole or not at all, found again, let go."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from storyforge.journal.answers import Answers
from storyforge.repo import blob_id

if TYPE_CHECKING:
    from pathlib import Path

KEY = "5be6b6516a5e5d56cd1165e6b02f19c9"


@pytest.fixture
def answers(tmp_path: Path) -> Answers:
    return Answers(tmp_path / "störy" / "answers")


def test_what_is_kept_is_found_by_its_key(answers: Answers) -> None:
    kept = answers.keep(KEY, "png", b"a picture", {"digest": "77", "cost": {"amount": None, "currency": "USD"}})
    assert answers.find(KEY, "png") == kept
    assert kept.read() == b"a picture"
    assert (kept.size, kept.sha256) == (9, hashlib.sha256(b"a picture").hexdigest())
    assert kept.blob == blob_id(b"a picture"), "the id that git will give to it"
    assert answers.find(KEY, "mp4") is None
    assert answers.find("00" + KEY[2:], "png") is None


@pytest.mark.parametrize("harm", ["cut short", "no note", "a note that is none", "a note of another program"])
def test_half_an_answer_is_none(answers: Answers, harm: str) -> None:
    kept = answers.keep(KEY, "png", b"a picture", {})
    note = kept.file.with_suffix(".facts.json")
    if harm == "cut short":
        kept.file.write_bytes(b"a pic")
    elif harm == "no note":
        note.unlink()
    else:
        note.write_text("{" if harm == "a note that is none" else '{"size": 9}')
    assert answers.find(KEY, "png") is None
    assert answers.keep(KEY, "png", b"a picture", {}) == kept


def test_what_is_committed_is_noted_or_let_go(answers: Answers) -> None:
    kept = answers.keep(KEY, "png", b"a picture", {"cost": 1})
    answers.settle(kept)
    found = answers.find(KEY, "png")
    assert found is not None
    assert (found.settled, found.facts) == (True, {"cost": 1})
    answers.drop(kept)
    answers.drop(kept)
    assert answers.find(KEY, "png") is None
    assert not [file for file in answers.folder.rglob("*") if file.is_file()]


def test_nothing_half_written_stays_where_the_disk_is_full(answers: Answers, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(OSError, match="No space"):
        answers.keep(KEY, "png", b"a picture", {})
    assert not [file for file in answers.folder.rglob("*") if file.is_file()]


def test_what_a_killed_process_left_of_an_answer_goes_when_it_comes(answers: Answers) -> None:
    folder = answers.keep(KEY, "png", b"a picture", {}).file.parent
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left = folder / f".{KEY}.png.{gone.pid}.7"
    working = folder / f".{KEY}.facts.json.{os.getpid()}.7"
    other = folder / f".{KEY[:-1]}0.png.{gone.pid}.7"
    for file in (left, working, other):
        file.write_bytes(b"half")
    answers.keep(KEY, "png", b"a picture", {})
    assert [file.exists() for file in (left, working, other)] == [False, True, True]
