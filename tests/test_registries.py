"""What holds of every row of every table: it loads, has its members, and says in a line what it is."""

from __future__ import annotations

import inspect
import typing
from importlib import import_module
from importlib.metadata import EntryPoint

import pytest
from typer.core import TyperCommand

from storyforge import errors, registry, stages, tasks
from storyforge.cli import COMMANDS
from storyforge.cli.app import load
from storyforge.cli.main import run
from storyforge.errors import StoryforgeError, UnknownNameError
from storyforge.model.kinds import BY_NAME, DEFINITIONS, KINDS
from storyforge.providers import TEXT
from storyforge.providers.offline import RULES
from storyforge.stages import FILM, needed_by, row, walk
from storyforge.tasks.base import Context, Output

MODES = ("screenplay", "expansion", "condensation", "transformation", "storyboard")
TABLES = {"task": tasks.TASKS, "offline rule": RULES, "text provider": TEXT}


def first_line(thing: object) -> str:
    return (inspect.getdoc(thing) or "").partition("\n")[0]


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, table in TABLES.items() for name in table])
def test_every_row_of_a_registry_loads_and_says_what_it_is(kind: str, name: str) -> None:
    found = TABLES[kind].load(name)
    assert first_line(found), name
    assert TABLES[kind].table[name].startswith("storyforge.")


@pytest.mark.parametrize("name", list(tasks.TASKS))
def test_every_task_has_a_rule_that_takes_its_context_and_gives_its_output(name: str) -> None:
    output = tasks.TASKS.load(name)
    assert issubclass(output, Output)
    rule = RULES.load(name)
    hints = typing.get_type_hints(rule, vars(import_module(rule.__module__)) | _contexts())
    (parameter,) = inspect.signature(rule).parameters
    assert issubclass(hints[parameter], Context)
    assert issubclass(hints["return"], output)
    for model in (output, hints[parameter]):
        assert model.model_config["extra"] == "forbid"
        assert model.model_config["frozen"]


def _contexts() -> dict[str, object]:
    """All classes of the task modules, for annotations that are imported for type checking only."""
    found: dict[str, object] = {}
    for path in tasks.TASKS.table.values():
        found |= vars(import_module(path.partition(":")[0]))
    return found


def test_rules_and_tasks_are_the_same_names() -> None:
    assert list(RULES.names()) == list(tasks.TASKS.names())


@pytest.mark.parametrize("name", list(TEXT))
def test_every_text_provider_has_its_members(name: str) -> None:
    provider = TEXT.load(name)()
    assert provider.name == name
    assert isinstance(provider.pure, bool)
    assert callable(getattr(provider, "ask", None) or provider.write)


@pytest.mark.parametrize("stage", FILM, ids=lambda stage: stage.name)
def test_every_stage_has_its_members(stage: stages.Row) -> None:
    module = stage.load()
    assert callable(module.items)
    assert callable(module.run)
    assert first_line(module).startswith(f"Stage {stage.number}, ")
    assert stage.help.endswith(".")
    assert stage.scope in {"story", "scene"}
    assert stage.module.rpartition(".")[2].startswith(f"s{stage.number:02}_")
    assert [kind for kind in KINDS if kind.stage == stage.name], "some kind of file is made by it"


@pytest.mark.parametrize("mode", MODES)
def test_stages_are_walked_so_that_needs_come_first(mode: str) -> None:
    order = [stage.name for stage in walk(mode)]
    walked = [stage for stage in FILM if stage.is_in(mode)]
    assert sorted(order) == sorted(stage.name for stage in walked)
    for stage in walked:
        assert all(order.index(need) < order.index(stage.name) for need in stage.needs_in(mode))
        upto = [other.name for other in walk(mode, stage.name)]
        assert upto == [name for name in order if name in upto]
        assert {other.name for other in needed_by(mode, stage.name)} <= set(upto)


def test_a_screenplay_is_walked_backwards_to_its_treatment() -> None:
    assert [stage.name for stage in walk("screenplay")][:4] == ["setup", "script", "beats", "treatment"]
    assert [stage.name for stage in walk("expansion")][:4] == ["setup", "treatment", "beats", "script"]
    assert [stage.name for stage in walk("storyboard")][:5] == ["setup", "lore", "narrative", "beats", "script"]


def test_a_stage_of_another_way_is_told_as_such() -> None:
    with pytest.raises(UnknownNameError) as caught:
        walk("expansion", "lore")
    assert str(caught.value) == 'There is no stage of this story called "lore".'


@pytest.mark.parametrize("kind", [*KINDS, DEFINITIONS], ids=lambda kind: kind.name)
def test_every_kind_of_file_has_its_model(kind: typing.Any) -> None:
    if not kind.model:
        assert kind.format == "fountain"
        return
    model = kind.load()
    assert model.SCHEMA.partition("/")[0] == kind.name.removesuffix("-option")
    assert first_line(model)
    assert all(field.description or name == "kind" for name, field in model.model_fields.items())
    assert kind.stage in stages.BY_NAME or kind.name in ("waivers", "review")
    assert BY_NAME.get(kind.name, DEFINITIONS) is kind


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_loads_and_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    command = load(name)
    assert isinstance(command, TyperCommand)
    assert COMMANDS[name][1].endswith(".")
    module, _, function = COMMANDS[name][0].partition(":")
    own = first_line(getattr(import_module(module), function))
    assert own.endswith("."), f"{name}: {own}"
    assert run([name, "--help"]) == 0
    out = capsys.readouterr().out
    assert COMMANDS[name][1] in " ".join(out.split())
    for parameter in command.params:
        assert getattr(parameter, "help", ""), f"{name} {parameter.name} says what it is for"


def test_every_stage_is_a_command() -> None:
    assert {stage.name for stage in FILM} <= set(COMMANDS)


def errors_of(kind: type[StoryforgeError]) -> list[type[StoryforgeError]]:
    return [kind, *(each for below in kind.__subclasses__() for each in errors_of(below))]


@pytest.mark.parametrize("kind", errors_of(StoryforgeError), ids=lambda kind: kind.__name__)
def test_every_error_has_an_exit_code_and_says_what_it_is(kind: type[StoryforgeError]) -> None:
    assert kind.exit in {1, 2, 3, 4}
    assert kind.__name__.endswith("Error")
    assert first_line(kind)
    if kind.__module__.startswith("storyforge.errors"):
        assert getattr(errors, kind.__name__) is kind


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError) as caught:
        row("shot")
    assert (str(caught.value), caught.value.hint) == ('There is no stage called "shot".', 'Did you mean "shots"?')
    with pytest.raises(UnknownNameError) as other:
        TEXT.load("telepathy")
    assert "offline" in other.value.hint
    assert "offline" in TEXT
    assert "telepathy" not in TEXT


def test_other_packages_join_by_entry_points_and_can_not_replace_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    points = [
        EntryPoint("offline", "builtins:print", "storyforge.text_provider"),
        EntryPoint("echo", "builtins:repr", "storyforge.text_provider"),
    ]
    monkeypatch.setattr(registry, "entry_points", lambda group: points if group == "storyforge.text_provider" else [])
    table = registry.Registry("text provider", TEXT.table)
    assert table.names() == [*TEXT.table, "echo"]
    assert table.load("echo") is repr
    assert table.load("offline") is TEXT.load("offline")
    assert "echo" in list(table)
