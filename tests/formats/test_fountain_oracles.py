"""What other parsers make of public scripts, beside what we make of them; every difference is explained.

Set `STORYFORGE_TEST_DATA` to a folder that holds `fountain/jouvence-oracle` and the other public scripts.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from itertools import groupby
from pathlib import Path

import pytest

from storyforge.formats.fdx import patch, read_fdx
from storyforge.formats.fountain import parse
from storyforge.formats.fountain.write import same
from storyforge.formats.yaml import load_data
from storyforge.model.screenplay import Element, Kind, Speech
from tests.formats.fountain_soup import untiled

DATA = Path(os.environ.get("STORYFORGE_TEST_DATA", "/nowhere")) / "fountain"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="STORYFORGE_TEST_DATA has no fountain folder")

SCRIPTS = sorted(DATA.glob("**/*.fountain"))
JOUVENCE = sorted(DATA.glob("jouvence-oracle/*.yaml"))
WILDWINTER = sorted(DATA.glob("wildwinter-fixtures/*.txt"))

LETTERS = {
    "!": "action",
    "@": "character",
    "=": "dialogue",
    ".": "scene_heading",
    "_": "parenthetical",
    ">": "transition",
}
NAMES = {
    "HEADING": Kind.SCENE_HEADING,
    "TITLEENTRY": Kind.TITLE_ENTRY,
    "PAGEBREAK": Kind.PAGE_BREAK,
    "LYRIC": Kind.LYRIC,
} | {kind.name: kind for kind in Kind}


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_public_script_comes_back_byte_for_byte(path: Path) -> None:
    script = parse(path.read_bytes())
    assert script.to_bytes() == path.read_bytes()
    assert untiled(script) == []


def test_the_truth_about_earnest() -> None:
    truth = json.loads((DATA / "earnest_pd.truth.json").read_text())
    scenes = [scene for scene in parse((DATA / "earnest_pd.fountain").read_bytes()).scenes if scene.heading]
    speakers = Counter(block.name for scene in scenes for block in scene.blocks() if isinstance(block, Speech))
    assert len(scenes) == truth["scenes"]
    assert speakers == truth["by_character"]
    assert speakers.total() == truth["dialogue_blocks"]


@pytest.mark.parametrize("path", JOUVENCE, ids=lambda path: path.stem)
def test_jouvence_sees_the_same_types(path: Path) -> None:
    """It models blank lines inside action, so only the types, without repetitions, can be compared."""
    for document in path.read_text(encoding="utf-8").split("---\n")[1:]:
        case = load_data(document)
        theirs = ["action" if out.startswith("!><") else LETTERS[out[0]] for out in case["out"] if out.strip("!\n")]
        ours = [e.kind.value for e in parse(case["in"]).elements if e.kind not in (Kind.TITLE_ENTRY, Kind.BONEYARD)]
        assert [kind for kind, _ in groupby(ours)] == [kind for kind, _ in groupby(theirs)], case["in"]


def words(text: str) -> str:
    """The letters of a text's first line: marks, tags, quotes and space are shown differently."""
    return "".join(re.findall(r"\w", re.sub(r"\s#\w.*", "", text.strip().split("\n")[0])))[:24].casefold()


def theirs(path: Path) -> list[tuple[str, str]]:
    pieces = re.split(r'^(?:\[\[\d+\]\]|/\*\d+\*/)?([A-Z]+):"', path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    found = zip(pieces[1::2], pieces[2::2], strict=True)
    return [(NAMES[name].value, words(re.split('" "|":"', text.rsplit('"', 1)[0])[0])) for name, text in found]


def ours(elements: tuple[Element, ...]) -> list[tuple[str, str]]:
    return [(e.kind.value, words(e.key or e.text)) for e in elements]


MERGED = "paragraphs are merged over empty lines, or split line by line: a way of showing, not of reading"
SECOND = "two parentheticals in a row are both parentheticals, as in the reference parser"
BLANK = "an empty line ends a speech: theirs is hidden by a note of several lines"
TAG = "a #tag at the end of a line is that program's own; to the syntax page the line is in no capitals"
CUT_TO = "CUT TO: at the very start, or before a boneyard, is a transition and no title page or action"
LETTER = "a cue needs one letter, and a caret that is not last is part of the name"
TOUCHING = "a heading needs an empty line after it"
BROKEN = "an empty line breaks a note"

# file: reason, what only they read, what only we read
EXPLAINED: dict[str, list[tuple[str, str, str]]] = {
    "Action-Merged": [
        (
            MERGED,
            "action:",
            "action:letstestsomeemptylines action:scott action:scottexasperatedlythrows action:stillokay",
        )
    ],
    "Action-Unmerged": [(MERGED, "action: action:100pmtomorrow action:jacobbillups action:palacehotelrm412", "")],
    "Boneyards": [(CUT_TO, "", "transition:cutto")],
    "Character": [
        (LETTER, "action:3cpo action:anddual", "character:3cpo character:and dialogue:notwork dialogue:shouldntwork"),
        (MERGED, "", "action:thisoneshouldntworkbecau"),
    ],
    "Dialogue-Merged": [(MERGED, "", "action:boss")],
    "Dialogue-Unmerged": [(MERGED, "dialogue: dialogue:_permanently_ dialogue:alittlefish", "action:boss")],
    "Formatted": [
        (
            MERGED,
            "",
            (
                "action:asherattlesoffthelonglis action:fromwhatseemslikeonlyinc action:hedialed69andthen23andth "
                "action:hedialed_69andthen23_and action:italics "
                "action:steelentersthecodeonthek action:thisisgoingtobebad"
            ),
        )
    ],
    "LineBreaks": [
        (
            MERGED,
            "",
            (
                "action:anexplosionofsound action:noluckhehasnochoicetodea action:scanningtheaisles "
                "action:screamingchaosfrenzy"
            ),
        )
    ],
    "Notes": [
        (BROKEN, "note:this", "action:definitelyshouldntbecaus action:testinganotewithoutspace"),
        (BLANK, "", "action:hishandisaninchfromthere"),
    ],
    "PageBreak": [(MERGED, "action:", "")],
    "Parenthetical": [(SECOND, "dialogue:bouncy", "parenthetical:bouncy dialogue:alsotryingthis")],
    "Sections": [
        (CUT_TO, "title_entry:cutto", "transition:cutto"),
        (
            TOUCHING,
            "scene_heading:intpalacehallwaynight action:youcannestsectionsbyaddi",
            "action:intpalacehallwaynight",
        ),
    ],
    "Tags": [
        (
            TAG,
            "character:dave character:jim dialogue:bye dialogue:nicedayright transition:cutto",
            "action:cutto action:dave action:jim",
        )
    ],
}


@pytest.mark.parametrize("path", WILDWINTER, ids=lambda path: path.stem)
def test_wildwinter_differs_only_where_it_is_explained(path: Path) -> None:
    script = path.with_name(f"{path.stem.split('-')[0]}.fountain")
    they, we = theirs(path), ours(parse(script.read_bytes()).elements)
    rows = EXPLAINED.get(path.stem, [])
    assert {f"{kind}:{text}" for kind, text in Counter(they) - Counter(we)} == named(rows, 1)
    assert {f"{kind}:{text}" for kind, text in Counter(we) - Counter(they)} == named(rows, 2)


def named(rows: list[tuple[str, str, str]], column: int) -> set[str]:
    return {name for row in rows for name in str(row[column]).split()}


def test_a_real_final_draft_file_says_what_its_fountain_says() -> None:
    folder = DATA / "wildwinter-fixtures"
    data = (folder / "TestFDX-FD.fdx").read_bytes()
    screenplay = read_fdx(data)
    script = [element for element in screenplay.elements if element.kind is not Kind.TITLE_ENTRY]
    expected = parse((folder / "TestFDX-FD.fountain").read_bytes()).elements
    assert len(script) == len(expected)
    assert all(map(same, script, expected))
    assert patch(data, screenplay) == data
