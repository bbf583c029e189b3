"""States on real files: reasons, records that are old or gone, files that can't be read. What edits do: test_matrix."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.tale import Tale

SCRIPT = "script.fountain"
ADA = "assets/characters/ada.yaml"
KETTLE = "assets/props/kettle.yaml"


def test_taking_an_edit_back_clears_all_of_it(film: Tale) -> None:
    film.edit(SCRIPT, "It leaks", "It drips")
    assert film.not_current()
    film.edit(SCRIPT, "It drips", "It leaks")
    assert not film.not_current()
    assert not film.dirty


def test_a_reason_names_the_facet(film: Tale) -> None:
    film.edit(SCRIPT, "It leaks", "It drips")
    reasons = {str(reason) for reason in film.stand("scenes/001/shots.yaml").reasons}
    assert reasons == {"script.fountain#1.dialogue changed"}
    film.edit("scenes/001/shots.yaml", "    - wet", "    - muddy")
    reasons = {str(reason) for reason in film.stand("scenes/002/visuals.yaml").reasons}
    assert reasons == {"scenes/001#end.ada changed: continuity broken"}
    assert {scene["id"]: scene["status"] for scene in film.report()["scenes"]} == {
        "1": "outdated",
        "2": "continuity broken",
        "3": "video complete",
        "4": "video complete",
    }


def test_a_record_that_a_merge_could_not_settle_outdates_its_item(film: Tale) -> None:
    path = "scenes/001/shots.yaml"
    record = film.record(path)
    unsettled = replace(record, items={**record.items, "1A": replace(record.items["1A"], digest="?")}, approval="draft")
    film.write(f"locks/{path}.json", unsettled.write())
    stand = film.stand(path)
    assert (stand.approval, stand.freshness) == ("draft", "outdated")


def test_a_record_without_its_seal_is_a_draft_and_closes_the_gate(film: Tale) -> None:
    path = "locks/assets/characters/ada.yaml.json"
    film.write(path, film.read(path).replace('"guidance": ""', '"guidance": "x"'))
    assert film.stand(ADA).approval == "draft"
    assert film.state.stages["scenes"].blocked == ("assets",)


def test_a_record_that_is_gone_leaves_a_draft(film: Tale) -> None:
    (film.root / "locks/beats.yaml.json").unlink()
    assert film.stand("beats.yaml").approval == "draft"
    assert film.state.stages["treatment"].approval == "locked"


def test_an_artifact_that_is_gone_is_missing_and_those_below_say_so(film: Tale) -> None:
    (film.root / "scenes/001/shots.yaml").unlink()
    assert film.stand("scenes/001/shots.yaml").approval == "missing"
    assert set(film.not_current().values()) == {"waiting"}, "it may be made again as it was"


def test_what_can_not_be_read_is_invalid_and_says_where(film: Tale) -> None:
    film.edit(ADA, "role: main", "role: hero")
    stand = film.stand(ADA)
    assert stand.approval == "invalid"
    line = film.read(ADA).split("\n").index("role: hero") + 1
    assert stand.error.startswith(f"{ADA}:{line}:")


def test_while_a_shot_list_can_not_be_read_nothing_below_it_is_outdated(film: Tale) -> None:
    film.edit("scenes/002/shots.yaml", "size: ", "size: [")
    assert film.stand("scenes/002/shots.yaml").approval == "invalid"
    assert set(film.not_current().values()) == {"waiting"}


def test_a_speaker_without_an_asset_is_a_missing_asset(film: Tale) -> None:
    film.edit(SCRIPT, "ADA\nBoth.", "MRS. O'HARA\nBoth.")
    assert film.stand("assets/characters/mrs-ohara.yaml").approval == "missing"
    film.edit(ADA, "aliases: []", "aliases: [Mrs. O’Hara]")
    assert "assets/characters/mrs-ohara.yaml" not in film.state.artifacts, "an alias answers"


def test_an_article_is_no_word_of_a_name(film: Tale) -> None:
    """THE MAN is not made again for every paragraph that holds a `the`."""
    film.edit(KETTLE, "name: kettle", "name: the kettle")
    film.edit(SCRIPT, "Ben looks at the hole.", "Ben looks at the gap.")
    assert film.stand(KETTLE).freshness == "current"


def test_stages_stand_as_their_worst_artifact_does(film: Tale) -> None:
    film.edit("scenes/001/shots.yaml", "size: MLS", "size: CU")
    stages = film.state.stages
    assert (stages["shots"].approval, stages["shots"].freshness) == ("edited", "current")
    assert (stages["prompts"].approval, stages["prompts"].freshness) == ("locked", "outdated")
    assert stages["prompts"].blocked == ()
