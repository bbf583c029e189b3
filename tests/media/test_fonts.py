"""Which font draws which character, whatever the machine has."""

from __future__ import annotations

from pathlib import Path

import pytest

from storyforge.media import fonts
from storyforge.media.fonts import FOLDERS, Face, Fonts, covers, find_font, missing_glyphs, own
from storyforge.resources import template
from tests.media.tinyfont import tiny_font

NOBODYS = "\U00100000"
"""A private character: no font of any machine has it unless we make one."""
OURS = "\U00100001\U00100002\U00100003"


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDERS, str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("text", ["Ruth, “no”—ever… ½", "Łódź Ærø ğ", "Привет", "Καλημέρα", "שלום", "ﺍﻟﺴﻼﻡ", "→ ✓ ·"])
def test_dejavu_comes_with_storyforge_and_draws(text: str) -> None:
    assert find_font(text) == template("fonts/DejaVuSans.ttf")
    assert find_font(text, bold=True) == template("fonts/DejaVuSans-Bold.ttf")
    assert missing_glyphs(text) == ""


def test_its_licence_lies_beside_it() -> None:
    licence = (template("fonts") / "LICENSE-DejaVu.txt").read_text(encoding="utf-8")
    assert "Bitstream Vera" in licence
    assert "Permission is hereby granted" in licence


def test_what_nobody_has_is_named_once_and_in_order() -> None:
    assert missing_glyphs(f"a{NOBODYS}b {NOBODYS}\u200d\n") == NOBODYS
    assert Fonts.of([NOBODYS]).regular == (own(bold=False),)


def test_a_folder_of_fonts_is_asked_by_what_they_cover(shelf: Path) -> None:
    part = tiny_font(shelf / "a.ttf", "Part", OURS[:1])
    whole = tiny_font(shelf / "deep" / "b.ttf", "Whole", OURS)
    assert find_font(f"x{OURS}") == whole
    assert Fonts.of([OURS]).regular == (own(bold=False), Face(str(whole)))
    assert covers(part, OURS[:1])
    assert not covers(part, OURS)
    assert missing_glyphs(OURS) == ""


def test_one_line_may_need_several_fonts(shelf: Path) -> None:
    first = tiny_font(shelf / "a.ttf", "First", OURS[:2])
    second = tiny_font(shelf / "b.ttf", "Second", OURS[2])
    chain = Fonts.of([f"R{OURS}{NOBODYS}"])
    found = [chain.face(char) for char in f"R{OURS}{NOBODYS}"]
    assert found == [own(bold=False), Face(str(first)), Face(str(first)), Face(str(second)), None]
    assert chain.missing(f"R{OURS}{NOBODYS}") == NOBODYS


def test_the_folder_of_the_user_comes_before_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    late = tiny_font(tmp_path / "1" / "a.ttf", "Same", OURS)
    early = tiny_font(tmp_path / "2" / "z.ttf", "Same", OURS)
    monkeypatch.setenv(FOLDERS, f"{tmp_path / '2'}:{tmp_path / '1'}" if Path("/").exists() else "")
    assert find_font(OURS) == early
    monkeypatch.setenv(FOLDERS, f"{tmp_path / '1'}:{tmp_path / '2'}")
    assert find_font(OURS) == late


def test_the_choice_does_not_depend_on_the_order_of_a_folder(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("b", "a", "c"):
        tiny_font(shelf / f"{name}.ttf", name.upper(), OURS)
    first = Fonts.of([OURS])
    listed = Path.rglob
    monkeypatch.setattr(Path, "rglob", lambda self, pattern: reversed(list(listed(self, pattern))))
    fonts._machine.cache_clear()
    assert Fonts.of([OURS]) == first
    assert find_font(OURS).name == "a.ttf"


def test_what_is_no_font_is_passed_over(shelf: Path) -> None:
    (shelf / "broken.ttf").write_bytes(b"no font at all")
    (shelf / "broken.ttc").write_bytes(b"ttcf\0\0")
    (shelf / "empty.otf").write_bytes(b"")
    (shelf / "gone.ttf").symlink_to(shelf / "nowhere")
    good = tiny_font(shelf / "good.ttf", "Good", OURS)
    assert find_font(OURS) == good
    assert not covers(shelf / "broken.ttf", "a")


@pytest.mark.parametrize(
    ("language", "chosen"), [("ja", "Some Sans JP"), ("ko", "Some Sans KR"), ("zh", "Some Sans SC")]
)
def test_one_code_point_has_the_shape_of_the_story_s_language(shelf: Path, language: str, chosen: str) -> None:
    for name in ("Some Sans KR", "Some Sans SC", "Some Sans JP", "Another Sans"):
        tiny_font(shelf / f"{name}.ttf", name, "\u76f4" + OURS)
    assert find_font("\u76f4" + OURS, language=language) == shelf / f"{chosen}.ttf"


def test_upright_sans_comes_first_and_bold_is_bold(shelf: Path) -> None:
    for name, weight in (("A Serif", 400), ("B Sans Light", 300), ("C Sans", 400), ("D Sans Bold", 700)):
        tiny_font(shelf / f"{name}.ttf", name, OURS, weight=weight)
    assert find_font(OURS).stem == "C Sans"
    assert find_font(OURS, bold=True).stem == "D Sans Bold"
