"""Keys that a service echoes in its errors and answers are in no file of a story, no commit, no journal, no trace."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

from storyforge.cli.main import run
from tests.providers.openai_server import OpenAIServer, Say

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

KEY = "sk-planted-0123456789-abcdef"
IDEA = "Mara keeps a lighthouse. One night her radio plays tomorrow's weather, and in it the wreck of her son's ship.\n"
TELLINGS = (
    ("Mara", "Mara cleans the lamp in a storm.", "She breaks her promise and rows out.", "Mara drowns.", "quiet grief"),
    ("Jonas", "Jonas jokes with his crew.", "A voice on the wrong channel knows him.", "Jonas moors.", "warm comedy"),
    ("Ines", "Ines opens a file in an office.", "The evidence speaks at night.", "Ines burns the radio.", "a thriller"),
)


def option(whose: str, starts: str, turns: str, ends: str, tone: str) -> dict[str, str]:
    body = f"{starts}\n\n{turns} It is {tone}. Authorization: Bearer {KEY}\n\n{ends}"
    told = {"title": "The Lamp", "logline": "A keeper hears tomorrow.", "structure": "three acts"}
    return {**told, "whose": whose, "starts": starts, "ends": ends, "tone": tone, "body": body}


def says() -> list[Say]:
    """A busy service, a refused key, an answer that is no fit, and one that is: each with the key in it."""
    return [
        Say(status=503, error={"message": f"upstream saw {KEY}"}, headers={"Retry-After": "0"}),
        Say(status=401, error={"message": f"Incorrect API key provided: {KEY}"}),
        Say(f'{{"options": "{KEY}"}}'),
        Say(json.dumps({"options": [option(*telling) for telling in TELLINGS]})),
    ]


def everything(folder: Path) -> list[tuple[str, bytes]]:
    """Every file of the story and of its git folder, and all that its commits hold."""
    files = [(str(path), path.read_bytes()) for path in sorted(folder.rglob("*")) if path.is_file()]
    shown = subprocess.run(["git", "log", "-p", "--all", "--text"], cwd=folder, check=True, capture_output=True)
    return [*files, ("git log", shown.stdout)]


def test_no_key_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    folder = tmp_path / "lamp"
    idea = tmp_path / "idea.txt"
    idea.write_text(IDEA, encoding="utf-8")
    assert run(["new", str(folder), "--mode", "expansion", "--primary", str(idea), "--length", "2:00-3:00"]) == 0
    asking: list[Any] = ["-C", str(folder), "treatment", "--allow-unknown-price", "--max-count", "9", "--record"]
    with OpenAIServer(*says()) as server:
        story = folder / "story.yaml"
        models = f"text: litellm:openai/teller\n  stages:\n    all:\n      api_base: {server.address}\n"
        story.write_text(story.read_text("utf-8").replace("text: offline\n", models, 1), encoding="utf-8")
        assert run(asking) == 1
        assert run(asking) == 0
        assert len(server.heard) == 4
    said = capsys.readouterr()
    assert "refuses the key: Incorrect API key provided: [key]" in said.err
    assert KEY not in said.out + said.err
    found = everything(folder)
    assert [name for name, content in found if KEY.encode() in content] == []
    assert b"Bearer [key]" in (folder / "treatment" / "option-1.md").read_bytes()
    assert any(b"upstream saw [key]" in content for _, content in found), "the trace was looked at"
