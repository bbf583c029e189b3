"""Assets as their author sees and changes them: in a table, on a card, by a word."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from storyforge.errors import NoVoicesError
from storyforge.media.sound import Sound, read_wav
from storyforge.providers.base import Reply
from storyforge.providers.offline.voices import ScratchVoices
from storyforge.tasks.redescribe import RedescribeOutput
from tests.providers.openai_server import OpenAIServer
from tests.providers.spoken import speaker
from tests.room import PAID

if TYPE_CHECKING:
    from storyforge.providers.base import SpeechRequest
    from tests.room import Scribe
    from tests.tale import Tale

ADA = "assets/characters/ada.yaml"


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs a command that must succeed, and gives what it prints."""

    def run(tale: Tale, *arguments: str) -> str:
        capsys.readouterr()
        assert tale.storyforge(*arguments) == 0, capsys.readouterr().err
        return str(capsys.readouterr().out)

    return run


def test_a_table_of_all_and_of_some(prompted: Tale, said: Any) -> None:
    out = said(prompted, "asset", "list")
    assert "2 characters (key ones marked *)" in out
    assert "* ada" in out
    rows = json.loads(said(prompted, "asset", "list", "--kind", "prop", "--key", "--json"))["assets"]
    assert {row["kind"] for row in rows} == {"prop"}
    assert all(row["key"] for row in rows)
    needy = json.loads(said(prompted, "asset", "list", "--unready", "--json"))["assets"]
    assert all(row["needs"] for row in needy)


def test_a_card_says_all_that_is_known(prompted: Tale, said: Any) -> None:
    out = said(prompted, "asset", "show", "Ada")
    for words in ("ADA  character", "identity    ADA, 40, in a grey coat", "EXT. GARDEN - DAY", "wet", "said of"):
        assert words in out
    (card,) = json.loads(said(prompted, "asset", "show", "ada", "--json"))["assets"]
    assert [scene["scene"] for scene in card["appears"]] == ["1", "2", "3", "4"]
    assert card["appears"][0]["speaks"]
    assert prompted.storyforge("asset", "show", "adda") == 2


def test_what_an_author_says_stays_when_the_script_is_read_again(prompted: Tale, said: Any) -> None:
    said(prompted, "asset", "pin", "hammer")
    said(prompted, "asset", "rights", "ada", "Model release 2026-14")
    said(prompted, "asset", "voice", "set", "ada", "--voice", "a dry alto", "--pace", "slow", "--id", "offline=Annie")
    assert prompted.stand(ADA).approval == "locked", "its author's word needs no second one"
    prompted.edit("script.fountain", "Ada comes in, dripping.", "Ada comes in, dripping, with a scar on her chin.")
    assert prompted.storyforge("run", "assets", "--outdated", "--auto") == 0
    ada = prompted.read(ADA)
    assert "scar on her chin" in ada
    for words in ("rights: Model release 2026-14", "voice: a dry alto", "pace: slow", "offline: Annie"):
        assert words in ada
    assert "pinned: true" in prompted.read("assets/props/hammer.yaml")


def test_a_voice_outdates_the_clips_in_which_it_speaks_and_no_frame(film: Tale, said: Any) -> None:
    said(film, "asset", "voice", "set", "ada", "--voice", "a dry alto", "--tone", "warm", "--accept-impact")
    stale = {
        f"{path.rpartition('/')[2]}#{item}"
        for path, artifact in film.state.artifacts.items()
        for item, state in artifact.items.items()
        if state.freshness == "outdated"
    }
    shots = [row for n in "1234" for row in film_rows(film, n)]
    assert stale == {f"prompts.yaml#{row[0]}.video" for row in shots if "ada" in row[6]}
    assert film.storyforge("run", "prompts", "--outdated", "--auto") == 0
    for n in "1234":
        prompts = film.read(f"scenes/00{n}/prompts.yaml")
        for row in film_rows(film, n):
            text = prompts.split(f"id: {row[0]}\n")[1].split("- id: ")[0]
            assert ("Voice of ADA: a dry alto, warm." in text or "Voice of Ada: a dry alto, warm." in text) == (
                "ada" in row[6]
            )
    due = {
        stage for stage in ("frames", "video") for a in film.state.stages[stage].artifacts if a.freshness != "current"
    }
    assert due == {"video"}, "no frame is drawn again"
    said(film, "asset", "voice", "set", "ada", "--id", "litellm:openai=coral", "--accept-impact")
    assert not [a for a in film.state.stages["prompts"].artifacts if a.freshness != "current"], "ids are in no prompt"


def film_rows(film: Tale, number: str) -> list[Any]:
    from storyforge.pipeline.session import Session

    rows: list[Any] = Session.open(film.root).story.summaries.index(f"scenes/00{number}/shots.yaml")["shots"]
    return rows


def test_another_name_keeps_the_one_that_the_script_has(prompted: Tale, said: Any) -> None:
    said(prompted, "asset", "rename", "ada", "Ada Lovell")
    text = prompted.read(ADA)
    assert "name: Ada Lovell" in text
    assert "- ADA" in text
    assert "Ada Lovell" in said(prompted, "asset", "show", "ada lovell")
    assert prompted.storyforge("asset", "rename", "ada", "BEN") == 2, "that is somebody else"


@pytest.mark.parametrize(
    ("wish", "line"),
    [
        ("add a scar across her chin", "ADA, 40, in a grey coat, a scar across her chin"),
        ("a red coat instead of a grey coat", "ADA, 40, in a red coat"),
        ("replace grey with green", "ADA, 40, in a green coat"),
        ("make her 52 years old", "ADA, 52, in a grey coat"),
        ("without the grey coat", "ADA, 40"),
    ],
)
def test_rules_put_in_take_out_and_exchange(prompted: Tale, said: Any, wish: str, line: str) -> None:
    out = said(prompted, "asset", "rewrite", "ada", "-m", wish)
    assert f"identity_line: {line}" in prompted.read(ADA)
    assert "storyforge lock ada" in out
    assert prompted.stand(ADA).approval == "edited", "somebody reads it first"
    assert wish in prompted.git("log", "-1", "--format=%b")


def test_what_rules_cannot_do_they_say(prompted: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    for wish in ("more mysterious, like a film noir heroine", "without the purple feathers", "too short"):
        before = prompted.head
        assert prompted.storyforge("asset", "rewrite", "ada", "-m", wish) in (1, 3)
        assert "error:" in capsys.readouterr().err
        assert prompted.head == before


def test_a_model_describes_anew_for_money(prompted: Tale, scribe: type[Scribe], said: Any) -> None:
    answer = RedescribeOutput(description="A tall woman in grey.", identity_line="ADA, 40,\n tall", age="40")
    scribe.said["redescribe"] = lambda _: answer
    ask = ("asset", "rewrite", "ada", "-m", "taller than everybody", *PAID)
    assert "for at most 0.05 EUR" in said(prompted, *ask, "--dry-run")
    assert not scribe.asked
    found = json.loads(said(prompted, *ask, "--json").splitlines()[-1])
    assert found["after"]["identity_line"] == "ADA, 40, tall"
    assert found["cost"] == {"amount": "0.05", "currency": "EUR"}
    ((_, context),) = scribe.asked
    assert "in a grey coat" in context.passages[0].text


def test_a_voice_is_heard(prompted: Tale, said: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[SpeechRequest] = []

    def speak(_self: ScratchVoices, request: SpeechRequest) -> Reply[Sound]:
        heard.append(request)
        return Reply(Sound(b"\0\x10" * 22050, 22050), "offline")

    monkeypatch.setattr(ScratchVoices, "speak", speak)
    said(prompted, "asset", "voice", "set", "ada", "--pitch", "low", "--accent", "Scottish")
    out = said(prompted, "asset", "voice", "preview", "ada")
    assert heard[0].pitch == "low"
    assert heard[0].sound == "low pitch, Scottish accent"
    assert heard[0].text in prompted.read("script.fountain"), "a line of her own"
    assert out.splitlines()[-1].endswith("exports/voices/ada.wav")
    assert read_wav(prompted.root / "exports/voices/ada.wav").rate == 48000
    said(prompted, "asset", "voice", "preview", "ada", "--text", "Other words.", "--out", "hers.wav")
    assert heard[-1].text == "Other words."
    for wrong in (
        ("preview", "kettle"),
        ("preview", "ada", "--out", "script.fountain"),
        ("sing", "ada"),
        ("set", "ada"),
    ):
        assert prompted.storyforge("asset", "voice", *wrong) == 2
    assert prompted.storyforge("asset", "voice", "set", "ada", "--pace", "hasty") == 2


def test_a_hosted_voice_is_bought_once_and_is_in_the_books(
    prompted: Tale, said: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-planted-0123456789-abcdef")
    with OpenAIServer(otherwise=speaker(1.0)) as server:
        prompted.edit("story.yaml", "models:", f"models:\n  settings: {{speech: {{api_base: '{server.address}'}}}}")
        said(prompted, "save", "--accept-impact")
        said(prompted, "asset", "voice", "set", "ada", "--voice", "a dry alto", "--id", "litellm:openai=coral")
        hear = (
            "asset",
            "voice",
            "preview",
            "ada",
            *("--with", "speech=litellm:openai/gpt-4o-mini-tts", "--max-cost", "1"),
            "--json",
        )
        assert json.loads(said(prompted, *hear, "--dry-run"))["path"] is None
        assert not server.heard, "a price is known without a question"
        first, again = (json.loads(said(prompted, *hear)) for _ in range(2))
        assert len(server.heard) == 1, "what was bought is not bought again"
        assert server.heard[0].body["voice"] == "coral"
        assert "a dry alto" in server.heard[0].body["instructions"]
        assert prompted.storyforge(*hear, "--text", "Something else.", "--max-cost", "0.00001") == 4
        assert len(server.heard) == 1, "what a limit does not reach for is not asked"
    assert first["cost"]["amount"] != again["cost"]["amount"] == "0"
    spent = json.loads(said(prompted, "jobs", "--all", "--json"))["calls"]
    assert [call["state"] for call in spent] == ["settled"]


def test_where_nobody_speaks_it_says_so(prompted: Tale, monkeypatch: pytest.MonkeyPatch) -> None:
    def dumb(*_: object) -> None:
        raise NoVoicesError

    monkeypatch.setattr(ScratchVoices, "speak", dumb)
    assert prompted.storyforge("asset", "voice", "preview", "ada") == 1


def test_an_option_of_another_action_is_refused(prompted: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert prompted.storyforge("asset", "pin", "ada", "--pace", "slow") == 2
    assert "asset pin has no --pace" in capsys.readouterr().err
    assert prompted.storyforge("asset", "list", "--kind", "ghost") == 2
    assert prompted.storyforge("asset", "show") == 2
