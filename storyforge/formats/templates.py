"""Prompt templates: the only module that imports jinja2, and the only door through which a template is rendered.

A template may say what is written, choose, loop over what it is given and filter; nothing else. It can't call, assign,
import or include, so that it can neither run code nor run for long: loops go over given lists only, two deep at most,
and nothing that is written is fed back into what is written next. All this is checked before anything is rendered.
"""

from __future__ import annotations

import traceback
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from storyforge import resources
from storyforge.errors import BrokenTemplateError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

OWN = ".storyforge/templates/"
SCAFFOLDS = "scaffolds/"
LONGEST_TEMPLATE = 20_000
LONGEST_TEXT = 100_000
DEEPEST_LOOP = 2

_FILTERS = (
    *("capitalize", "d", "default", "first", "float", "int", "join", "last", "length", "list", "lower"),
    *("reverse", "round", "sort", "string", "trim", "unique", "upper"),
)
_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For),
    *(nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem, nodes.List, nodes.Tuple),
    *(nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Neg),
    *(nodes.CondExpr, nodes.Concat, nodes.Add, nodes.Sub, nodes.Keyword),
)


def _environment() -> ImmutableSandboxedEnvironment:
    # Prompts are plain text for models, never markup: escaping would send "&#39;" to them.
    env = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        finalize=lambda value: "" if value is None else value,
    )
    env.globals.clear()
    env.filters = {name: env.filters[name] for name in _FILTERS}
    return env


class Templates:
    """Templates by name, such as `prompts/frame.j2`: a story's own first, then the built-in ones.

    `own` maps a name to a text; names below `scaffolds/` are never looked up there.
    """

    def __init__(self, own: Mapping[str, str] | None = None) -> None:
        self._own = dict(own or {})

    def has(self, name: str) -> bool:
        """Whether there is such a template."""
        return self._is_own(name) or _built_in(name) is not None

    def path(self, name: str) -> str:
        """The path to name in messages."""
        return f"{OWN}{name}" if self._is_own(name) else f"templates/{name}"

    def render(self, name: str, values: Mapping[str, Any]) -> str:
        """Render one template with plain values; the end is trimmed.

        Raises:
            UnknownNameError: there is no such template.
            BrokenTemplateError: it is no template, does what templates may not, or names a value that is not given.
        """
        return _render(self.source(name), self.path(name), values)

    def source(self, name: str) -> str:
        """The text of one template; raises UnknownNameError."""
        text = self._own[name] if self._is_own(name) else _built_in(name)
        if text is None:
            raise UnknownNameError("template", name, self._own)
        return text

    def _is_own(self, name: str) -> bool:
        return name in self._own and not name.startswith(SCAFFOLDS)


@lru_cache(maxsize=64)
def _built_in(name: str) -> str | None:
    # Names come from stories too: never a path that leaves the folder.
    if name.startswith("/") or ".." in name.split("/"):
        return None
    path = resources.template(name)
    return path.read_text(encoding="utf-8") if path.is_file() else None


@lru_cache(maxsize=64)
def _compiled(text: str, path: str) -> Any:
    if len(text) > LONGEST_TEMPLATE:
        raise BrokenTemplateError(path, 1, f"it is longer than {LONGEST_TEMPLATE:,} characters")
    env = _environment()
    try:
        tree = env.parse(text, filename=path)
        for node, problem in _forbidden(tree, 0):
            raise BrokenTemplateError(path, node.lineno, problem)
        return env.template_class.from_code(env, env.compile(tree, filename=path), dict(env.globals))
    except TemplateSyntaxError as error:
        raise BrokenTemplateError(path, error.lineno, (error.message or "it can't be read").rstrip(".")) from None
    except RecursionError:
        raise BrokenTemplateError(path, 1, "it is nested too deeply") from None


def _forbidden(node: nodes.Node, loops: int) -> Iterator[tuple[nodes.Node, str]]:
    if isinstance(node, nodes.For):
        loops += 1
        if loops > DEEPEST_LOOP or node.recursive:
            yield node, f"loops may stand {DEEPEST_LOOP} deep at most"
    if not isinstance(node, _ALLOWED):
        yield node, f'"{type(node).__name__.lower()}" is not allowed in a prompt template'
    elif isinstance(node, nodes.Filter) and node.name not in _FILTERS:
        yield node, f'the filter "{node.name}" is not allowed in a prompt template'
    for child in node.iter_child_nodes():
        yield from _forbidden(child, loops)


def _render(text: str, path: str, values: Mapping[str, Any]) -> str:
    template = _compiled(text, path)
    pieces: list[str] = []
    size = 0
    try:
        for piece in template.generate(dict(values)):
            size += len(piece)
            if size > LONGEST_TEXT:
                break
            pieces.append(piece)
    except (UndefinedError, SecurityError) as error:
        raise BrokenTemplateError(path, _line(error, path), str(error.message or error).rstrip(".")) from None
    except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        # What a filter or an operator says when it is given the wrong kind of value.
        raise BrokenTemplateError(path, _line(error, path), str(error)) from None
    if size > LONGEST_TEXT:
        raise BrokenTemplateError(path, 1, f"it writes more than {LONGEST_TEXT:,} characters")
    return "".join(pieces).strip()


def _line(error: BaseException, path: str) -> int:
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == path]
    return (lines[-1] if lines else None) or 1
