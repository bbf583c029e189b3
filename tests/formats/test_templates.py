"""A story's own templates come first, can't do harm, and say where they are broken."""

from __future__ import annotations

import pytest

from storyforge.errors import BrokenTemplateError, UnknownNameError
from storyforge.formats.templates import Templates

NAME = "prompts/frame.j2"


def render(text: str, **values: object) -> str:
    return Templates({NAME: text}).render(NAME, values)


def test_a_template_chooses_loops_and_filters() -> None:
    text = "{% for p in people %}{{ p.name }}{% if p.wet %} (wet){% endif %}{{ '; ' if not loop.last }}{% endfor %}"
    assert render(text, people=[{"name": "Inge", "wet": True}, {"name": "Wren", "wet": False}]) == "Inge (wet); Wren"
    assert render("{{ words|join(', ')|upper }}", words=["a", "b"]) == "A, B"
    assert render("{{ line }}", line='It\'s <b> & "so"') == 'It\'s <b> & "so"', "prompts are no markup"


def test_a_story_s_own_template_wins_but_never_a_scaffold() -> None:
    own = Templates({NAME: "mine", "scaffolds/none.j2": "mine"})
    assert own.render(NAME, {}) == "mine"
    assert not own.has("scaffolds/none.j2")
    with pytest.raises(UnknownNameError):
        own.render("scaffolds/none.j2", {})
    assert not Templates().has("../pyproject.toml")


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("fine\n{% if %}", 2, "Expected"),
        ("fine\n\n{{ nobody }}", 3, "'nobody' is undefined"),
        ("\n{{ person.hat }}", 2, "hat"),
        ("{{ ''.__class__ }}", 1, "__class__"),
        ("a\n{{ person.items() }}", 2, "call"),
        ("{% for i in range(10 ** 9) %}x{% endfor %}", 1, "call"),
        ("{{ 'x' * 999999999 }}", 1, "mul"),
        ("{{ '%999999999d' % 1 }}", 1, "mod"),
        ("{% set a = 'x' %}\n{{ a }}", 1, "assign"),
        ("{% include 'prompts/frame.j2' %}", 1, "include"),
        ("\n{% macro m() %}{% endmacro %}", 2, "macro"),
        ("{{ 'x'|center(999999999) }}", 1, "center"),
        ("{% for a in n %}{% for b in n %}{% for c in n %}x{% endfor %}{% endfor %}{% endfor %}", 1, "deep"),
        ("x" * 30_000, 1, "longer"),
        ("{% for a in n %}{% for b in n %}xxxxxxxxxxxxxxxxxxxx{% endfor %}{% endfor %}", 1, "more than"),
        ("{{ n|sort|first + 'x' }}", 1, "unsupported"),
        ("{{ n|nothing }}", 1, "nothing"),
    ],
)
def test_a_broken_or_greedy_template_is_one_clear_line(text: str, line: int, says: str) -> None:
    with pytest.raises(BrokenTemplateError) as broken:
        render(text, person={"name": "Inge"}, n=list(range(200)))
    assert str(broken.value).startswith(f".storyforge/templates/{NAME}:{line}: ")
    assert says in broken.value.message
    assert broken.value.exit == 2
