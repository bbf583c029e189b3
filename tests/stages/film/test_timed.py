"""A film for a given audio: segments tile it, scenes tile it, shots tile it, and no word is cut that need not be."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from storyforge.formats import fountain
from storyforge.formats.script_summary import script_summary
from storyforge.model.audio import Audio
from storyforge.model.audio import Segment as Filed
from storyforge.model.facets import summarise
from storyforge.model.scene import Scene
from storyforge.model.shots import Camera, Shot
from storyforge.model.stretches import frame_at, whole_frames
from storyforge.model.summary import Summaries, Summary
from storyforge.model.timing import RATES, most_frames
from storyforge.stages.film.timed.asking import what_is_seen
from storyforge.stages.film.timed.cutting import SHORTEST, cuts, stretches_of
from storyforge.stages.film.timed.grouping import beat_runs, runs, scene_runs
from storyforge.stages.film.timed.segmenting import LONG_QUIET, LONGEST_JOIN, Segment, cut_off, segments
from storyforge.stages.film.timed.tiling import _laid as laid
from storyforge.stages.film.timed.tiling import parts_of, timed_shots
from storyforge.tasks.gaps import gaps_in


class Cue(NamedTuple):
    start: int
    end: int
    text: str
    speaker: str = ""


rates = st.sampled_from(list(RATES.values()))
paces = st.sampled_from(["brisk", "standard", "long"])
totals = st.integers(1, 400_000)
transcripts = st.lists(
    st.builds(
        lambda start, length, text, who: Cue(start, start + length, text, who),
        st.integers(0, 420_000),
        st.integers(0, 20_000),
        st.sampled_from(["One word.", "and then", "she said:", "…", "“No!”", "  "]),
        st.sampled_from(["", "Ada", "Ben"]),
    ),
    max_size=60,
)


def tiles(found: tuple[Segment, ...], total: int) -> bool:
    ends = all(one.end == two.start for one, two in pairwise(found))
    return ends and found[0].start == 0 and found[-1].end == total and all(one.length > 0 for one in found)


@given(transcripts, totals)
def test_segments_tile_the_audio_whatever_the_transcript_says(cues: list[Cue], total: int) -> None:
    assert tiles(segments(cues, total), total)


@given(st.lists(st.tuples(st.integers(0, 400_000), st.integers(300, 9000)), max_size=60), totals)
def test_segments_by_silence_tile_it_too(quiet: list[tuple[int, int]], total: int) -> None:
    pauses = [(start, start + length) for start, length in sorted(quiet) if start + length <= total]
    assert tiles(segments((), total, pauses), total)


@given(transcripts, totals)
@example([Cue(0, 0, "and then", "Ada"), Cue(1, 1, "One word.", "Ada")], LONG_QUIET + 1)
@example([Cue(0, 93, "she said:"), Cue(278, 462, "One word."), Cue(278, 6001, "and then")], 6555)
def test_all_words_are_heard_where_they_are_spoken(cues: list[Cue], total: int) -> None:
    found = segments(cues, total)
    for cue in cues:
        if cue.text.strip() and cue.start < total:
            assert any(s.start <= cue.start < s.end and cue.text.strip() in s.text for s in found)


def test_a_picture_stands_until_somebody_speaks_again() -> None:
    found = segments([Cue(500, 2000, "Come in."), Cue(2600, 4000, "Sit down.")], 5000)
    assert [(s.start, s.end, s.text) for s in found] == [(0, 2600, "Come in."), (2600, 5000, "Sit down.")]


def test_a_long_quiet_has_a_picture_of_its_own() -> None:
    found = segments([Cue(3000, 4000, "Come in."), Cue(7000, 8000, "Sit down.")], 12_000)
    assert [(s.start, s.end, s.text) for s in found] == [
        (0, 3000, ""),
        (3000, 4000, "Come in."),
        (4000, 7000, ""),
        (7000, 8000, "Sit down."),
        (8000, 12_000, ""),
    ]
    assert LONG_QUIET == 2000


def test_two_who_speak_at_once_are_one_segment() -> None:
    (found,) = segments([Cue(0, 3000, "Never!", "Ada"), Cue(1000, 2500, "Always!", "Ben")], 3200)
    assert (found.text, found.speaker) == ("Never! Always!", "")


def test_words_that_come_one_by_one_become_a_sentence() -> None:
    words = ["I", "am", "your", "father.", "No."]
    found = segments([Cue(500 * n, 500 * n + 300, word, "Ada") for n, word in enumerate(words)], 3000)
    assert [s.text for s in found] == ["I am your father.", "No."]


def test_rolling_captions_do_not_become_one_endless_segment() -> None:
    found = segments([Cue(2000 * n, 2000 * n + 4000, f"line {n}") for n in range(30)], 62_000)
    assert tiles(found, 62_000)
    assert max(s.length for s in found) <= LONGEST_JOIN + 2000


def test_cues_behind_the_end_are_told() -> None:
    cues = [Cue(0, 1000, "Come in."), Cue(5000, 6000, "Late."), Cue(7000, 8000, "Later.")]
    assert cut_off(cues, 2000) == ("2 cues of the transcript behind the end of the audio left out.",)
    assert cut_off(cues, 9000) == ()


def by_length(lengths: list[int]) -> list[Segment]:
    edges = [sum(lengths[:n]) for n in range(len(lengths) + 1)]
    return [Segment(start, end, f"Words {n}.") for n, (start, end) in enumerate(pairwise(edges))]


@given(st.lists(st.integers(1, 30_000), min_size=1, max_size=80), st.integers(1, 40))
def test_runs_hold_every_segment_once(lengths: list[int], wanted: int) -> None:
    found = runs(by_length(lengths), wanted)
    assert len(found) == min(wanted, len(lengths))
    assert (found[0][0], found[-1][1]) == (0, len(lengths))
    assert all(one[1] == two[0] for one, two in pairwise(found))
    assert all(first < after for first, after in found)


@pytest.mark.parametrize(("minutes", "fewest", "most"), [(1, 2, 4), (5, 15, 15), (12, 15, 30), (180, 30, 30)])
def test_long_audio_has_15_to_30_beats_and_a_short_one_fewer(minutes: int, fewest: int, most: int) -> None:
    found = beat_runs(by_length([4000] * (minutes * 15)))
    assert fewest <= len(found) <= most


def test_a_long_beat_is_played_by_several_scenes() -> None:
    assert [after - first for first, after in scene_runs(by_length([5000] * 36))] == [9, 9, 9, 9]


def test_a_beat_ends_with_its_sentence() -> None:
    heard = by_length([5000] * 8)
    heard = [Segment(s.start, s.end, "and" if n != 4 else "so it was.") for n, s in enumerate(heard)]
    assert runs(heard, 2)[0] == (0, 5)


def scene(lengths: list[int], rate: Fraction) -> tuple[tuple[tuple[int, int, list[int]], ...], tuple[int, int]]:
    heard = by_length(lengths)
    rows = tuple((s.start, s.end, [(s.start + s.end) // 2]) for s in heard)
    return rows, (0, whole_frames(Fraction(heard[-1].end, 1000), rate))


@settings(max_examples=60)
@given(st.lists(st.integers(1, 30_000), min_size=1, max_size=25), rates, paces)
def test_shots_tile_the_frames_and_none_is_longer_than_8_seconds(lengths: list[int], rate: Fraction, pace: str) -> None:
    rows, span = scene(lengths, rate)
    found = cuts(stretches_of(rows, span, rate), rate, pace)
    assert (found[0][0], found[-1][1]) == span
    assert all(one[1] == two[0] for one, two in pairwise(found))
    assert all(0 < after - first <= most_frames(rate) for first, after in found)


@settings(max_examples=60)
@example([2017, 8017], Fraction(30), "brisk")
@given(st.lists(st.integers(1500, 30_000), min_size=1, max_size=25), rates, paces)
def test_words_that_a_shot_can_hold_are_never_cut(lengths: list[int], rate: Fraction, pace: str) -> None:
    rows, span = scene(lengths, rate)
    found = cuts(stretches_of(rows, span, rate), rate, pace)
    for start, end, _ in rows:
        # The last words last to the end of the scene, which is a whole frame later than they are.
        first, after = frame_at(start, rate), span[1] if end == rows[-1][1] else frame_at(end, rate)
        if after - first <= most_frames(rate):
            assert not [cut for cut, _ in found if first < cut < after]


@given(st.lists(st.integers(1500, 7900), min_size=1, max_size=25), rates, paces)
def test_no_shot_is_too_short_to_be_read_where_no_words_are(lengths: list[int], rate: Fraction, pace: str) -> None:
    rows, span = scene(lengths, rate)
    found = cuts(stretches_of(rows, span, rate), rate, pace)
    assert all(after - first >= int(SHORTEST * rate) for first, after in found)


def test_long_words_are_cut_at_a_pause() -> None:
    rate = Fraction(24)
    found = cuts(stretches_of([(0, 12_000, [5200])], (0, 288), rate), rate, "standard")
    assert found == ((0, frame_at(5200, rate)), (frame_at(5200, rate), 288))


@pytest.mark.parametrize("pace", ["brisk", "standard", "long"])
def test_the_pace_is_kept_where_the_words_let_it(pace: str) -> None:
    rows, span = scene([1000] * 60, Fraction(24))
    found = cuts(stretches_of(rows, span, Fraction(24)), Fraction(24), pace)
    mean = 60 / len(found)
    assert mean == pytest.approx({"brisk": 3.5, "standard": 5, "long": 6.5}[pace], rel=0.2)


def shot(action: str, frames: int = 48) -> Shot:
    return Shot(id="1A", frames=frames, action=action, camera=Camera(size="MS"))


@given(st.integers(1, 12), st.lists(st.integers(1, 190), min_size=1, max_size=20))
def test_planned_shots_are_laid_over_the_cuts(count: int, lengths: list[int]) -> None:
    edges = [sum(lengths[:n]) for n in range(len(lengths) + 1)]
    planned = [shot(f"Action {n}.", 24 + n) for n in range(count)]
    found = laid(planned, list(pairwise(edges)))
    assert [one.frames for one in found] == lengths
    told = " ".join(one.action for one in found)
    assert [told.index(one.action) for one in planned] == sorted(told.index(one.action) for one in planned)


def test_a_shot_that_goes_on_says_so_and_repeats_no_change() -> None:
    found = laid([shot("Ada waits.")], [(0, 150), (150, 300)])
    assert [(one.continues, one.frames) for one in found] == [(False, 150), (True, 150)]


def test_what_is_asked_names_the_words_and_is_one_gap() -> None:
    words = " ".join(f"word{n}" for n in range(60))
    asked = what_is_seen([Segment(0, 9000, f"[[TODO: {words}]]")], "en")
    (gap,) = gaps_in(asked)
    assert "word0" in gap.question
    assert "word59" in gap.question
    assert "word30" not in gap.question


def test_a_quiet_is_asked_about_by_its_time() -> None:
    assert gaps_in(what_is_seen([Segment(61_000, 65_500)], "de"))[0].question == (
        "Was sehen wir von 1:01 bis 1:05, während niemand spricht?"
    )
    assert gaps_in(what_is_seen([Segment(0, 65_500)], "fi", known=False))[0].question == (
        "What do we see from 0:00 to 1:05?"
    )


def library(script: str, lengths: list[int], rate: str, pace: str = "standard") -> Any:
    """A story as stage 7 reads it, of its script and its audio alone."""
    heard = by_length(lengths)
    audio = Audio(
        file="inputs/talk.wav",
        sha256="0f" * 32,
        seconds=f"{heard[-1].end}/1000",
        transcript="inputs/talk.srt",
        segments=tuple(
            Filed(id=f"s{n:03}", start=Decimal(s.start) / 1000, end=Decimal(s.end) / 1000, text=s.text)
            for n, s in enumerate(heard, 1)
        ),
    )
    read = fountain.parse(script, language="en").screenplay
    scenes = {scene.number: scene for scene in read.scenes}
    return SimpleNamespace(
        model=lambda path: audio if path == "audio.yaml" else Scene(scene=path.split("/")[1].lstrip("0")),
        scenes=scenes,
        story=SimpleNamespace(language="en", rate=rate, parameters=SimpleNamespace(pace=pace)),
        summaries=Summaries(
            {
                "story.yaml": Summary("story", "d", {}, {"rate": rate}),
                "audio.yaml": summarise("audio", audio),
                "script.fountain": script_summary(read, "en"),
            }
        ),
    )


def note(moment: int | None) -> str:
    return "" if moment is None else f"[[audio {moment // 60_000}:{moment % 60_000 // 1000:02}.{moment % 1000:03}]]\n\n"


notes = st.none() | st.integers(0, 130_000)
written = st.lists(st.tuples(notes, st.lists(st.tuples(notes, st.booleans()), max_size=4)), min_size=1, max_size=6)


@settings(max_examples=60)
@given(st.lists(st.integers(200, 20_000), min_size=4, max_size=14), written, st.sampled_from(list(RATES)), paces)
def test_the_film_is_as_long_as_the_audio_whatever_its_author_writes(
    lengths: list[int], scenes: list[Any], rate: str, pace: str
) -> None:
    script = "\n".join(
        f".SOMEWHERE #{number}#\n\n{note(begins)}"
        + "".join(f"{note(moment)}{'A bird sings.' if acts else '[[nothing yet]]'}\n\n" for moment, acts in parts)
        for number, (begins, parts) in enumerate(scenes, 1)
    )
    story = library(script, lengths, rate, pace)
    total = 0
    for number in story.scenes:
        parts = parts_of(story, number)
        planned = [[shot("A bird sings.", 60)] if part.says else [] for part in parts]
        found = timed_shots(story, number, parts, planned)
        assert len({each.id for each in found}) == len(found)
        assert not found[0].continues
        assert all(0 < each.frames <= most_frames(RATES[rate]) for each in found)
        total += sum(each.frames for each in found)
    assert total == whole_frames(Fraction(sum(lengths), 1000), RATES[rate])


def test_a_note_of_the_audio_is_part_of_what_a_script_means_and_no_other_is() -> None:
    script = ".SOMEWHERE #1#\n\n[[audio 0:01.000]]\n\n[[a thought]]\n\nA bird sings.\n"
    story = library(script, [5000, 5000], "24")
    summary = story.summaries.get("script.fountain")
    for old, new, same in (("a thought", "another", True), ("0:01.000", "0:02.000", False)):
        other = library(script.replace(old, new), [5000, 5000], "24").summaries.get("script.fountain")
        assert (other.digest == summary.digest) is same
