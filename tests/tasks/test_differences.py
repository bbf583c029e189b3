"""Three options are three stories, or they are asked again: told apart by their texts, not by what they declare."""

from __future__ import annotations

import tomllib
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from storyforge.model.beats import Telling, Treatment
from storyforge.tasks.differences import DIMENSIONS, LEAST, differing, like_each_other
from storyforge.tasks.gaps import gap

SETS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "tellings.toml").read_text(encoding="utf-8"))["set"]


def options(told: dict[str, Any]) -> list[Telling]:
    return [Treatment(**option) for option in told["option"]]


def named(name: str) -> list[Telling]:
    return options(next(told for told in SETS if told["name"] == name))


@pytest.mark.parametrize("told", [told for told in SETS if told["alike"]], ids=lambda told: told["name"])
def test_three_rewordings_are_rejected_pair_by_pair_whatever_they_declare(told: dict[str, Any]) -> None:
    found = like_each_other(options(told), told["language"])
    assert len(found) == 3
    for sentence, pair in zip(found, ("1 and 2", "1 and 3", "2 and 3"), strict=True):
        assert sentence.startswith(f"Options {pair} are one story reworded")


@pytest.mark.parametrize("told", [told for told in SETS if not told["alike"]], ids=lambda told: told["name"])
def test_three_stories_are_accepted(told: dict[str, Any]) -> None:
    assert like_each_other(options(told), told["language"]) == ()
    for one, other in combinations(options(told), 2):
        assert len(differing(one, other, told["language"])) >= LEAST


@pytest.mark.parametrize("told", SETS, ids=lambda told: told["name"])
def test_it_does_not_matter_who_comes_first(told: dict[str, Any]) -> None:
    for one, other in combinations(options(told), 2):
        assert differing(one, other, told["language"]) == differing(other, one, told["language"])


def test_options_that_declare_nothing_are_not_different() -> None:
    bare = [option.model_copy(update=dict.fromkeys(DIMENSIONS, "")) for option in named("ferry, three stories")]
    assert len(like_each_other(bare, "en")) == 3


def test_what_is_declared_must_be_in_the_text() -> None:
    first, second, _ = named("ferry, three stories")
    false = second.model_copy(update={"starts": "A wedding in Palermo.", "ends": "An eclipse over the stadium."})
    assert differing(first, false, "en") == ("whose", "tone")
    false = false.model_copy(update={"whose": "Leopold"})
    assert differing(first, false, "en") == ("tone",)


def test_one_story_declared_to_be_about_another_person_is_still_one() -> None:
    first, *_ = named("ferry reworded")
    other = first.model_copy(update={"whose": "Jonas", "tone": "farce"})
    (sentence,) = like_each_other([first, other], "en")
    assert "in nothing" in sentence
    assert "tell it as the story of different people" in sentence


def test_a_person_is_found_in_another_case_and_spelling() -> None:
    first, second, _ = named("Nachtzug, drei Geschichten")
    shouted = first.model_copy(update={"whose": "SELMAS"})
    assert "whose" in differing(shouted, second, "de")
    assert "whose" not in differing(shouted, first.model_copy(update={"whose": "selma"}), "de")


def test_the_same_sentences_opened_late_differ_in_their_beginning_only() -> None:
    first, *_ = named("ferry reworded")
    paragraphs = first.body.split("\n\n")
    turned = first.model_copy(
        update={"body": "\n\n".join([paragraphs[1], paragraphs[0], paragraphs[2]]), "starts": "Mara asks Jonas."}
    )
    assert differing(first, turned, "en") == ("starts",)
    (sentence,) = like_each_other([first, turned], "en")
    assert "only in starts" in sentence
    assert "let each end otherwise" in sentence
    assert "begin each at another moment" not in sentence


def test_headings_do_not_count_and_questions_do() -> None:
    first, *_ = named("ferry reworded")
    headed = first.model_copy(update={"body": f"## A quite different act\n\n{first.body}\n\n## Finale"})
    assert differing(first, headed.model_copy(update={"starts": "A quite different act"}), "en") == ()
    asked = first.model_copy(
        update={
            "body": f"{gap('Who owned the shipyard before the bankruptcy?')}\n\n{first.body}",
            "starts": "Who owned the shipyard?",
        }
    )
    assert "TODO" not in asked.starts
    assert differing(first, asked, "en") in ((), ("starts",))


def test_languages_without_spaces_and_without_word_lists() -> None:
    body = "春、ユイは灯台で手紙を見つけた。父の字だった。ユイは港へ走った。船はもう出ていた。ユイは手紙を海に流した。"
    other = (
        "夜の市場で健は財布を盗んだ。財布には写真があった。健は女を探した。女は警官だった。健は自分から手錠をかけた。"
    )
    one = Treatment(whose="ユイ", starts="ユイが灯台で手紙を見つける", ends="手紙を海に流す", tone="静か", body=body)
    two = Treatment(whose="健", starts="夜の市場で財布を盗む", ends="自分から手錠をかける", tone="犯罪", body=other)
    assert {"starts", "ends"} <= set(differing(one, two, "ja"))
    same = one.model_copy(
        update={"whose": "父", "starts": "父の字の手紙", "ends": "ユイは船に乗れない", "tone": "騒がしい"}
    )
    assert like_each_other([one, same], "ja")
    assert like_each_other([one, same], "xx")


@pytest.mark.parametrize("body", ["", "## Only a heading", "word", "\n\n\n", "[[TODO: what?]]", "a" * 5000])
def test_no_text_breaks_it(body: str) -> None:
    odd = Treatment(whose="?", starts="...", ends="—", tone="x", body=body)
    assert like_each_other([odd, odd], "en")
    assert like_each_other([], "en") == like_each_other([odd], "en") == ()
