"""Nothing is lost: bytes, lines, and the time it takes."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyforge.formats.fountain import Source, looks_binary, parse
from storyforge.formats.fountain.prepass import logical_lines
from tests.formats.fountain_soup import BREAKS, PIECES, seeded, soup, untiled
from tests.formats.test_fountain_cases import CASES

scripts = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(BREAKS)), max_size=14).map(
    lambda pieces: "".join(piece + end for piece, end in pieces)
)


def variants(text: str) -> list[bytes]:
    """A text with each line ending, with all of them mixed, with and without a byte order mark and a final newline."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    mixed = "".join(line + eol for line, eol in zip(lines, ("\n", "\r\n", "\r") * len(lines), strict=False))
    texts = [eol.join(lines) for eol in ("\n", "\r\n", "\r")] + [mixed]
    texts += [each.rstrip("\r\n") for each in texts]
    plain = [each.encode("utf-8", "surrogateescape") for each in texts]
    return [bom + each for bom, each in product((b"", b"\xef\xbb\xbf"), plain)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_every_case_comes_back_byte_for_byte(case: dict[str, str]) -> None:
    for data in variants(case["input"].removeprefix("\ufeff")):
        script = parse(data)
        assert script.to_bytes() == data
        assert "".join(raw + eol for raw, eol in script.source.lines) == script.text


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_read_by_its_mark_and_written_back(codec: str) -> None:
    data = "\ufeffINT. CAFÉ - DAY\r\n\r\nRain.\r\n".encode(codec)
    script = parse(data)
    assert script.scenes[0].title == "INT. CAFÉ - DAY"
    assert script.to_bytes() == data


def test_bytes_that_are_no_utf_8_are_kept() -> None:
    data = b"INT. CAF\xc9 - DAY\n\nRain\xff\xfe.\n"
    assert parse(data).to_bytes() == data
    torn = b"\xff\xfeI\x00N"
    assert parse(torn[:-1]).to_bytes() == torn[:-1]


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_bytes_can_be_read_and_come_back(data: bytes) -> None:
    assert parse(data).to_bytes() == data


@given(scripts)
@settings(max_examples=500, deadline=None)
def test_every_line_belongs_to_one_element(text: str) -> None:
    script = parse(text)
    assert untiled(script) == []
    assert script.to_bytes() == text.encode("utf-8", "surrogateescape")


def test_a_thousand_more_in_three_languages() -> None:
    chance = seeded(20)
    for number in range(1000):
        text = soup(chance)
        script = parse(text, (None, "ja", "tr")[number % 3], lenient=number % 5 == 0)
        assert untiled(script) == [], text


def test_only_cr_and_lf_end_a_line() -> None:
    source = Source.from_text("a\u2028b\x85c\x0bd\x0ce\x1cf\rg\r\nh\n\r")
    assert source.lines == (("a\u2028b\x85c\x0bd\x0ce\x1cf", "\r"), ("g", "\r\n"), ("h", "\n"), ("", "\r"))
    assert Source.from_text("").lines == ()
    assert Source.from_text("\r").lines == (("", "\r"),)


def test_the_usual_ending_is_the_one_used_most() -> None:
    assert Source.from_text("a\r\nb\r\nc\n").eol == "\r\n"
    assert Source.from_text("a").eol == "\n"


@pytest.mark.parametrize(
    "opener", ["[[ ", "/* ", "[[a\n\n", "*/ ", "]] ", "[[ /* ", "BOB\n  \n  \n", "INT. A\n[[x]]\n"]
)
def test_work_grows_with_the_length_of_the_text_and_no_faster(opener: str) -> None:
    small, large = (logical_lines(Source.from_text(opener * count).raw).work for count in (1500, 6000))
    assert large <= 5 * small + 10


def test_text_is_told_from_binary() -> None:
    assert looks_binary(b"%PDF-1.7")
    assert looks_binary(b"PK\x03\x04docx")
    assert looks_binary(b"INT.\0HALL")
    assert not looks_binary("INT. HALL".encode("utf-16"))
    assert not looks_binary("ИНТ. ДОМ".encode())
    assert not looks_binary(b"")


@pytest.mark.parametrize("text", ["", "\n", "  \n\t\n", "FADE IN:\n", "\0\0", "Title: X\n"])
def test_a_text_without_scenes_can_be_read(text: str) -> None:
    assert [scene for scene in parse(text).scenes if scene.heading] == []
