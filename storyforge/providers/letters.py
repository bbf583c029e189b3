"""Letters: a task and its context as a language model reads them, and its answer as the output of the task.

What is asked and what is told never mix. The instructions come from templates, which are given numbers and single
words, never a text of the story. The texts follow, each in a fence that is named by a digest of what stands in it:
nothing that a text says can close its fence, and nothing that it says changes a word of what is asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from storyforge.formats.languages import languages
from storyforge.formats.templates import Templates
from storyforge.model.digest import digest
from storyforge.providers.answers import UnreadableAnswer, read_answer
from storyforge.providers.base import Letter, Turn
from storyforge.providers.fences import fenced
from storyforge.providers.legends import legend, outline
from storyforge.tasks import TASKS
from storyforge.tasks.strict import answer_schema, described

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from storyforge.tasks.base import Context

__all__ = ["UnreadableAnswer", "read_answer", "repair", "template_digest", "write_letter"]

_ANSWER = "scaffolds/answer.j2"
_REPAIR = "scaffolds/repair.j2"
_LONE = re.compile("[\ud800-\udfff]")
_WORD = re.compile(r"[\w.:,'%/+-]{1,24}")
"""What a template is given as it is: one word, a number, a length. A sentence stands in a fence."""

_LONGEST_FAULT = 300


def write_letter(task: str, context: Context, own_templates: Mapping[str, str]) -> Letter:
    """The letter of one task; `own_templates` maps names such as `prompts/tasks/scene.j2` to a story's own templates.

    Raises:
        UnknownNameError: there is no such task, or it has no template.
        BrokenTemplateError: a template can't be rendered.
    """
    output = TASKS.load(task)
    templates = Templates(own_templates)
    values = _values(context)
    told = {"language": _language(values)}
    scaffold = templates.render(f"scaffolds/{output.ROLE}.j2", told)
    return Letter(
        task=task,
        system=f"{scaffold}\n\n{templates.render(_ANSWER, told)}",
        prompt="\n\n".join([templates.render(_template(task), values), *_material(context)]),
        schema=answer_schema(output),
    )


def repair(letter: Letter, answer: str, faults: Iterable[str]) -> Letter:
    """The same letter, with an answer that would not do and what is to be mended in it."""
    lines = [" ".join(fault.split())[:_LONGEST_FAULT] for fault in faults]
    words = Templates().render(_REPAIR, {"count": len(lines)})
    return replace(letter, turns=(*letter.turns, Turn(answer, "\n".join([words, *(f"- {line}" for line in lines)]))))


def template_digest(task: str, own_templates: Mapping[str, str]) -> str:
    """The digest of the texts that a task's letters are made with: its template, its role, how to answer."""
    templates = Templates(own_templates)
    names = (_template(task), f"scaffolds/{TASKS.load(task).ROLE}.j2", _ANSWER, _REPAIR)
    return digest([templates.source(name) for name in names])


def _template(task: str) -> str:
    return f"prompts/tasks/{task}.j2"


def _language(values: Mapping[str, Any]) -> str:
    """The name of the story's language, or its code; empty where the context says none."""
    brief = values.get("brief")
    code = (brief or values).get("language", "")
    return f"{languages()[code].name} ({code})" if code in languages() else code


def _material(context: Context) -> Iterator[str]:
    """Every field that holds something: its name, what it is, and its value; whatever has words, in a fence."""
    for name, description, value in described(context):
        text = _LONE.sub("\ufffd", outline(value))
        told = text if isinstance(value, (bool, int, Decimal)) else fenced(name, text)
        yield "\n".join([f"## {name}", description, *legend(value), told])


def _values(context: Context) -> dict[str, Any]:
    """The context as a template is given it."""
    return {name: _given(getattr(context, name), name) for name in type(context).model_fields}


def _given(value: Any, place: str) -> Any:
    """Numbers, choices and single words as they are; of a sentence only where it stands."""
    if isinstance(value, BaseModel):
        return {name: _given(getattr(value, name), f"{place}.{name}") for name in type(value).model_fields}
    if isinstance(value, Mapping):
        return {str(key): _given(each, f"{place}.{key}") for key, each in value.items()}
    if isinstance(value, (tuple, list)):
        return [_given(each, f"{place}[{index}]") for index, each in enumerate(value)]
    if isinstance(value, str) and value and not _WORD.fullmatch(value):
        return f"({place}, below)"
    return value
