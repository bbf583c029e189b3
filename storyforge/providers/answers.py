"""Reads what a language model wrote as the output of a task, or says in sentences what is wrong with it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NoReturn

from pydantic import BaseModel, ValidationError

from storyforge.tasks import TASKS
from storyforge.tasks.strict import strict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storyforge.tasks.base import Context, Output

_THOUGHT = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)
"""What some open models write before they answer, where the server does not take it out."""

_BEGINS = re.compile(r'\{\s*"')
"""How an object that has a field begins; braces in words around it do not."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_EMPTY = re.compile(r"\{\s*\}")
_MOST_FAULTS = 20


class UnreadableAnswer(Exception):  # noqa: N818 - no error of a user's: whoever asked has it mended
    """An answer that would not do, with a sentence for each fault; whoever asked may have it mended."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


def read_answer(task: str, context: Context, text: str) -> Output:
    """The output of a task in what was written: one JSON object, maybe in a code fence or with words around it.

    Every field must be there, whatever may be left out where it is stored.

    Raises:
        UnreadableAnswer: there is no such object, it is not in the form of the task, or its output has faults.
    """
    output: type[Output] = TASKS.load(task)
    content = _the_object(text)
    answer: Output = _valid(output, _printable(_valid(strict(output), content).model_dump()))
    faults = answer.faults(context)
    if faults:
        raise UnreadableAnswer(faults)
    return answer


def _valid(model: type[BaseModel], content: Any) -> Any:
    """The content as a model; the faults are told by their places."""
    try:
        return model.model_validate_json(content) if isinstance(content, str) else model.model_validate(content)
    except ValidationError as error:
        faults = [f"{_place(one['loc'])}{one['msg']}" for one in error.errors(include_url=False, include_input=False)]
    more = [f"And {len(faults) - _MOST_FAULTS} more."] if len(faults) > _MOST_FAULTS else []
    raise UnreadableAnswer(tuple(faults[:_MOST_FAULTS] + more))


def _printable(part: Any) -> Any:
    """Plain data without control characters, which no file of a story may have."""
    if isinstance(part, str):
        return _CONTROL.sub("", part.replace("\r\n", "\n"))
    if isinstance(part, dict):
        return {name: _printable(each) for name, each in part.items()}
    return [_printable(each) for each in part] if isinstance(part, (list, tuple)) else part


def _place(steps: tuple[int | str, ...]) -> str:
    """`beats[3].source.quote: `; nothing for the whole."""
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return f"{place.removeprefix('.')}: " if place else ""


def _the_object(text: str) -> str:
    """The one JSON object in a text, as it is written there."""
    text = _THOUGHT.sub("", text)
    found = list(_objects(text)) or _EMPTY.findall(text)[:1]
    if not found:
        raise UnreadableAnswer(("There is no JSON object in the answer.",))
    if len(found) > 1:
        raise UnreadableAnswer((f"There are {len(found)} JSON objects; answer with one.",))
    return found[0]


def _objects(text: str) -> Iterator[str]:
    """Each JSON object that stands for itself in a text."""
    decoder = json.JSONDecoder(parse_constant=_no_constant)
    begins = _BEGINS.search(text)
    while begins:
        try:
            _, end = decoder.raw_decode(text, begins.start())
        except ValueError as error:
            raise UnreadableAnswer((f"The JSON is broken: {error}.",)) from None
        except RecursionError:
            raise UnreadableAnswer(("The JSON is nested too deeply.",)) from None
        yield text[begins.start() : end]
        begins = _BEGINS.search(text, end)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")
