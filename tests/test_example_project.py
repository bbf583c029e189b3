"""The example project is a clean script with what a first look at the program needs."""

from __future__ import annotations

from storyforge.formats.fountain import parse
from storyforge.formats.yaml import load_data
from storyforge.model.assets import Definitions
from storyforge.model.screenplay import Speech
from tests.example import FOLDER


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
