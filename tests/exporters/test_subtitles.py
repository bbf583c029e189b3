"""Subtitles of a film: readable, apart, at the time at which they are said."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given, settings

from storyforge.exporters.subtitles import numbers, subtitles
from storyforge.exporters.timing import Film
from storyforge.model.kinds import scene_path
from storyforge.model.shots import Camera, Shot, ShotList, SpokenLine
from storyforge.model.story import Story
from storyforge.model.timing import RATES
from tests.exporters.desk import Desk, desks

if TYPE_CHECKING:
    from storyforge.formats.captions import Cue


def film_of(*lines: SpokenLine, frames: int = 190, language: str = "en", rate: str = "24") -> Film:
    shot = Shot(id="1A", frames=frames, dialogue=lines, camera=Camera(size="MS"))
    story = Story(title="X", mode="screenplay", language=language, rate=rate)
    return Film.of(Desk(story, {scene_path("001", "shots"): ShotList(scene="1", shots=(shot,))}), ("1",))


def said(text: str, who: str = "ada", extension: str = "") -> SpokenLine:
    return SpokenLine(character=who, text=text, extension=extension)


def cues(film: Film) -> list[Cue]:
    return subtitles(film.lines, film.rate, film.language)[0]


@settings(deadline=None, max_examples=60)
@given(desks())
def test_no_two_are_nearer_than_two_frames_and_none_is_too_long(desk: Desk) -> None:
    film = Film.of(desk, tuple(desk.scenes))
    found = cues(film)
    gap = 2000 / float(film.rate)
    for one, following in pairwise(found):
        assert following.start - one.end >= gap - 1
    for cue in found:
        assert 0 <= cue.start < cue.end
        assert cue.end - cue.start <= 7000
        assert cue.text.count("\n") <= 1
        assert all(numbers().layout.fits(line) for line in cue.text.split("\n"))


@settings(deadline=None, max_examples=60)
@given(desks())
def test_every_word_is_read_in_order(desk: Desk) -> None:
    film = Film.of(desk, tuple(desk.scenes))
    words = " ".join(line.time.line.text for line in film.lines).split()
    read = " ".join(cue.text for cue in cues(film)).replace("- ", "").split()
    assert read == words


def test_it_begins_with_the_line_and_stands_long_enough_to_be_read() -> None:
    film = film_of(said("Yes."))
    (cue,) = cues(film)
    assert cue.start == 0
    assert cue.end >= 833, "5/6 s, though it is said in half the time"


def test_a_cue_lies_on_the_frame_grid_at_every_rate() -> None:
    for name, rate in RATES.items():
        film = film_of(said("The roof."), said("The kettle."), rate=name)
        for cue in cues(film):
            assert abs(Fraction(cue.start) - round(cue.start * rate / 1000) * 1000 / rate) <= Fraction(1, 2)


def test_two_who_speak_quickly_share_one() -> None:
    film = film_of(said("Milk?"), said("There is enough water in it.", "ben"), frames=66)
    (cue,) = cues(film)
    assert cue.text == "- Milk?\n- There is enough water in it."


def test_one_who_speaks_on_shares_it_without_a_dash() -> None:
    film = film_of(said("No."), said("Never."), frames=30)
    assert [cue.text for cue in cues(film)] == ["No. Never."]


def test_who_is_not_seen_is_set_in_italics() -> None:
    film = film_of(said("I remember the rain.", extension="V.O."), said("You would.", "ben"))
    assert [cue.italic for cue in cues(film)] == [True, False]


def test_words_that_nobody_can_read_so_fast_are_told() -> None:
    text = "There is enough water in this kettle to drown every one of your excuses, and the neighbours' too."
    _, findings = subtitles(film_of(said(text), frames=40).lines, Fraction(24), "en")
    assert findings
    assert findings[0].message.startswith('1A: "There is enough water')
    assert findings[0].path == "scenes/001/shots.yaml"
    assert not subtitles(film_of(said(text), frames=190).lines, Fraction(24), "en")[1]


def test_chinese_signs_are_wide_and_read_more_slowly() -> None:
    film = film_of(said("昨天晚上在车站前面的咖啡馆里她等了三个小时可是你没有来"), language="zh")
    found = cues(film)
    assert all(len(line) <= 16 for cue in found for line in cue.text.split("\n"))
