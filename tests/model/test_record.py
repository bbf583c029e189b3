"""Records: canonical, sealed, and never mixed in silence by a merge of text."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyforge.model.record import Item, Record

if TYPE_CHECKING:
    from pathlib import Path

ITEM = Item("77e0", {"script.fountain#3.dialogue": "88c1", "script.fountain#3.action": "1f2e"})
RECORD = Record(
    artifact="scenes/003/shots.yaml",
    stage="shots",
    digest="5d1c",
    approval="locked",
    items={"3B": ITEM, "3A": replace(ITEM, digest="aa00", cost=None, answer="k7")},
    agrees={"beats.yaml": "91aa"},
    guidance="tighter, more close-ups – ¡ya!",
)
TEXT = st.text(st.characters(codec="utf-8"), max_size=6)
ITEMS = st.builds(
    Item,
    digest=TEXT,
    made_from=st.dictionaries(TEXT, TEXT, max_size=3),
    by=TEXT,
    cost=st.none() | st.just("0.25"),
    currency=st.just("EUR"),
    answer=st.none() | TEXT,
)
RECORDS = st.builds(
    Record,
    artifact=TEXT,
    stage=TEXT,
    digest=TEXT,
    approval=st.sampled_from(["draft", "locked"]),
    items=st.dictionaries(TEXT, ITEMS, max_size=3),
    agrees=st.dictionaries(TEXT, TEXT, max_size=2),
    guidance=TEXT,
)


@given(RECORDS)
def test_a_record_reads_back(record: Record) -> None:
    assert Record.read(record.write()) == record


def test_a_record_is_canonical_json_one_value_a_line() -> None:
    text = RECORD.write()
    data = json.loads(text)
    assert text == json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    assert list(data) == sorted(data)
    assert data["schema"] == "record/1"
    assert data["items"]["3A"]["cost"] == {"amount": None, "currency": "USD"}, "unknown is not zero"
    assert data["items"]["3B"]["cost"] == {"amount": "0", "currency": "USD"}
    assert data["items"]["3B"]["from"] == ITEM.made_from
    assert data["items"]["3B"]["with"] == "offline"
    assert not any(word in text for word in ("time", "date", "author", "name")), "who and when are git's"


def test_the_order_in_which_a_record_was_put_together_does_not_show() -> None:
    turned = replace(RECORD, items=dict(reversed(RECORD.items.items())))
    assert turned.write() == RECORD.write()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"approval": "locked"', '"approval": "locked "'),
        ('"digest": "5d1c"', '"digest": "5d1d"'),
        ('"88c1"', '"88c2"'),
        ("tighter", "wider"),
        ('"91aa"', '"91ab"'),
        ('"amount": "0"', '"amount": "1"'),
        ('"with": "offline"', '"with": "online"'),
        ('"seal": "', '"seal": "0'),
        ('"stage": "shots"', '"stage": "beats"'),
        ('"agrees": {', '"extra": 1, "agrees": {'),
    ],
)
def test_a_record_that_was_tampered_with_is_a_draft(old: str, new: str) -> None:
    text = RECORD.write()
    assert text.count(old) >= 1
    found = Record.read(text.replace(old, new, 1))
    assert found is not None
    assert (found.approval, found.sealed) == ("draft", False)


def test_a_record_without_a_seal_is_a_draft() -> None:
    data = json.loads(RECORD.write())
    del data["seal"]
    found = Record.read(json.dumps(data))
    assert found is not None
    assert found.approval == "draft"


def test_white_space_breaks_no_seal() -> None:
    found = Record.read(json.dumps(json.loads(RECORD.write())))
    assert found == RECORD


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "3",
        '"x"',
        "{}",
        '{"artifact": "a"}',
        "<<<<<<< ours\n{}\n",
        "[" * 100_000,
        '{"artifact":1,"stage":2,"digest":3,"items":{"a":{}}}',
    ],
)
def test_what_is_no_record(text: str) -> None:
    assert Record.read(text) is None


@given(st.text(max_size=60))
def test_no_text_makes_a_record_fail(text: str) -> None:
    read = Record.read(text)
    assert read is None or read.approval == "draft"
    spoilt = Record.read(RECORD.write().replace("5d1c", text))
    assert spoilt is None or not spoilt.sealed or spoilt == RECORD


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=False)


def branches(folder: Path, base: Record, ours: Record, theirs: Record) -> subprocess.CompletedProcess[str]:
    """A repository in which both sides changed one record; the outcome of git's own merge."""
    git(folder, "init", "-q", "-b", "main")
    file = folder / "shots.yaml.json"
    for branch, record in (("main", base), ("theirs", theirs), ("main", ours)):
        git(folder, "switch", "-q", *(["-c"] if branch == "theirs" else []), branch)
        file.write_text(record.write(), "utf-8")
        git(folder, "add", ".")
        assert git(folder, "commit", "-q", "-m", branch).returncode == 0
    return git(folder, "merge", "theirs")


def many(**changed: Item) -> Record:
    """A record of twenty shots, so far apart that git sees no overlap between first and last."""
    items = {f"3{chr(65 + index)}": replace(ITEM, digest=f"d{index}") for index in range(20)}
    return replace(RECORD, items=items | changed)


def test_git_never_mixes_two_changed_records(tmp_path: Path) -> None:
    """Each side changed another shot, which git alone would merge: the seal makes it stop."""
    outcome = branches(
        tmp_path, many(), many(**{"3A": replace(ITEM, digest="ours")}), many(**{"3T": replace(ITEM, digest="theirs")})
    )
    assert outcome.returncode == 1
    assert "CONFLICT" in outcome.stdout
    text = (tmp_path / "shots.yaml.json").read_text("utf-8")
    assert text.count('"seal"') == 2, "the seal is where they meet"
    assert Record.read(text) is None


def test_a_one_sided_change_merges_and_stays_sealed(tmp_path: Path) -> None:
    theirs = many(**{"3T": replace(ITEM, digest="theirs")})
    git(tmp_path, "init", "-q", "-b", "main")
    file = tmp_path / "shots.yaml.json"
    file.write_text(many().write(), "utf-8")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "base")
    git(tmp_path, "switch", "-q", "-c", "theirs")
    file.write_text(theirs.write(), "utf-8")
    git(tmp_path, "commit", "-q", "-a", "-m", "theirs")
    git(tmp_path, "switch", "-q", "main")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "ours")
    assert git(tmp_path, "merge", "-q", "-m", "both", "theirs").returncode == 0
    assert Record.read(file.read_text("utf-8")) == theirs
