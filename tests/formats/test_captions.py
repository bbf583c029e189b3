"""Subtitle files: what is written is read again, and what other programs write is understood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyforge.errors import InvalidArtifactError
from storyforge.formats.captions import Cue, read_captions, write_srt, write_vtt

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), min_size=1, max_size=60)
LINE = TEXT.map(lambda text: " ".join(text.split())).filter(bool)
CUES = st.lists(
    st.builds(
        lambda start, length, lines, italic: Cue(start, start + length, "\n".join(lines), italic),
        st.integers(0, 400_000_000),
        st.integers(0, 10_000),
        st.lists(LINE, min_size=1, max_size=2),
        st.booleans(),
    ),
    max_size=6,
)


@given(CUES)
def test_both_formats_come_back_as_they_were(cues: list[Cue]) -> None:
    assert read_captions(write_srt(cues)) == cues
    assert read_captions(write_vtt(cues)) == cues


def test_subrip() -> None:
    cues = [Cue(958, 2500, "Ben!\nIt leaks."), Cue(3_723_004, 3_724_000, "(an echo)", italic=True)]
    assert write_srt(cues) == (
        "1\n00:00:00,958 --> 00:00:02,500\nBen!\nIt leaks.\n\n2\n01:02:03,004 --> 01:02:04,000\n<i>(an echo)</i>\n"
    )


@pytest.mark.parametrize(
    "said", ["I <b>love</b> you", "{\\an8}Up here", "5 < 6 --> 7", "a <i>b</i>", "Tom & Jerry &amp;"]
)
def test_words_that_look_like_markup_are_words(said: str) -> None:
    for write in (write_srt, write_vtt):
        text = write([Cue(0, 1000, said)])
        assert read_captions(text) == [Cue(0, 1000, said)]
    assert "<b>" not in write_srt([Cue(0, 1000, said)]), "a player would take it for bold"
    assert "<b>" not in write_vtt([Cue(0, 1000, said)])


def test_an_empty_line_would_end_a_subtitle() -> None:
    assert read_captions(write_srt([Cue(0, 1, "a\n\n \nb")])) == [Cue(0, 1, "a\nb")]


def test_files_of_other_programs() -> None:
    foreign = (
        '\ufeff7\r\n0:00:01.5 --> 0:00:02,25   X1:40 Y1:20\r\n{\\an8}<font color="red">Look</font> up\r\n\r\n\r\n'
        "00:00:03,000 --> 00:00:04,000\r\nno number\r\n"
    )
    assert read_captions(foreign) == [Cue(1500, 2250, "Look up"), Cue(3000, 4000, "no number")]
    web = (
        "WEBVTT - a film\nKind: captions\n\nNOTE\nnot said\n\nSTYLE\n::cue {color: red}\n\n"
        "intro\n01:02.000 --> 01:03.000 line:0 align:start\n<v Ada>Ben &amp; <c.loud>I</c>\n"
    )
    assert read_captions(web) == [Cue(62_000, 63_000, "Ben & I")]
    assert read_captions("") == []


def test_a_broken_file_says_where() -> None:
    with pytest.raises(InvalidArtifactError) as raised:
        read_captions("1\n00:00:00,000 --> 00:00:01,000\nYes.\n\n2\nno times\n", "cut.srt")
    assert (raised.value.path, raised.value.line) == ("cut.srt", 5)
    with pytest.raises(InvalidArtifactError, match="before it begins") as raised:
        read_captions("1\n00:00:02,000 --> 00:00:01,000\nYes.\n", "cut.srt")
    assert raised.value.line == 2
