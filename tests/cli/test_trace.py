"""What was asked of language models, looked at afterwards, and handed to other tools."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import pytest

from storyforge.journal.traces import Traces
from storyforge.reports.traces import figures, percentile
from tests.pipeline.scripted_writer import SCENES, Writer
from tests.pipeline.test_writing_room import PAID, ferry
from tests.providers.openai_server import Say

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tale import Tale

__all__ = ["ferry"]


@pytest.fixture
def traced(ferry: Tale, monkeypatch: pytest.MonkeyPatch) -> Tale:
    """A story whose script was written by a model that had to be asked twice for its beats."""
    monkeypatch.setattr("storyforge.pipeline.spending.patience.LONGEST_PAUSE", 0.0)
    with Writer(beatsheet=[Say("no JSON")], scene=[Say(status=503)]).at_work(ferry, monkeypatch):
        assert ferry.storyforge("run", "script", "--auto", *PAID) == 0
    return ferry


def test_every_call_is_listed_and_can_be_seen_whole(traced: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert traced.storyforge("trace") == 0
    rows = capsys.readouterr().out.splitlines()
    assert len(rows) == 1 + 3 + 1 + SCENES + 1
    assert "mended 1" in rows[3]
    assert sum("Busy" in row for row in rows) == 1
    assert traced.storyforge("trace", "show", "3") == 0
    seen = capsys.readouterr().out
    assert "answer that would not do\nno JSON" in seen
    assert "You are the story writer" in seen
    assert traced.storyforge("trace", "show", "99") == 2
    assert traced.storyforge("trace", "show", "--task", "scene", "--scene", "3", "--json") == 0
    # Any scene may have met the 503; its own answer is then the second of two lines.
    (line,) = (one for one in json.loads(capsys.readouterr().out)["traces"] if "error" not in one)
    assert line["usage"]["prompt_tokens"] == 1000
    assert line["price"]["currency"] == "USD"
    assert line["template"]


def test_stats_have_medians_errors_and_prices(traced: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert traced.storyforge("trace", "stats", "--by", "task", "--json") == 0
    groups = {one["name"]: one for one in json.loads(capsys.readouterr().out)["groups"]}
    assert groups["scene"]["calls"] == SCENES + 1
    assert groups["scene"]["errors"] == {"Busy": 1}
    assert groups["beatsheet"]["mended"] == 1
    assert groups["outline"]["p50"] == groups["outline"]["p95"] is not None
    assert traced.storyforge("trace", "stats") == 0
    assert "litellm:openai/gpt-4o-mini" in capsys.readouterr().out


def test_a_story_without_a_model_has_nothing_to_send(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert tale.storyforge("trace", "send", "--to", "http://localhost:9/v1/traces") == 0
    assert "Nothing was asked" in capsys.readouterr().out


def test_a_story_without_a_model_has_nothing_to_show(tale: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert tale.storyforge("trace") == 0
    assert tale.storyforge("trace", "stats") == 0
    assert capsys.readouterr().out.count("Nothing was asked of a language model on this machine.") == 2


def test_percentiles_are_of_the_nearest_rank() -> None:
    values = [float(number) for number in range(1, 101)]
    assert (percentile(values, 50), percentile(values, 95), percentile([3.0], 95)) == (50.0, 95.0, 3.0)
    assert percentile([], 50) is None
    assert figures([{"by": "x", "price": {"amount": None, "currency": "USD"}}])[0].price.amount is None


def test_half_a_line_is_passed_over(tmp_path: Path) -> None:
    traces = Traces(tmp_path)
    traces.write({"task": "scene"})
    (file,) = (tmp_path / "traces").iterdir()
    file.write_text(file.read_text("utf-8") + '{"task": "sce', "utf-8")
    assert [line["task"] for line in traces.read()] == ["scene"]
    assert file.stat().st_mode & 0o777 == 0o600


def test_traces_go_to_whom_they_are_sent_and_to_nobody_else(
    traced: Tale, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("opentelemetry.sdk")
    taken: list[bytes] = []

    class Collector(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
            pass

        def do_POST(self) -> None:
            taken.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

    with HTTPServer(("127.0.0.1", 0), Collector) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}/v1/traces"
        assert traced.storyforge("trace", "send", "--to", address, "--task", "outline") == 0
        assert traced.storyforge("trace", "send", "--to", address, "--task", "outline", "--texts") == 0
        server.shutdown()
    bare, whole = taken
    assert b"gen_ai.request.model" in bare
    assert b"story writer" not in bare
    assert b"You are the director" in whole
    assert traced.storyforge("trace", "send") == 2
    monkeypatch.setenv("STORYFORGE_OFFLINE", "1")
    assert traced.storyforge("trace", "send", "--to", address) == 2
    assert "needs the network" in capsys.readouterr().err
