"""Storyboard sheets: every word on them, nothing over anything else, the same bytes wherever they are made."""

from __future__ import annotations

import hashlib
import json
import re
from fractions import Fraction
from io import BytesIO
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from storyforge.errors import BoardOptionError
from storyforge.exporters.boards import Options
from storyforge.exporters.boards_content import ASKED, BoardScene, Panel, Said, board_scenes, ends_elsewhere, numbers
from storyforge.exporters.boards_sheet import About, Layout, Sheet
from storyforge.formats import artifacts
from storyforge.media.fonts import FOLDERS, Fonts
from storyforge.media.page import Picture, Text
from storyforge.media.page_glyphs import length
from storyforge.media.page_text import ELLIPSIS, Setter, clean
from storyforge.model.blocking import Blocking, Placed
from storyforge.model.frames import Frame, FrameSet, ShotFrames
from storyforge.model.framing import FrameSpec, PlaceSeen
from storyforge.model.kinds import BY_NAME, scene_path
from storyforge.model.numbering import folder
from storyforge.pipeline.session import Session
from tests.exporters.desk import Desk
from tests.exporters.filming import shot_lists
from tests.media.pdfwords import words_of_pdf
from tests.media.tinyfont import tiny_font

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storyforge.media.page import Box
    from tests.tale import Tale

SETTER = Setter(Fonts.of([""]))
WORDS = (
    "Rain.", "Ada", "runs", "for", "the", "door", "[[TODO: who?]]", "soaked", "Łódź", "umbrella-stand", "한국어",
    "비가", "「雨が降り始めた。」", "السلام", "عليكم", "שלום", "12:30", "(reading)", "😀",
    "Donaudampfschifffahrtsgesellschaft",
)  # fmt: skip
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=90).map(" ".join)
panels = st.lists(
    st.tuples(
        st.lists(st.tuples(texts, st.sampled_from(["", "ADA", "BEN (V.O.)", "A VERY LONG NAME (O.S.)"])), max_size=4),
        st.sampled_from(["", "CUT TO:"]), st.booleans(), st.booleans(), st.integers(1, 192),
    ), min_size=0, max_size=8,
)  # fmt: skip


@st.composite
def boards(draw: st.DrawFn) -> list[BoardScene]:
    found = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        rows = draw(panels)
        made = tuple(
            Panel(
                f"{number}{'ABCDEFGH'[index]}", "p", "MCU · low · push in", frames,
                tuple(Said(text, by) for text, by in said), cut, "start" if seen else "", "end" if seen and end else "",
            )
            for index, (said, cut, seen, end, frames) in enumerate(rows)
        )  # fmt: skip
        found.append(BoardScene(str(number), "INT. HOUSE - KITCHEN - NIGHT", made, ("9",) if number == 2 else ()))
    return found


def layout(per_page: int = 6, paper: str = "a4") -> Layout:
    return Layout(About("The Kettle", "Revision 2031-05-04 · c0ffee1", Fraction(24), paper, per_page), SETTER)


def box_of(item: Text) -> Box:
    wide = item.size * length(item.face, item.text, rtl=item.rtl, language=item.language)
    return (item.x, item.y - 0.78 * item.size, item.x + wide, item.y + 0.22 * item.size)


def apart(a: Box, b: Box) -> bool:
    return a[2] <= b[0] + 0.01 or b[2] <= a[0] + 0.01 or a[3] <= b[1] + 0.01 or b[3] <= a[1] + 0.01


@settings(max_examples=40, deadline=None)
@given(boards(), st.sampled_from([6, 9]), st.sampled_from(["a4", "letter"]))
def test_nothing_lies_over_anything_and_all_is_within_the_margins(
    scenes: list[BoardScene], per_page: int, paper: str
) -> None:
    in_order(layout(per_page, paper).sheets(scenes, 1000))


@pytest.mark.parametrize("per_page", [6, 9])
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_a_full_sheet_is_in_order_too(per_page: int, paper: str) -> None:
    words = (Said("Rain. " * 60), Said("Milk? " * 40, "ADA (V.O.)"))
    made = tuple(Panel(f"1{x}", "p", "MCU", 48, words, "CUT TO:", "start", "end") for x in "ABCDEFGHIJKL")
    in_order(layout(per_page, paper).sheets([BoardScene("1", "INT. " + "HALL " * 60, made, ("8", "9"))], 1000))


def in_order(sheets: list[Sheet]) -> None:
    """Nothing lies over anything else, or over the margins."""
    margin = numbers()["sheet"]["margin"]
    for sheet in sheets:
        page = sheet.page
        boxes = [box_of(item) for item in page.items if isinstance(item, Text)]
        boxes += [item.box for item in page.items if isinstance(item, Picture)]
        for index, box in enumerate(boxes):
            assert margin - 0.01 <= box[0] <= box[2] <= page.width - margin + 0.01
            assert margin - 1 <= box[1] <= box[3] <= page.height - margin + 2
            assert [other for other in boxes[:index] if not apart(box, other)] == [], box


@settings(max_examples=40, deadline=None)
@given(boards(), st.sampled_from([6, 9]))
def test_every_word_is_there_in_its_order(scenes: list[BoardScene], per_page: int) -> None:
    made = layout(per_page)
    found: dict[str, list[str]] = {}
    for row in made._rows(scenes):
        for cell in row.cells:
            found.setdefault(cell.panel.shot, []).extend(line.text for line in cell.words.rows)
    for scene in scenes:
        for panel in scene.panels:
            wanted = "".join(clean(said.text) for said in panel.words)
            shown = "".join(found[panel.shot])
            assert re.sub(rf"[\s{ELLIPSIS}]", "", shown) == re.sub(rf"[\s{ELLIPSIS}]", "", wanted)
    drawn = "".join(text for sheet in layout(per_page).sheets(scenes, 1000) for text in texts_of(sheet))
    for panel in (panel for scene in scenes for panel in scene.panels):
        assert panel.shot in drawn
        assert all("soaked" in drawn and "Rain." in drawn for said in panel.words if "Rain. soaked" in said.text)


def texts_of(sheet: Sheet) -> Iterator[str]:
    return (item.text for item in sheet.page.items if isinstance(item, Text))


@settings(deadline=None)
@given(boards())
def test_a_scene_begins_a_row_and_a_panel_is_never_lost(scenes: list[BoardScene]) -> None:
    made = layout()
    rows = list(made._rows(scenes))
    assert all(len(row.cells) <= 3 and {cell.panel.shot[0] for cell in row.cells} <= {row.scene.number} for row in rows)
    shown = [cell.panel.shot for row in rows for cell in row.cells if not cell.more]
    assert shown == [panel.shot for scene in scenes for panel in scene.panels]
    assert {(c.shot, c.path) for c in made.continued} == {
        (cell.panel.shot, "p") for row in rows for cell in row.cells if cell.more
    }


def test_words_shrink_before_they_go_on_elsewhere() -> None:
    short, long = Said("Rain. " * 20), Said("Rain. " * 70)
    sizes = []
    for said in (short, long):
        made = layout()
        made.sheets([BoardScene("1", "INT.", (Panel("1A", "p", "MS", 24, (said,)),))], 24)
        (row,) = made._rows([BoardScene("1", "INT.", (Panel("1A", "p", "MS", 24, (said,)),))])
        sizes.append(row.cells[0].words.size)
        assert made.continued == []
    assert sizes[0] == numbers()["grid"]["6"]["sizes"][0] > sizes[1] >= 6.0


@pytest.mark.parametrize("per_page", [6, 9])
def test_questions_are_legible_and_whole(per_page: int) -> None:
    asked = [
        f"What does Ada do on day {day}, after Ben has locked the gate and gone to the harbour?" for day in "12345"
    ]
    panel = Panel(
        "1A", "p", "MS", 24, (Said("Rain. " * 20), *(Said(text, ASKED) for text in asked)), "", "start", "end"
    )
    made = layout(per_page)
    rows = list(made._rows([BoardScene("1", "INT.", (panel,))]))
    cells = [cell for row in rows for cell in row.cells]
    assert len(cells) > 1
    assert made.continued == [], "the author is not told to shorten a shot in which something is asked"
    assert all(cell.words.size >= 7.0 for cell in cells)
    shown = [said for cell in cells for said in cell.words.words]
    assert shown == list(panel.words), "each stands whole in one panel"
    in_order(layout(per_page).sheets([BoardScene("1", "INT.", (panel,))], 24))


def test_a_sheet_says_where_it_is_in_the_film() -> None:
    scenes = [BoardScene("1", "INT. KITCHEN - DAY", tuple(Panel(f"1{x}", "p", "MS", 48) for x in "ABCDEFGH"))]
    first, second = layout().sheets(scenes, 8 * 48)
    assert {"1/2", "The Kettle", "0:00–0:12 of 0:16", "8 shots · 0:16", "2.0 s · 48 f"} <= set(texts_of(first))
    assert {"2/2", "0:12–0:16 of 0:16", "continued", "1G"} <= set(texts_of(second))
    assert (first.page.marks, second.page.marks) == (("1  INT. KITCHEN - DAY",), ())


def spec(*start: Placed, end: tuple[Placed, ...] = (), move: str = "static") -> FrameSpec:
    blocking = Blocking(start=start, end=end)
    return FrameSpec("1A", "1", 24, Fraction(24), "MS", "eye", move, "ada", blocking, PlaceSeen("hall", "Hall"))


def test_a_second_picture_is_shown_where_the_end_is_another_one() -> None:
    ada = Placed(id="ada", side="left")
    assert not ends_elsewhere(spec(ada))
    assert not ends_elsewhere(spec(ada, move="push in"))
    assert not ends_elsewhere(spec(ada, end=(Placed(id="ada", side="left", pose="point"),)))
    assert ends_elsewhere(spec(ada, end=(Placed(id="ada", side="right"),)))
    assert ends_elsewhere(spec(ada, end=(Placed(id="ada", side="left", pose="sit"),)))
    assert ends_elsewhere(spec(ada, move="pan left"))


def test_omitted_scenes_are_listed_where_they_were() -> None:
    script = "INT. A - DAY #1#\n\nX.\n\nOMITTED #2#\n\nOMITTED #3#\n\nINT. B - DAY #4#\n\nX.\n\nOMITTED #5#"

    class Dropped(Desk):
        @property
        def script(self):  # type: ignore[no-untyped-def]  # as the class above
            from storyforge.formats import fountain

            return fountain.parse(script.replace("INT.", "\nINT.").replace("OMITTED", ".OMITTED").encode()).screenplay

        @property
        def scenes(self):  # type: ignore[no-untyped-def]  # as the class above
            return {scene.number: scene for scene in self.script.scenes if not scene.omitted}

    desk = Dropped(cast("object", None), {})  # type: ignore[arg-type]  # its story is not asked for
    assert [(scene.number, scene.omitted) for scene in board_scenes(desk, ("1", "4"))] == [
        ("1", ()), ("4", ("2", "3")), ("", ("5",)),
    ]  # fmt: skip
    assert [(scene.number, scene.omitted) for scene in board_scenes(desk, ("4",))] == [("4", ())]
    last = layout().sheets(list(board_scenes(desk, ("1", "4"))), 0)[-1]
    assert "scene 5 omitted" in set(texts_of(last))


@pytest.mark.parametrize("given_", [{"per_page": 5}, {"paper": "a3"}])
def test_another_kind_of_sheet_is_refused(given_: dict[str, object]) -> None:
    with pytest.raises(BoardOptionError) as caught:
        Options.of(given_)
    assert "Known: " in caught.value.hint


def test_pdf_and_png_unless_one_is_named() -> None:
    assert (Options.of({}).pdf, Options.of({}).png) == (True, True)
    assert (Options.of({"pdf": True}).pdf, Options.of({"pdf": True}).png) == (True, False)
    assert (Options.of({"png": True}).pdf, Options.of({"png": True}).png) == (False, True)


def draw(tale: Tale, *, leave_out: tuple[str, ...] = (), broken: dict[str, bytes] | None = None) -> None:
    """Give the shots of a story pictures, each of its own colour, in one commit."""
    story = Session.open(tale.root).story
    for number, listed in shot_lists(story):
        here, frames = f"scenes/{folder(number)}", []
        for shot in listed.shots:
            if shot.id in leave_out:
                continue
            found = {moment: _picture(tale, here, f"{shot.id}-{moment}", broken) for moment in ("start", "end")}
            frames.append(ShotFrames(id=shot.id, start=found["start"], end=found["end"]))
        path = scene_path(folder(number), "frames")
        tale.write(path, artifacts.write(BY_NAME["frames"], path, FrameSet(scene=number, frames=tuple(frames))))
    tale.git("add", "scenes")
    tale.git("commit", "-q", "-m", "frames: by hand")


def _picture(tale: Tale, here: str, name: str, broken: dict[str, bytes] | None) -> Frame:
    data = BytesIO()
    Image.new("RGB", (320, 180), tuple(hashlib.sha256(name.encode()).digest()[:3])).save(data, "PNG")
    content = (broken or {}).get(name, data.getvalue())
    tale.write(f"{here}/frames/{name}.png", content)
    return Frame(file=f"frames/{name}.png", content=hashlib.sha256(content).hexdigest(), picture="0" * 32, by="hand")


def exported(tale: Tale) -> dict[str, bytes]:
    place = tale.root / "exports"
    return {str(path.relative_to(place)): path.read_bytes() for path in sorted(place.rglob("*")) if path.is_file()}


def test_a_story_as_sheets(tale: Tale) -> None:
    draw(tale, leave_out=("2B",))
    assert tale.storyforge("export", "boards") == 0
    found = exported(tale)
    pages = [name for name in found if name.endswith(".png")]
    assert pages == [f"TheKettle_boards/page-{number:03}.png" for number in range(1, len(pages) + 1)]
    words = words_of_pdf(found["TheKettle_boards.pdf"])
    shots = [shot for _, listed in shot_lists(Session.open(tale.root).story) for shot in listed.shots]
    for shot in shots:
        assert shot.id in words.split("\n")
        assert f"{shot.frames} f" in words
    for said in ("The roof or the kettle?", "(mildly)", "BEN", "EXT. GARDEN - DAY", f"1/{len(pages)}", "no frame yet"):
        assert said in words, said
    assert tale.head[:7] in words
    assert words.count("no frame yet") == 1
    with Image.open(BytesIO(found[pages[0]])) as page:
        assert page.size == (1754, 1240)
        colour = tuple(hashlib.sha256(f"{shots[0].id}-start".encode()).digest()[:3])
        assert colour in {pixel for _, pixel in page.getcolors(1 << 24) or ()}


def test_a_story_without_frames_has_sheets_too(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert tale.storyforge("export", "boards", "--pdf", "--per-page", "9", "--paper", "letter", "--title-page") == 0
    (name,) = exported(tale)
    assert capsys.readouterr().out.splitlines()[-1].endswith(name)
    made = exported(tale)[name]
    assert b"/MediaBox [0 0 792.00 612.00]" in made
    words = words_of_pdf(made)
    assert "the storyforge tests" in words
    assert "no frame yet" in words


def test_what_is_there_is_not_made_again(tale: Tale) -> None:
    draw(tale)
    assert tale.storyforge("export", "boards") == 0
    before, place = exported(tale), tale.root / "exports"
    times = {name: (place / name).stat().st_mtime_ns for name in before}
    page = place / "TheKettle_boards" / "page-001.png"
    page.unlink()
    stray = place / "TheKettle_boards" / "page-099.png"
    stray.write_bytes((place / "TheKettle_boards" / "page-002.png").read_bytes())
    mine = place / "TheKettle_boards" / "page-098.png"
    mine.write_bytes(b"somebody's own")
    assert tale.storyforge("export", "boards") == 0
    assert {name: data for name, data in exported(tale).items() if "098" not in name} == before
    assert mine.exists()
    kept = {name for name in times if (place / name).stat().st_mtime_ns == times[name]}
    assert kept == set(before) - {"TheKettle_boards/page-001.png"}


def test_a_picture_that_changes_is_on_the_sheet(tale: Tale) -> None:
    draw(tale)
    assert tale.storyforge("export", "boards", "--png", "--scene", "1") == 0
    before = exported(tale)
    data = BytesIO()
    Image.new("RGB", (320, 180), (1, 2, 3)).save(data, "PNG")
    tale.write("scenes/001/frames/1A-start.png", data.getvalue())
    tale.git("add", "scenes")
    tale.git("commit", "-q", "-m", "frames: another")
    assert tale.storyforge("export", "boards", "--png", "--scene", "1") == 0
    after = exported(tale)
    assert list(after) == list(before)
    with Image.open(BytesIO(after["TheKettle_Sc01_boards/page-001.png"])) as page:
        assert (1, 2, 3) in {pixel for _, pixel in page.getcolors(1 << 24) or ()}


@pytest.mark.parametrize(
    ("content", "said", "code"),
    [
        (b"\x89PNG\r\n\x1a\n cut off", "is no picture that can be read", 2),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"a" * 64 + b"\nsize 12\n", "Git LFS pointer", 2),
    ],
)
def test_a_picture_that_can_not_be_read_is_told_with_the_next_step(
    tale: Tale, content: bytes, said: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    draw(tale, broken={"1A-start": content})
    capsys.readouterr()
    assert tale.storyforge("export", "boards") == code
    err = capsys.readouterr().err
    assert "scenes/001/frames/1A-start.png" in err
    assert said in err
    assert "git" in err.splitlines()[-1]
    assert "Traceback" not in err
    assert exported(tale) == {}


def test_the_same_bytes_wherever_they_are_made(tale: Tale) -> None:
    draw(tale)
    found = []
    for lang, zone, seed, workers in (("C", "UTC", "1", "1"), ("de_DE.UTF-8", "Asia/Tokyo", "77", "4")):
        out = tale.root.parent / f"out-{workers}"
        surroundings = {"LANG": lang, "LC_ALL": lang, "TZ": zone, "PYTHONHASHSEED": seed, "STORYFORGE_WORKERS": workers}
        done = tale.program("export", "boards", "--out", str(out), **surroundings)
        assert done.returncode == 0, done.stderr
        found.append({path.name: path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()})
    assert len(found[0]) > 2
    assert found[0] == found[1]


def test_a_character_that_no_font_has_is_a_finding(
    tale: Tale, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    strange = "\U00100042"
    tale.edit("scenes/002/shots.yaml", "The roof or the kettle?", f"The roof or the {strange}?")
    assert tale.storyforge("export", "boards", "--pdf", "--json") == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])["findings"]
    (finding,) = [found for found in told if found["check"] == "missing-glyph"]
    assert strange in finding["message"]
    assert re.match(r"Shot 2[A-Z]+: ", finding["message"])
    assert finding["path"] == "scenes/002/shots.yaml"
    assert FOLDERS in finding["hint"]
    tiny_font(tmp_path / "fonts" / "tiny.ttf", "Tiny", strange)
    monkeypatch.setenv(FOLDERS, str(tmp_path / "fonts"))
    assert tale.storyforge("export", "boards", "--pdf", "--json") == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])["findings"]
    assert [found for found in told if found["check"] == "missing-glyph"] == []
    (name,) = exported(tale)
    assert strange in words_of_pdf(exported(tale)[name])
