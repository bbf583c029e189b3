"""Frames that cost money, made again until they are near enough, and patched: each take is bought once and kept."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from storyforge.media.pictures import pixels_digest
from storyforge.providers import IMAGE
from storyforge.providers.base import Picture, Reply
from tests.pipeline.scripted_media import ScriptedArtist

if TYPE_CHECKING:
    from storyforge.providers.base import ImageRequest
    from tests.tale import Tale

WITH = ("--with", "image=scripted", "--max-cost", "100")
SCENE = "scenes/001"


class Painter(ScriptedArtist):
    """Paints whole frames of one colour, in the order of `colours`; keeps what it was asked."""

    colours: tuple[str, ...] = ("white",)
    requests: list[ImageRequest] = []  # noqa: RUF012 - set anew by each test

    def draw(self, request: ImageRequest) -> Reply[Picture]:
        """The next colour; the last one goes on."""
        cost = self._ask(f"{request.spec.shot}.{request.moment}")
        type(self).requests.append(request)
        colour = self.colours[min(len(self.requests), len(self.colours)) - 1]
        size = Image.open(io.BytesIO(request.references[0].png)).size if request.edits else (320, 180)
        picture = Image.new("RGB", size, colour)
        file = io.BytesIO()
        picture.save(file, "PNG")
        return Reply(Picture(file.getvalue(), *size, pixels_digest(picture)), by=self.name, cost=cost)


@pytest.fixture
def drawn(prompted: Tale, monkeypatch: pytest.MonkeyPatch) -> Tale:
    """The frames of a scene, all white, bought."""
    monkeypatch.setitem(IMAGE.table, "scripted", "tests.pipeline.test_frame_redo:Painter")
    monkeypatch.setattr(Painter, "asked", [])
    monkeypatch.setattr(Painter, "requests", [])
    monkeypatch.setattr(Painter, "colours", ("white",))
    assert prompted.storyforge("frames", "1", "--quick", *WITH) == 0
    Painter.asked.clear()
    Painter.requests.clear()
    return prompted


def said(tale: Tale, capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> dict[str, Any]:
    capsys.readouterr()
    assert tale.storyforge(*arguments, "--json") == code
    found: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
    return found


def test_a_loop_ends_at_its_score_and_the_best_take_stays(
    drawn: Tale, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Painter, "colours", ("black",))
    assert drawn.storyforge("frame", "redo", "1B.start", "-m", "in the deepest black", *WITH) == 0
    monkeypatch.setattr(Painter, "colours", ("green", "red", "white", "blue"))
    Painter.requests.clear()
    loop = ("frame", "redo", "1B.start", "-m", "as light as before", "--until", "5", "--max-takes", "5")
    found = said(drawn, capsys, *loop, *WITH)
    assert found["why"] == "it is at 5 or below"
    assert found["scores"][str(found["best"])] == 0
    assert len(Painter.requests) == 3
    assert found["cost"] == {"amount": "0.12", "currency": "USD"}
    takes = said(drawn, capsys, "frame", "takes", "1B.start")["1B.start"]
    assert [take["take"] for take in takes] == list(range(1, len(Painter.asked) + 2))
    assert [take["cost"] for take in takes] == ["0.04 USD"] * len(takes)
    count = len(Painter.asked)
    assert said(drawn, capsys, *loop, *WITH)["scores"] == {str(takes[-1]["take"]): 0.0}, "nothing is to be mended"
    assert len(Painter.asked) == count


def test_a_loop_ends_with_its_money_and_brings_the_best_take_back(
    drawn: Tale, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    loop = ("frame", "redo", "1B.start", "--reason", "identity", "--until", "0", *WITH, "--max-cost", "0.09")
    before = drawn.read(f"{SCENE}/frames.yaml")
    assert said(drawn, capsys, *loop)["scores"] == {"1": 0.0}
    assert drawn.read(f"{SCENE}/frames.yaml") == before
    monkeypatch.setattr(Painter, "colours", ("black",))
    assert drawn.storyforge("frame", "redo", "1A.end", "-m", "in the light of dawn", *WITH) == 0
    monkeypatch.setattr(Painter, "colours", ("#0a0a0a", "red", "blue"))
    Painter.requests.clear()
    found = said(drawn, capsys, *loop)
    assert len(found["scores"]) == 3
    assert "no more was bought" in found["why"]
    assert found["cost"]["amount"] == "0.08"
    assert found["best"] == 2
    assert found["scores"]["2"] < found["scores"]["1"]
    assert Image.open(drawn.root / f"{SCENE}/frames/1B-start.png").getpixel((9, 9)) == (10, 10, 10)
    assert found["take"] == 4, "the best one is brought back as the newest"
    assert "Same face, hair, build" in Painter.requests[-1].guidance


def test_a_region_is_bought_once_and_nothing_outside_of_it_changes(
    drawn: Tale, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Painter, "colours", ("red",))
    patch = ("frame", "patch", "1B.start", "--rect", "160,0,160x90", "-m", "an open window")
    found = said(drawn, capsys, *patch, *WITH)
    assert (found["take"], found["by"], found["cost"]["amount"]) == (2, "scripted:one, patched by scripted", "0.04")
    (request,) = Painter.requests
    assert request.edits
    assert [reference.role for reference in request.references] == ["base", "mask"]
    picture = Image.open(drawn.root / f"{SCENE}/frames/1B-start.png").convert("RGB")
    assert picture.getpixel((240, 45)) == (255, 0, 0)
    assert picture.crop((0, 0, 160, 180)).getcolors() == [(160 * 180, (255, 255, 255))]
    assert not drawn.dirty
    assert drawn.storyforge("frame", "patch", "1B.start", "--rect", "0,0,99x99", "-m", "a wide open window") == 2
    assert "makes whole pictures" in capsys.readouterr().err
    costs = said(drawn, capsys, "cost")
    assert json.dumps(costs).count("doubt") == 0
    takes = said(drawn, capsys, "frame", "takes", "1B.start")["1B.start"]
    assert [take["cost"] for take in takes] == ["0.04 USD", "0.04 USD"]
