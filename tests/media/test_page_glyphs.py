"""Letters as fonts join them: glyphs that stand for all of their text, at places that every renderer keeps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # says nothing about its types
from fpdf import FPDF
from hypothesis import given
from hypothesis import strategies as st

from storyforge.media.fonts import Face, own
from storyforge.media.page_breaks import pieces
from storyforge.media.page_glyphs import laid, length, mask, shaped
from storyforge.media.page_pdf import _operators
from tests.media.tinyfont import tiny_font

if TYPE_CHECKING:
    from pathlib import Path

FACE = own(bold=False)


def names(text: str, face: Face = FACE, *, rtl: bool = False) -> list[str]:
    with TTFont(face.path) as font:
        return [font.getGlyphName(glyph.number) for glyph in shaped(face, text, rtl=rtl, language="").glyphs]


def test_arabic_letters_take_the_form_of_their_place() -> None:
    assert names("السلام", rtl=True) == ["uni0645", "uniFEFC", "uniFEB4", "uniFEDF", "uni0627"]
    assert names("لا", rtl=True) == ["uniFEFB"]
    assert names("می\u200cروم", rtl=True)[-2:] == ["uniFBFD", "uniFEE3"], "a joiner that parts"


def test_brackets_are_turned_where_text_runs_to_the_left() -> None:
    assert names("(א", rtl=True) == ["uni05D0", "parenright"]
    assert names("(a") == ["parenleft", "a"]


def test_marks_stand_on_their_letters() -> None:
    mark, letter = shaped(FACE, "מַ", rtl=True, language="").glyphs
    assert (mark.advance, mark.meant) == (0.0, "\u05b7")
    assert letter.x <= mark.x <= letter.x + letter.advance


def test_letters_are_kerned_and_ligatures_told_by_their_letters() -> None:
    assert length(FACE, "AVATAR", rtl=False, language="") < sum(
        length(FACE, char, rtl=False, language="") for char in "AVATAR"
    )
    assert [glyph.meant for glyph in shaped(FACE, "office", rtl=False, language="en").glyphs] == ["o", "ffi", "c", "e"]


def test_a_font_s_own_rules_join_what_they_join(tmp_path: Path) -> None:
    rules = "languagesystem dev2 dflt; feature akhn { sub uni00915 uni0094D uni00937 by uni0E000; } akhn;"
    face = Face(
        str(tiny_font(tmp_path / "a.ttf", "Hindi", "क\u094dषि\ue000", rules=rules.replace("uniE000", "uni0E000")))
    )
    found = shaped(face, "क्ष", rtl=False, language="hi")
    assert [glyph.meant for glyph in found.glyphs] == ["क्ष"]
    before = shaped(face, "कि", rtl=False, language="hi")
    assert names("कि", face) == ["uni0093F", "uni00915"], "the vowel stands before its letter"
    assert "".join(glyph.meant for glyph in before.glyphs) == "कि"


TEXTS = st.text("AVfi o(12)—,éאבָּלשجلامىيहिन्दी\u200c\U00100000", min_size=1, max_size=12)


@given(TEXTS, st.booleans())
def test_glyphs_stand_for_all_of_the_text_in_its_order(text: str, rtl: bool) -> None:
    found = shaped(FACE, text, rtl=rtl, language="")
    assert "".join(glyph.meant for glyph in (reversed(found.glyphs) if rtl else found.glyphs)) == text
    assert found.width == pytest.approx(sum(glyph.advance for glyph in found.glyphs))


@given(TEXTS, st.booleans())
def test_a_line_is_as_long_as_its_pieces(text: str, rtl: bool) -> None:
    found = list(laid(FACE, text, rtl=rtl, language=""))
    assert [piece for _, piece in found] == (list(pieces(text))[::-1] if rtl else list(pieces(text)))
    x, last = found[-1]
    assert x + shaped(FACE, last, rtl=rtl, language="").width == pytest.approx(length(FACE, text, rtl=rtl, language=""))


PDF = FPDF()
PDF.add_font("own", fname=FACE.path)
FONT = PDF.fonts["own"]


@given(TEXTS, st.booleans())
def test_a_pdf_s_pen_ends_where_the_piece_ends(text: str, rtl: bool) -> None:
    piece = shaped(FACE, text, rtl=rtl, language="")
    operators = _operators(FONT, piece, 10, rtl=rtl)  # type: ignore[arg-type]  # it is no built-in font
    widths = {code: glyph.glyph_width for glyph, code in FONT.subset.items() if glyph}  # type: ignore[union-attr]  # the same
    pen = 0
    for codes, gap in re.findall(r"<([0-9A-F]+)>|(-?\d+)(?=[<\]])", operators):
        pen += sum(widths[int(codes[at : at + 4], 16)] for at in range(0, len(codes), 4)) - int(gap or 0)
    assert pen == pytest.approx(1000 * piece.width, abs=len(piece.glyphs) + 1)


def test_what_is_drawn_is_where_its_glyphs_are() -> None:
    found = mask(FACE, "I", 100, 0.0, rtl=False, language="")
    assert found is not None
    assert (found.left, found.width, found.top, found.height) == (9, 11, -73, 73)
    late = mask(FACE, "I", 100, 0.5, rtl=False, language="")
    assert late is not None
    assert late.data != found.data
    assert mask(FACE, "  ", 100, 0.0, rtl=False, language="") is None


def test_the_machine_s_language_is_nobody_s(monkeypatch: pytest.MonkeyPatch) -> None:
    import uharfbuzz

    chosen: list[str] = []
    shape = uharfbuzz.shape

    def watched(font: Any, buffer: Any) -> None:
        chosen.append(buffer.language)
        shape(font, buffer)

    monkeypatch.setattr(uharfbuzz, "shape", watched)
    shaped.__wrapped__(FACE, "i", rtl=False, language="")
    shaped.__wrapped__(FACE, "i", rtl=False, language="tr")
    assert chosen == ["und", "tr"]
