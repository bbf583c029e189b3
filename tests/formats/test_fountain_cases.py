"""Every hard input of Fountain 1.1, and how it must be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from storyforge.formats.fountain import Script, build, parse, runs
from storyforge.formats.fountain.write import same
from storyforge.model.screenplay import Action, Element, Kind, Speech, Transition

CASES = json.loads((Path(__file__).parent / "fountain_cases.json").read_text(encoding="utf-8"))
# What can't but be marked is forced by nature; the cases tell it of headings, cues and action only.
_ALWAYS_FORCED = (Kind.LYRIC, Kind.TRANSITION)


def told(element: Element) -> dict[str, Any]:
    """An element in the words of the cases: what is at its default is left out."""
    forced = element.forced and element.kind not in _ALWAYS_FORCED and not element.centered
    entry: dict[str, Any] = {"type": element.kind.value, "line": element.line}
    if element.kind is not Kind.PAGE_BREAK:
        entry["text"] = element.text
    more = {
        "key": element.key,
        "forced": forced,
        "inline": element.inline,
        "centered": element.centered,
        "dual": element.dual,
        "depth": element.depth,
        "number": element.number,
        "ext": list(element.extensions),
    }
    return entry | {name: value for name, value in more.items() if value}


def expected(case: dict[str, Any]) -> list[dict[str, Any]]:
    elements = [dict(element) for element in case["elements"]]
    for element in elements:
        if element.get("centered") or element["type"] in (kind.value for kind in _ALWAYS_FORCED):
            element.pop("forced", None)
    return elements


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
class TestCase:
    def test_is_read_as_the_syntax_page_says(self, case: dict[str, Any]) -> None:
        assert [told(element) for element in parse(case["input"]).elements] == expected(case)

    def test_reads_the_same_whatever_ends_its_lines(self, case: dict[str, Any]) -> None:
        if "\r" in case["input"]:
            pytest.skip("the case is about line endings")
        for eol in ("\r\n", "\r"):
            script = parse(case["input"].replace("\n", eol))
            assert [told(element) for element in script.elements] == expected(case)

    def test_can_be_written_from_its_elements_alone(self, case: dict[str, Any]) -> None:
        elements = parse(case["input"]).elements
        again = parse(build(elements)).elements
        assert len(again) == len(elements)
        assert all(map(same, again, elements))


def test_there_are_166_cases() -> None:
    assert len(CASES) == 166


@pytest.mark.parametrize("case", [c for c in CASES if "emphasis_html" in c], ids=lambda case: case["name"])
def test_emphasis(case: dict[str, Any]) -> None:
    def html(script: Script) -> str:
        out = []
        for run in runs(script.elements[0].text):
            names = [name for name in ("underline", "bold", "italic") if name in run.styles]
            out.append("".join(f"<{n[0]}>" for n in names) + run.text + "".join(f"</{n[0]}>" for n in reversed(names)))
        return "".join(out)

    # Nested marks come out as neighbouring runs, so `</u><u>` is where one run meets the next.
    assert html(parse(case["input"])).replace("</u><u>", "") == case["emphasis_html"]


ODD = {
    "boneyard-unclosed": ("Rain.\n\n/* open\n", 3),
    "boneyard-stray": ("Rain. */\n", 1),
    "note-unclosed": ("A [[one\n\ntwo\n", 1),
    "heading-spacing": ("INT. HALL - DAY\nBob enters.\n", 1),
    "section-in-speech": ("DAN\nHi.\n#1 again.\n", 3),
    "boneyard-ends-speech": ("BOB\nOne.\n/* old */\nTwo.\n", 3),
    "dual-alone": ("BRICK ^\nNo.\n", 1),
    "encoding": ("Rain.\n\nCaf\udce9.\n", 3),
}


@pytest.mark.parametrize("rule", ODD)
def test_what_looks_like_a_slip_is_remarked_upon_and_stops_nothing(rule: str) -> None:
    text, line = ODD[rule]
    found = [(each.rule, each.line) for each in parse(text).diagnostics]
    assert found == [(rule, line)]


def test_a_clean_script_draws_no_remark() -> None:
    assert parse("INT. HALL - DAY\n\nRain. [[check]]\n\nBOB\nHi.\n\nANN ^\nHi.\n\nCUT TO:\n").diagnostics == ()


def test_a_lenient_reading_takes_headings_that_touch_text() -> None:
    script = parse(
        "INT. HALL - DAY\nBob enters.\nEXT. SEA - DAY\nRain.\n\nCUT TO:\nINT. SHED - DAY\n\nDust.\n", lenient=True
    )
    assert [scene.title for scene in script.scenes] == ["INT. HALL - DAY", "EXT. SEA - DAY", "INT. SHED - DAY"]
    assert [each.rule for each in script.diagnostics] == ["heading-spacing", "heading-spacing"]


def test_a_language_adds_its_headings_and_transitions() -> None:
    text = "ИНТ. ДОМ - ДЕНЬ\n\nИван входит.\n\nСКЛЕЙКА:\n\nНАТ. ЛЕС - НОЧЬ\n\nВетер.\n"
    assert [scene.title for scene in parse(text).scenes] == [""]
    script = parse(text, "ru")
    assert [scene.title for scene in script.scenes] == ["ИНТ. ДОМ - ДЕНЬ", "НАТ. ЛЕС - НОЧЬ"]
    assert [each.text for each in script.elements if each.kind is Kind.TRANSITION] == ["СКЛЕЙКА:"]
    assert parse(text, "auto").elements == script.elements


def test_turkish_dots_do_not_matter() -> None:
    assert [s.title for s in parse("iç. ev - gece\n\nRüzgâr.\n", "tr").scenes] == ["iç. ev - gece"]


CASELESS = """○喫茶店・中（夜）

雨が降る。

太郎
走れ！

花子
どこへ？

太郎
駅だ。

花子
はい。

他人
やあ。
"""


def test_names_that_recur_over_text_are_cues_where_the_language_has_no_capitals() -> None:
    speeches = [e.text for e in parse(CASELESS, "ja").elements if e.kind is Kind.CHARACTER]
    assert speeches == ["太郎", "花子", "太郎", "花子"]
    assert not [e for e in parse(CASELESS).elements if e.kind is Kind.CHARACTER]


def test_one_marked_cue_makes_the_author_the_judge() -> None:
    assert [e.text for e in parse(f"{CASELESS}\n@太郎\nうん。\n", "ja").elements if e.kind is Kind.CHARACTER] == [
        "太郎"
    ]


def test_cues_are_suggested_but_never_applied() -> None:
    from storyforge.formats.fountain import suggest_cues

    found = suggest_cues(parse(CASELESS))
    assert [(each.name, each.times) for each in found] == [("太郎", 2), ("花子", 2), ("太郎", 2), ("花子", 2)]
    assert found[0].line == 5
    assert suggest_cues(parse(CASELESS), known=["他人"])[-1].name == "他人"


def test_a_scene_is_speeches_actions_and_transitions() -> None:
    text = "INT. A\n\nRain.\n\nBOB (V.O.)\n(low)\nHi [[one\ntwo]] there.\n~La la\n\n~Alone\n\nCUT TO:\n"
    speech, song, cut = parse(text).scenes[0].blocks()[1:]
    assert isinstance(speech, Speech)
    assert (speech.name, speech.extensions, speech.words) == ("BOB", ("V.O.",), "Hi  there.\nLa la")
    assert (speech.line, speech.last) == (5, 9)
    assert song == Action("Alone", 11, 11)
    assert cut == Transition("CUT TO:", 13)


def test_authors_are_an_author() -> None:
    assert parse("Authors: A and B\n\nRain.\n").screenplay.title_page["author"] == "A and B"
