"""A digest is taken over meaning: what means the same has the same digest, whoever wrote it and how."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyforge.formats import artifacts
from storyforge.model.digest import canonical, digest, digest_bytes
from storyforge.model.kinds import BY_NAME
from storyforge.model.story import Story

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


def story(text: str) -> str:
    """The digest of a `story.yaml` with this text after its schema line."""
    model = artifacts.read(BY_NAME["story"], "story.yaml", f"schema: story/1\n{text}")
    return model.digest()


BASE = "title: Café Noir\nmode: screenplay\nlanguage: fr\n"


@pytest.mark.parametrize(
    ("how", "text"),
    [
        ("a comment", f"# mine\n{BASE}# and more\n"),
        ("blank lines", BASE.replace("\n", "\n\n")),
        ("another order of keys", "language: fr\nmode: screenplay\ntitle: Café Noir\n"),
        ("quotes", BASE.replace("Café Noir", '"Café Noir"')),
        ("letters and marks apart", unicodedata.normalize("NFD", BASE)),
        ("defaults written out", f"{BASE}format: film\nrate: 24\nparameters: {{pace: standard, action_scale: 1.0}}\n"),
        ("keys of one's own", f"{BASE}x-producer: {{name: Ada}}\n"),
        ("CRLF", BASE.replace("\n", "\r\n")),
        ("a number for a rate", f"{BASE}rate: 24\n"),
        ("a flow mapping", "{title: Café Noir, mode: screenplay, language: fr}\n"),
    ],
)
def test_what_means_the_same_has_the_same_digest(how: str, text: str) -> None:
    if text.startswith("{"):
        text = text.replace("{", "{schema: story/1, ", 1)
        assert artifacts.read(BY_NAME["story"], "story.yaml", text).digest() == story(BASE), how
    else:
        assert story(text) == story(BASE), how


@pytest.mark.parametrize(
    ("how", "text"),
    [
        ("a word", BASE.replace("Noir", "Noire")),
        ("a capital", BASE.replace("Noir", "noir")),
        ("a space", BASE.replace("Café Noir", "Café  Noir")),
        ("an option", f"{BASE}rate: 25\n"),
        ("something nested", f"{BASE}parameters: {{pace: brisk}}\n"),
    ],
)
def test_what_means_something_else_has_another(how: str, text: str) -> None:
    assert story(text) != story(BASE), how


@pytest.mark.parametrize("written", ["1.1", "'1.1'", "'1.10'", "1.10", "'01.1'", "11e-1"])
def test_a_decimal_has_one_digest_however_it_is_written(written: str) -> None:
    one = story(f"{BASE}parameters: {{action_scale: 1.1}}\n")
    assert story(f"{BASE}parameters: {{action_scale: {written}}}\n") == one


def test_decimals_are_strings_without_exponent() -> None:
    assert canonical({"a": [Decimal(100), Decimal("0.10"), Decimal("1E+3")]}) == {"a": ["100", "0.1", "1000"]}


def test_number_types_carry_no_meaning() -> None:
    assert digest({"a": 1}) == digest({"a": 1.0})
    assert digest({"a": 1}) != digest({"a": True})
    assert digest({"a": 1}) != digest({"a": "1"})


def test_a_missing_model_leaves_the_bytes_themselves() -> None:
    assert digest_bytes(b"") == "e3b0c44298fc1c149afbf4c8996fb924"
    assert digest_bytes(b"a") != digest_bytes(b"a\n")


def test_the_digest_is_the_same_today_and_tomorrow() -> None:
    """Records in users' repositories hold digests: these may never change."""
    assert digest({"b": [1, "é", None], "a": {}}) == digest({"a": {}, "b": (1, "e\u0301", None)})
    assert digest({"b": [1, "é", None], "a": {}}) == "2276520f08d37536b69eae75aca04f7b"
    assert digest([]) == "4f53cda18c2baa0c0354bb5f9a3ecbe5"
    made = Story(title="Big Störm", mode="screenplay", language="sv")
    assert made.plain() == {"title": "Big Störm", "mode": "screenplay", "language": "sv"}


@given(PLAIN)
def test_the_canonical_form_is_a_fixed_point(value: object) -> None:
    assert canonical(canonical(value)) == canonical(value)
    assert len(digest(value)) == 32


@given(st.dictionaries(st.text(max_size=4), PLAIN, max_size=4))
def test_key_order_never_matters(data: dict[str, object]) -> None:
    assert digest(dict(reversed(data.items()))) == digest(data)
