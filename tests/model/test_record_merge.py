"""A textual merge of two changed records is a draft, no record, or exactly one side: never a mixture that is locked."""

from __future__ import annotations

import json
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyforge.model.record import Item, Record

if TYPE_CHECKING:
    from tests.tale import Tale

PATH = "scenes/003/shots.yaml"
_DIGESTS = st.sampled_from([f"{number:064x}" for number in range(5)])
_FACETS = st.sampled_from(["script.fountain#3.action", "script.fountain#3.dialogue", "story.yaml#rate"])
_ITEMS = st.builds(
    Item,
    digest=_DIGESTS,
    made_from=st.dictionaries(_FACETS, _DIGESTS, max_size=3),
    by=st.sampled_from(["offline", "studio:one"]),
    cost=st.sampled_from(["0", "0.04", None]),
    answer=st.none() | _DIGESTS,
    take=st.integers(1, 3),
)
RECORDS = st.builds(
    Record,
    artifact=st.just(PATH),
    stage=st.just("shots"),
    digest=_DIGESTS,
    approval=st.sampled_from(["draft", "locked"]),
    items=st.dictionaries(st.sampled_from(["3A", "3B", "3C", "3D", "3E"]), _ITEMS, max_size=5),
    agrees=st.dictionaries(st.just("beats.yaml"), _DIGESTS, max_size=1),
    guidance=st.sampled_from(["", "tighter, more close-ups", "weiter, « mehr »\nLuft"]),
)
_EDITS = st.sampled_from(["lock", "unlock", "digest", "item", "drop", "agrees", "guidance"])


@st.composite
def sides(draw: st.DrawFn) -> tuple[Record, Record, Record]:
    """A record, and two that grew out of it by a few edits each."""
    base = draw(RECORDS)
    grown = []
    for _ in range(2):
        side = base
        for edit in draw(st.lists(_EDITS, max_size=4)):
            side = edited(draw, side, edit)
        grown.append(side)
    return base, grown[0], grown[1]


def edited(draw: st.DrawFn, record: Record, edit: str) -> Record:
    names = sorted(record.items)
    match edit:
        case "lock" | "unlock":
            return replace(record, approval="locked" if edit == "lock" else "draft")
        case "digest":
            return replace(record, digest=draw(_DIGESTS))
        case "agrees":
            return replace(record, agrees={"beats.yaml": draw(_DIGESTS)})
        case "guidance":
            return replace(record, guidance=draw(st.sampled_from(["", "closer", "tighter, more close-ups"])))
        case "drop" if names:
            gone = draw(st.sampled_from(names))
            return replace(record, items={name: item for name, item in record.items.items() if name != gone})
        case _:
            name = draw(st.sampled_from(["3A", "3B", "3C", "3D", "3E"]))
            return replace(record, items={**record.items, name: draw(_ITEMS)})


def merged(base: str, ours: str, theirs: str, *options: str) -> str:
    """What `git merge-file` makes of three texts, conflict markers and all."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("ours", "base", "theirs")]
        for file, text in zip(files, (ours, base, theirs), strict=True):
            file.write_bytes(text.encode())
        done = subprocess.run(["git", "merge-file", "-p", *options, *files], capture_output=True, check=False)
        return done.stdout.decode()


def seal_of(record: Record) -> str:
    seal: str = json.loads(record.write())["seal"]
    return seal


def refuse_mixtures(text: str, *known: Record) -> None:
    found = Record.read(text)
    assert found is None or found.approval == "draft" or found in known


@settings(max_examples=60)
@given(sides(), st.sampled_from([(), ("--union",), ("--ours",), ("--theirs",), ("--diff3",)]))
def test_git_merges_no_two_records_into_a_locked_one(
    three: tuple[Record, Record, Record], options: tuple[str, ...]
) -> None:
    texts = [record.write() for record in three]
    refuse_mixtures(merged(*texts, *options), *three)


@settings(max_examples=200)
@given(sides(), st.data())
def test_a_conflict_resolved_by_hand_is_one_side_or_a_draft(
    three: tuple[Record, Record, Record], data: st.DataObject
) -> None:
    """Line by line from either side, as somebody does who clicks through the conflicts of an editor."""
    _, ours, theirs = three
    left, right = ours.write().split("\n"), theirs.write().split("\n")
    lines: list[str] = []
    for row in range(max(len(left), len(right))):
        side = left if data.draw(st.booleans()) else right
        lines += side[row : row + 1]
    refuse_mixtures("\n".join(lines), *three)


@settings(max_examples=200)
@given(RECORDS, RECORDS, st.data())
def test_fields_taken_from_both_sides_are_never_locked(one: Record, other: Record, data: st.DataObject) -> None:
    """A mixture that is valid JSON, with the seal of one side."""
    mixed = replace(
        one,
        approval="locked",
        digest=data.draw(st.sampled_from([one.digest, other.digest])),
        items=data.draw(st.sampled_from([one.items, other.items, {**one.items, **other.items}])),
        agrees=data.draw(st.sampled_from([one.agrees, other.agrees])),
    )
    seal = seal_of(data.draw(st.sampled_from([one, other])))
    found = Record.read(mixed.write().replace(f'"seal": "{seal_of(mixed)}"', f'"seal": "{seal}"'))
    assert found is not None
    assert found.approval == "draft" or replace(mixed, approval="locked") in (one, other)


@settings(max_examples=300)
@given(RECORDS, st.data())
def test_a_record_that_somebody_wrote_into_is_no_more_than_a_draft(record: Record, data: st.DataObject) -> None:
    text = replace(record, approval="locked").write()
    at = data.draw(st.integers(0, len(text) - 1))
    more = data.draw(st.sampled_from(["", "0", "9", "x", '"', "\n", "{", "1e999", "\\ud800", "\x00", "null", "[[["]))
    broken = text[:at] + more + text[at + data.draw(st.integers(0, 3)) :]
    refuse_mixtures(broken, replace(record, approval="locked"))


@pytest.mark.parametrize("take", ["1e999", "-1e999", "NaN", '"x"', "[]", "null"])
def test_a_number_that_is_none_makes_no_record(take: str) -> None:
    record = Record(PATH, "shots", "d", "locked", {"3A": Item("d", take=2)})
    assert Record.read(record.write().replace('"take": 2', f'"take": {take}')) is None


@given(st.text() | st.binary().map(lambda data: data.decode("utf-8", "replace")))
def test_any_text_is_a_record_or_none(text: str) -> None:
    found = Record.read(text)
    assert found is None or found.approval == "draft"


def test_two_branches_that_both_approved_other_shots_conflict_and_count_as_drafts(tale: Tale) -> None:
    path = "scenes/001/shots.yaml"
    tale.git("switch", "-q", "-c", "wide")
    tale.edit(path, "size: MLS", "size: ELS")
    assert tale.storyforge("lock", "shots", "--scene", "1") == 0
    tale.git("switch", "-q", "main")
    tale.edit(path, "size: MLS", "size: CU")
    assert tale.storyforge("lock", "shots", "--scene", "1") == 0
    done = subprocess.run(["git", "merge", "-X", "ours", "wide"], cwd=tale.root, capture_output=True, check=False)
    assert done.returncode == 0
    assert tale.record(path).approval == "locked", "one side as a whole is what somebody approved"
    tale.git("reset", "-q", "--hard", "HEAD~1")
    done = subprocess.run(["git", "merge", "wide"], cwd=tale.root, capture_output=True, check=False)
    assert done.returncode != 0
    lock = f"locks/{path}.json"
    assert Record.read(tale.read(lock)) is None
    base, ours, theirs = (tale.git("show", f":{stage}:{lock}") + "\n" for stage in (1, 2, 3))
    text = merged(base, ours, theirs, "--union")
    refuse_mixtures(text, *(found for side in (ours, theirs) if (found := Record.read(side))))
    tale.write(lock, text)
    tale.git("checkout", "-q", "--ours", path)
    tale.git("add", ".")
    tale.git("commit", "-q", "-m", "merged by hand")
    assert tale.stand(path).approval != "locked"
