"""Slugs: lower-case ASCII from any script, unique within their kind."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyforge.model.slug import slugify, unique_slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("EDWARD", "edward"),
        ("Mrs. O'Hara", "mrs-ohara"),
        ("MRS. O’HARA", "mrs-ohara"),
        ("THE MAN / WITH  THE-HAT", "the-man-with-the-hat"),
        ("GUARD #2", "guard-2"),
        ("A AND B", "a-and-b"),
        ("Åsa Ñandú-Çelik", "asa-nandu-celik"),
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("Łukasz Żółć", "lukasz-zolc"),
        ("Þórður", "thordur"),
        ("İSTANBUL", "istanbul"),
        ("ПЁТР", "pyotr"),
        ("Йосиф", "yosif"),
        ("Щука", "shchuka"),
        ("Ελένη", "eleni"),
        ("Œuvre", "oeuvre"),
        ("Nguyễn", "nguyen"),
        ("ﬁlm №1", "film-no1"),
        ("黒澤", "u9ed2-u6fa4"),
        ("くろ", "kuro"),
        ("エミール", "emiru"),
        ("김민준", "gimminjun"),
        ("ליאה", "u5dc-u5d9-u5d0-u5d4"),
        ("ليلى", "u644-u64a-u644-u649"),
        ("１２", "12"),
        ("e\u0301", "e"),
        ("🎬", "unnamed"),
        ("...", "unnamed"),
        ("", "unnamed"),
    ],
)
def test_names_of_many_scripts(name: str, slug: str) -> None:
    assert slugify(name) == slug


def test_names_that_differ_only_in_script_do_not_meet() -> None:
    names = ["黒澤", "黒沢", "くろさわ", "ليلى", "ليلا", "한별", "한솔"]
    assert len({slugify(name) for name in names}) == len(names)


def test_a_taken_slug_is_counted_on() -> None:
    taken: set[str] = set()
    for expected in ("anna", "anna-2", "anna-3"):
        slug = unique_slug("ANNA", taken)
        assert slug == expected
        taken.add(slug)


@given(st.text(max_size=40))
def test_every_slug_is_a_file_name_everywhere(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slugify(name))
    assert slugify(slugify(name)) == slugify(name)
