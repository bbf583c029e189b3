"""The example project is a clean script with what a first look at the program needs, and a film that can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.formats.fountain import parse
from storyforge.formats.framing import scene_specs
from storyforge.formats.yaml import load_data
from storyforge.media.previz.places import place_kind
from storyforge.media.previz.review import faults
from storyforge.model.assets import Definitions
from storyforge.model.screenplay import Speech
from storyforge.pipeline.create import create
from storyforge.pipeline.inputs import Wanted
from storyforge.pipeline.session import Session
from tests.example import FOLDER
from tests.tale import Tale

if TYPE_CHECKING:
    from pathlib import Path


def test_the_script_reads_without_a_complaint_and_has_what_it_promises() -> None:
    script = parse((FOLDER / "script.fountain").read_bytes()).screenplay
    headings = [scene.title for scene in script.scenes]
    speeches = [block for scene in script.scenes for block in scene.blocks() if isinstance(block, Speech)]
    assert script.diagnostics == ()
    assert len(headings) == 6
    assert {title.split(".")[0] for title in headings} == {"INT", "EXT"}
    assert {"DAY", "NIGHT", "DUSK", "CONTINUOUS"} <= {title.rsplit(" - ", 1)[-1] for title in headings}
    assert len({speech.name for speech in speeches}) == 5
    assert {"V.O."} <= {extension for speech in speeches for extension in speech.extensions}
    assert any(not any(isinstance(block, Speech) for block in scene.blocks()) for scene in script.scenes)


def test_the_definition_sheet_is_valid_and_names_people_of_the_script() -> None:
    data = load_data((FOLDER / "definitions.yaml").read_text(encoding="utf-8"))
    assert data.pop("schema") == "definitions/1"
    sheet = Definitions.model_validate(data)
    script = (FOLDER / "script.fountain").read_text(encoding="utf-8")
    for person in sheet.characters:
        assert f"\n{person.name.upper()}" in script
        assert person.identity_line
    for thing in (*sheet.props, *sheet.settings):
        assert thing.name.upper() in script.upper()


def test_every_frame_of_the_film_can_be_read(tmp_path: Path) -> None:
    """What `make demo` shows: heads in the picture, sides kept, sizes right, and each place the set that it names."""
    sheet = f"{FOLDER / 'definitions.yaml'}:definitions"
    create(Wanted(tmp_path / "film", "screenplay", FOLDER / "script.fountain", (sheet,)))
    assert Tale(tmp_path / "film").storyforge("run", "prompts", "--auto") == 0
    library = Session.open(tmp_path / "film").story
    specs = [spec for number in library.scenes for spec in scene_specs(library, number).values()]
    assert len(specs) > 50
    assert [fault for spec in specs for fault in faults(spec) if fault.moment == 0.0] == []
    kinds = {spec.scene: place_kind(spec.place) for spec in specs}
    assert kinds == {
        "1": "platform", "2": "office", "3": "warehouse", "4": "office", "5": "kitchen", "6": "platform",
    }  # fmt: skip
