"""Who asks: prices add up, unknown stays unknown, a scene that fails stops no other, many answers keep their order."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from storyforge.errors import CarryUndecidedError, StoryforgeError, UnknownNameError
from storyforge.journal.answers import Answers
from storyforge.pipeline.spending import work
from storyforge.pipeline.spending.desk import Desk, Terms
from storyforge.pipeline.spending.work import Asking
from storyforge.providers import TEXT
from storyforge.tasks.conditions import CarryContext, CarryOutput
from tests.pipeline.scripted import Scripted

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tale import Tale


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> type[Scripted]:
    """The provider under the name it has on the command line."""
    monkeypatch.setitem(TEXT.table, "scripted", "tests.pipeline.scripted:Scripted")
    monkeypatch.setattr(Scripted, "asked", [])
    return Scripted


def trailer(tale: Tale, name: str) -> str:
    return tale.git("log", "-1", f"--format=%(trailers:key=Storyforge-{name},valueonly)").strip()


@pytest.mark.usefixtures("scripted")
def test_who_made_it_and_for_how_much(begun: Tale, tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    begun.storyforge("run", "scenes", "--auto")
    capsys.readouterr()
    assert begun.storyforge("run", "shots", "--auto", "--with", "text=scripted:model-1", "--json") == 0
    assert trailer(begun, "With") == "text=scripted:model-1"
    assert trailer(begun, "Cost") == "0.40 EUR", "four scenes, two questions each"
    assert begun.git("rev-parse", "HEAD:scenes") == tale.git("rev-parse", f"{_commit_of(tale, 'shots')}:scenes")
    item = begun.record("scenes/001/shots.yaml").items["1A"]
    assert (item.by, item.currency) == ("scripted:model-1", "EUR")
    items = [item for number in "1234" for item in begun.record(f"scenes/00{number}/shots.yaml").items.values()]
    assert sum(Decimal(item.cost or "") for item in items) == Decimal("0.40"), "what the records say is what was paid"
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert events[0]["cost"] == {"amount": "0.10", "currency": "EUR"}, "a scene's own"


def _commit_of(tale: Tale, stage: str) -> str:
    return tale.git("log", "-1", "--format=%H", f"--grep=^{stage}: ")


def test_an_unknown_price_is_not_zero(
    begun: Tale, scripted: type[Scripted], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(scripted, "amount", None)
    begun.storyforge("run", "script", "--auto")
    capsys.readouterr()
    bought = ("run", "beats", "--auto", "--with", "text=scripted")
    assert begun.storyforge(*bought) == 4, "nobody has allowed it"
    error = capsys.readouterr().err
    assert "What scripted takes for beats is not known." in error
    assert "--allow-unknown-price --max-count" in error
    assert not scripted.asked
    assert begun.storyforge(*bought, "--allow-unknown-price", "--max-count", "1") == 0
    assert trailer(begun, "Cost") == "unknown EUR"
    assert begun.record("beats.yaml").items["b01"].cost is None
    assert "at no cost" not in capsys.readouterr().out


@pytest.mark.usefixtures("scripted")
def test_money_that_was_spent_is_told(begun: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    begun.storyforge("run", "script", "--auto")
    capsys.readouterr()
    assert begun.storyforge("run", "beats", "--auto", "--with", "text=scripted") == 0
    assert "0.05 EUR" in capsys.readouterr().out.split("\n")[-2]


def test_a_scene_that_fails_is_told_and_can_be_made_later(
    begun: Tale, scripted: type[Scripted], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    begun.storyforge("run", "scenes", "--auto")
    monkeypatch.setattr(scripted, "fails", ("2", "4"))
    capsys.readouterr()
    assert begun.storyforge("run", "prompts", "--auto", "--with", "text=scripted") == 1, (
        "the next stage needs all of them, which is no news"
    )
    error = capsys.readouterr().err
    assert error.count("error: The provider hung up.\nhint: Try again later.\n") == 2
    assert begun.state.stages["shots"].paths("missing") == ["scenes/002/shots.yaml", "scenes/004/shots.yaml"]
    monkeypatch.setattr(scripted, "fails", ())
    scripted.asked.clear()
    assert begun.storyforge("run", "prompts", "--auto", "--with", "text=scripted") == 0
    assert sorted(question for question in scripted.asked if question.startswith("shots")) == ["shots 2", "shots 4"]
    assert not begun.not_current()


def test_the_storys_own_provider_is_used(begun: Tale, scripted: type[Scripted]) -> None:
    begun.edit("story.yaml", "text: offline", "text: scripted")
    assert begun.storyforge("run", "beats", "--auto") == 0
    assert scripted.asked == ["beats"]
    assert trailer(begun, "With") == "text=scripted"


def test_a_provider_that_is_not_there(begun: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    begun.edit("story.yaml", "text: offline", "text: oracle")
    assert begun.storyforge("run", "script", "--auto") == 2
    assert 'no text provider called "oracle"' in capsys.readouterr().err
    with pytest.raises(UnknownNameError):
        Asking("oracle", 1)


def desk_in(folder: Path) -> Desk:
    """A desk without a story, without limits."""
    return Desk(
        folder / "storyforge", Answers(folder / "answers"), Terms("run", "main", "Ada", lambda _: (), lambda *_: None)
    )


def questions(count: int) -> dict[str, CarryContext]:
    jumps = ("continuous", "short", "later", "new day", "other")
    return {
        str(n): CarryContext(conditions=("wet", f"carrying:{n}"), jump=jumps[n % 5], thing=bool(n % 2))
        for n in range(count)
    }


@pytest.mark.usefixtures("scripted")
@pytest.mark.parametrize(("provider", "workers"), [("offline", 1), ("offline", 3), ("scripted", 1), ("scripted", 3)])
def test_answers_keep_the_order_of_the_questions(
    provider: str, workers: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(work, "FEW", 2)
    seen: list[tuple[str, int, int]] = []
    asking = Asking(provider, workers, lambda *progress: seen.append(progress), desk=desk_in(tmp_path))
    try:
        answers = asking.ask_each("carry", questions(40))
    finally:
        asking.close()
        asking.close()
    alone = Asking("offline", 1)
    assert answers == {name: alone.ask("carry", context) for name, context in questions(40).items()}
    assert all(isinstance(answer, CarryOutput) for answer in answers.values())
    assert seen == [("carry", n, 40) for n in range(1, 41)]
    assert asking.cost.amount == (Decimal("2.00") if provider == "scripted" else 0)


def test_an_error_from_a_worker_is_an_answer(scripted: type[Scripted], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "FEW", 2)
    monkeypatch.setattr(scripted, "pure", True)

    def fails(_: Scripted, task: str, context: CarryContext) -> None:
        raise CarryUndecidedError("2", "ada", context.conditions, task)

    monkeypatch.setattr(scripted, "ask", fails)
    asking = Asking("scripted", 2)
    try:
        answers = asking.ask_each("carry", questions(6))
    finally:
        asking.close()
    errors = [answer for answer in answers.values() if isinstance(answer, StoryforgeError)]
    assert len(errors) == 6
    assert "Scene 2: ada left scene carry wet, carrying:5." in str(errors[5])
    assert asking.cost.amount == 0
