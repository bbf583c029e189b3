"""Whatever lies in a file of a story, commands answer in words: an error with the file's path, never a traceback."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storyforge.checks import findings
from storyforge.cli.main import OUR_FAULT
from storyforge.errors import InvalidArtifactError
from storyforge.formats import artifacts
from storyforge.model.kinds import KINDS, kind_of
from storyforge.pipeline.freshness.state import state_of
from storyforge.pipeline.session import Session
from tests.formats.fountain_soup import PIECES
from tests.rare import RARE
from tests.tale import Tale

if TYPE_CHECKING:
    from storyforge.story import Story

BOMB = "a0: &a0 [x, x, x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 10))
ODD = tuple(
    word.encode("utf-8", "surrogatepass")
    for word in (
        *("1" + "0" * 5000, "0x" + "F" * 4000, "9" * 39, "-1", "1e999", ".nan", "-.inf", "0o99", "1_000", "1:30", "+1"),
        *("[" * 3000, "{" * 3000, "- " * 200, "&a [*a]", "&a {b: *a}", "*nope", "<<: *a", "{<<: {a: 1}}", "=", "~"),
        *("!!python/object:os.system x", "!!binary x", "!!set {a}", "!!omap [a: 1]", "!!timestamp 2001-99-99"),
        *(
            "!!int x",
            "!!float x",
            "!!bool x",
            "!!null x",
            "!!str",
            "!foo bar",
            "? [a]\n: b",
            "? {a: b}\n: c",
            "{[]: 1}",
        ),
        *("\t", "\ufeff", "\x00", "\x07", "\x85", "\u2028", "\u200f\u202eשלום", "\ud800", '"\\ud800"', '"\\U00110000"'),
        *(
            "%YAML 1.1\n---\n",
            "%YAML 9.9\n---\n",
            "%TAG ! tag:x\n---\n",
            "---\na: 1\n---\nb: 2",
            "...\n",
            "|\n",
            ">9\n",
        ),
        *(
            "'",
            '"',
            "# c",
            "a: b: c",
            "{a: 1, a: 2}",
            "[1,]",
            "{,}",
            "null",
            "[null]",
            "[]",
            "{}",
            "true",
            "2024-01-01",
        ),
        *("x-mine: {a: [1]}", "A" * 1_000_000, "word " * 50_000),
    )
)
_VALUE = re.compile(rb"(?<=[:\-,{\[] )[^\n,}\]]+")


@st.composite
def spoilt(draw: st.DrawFn, data: bytes) -> bytes:
    """A file after a few accidents."""
    for accident in draw(st.lists(st.sampled_from(_ACCIDENTS), min_size=1, max_size=3)):
        at = draw(st.integers(0, max(len(data) - 1, 0)))
        data = accident(data, at, draw(st.sampled_from(ODD)))
    return data


def _cut_off(data: bytes, at: int, _odd: bytes) -> bytes:
    return data[:at]


def _flipped(data: bytes, at: int, odd: bytes) -> bytes:
    return data[:at] + bytes(byte ^ (1 << len(odd) % 8) for byte in data[at : at + 1]) + data[at + 1 :]


def _doubled(data: bytes, at: int, _odd: bytes) -> bytes:
    lines = data.split(b"\n")
    row = data.count(b"\n", 0, at)
    return b"\n".join([*lines[: row + 1], *lines[row:]])


def _swapped(data: bytes, at: int, odd: bytes) -> bytes:
    lines = data.split(b"\n")
    one, other = data.count(b"\n", 0, at), len(odd) % len(lines)
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _put_in(data: bytes, at: int, odd: bytes) -> bytes:
    return data[:at] + odd + data[at:]


def _said(data: bytes, at: int, odd: bytes) -> bytes:
    """Another value in the place of one that is there."""
    found = list(_VALUE.finditer(data))
    if not found:
        return data + odd
    match = found[at % len(found)]
    return data[: match.start()] + odd + data[match.end() :]


def _bombed(data: bytes, _at: int, _odd: bytes) -> bytes:
    return data + BOMB.encode()


def _elsewhere(data: bytes, at: int, _odd: bytes) -> bytes:
    """Saved by another system's editor."""
    other = (
        data.replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + data,
        data.replace(b"  ", b"\t"),
        data.replace(b"\n", b"\r"),
    )
    return (*other, data.decode("utf-8", "replace").encode("utf-16"), data + b"caf\xe9")[at % 6]


_ACCIDENTS = (_cut_off, _flipped, _doubled, _swapped, _put_in, _said, _said, _said, _bombed, _elsewhere)
_NUMBERS = ("", "", " #3#", " #1#", " #0#", " #99999#", " #A-1#", " #AAA3#", " ##", " #I-1-A#", "\u202e", "\x00")
SOUP = st.lists(
    st.tuples(st.sampled_from(["", "", "\n", " ", "\t", "\ufeff"]), st.sampled_from(PIECES), st.sampled_from(_NUMBERS)),
    max_size=40,
).map(lambda lines: "\n".join(map("".join, lines)).encode("utf-8", "surrogatepass"))


TELLING = "---\nschema: {}/1\ntitle: The Kettle\nwhose: Ada\n---\n\nAda waits. [[TODO: For whom?]]\n"
AUDIO = f"schema: audio/1\nfile: inputs/a.mp3\nsha256: {'0' * 64}\nseconds: 100/1\nsegments:\n"
SEGMENTS = "- {id: s001, start: '0', end: '60', text: Milk?}\n- {id: s002, start: '60', end: '100'}\n"


@pytest.fixture(scope="module")
def whole(_filmed: Path, tmp_path_factory: pytest.TempPathFactory) -> Tale:
    """A story with a file of every kind, which is only looked at."""
    tale = Tale(Path(shutil.copytree(_filmed, tmp_path_factory.mktemp("whole") / "story")))
    for stage in ("treatment", "lore", "narrative"):
        for path in (f"{stage}.md", f"{stage}/option-1.md"):
            if not (tale.root / path).exists():
                tale.write(path, TELLING.format(stage))
    tale.write("audio.yaml", AUDIO + SEGMENTS)
    for path, text in RARE.values():
        tale.write(path, text)
    return tale


@pytest.fixture(scope="module")
def files(whole: Tale) -> dict[str, str]:
    """Kind -> the path of a file of that kind; records are `lock`."""
    found = {kind.name: path for path in Session.open(whole.root).story.files.ids if (kind := kind_of(path))}
    assert set(found) == {kind.name for kind in KINDS}
    return {**found, "lock": "locks/scenes/001/shots.yaml.json"}


@pytest.fixture(scope="module")
def story(whole: Tale) -> Story:
    return Session.open(whole.root).story


def look(story: Story, path: str, data: bytes) -> None:
    """Read a story with another file in it, as `status`, `save`, `check` and a rewrite of the file do."""
    after = story.with_changes({path: data})
    found = after.summaries.get(path)
    state_of(after.summaries, after.records)
    for finding in findings(after):
        finding.message.encode()
    if found is None:
        return
    if "error" in found.index:
        with pytest.raises(InvalidArtifactError) as told:
            after.refuse_unreadable([path])
        assert told.value.path == path
        assert told.value.message
        return
    kind, model = kind_of(path), after.model(path)
    if kind is not None and model is not None:
        again = artifacts.write(kind, path, model, after.text(path))
        assert artifacts.read(kind, path, again) == model, "what can be read can be written"


@pytest.mark.parametrize("kind", [*(kind.name for kind in KINDS), "lock"])
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_a_file_of_any_kind_may_hold_anything(
    kind: str, story: Story, files: dict[str, str], data: st.DataObject
) -> None:
    path = files[kind]
    look(story, path, data.draw(spoilt(story.files.read(path))))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(soup=SOUP)
def test_a_script_may_be_anything(story: Story, soup: bytes) -> None:
    look(story, "script.fountain", soup)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_commands_answer_in_words(
    whole: Tale, files: dict[str, str], data: st.DataObject, capsys: pytest.CaptureFixture[str]
) -> None:
    path = files[data.draw(st.sampled_from(sorted(files)))]
    before = (whole.root / path).read_bytes()
    spoiled = data.draw(SOUP if path == "script.fountain" and data.draw(st.booleans()) else spoilt(before))
    try:
        whole.write(path, spoiled)
        for command in (
            ["status"],
            ["status", "--json"],
            ["check"],
            ["sync", "shots", "--dry-run"],
            ["show", "script"],
        ):
            code = whole.storyforge(*command)
            told = capsys.readouterr()
            assert code != OUR_FAULT, (command, told.err)
            assert not code or told.err.startswith(("error: ", "warning: ")) or command[0] == "check", told.err
    finally:
        whole.write(path, before)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_what_can_not_be_read_is_never_saved(
    whole: Tale, files: dict[str, str], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    tale = Tale(Path(shutil.copytree(whole.root, tmp_path_factory.mktemp("soup") / "film")))
    path = files[data.draw(st.sampled_from(sorted(set(files) - {"lock"})))]
    spoiled = data.draw(spoilt((tale.root / path).read_bytes()))
    tale.write(path, spoiled)
    head = tale.head
    code = tale.storyforge("save", "--accept-impact")
    assert code in (0, 2)
    if code:
        assert tale.head == head
        assert (tale.root / path).read_bytes() == spoiled, "an edit is the author's"
    else:
        assert tale.stand(path).approval != "invalid" if path in tale.state.artifacts else True
    shutil.rmtree(tale.root.parent)


@pytest.mark.parametrize(
    "text",
    [
        "INT. CAF\xc9 - DAY\n\nRen\xe9 waits.\n".encode("latin-1"),
        b"\xff\xfeI\x00N\x00T\x00.\x00 \x00A\x00\x00\xd8\n\x00",
    ],
    ids=["latin-1", "half a sign of UTF-16"],
)
def test_a_screenplay_in_another_encoding_is_refused_at_its_place(
    tmp_path: Path, text: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "old.fountain"
    file.write_bytes(text)
    story = Tale(tmp_path / "story")
    assert story.storyforge("new") == 2
    capsys.readouterr()
    from storyforge.cli.main import run

    assert run(["new", os.fspath(story.root), "--primary", os.fspath(file)]) == 2
    told = capsys.readouterr().err
    assert f"{file}:1:" in told
    assert "not UTF-8" in told
    assert not story.root.exists()
