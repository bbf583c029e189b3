"""Record the answers of a language model that the tutorial replays, in docs/examples/ferry/cassettes.

Usage: python scripts/record_ferry.py [--check]

The chapter of docs/tutorial.md that replays is typed once more, with --record in the place of --replay. The model is a
server on this machine that speaks OpenAI's language, asked by the real client over a real wire; what it answers is our
own writing, in docs/examples/ferry/answers.yaml. A changed template or a changed field changes what is asked: then the
old cassettes are not found any more, and this records them anew. With `--check` nothing is written, and the exit code
is 1 where other cassettes would be.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from run_docs import BLOCK, ROOT, FailedError, Reader

sys.path.insert(0, str(ROOT))

from storyforge.formats.yaml import load_data
from tests.providers.openai_server import OpenAIServer, Say

if TYPE_CHECKING:
    from collections.abc import Iterator

FERRY = ROOT / "docs" / "examples" / "ferry"
TUTORIAL = ROOT / "docs" / "tutorial.md"
MODEL = "litellm:openai/by-hand"
CHAPTER = re.compile(r"^## .*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
SCENE = re.compile(r"Write scene (\d+) of ")
LETTERS_A_TOKEN = 4


class Answers:
    """What is written in answers.yaml, in the forms that tasks want."""

    def __init__(self, written: dict[str, Any]) -> None:
        self._written = written

    def answer(self, asked: Any) -> Say:
        """The answer to one call, with a count of tokens as a service would give one."""
        task = str(asked["response_format"]["json_schema"]["name"])
        prompt = "\n".join(str(message["content"]) for message in asked["messages"])
        said = json.dumps(getattr(self, task)(prompt), ensure_ascii=False)
        read, wrote = len(prompt) // LETTERS_A_TOKEN, len(said) // LETTERS_A_TOKEN
        return Say(said, usage={"prompt_tokens": read, "completion_tokens": wrote, "total_tokens": read + wrote})

    def treatments(self, prompt: str) -> dict[str, Any]:
        """Three treatments."""
        del prompt
        return {"options": self._written["treatments"]}

    def beatsheet(self, prompt: str) -> dict[str, Any]:
        """All beats."""
        del prompt
        return {"beats": [_beat(number, told) for number, told in enumerate(self._written["beatsheet"], 1)]}

    def beat(self, prompt: str) -> dict[str, Any]:
        """What could stand in a beat's place."""
        del prompt
        return {"beats": [_beat(number, told) for number, told in enumerate(self._written["beat"], 1)]}

    def outline(self, prompt: str) -> dict[str, Any]:
        """The plan of all scenes."""
        del prompt
        return {"scenes": self._written["outline"]}

    def scene(self, prompt: str) -> dict[str, Any]:
        """One scene, by its number."""
        found = SCENE.search(prompt)
        if found is None:
            raise LookupError("The letter of the task scene does not say which scene it is about.")
        return {"blocks": [_block(told) for told in self._written["scenes"][int(found[1]) - 1]]}

    def rewrite(self, prompt: str) -> dict[str, Any]:
        """A passage."""
        del prompt
        return {"passage": self._written["rewrite"]}


def _beat(number: int, told: dict[str, Any]) -> dict[str, Any]:
    source = {"file": "treatment.md", "quote": told["quote"]}
    kept = {name: told[name] for name in ("goal", "act", "people", "place")}
    return {"id": f"b{number:02}", "text": told["beat"], "source": source, "scenes": [], **kept}


def _block(told: str | dict[str, str]) -> dict[str, Any]:
    empty = {"character": "", "extension": "", "parenthetical": "", "gap": ""}
    if isinstance(told, str):
        return {**empty, "kind": "action", "text": told}
    ((who, said),) = told.items()
    return {**empty, "kind": "speech", "character": who, "text": said}


def _replayed() -> Iterator[str]:
    """The blocks of the chapter that replays, as they are typed to record."""
    chapters = [match[0] for match in CHAPTER.finditer(TUTORIAL.read_text(encoding="utf-8"))]
    for chapter in (each for each in chapters if MODEL in each):
        for match in BLOCK.finditer(chapter):
            if match["kind"] == "sh":
                typed = re.sub(r"^cp -r .*/cassettes .*\n", "", match["body"], flags=re.MULTILINE)
                yield typed.replace("--replay", "--record --allow-unknown-price --max-count 99")


def _told_where(story: Path, address: str) -> None:
    """Name the server in a story that names the model, as its author would name a server of their own."""
    file = story / "story.yaml"
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    if MODEL in text and "api_base" not in text:
        named = f'text: {MODEL}\n  stages:\n    all: {{api_base: "{address}"}}'
        file.write_text(text.replace(f"text: {MODEL}", named), encoding="utf-8")


def _recorded(answers: Answers) -> dict[str, Any]:
    """The cassettes that are made today, by name; raises FailedError."""
    server = OpenAIServer(otherwise=answers.answer)
    with tempfile.TemporaryDirectory() as folder, server:
        reader = Reader(Path(folder).resolve())
        for block in _replayed():
            reader.run(block)
            _told_where(reader.folder, server.address)
        return _cassettes(reader.folder / "cassettes")


def _cassettes(folder: Path) -> dict[str, Any]:
    """Cassettes by name, without how long it took."""
    made: dict[str, Any] = {}
    for file in sorted(folder.glob("*.json")):
        made[file.name] = json.loads(file.read_text(encoding="utf-8"))
        made[file.name]["usage"].pop("seconds", None)
    return made


def main(arguments: list[str]) -> int:
    """Record all cassettes anew, or look whether they are as they would be."""
    os.environ["OPENAI_API_KEY"] = "not-needed"
    try:
        made = _recorded(Answers(load_data((FERRY / "answers.yaml").read_text(encoding="utf-8"))))
    except FailedError as error:
        print(error)
        return 1
    there = _cassettes(FERRY / "cassettes")
    if made == there:
        return 0
    print(
        f"Other cassettes: {', '.join(sorted(name for name in {*made, *there} if made.get(name) != there.get(name)))}"
    )
    if "--check" in arguments:
        return 1
    shutil.rmtree(FERRY / "cassettes", ignore_errors=True)
    (FERRY / "cassettes").mkdir()
    for name, told in made.items():
        text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
        (FERRY / "cassettes" / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
