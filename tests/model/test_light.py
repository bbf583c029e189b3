"""What is read without pydantic means what the model means, or is left to the model."""

from __future__ import annotations

import json
import subprocess
import sys
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storyforge.errors import StoryforgeError
from storyforge.formats import artifacts
from storyforge.formats.light_summary import light_summary
from storyforge.formats.yaml import load_data
from storyforge.model.describe import describe
from storyforge.model.facets import summarise
from storyforge.model.kinds import BY_NAME, KINDS, kind_of
from storyforge.model.light import Unsure
from tests.rare import RARE

if TYPE_CHECKING:
    from storyforge.model.kinds import Kind
    from storyforge.model.summary import Summary
    from tests.tale import Tale

TREATMENT = BY_NAME["treatment"]
YAML = [kind.name for kind in KINDS if kind.format == "yaml"]


def described(tale: Tale) -> dict[str, Any]:
    """The description that goes with a story, as it comes back from a file."""
    story = artifacts.read(BY_NAME["story"], "story.yaml", tale.read("story.yaml"))
    plain: dict[str, Any] = json.loads(json.dumps(describe({"story": story})))
    return plain


def artifacts_of(tale: Tale) -> dict[str, Kind]:
    found = {path.relative_to(tale.root).as_posix(): path for path in sorted(tale.root.rglob("*.yaml"))}
    return {path: kind for path in found if (kind := kind_of(path)) is not None}


def fully(kind: Kind, path: str, text: str) -> Summary | None:
    try:
        return summarise(kind.name, artifacts.read(kind, path, text))
    except StoryforgeError:
        return None


def lightly(description: dict[str, Any], kind: Kind, text: str) -> Summary | None:
    try:
        return light_summary(description, kind, text.encode())
    except (Unsure, StoryforgeError):
        return None


def test_every_artifact_of_a_whole_film_is_read_lightly(film: Tale) -> None:
    description = described(film)
    read = artifacts_of(film)
    assert {kind.name for kind in read.values()} == set(YAML) - {"audio", *RARE}
    for path, kind in read.items():
        assert lightly(description, kind, film.read(path)) == fully(kind, path, film.read(path)), path


def test_reading_loads_no_model(film: Tale, tmp_path: Any) -> None:
    (tmp_path / "d.json").write_text(json.dumps(described(film)), "utf-8")
    code = f"""
import json, sys
from storyforge.model.facets import summarise
from storyforge.model.light import read_light
described = json.load(open({str(tmp_path / "d.json")!r}))
summarise("scene", read_light(described, "scene", {{"schema": "scene/1", "scene": 3}}))
print([name for name in sys.modules if name.startswith("pydantic")])
"""
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


WORDS = "|x|1|yes|left|camera|é|main|12:00|8:00-12:00|USD|1.20|0x10|b01|3A|3A\n|24000/1001|\ud800| "
STRANGE: st.SearchStrategy[Any] = st.sampled_from(
    [*WORDS.split("|"), None, True, False, 0, 1, -1, 7, 2.5, 1e300, [], {}, ["x"], {"id": "x"}]
).map(deepcopy)


def places(data: Any) -> list[tuple[Any, Any]]:
    """Every container of some plain data with each of its keys."""
    found: list[tuple[Any, Any]] = []
    keys = list(data) if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    for key in keys:
        found.append((data, key))
        found += places(data[key])
    return found


@pytest.fixture(scope="module")
def library(_filmed: Any) -> tuple[dict[str, Any], dict[str, tuple[Kind, str]]]:
    """A description, and the text of every artifact of a film."""
    from tests.tale import Tale

    tale = Tale(_filmed)
    texts = {path: (kind, tale.read(path)) for path, kind in artifacts_of(tale).items()}
    more = {path: (BY_NAME[name], text) for name, (path, text) in RARE.items()}
    return described(tale), {**texts, **more, "audio.yaml": (BY_NAME["audio"], HEARD)}


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_stands_in_a_file_it_means_the_same_or_is_left_to_the_model(library: Any, data: st.DataObject) -> None:
    description, texts = library
    path = data.draw(st.sampled_from(sorted(texts)))
    kind, text = texts[path]
    plain = load_data(text)
    for _ in range(data.draw(st.integers(1, 3))):
        left = places(plain)
        if not left:
            break
        container, key = data.draw(st.sampled_from(left))
        if key not in (container if isinstance(container, dict) else range(len(container))):
            continue
        match data.draw(st.sampled_from(["change", "change", "remove", "add", "own"])):
            case "change":
                container[key] = data.draw(STRANGE)
            case "remove":
                del container[key]
            case "add" if isinstance(container, dict):
                container[data.draw(st.sampled_from(["notes", "look", "x", "kind", "1"]))] = data.draw(STRANGE)
            case _ if isinstance(container, dict):
                container["x-mine"] = data.draw(STRANGE)
    changed = json.dumps(plain)  # which is YAML too
    light = lightly(description, kind, changed)
    assert light is None or light == fully(kind, path, changed)


HEARD = f"""schema: audio/1
file: inputs/talk.wav
sha256: {"0f" * 32}
seconds: 221051/44100
segments:
- {{id: s001, start: '0.000', end: '2.600', text: Come in., speaker: Ada, pauses: ['1.250']}}
- {{id: s002, start: '2.600', end: '5.013', text: ''}}
"""
PROSE = (
    "---\nschema: treatment/1\n---\n\nOne.\n\nTwo.\n",
    "\ufeff---\r\nschema: treatment/1\r\ntitle: 1984\r\n---\r\nOne.\r\n\r\n\r\n",
    "---\nschema: treatment/1\nx-mine: 1\n...\n\n\n  One.  \n\n\n",
    "---\nschema: treatment/1\nderived: yes\n---\nOne.",
    "---\nschema: treatment/1\nbody: none\n---\nOne.",
    "---\nschema: beats/1\n---\nOne.",
    "One.",
    "---\n---\nOne.",
    "",
)


@pytest.mark.parametrize("text", PROSE)
def test_prose_is_read_as_the_model_reads_it(tale: Tale, text: str) -> None:
    light = lightly(described(tale), TREATMENT, text)
    assert light in (None, fully(TREATMENT, "treatment.md", text))
    assert (light is None) == (text not in PROSE[:3])


@pytest.mark.parametrize("name", YAML)
def test_a_plain_change_is_not_left_to_the_model(library: Any, name: str) -> None:
    """So that the property above is not true for want of anything read."""
    description, texts = library
    kind, text = next(found for found in texts.values() if found[0].name == name)
    assert lightly(description, kind, f"# a note\n{text}\nx-mine: 1\n") is not None


def test_what_a_validator_has_not_seen_yet_is_left_to_it(tale: Tale) -> None:
    description = described(tale)
    kind = BY_NAME["story"]
    text = tale.read("story.yaml")
    assert lightly(description, kind, text) is not None
    other = text.replace("1:00-2:00", "2:00-1:00")
    assert other != text
    assert lightly(description, kind, other) is None
