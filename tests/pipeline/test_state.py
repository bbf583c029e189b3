"""States on real files: reasons, records that are old or gone, files that can't be read. What edits do: test_matrix."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from storyforge.model.record import SHAPE

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


def forget(film: Tale, path: str, shape: int, *, drop: str = "", add: str = "") -> None:
    """Write a record as another version of the program would have: with other facets."""
    record = film.record(path)
    items = {}
    for name, item in record.items.items():
        facets = {facet: digest for facet, digest in item.made_from.items() if not drop or drop not in facet}
        items[name] = replace(item, made_from=facets | ({add: "0"} if add else {}))
    film.write(f"locks/{path}.json", replace(record, items=items, shape=shape).write())


def test_facets_that_another_version_of_the_program_declared_say_nothing(film: Tale) -> None:
    path = "scenes/001/frames.yaml"
    forget(film, path, SHAPE - 1, drop=".size", add="scenes/001/shots.yaml#1A.camera")
    assert film.stand(path).freshness == "current"
    film.edit("scenes/001/shots.yaml", "move: pan", "move: tilt")
    assert film.stand(path).freshness == "outdated", "what both know is compared"


def test_facets_that_come_and_go_in_one_version_are_reasons(film: Tale) -> None:
    path = "scenes/001/frames.yaml"
    forget(film, path, SHAPE, drop="#1A.size", add="scenes/001/shots.yaml#1A.camera")
    kinds = {(reason.facet.partition("#")[2], reason.kind) for reason in film.stand(path).reasons}
    assert kinds == {("1A.size", "new"), ("1A.camera", "gone")}


def test_a_record_that_says_no_shape_is_of_the_first(film: Tale) -> None:
    path = "scenes/001/shots.yaml"
    forget(film, path, 0)
    assert '"facets"' not in film.read(f"locks/{path}.json")
    assert (film.record(path).shape, film.stand(path).approval) == (0, "locked")


def test_an_item_says_for_which_items_it_waits(film: Tale) -> None:
    film.edit(SCRIPT, "It leaks", "It drips")
    waiting = film.stand("scenes/002/visuals.yaml").items["ada"]
    assert waiting.freshness == "waiting"
    assert waiting.waits_for == ("scenes/001/visuals.yaml#ada", "scenes/001/shots.yaml#1B")
    assert film.stand("scenes/002/visuals.yaml").items["house"].freshness == "current", "it was not in scene 1"


def test_for_a_file_that_can_not_be_read_its_readers_wait_by_its_path(film: Tale) -> None:
    film.edit(ADA, "role: main", "role: hero")
    assert ADA in film.stand("scenes/001/shots.yaml").items["1A"].waits_for


def test_a_shot_that_its_author_adds_is_missing_below_and_not_above(film: Tale) -> None:
    shot = "- {id: 1C, frames: 48, action: Thunder., setting: garden, camera: {size: LS}}\n"
    film.write("scenes/001/shots.yaml", film.read("scenes/001/shots.yaml") + shot)
    assert film.stand("scenes/001/shots.yaml").freshness == "current"
    new = {str(reason) for reason in film.stand("scenes/001/prompts.yaml").reasons}
    assert new == {f"1C.{item} is new" for item in ("blocking", "frame", "end_frame", "video")}
    assert film.storyforge("run", "--auto", "--outdated", "--with", "video=offline:128x72") == 0
    assert not film.not_current()
    assert "1C.start" in film.record("scenes/001/frames.yaml").items


def test_a_shot_that_was_cut_is_gone_from_all_that_is_made_of_it(film: Tale) -> None:
    text = film.read("scenes/003/shots.yaml")
    film.write("scenes/003/shots.yaml", text[: text.index("- id: 3C")])
    gone = {reason.item for reason in film.stand("scenes/003/frames.yaml").reasons if reason.kind == "gone"}
    assert gone == {"3C.start", "3C.end"}
    assert film.storyforge("run", "--auto", "--outdated", "--with", "video=offline:128x72") == 0
    assert not film.not_current()
    assert not {item for item in film.record("scenes/003/frames.yaml").items if item.startswith("3C")}
    assert not (film.root / "scenes/003/frames/3C-start.png").exists()


def test_what_comes_out_the_same_clears_what_waited_for_it(film: Tale) -> None:
    """Early cut-off, over scene borders: after a short while she is as wet as before, and nothing else is looked at."""
    film.edit("scenes/002/scene.yaml", "jump: continuous", "jump: short")
    waits = film.not_current()
    assert waits.pop("scenes/002/visuals.yaml") == "outdated"
    assert set(waits.values()) == {"waiting"}
    assert "scenes/004/clips.yaml" in waits
    assert film.storyforge("run", "--auto", "--outdated", "--with", "video=offline:128x72") == 0
    assert not film.not_current()
    changed = {path for path in film.changed_in() if not path.startswith("locks/")}
    assert changed == set(), "only the record says that it was looked at"


def test_what_was_asked_for_alone_leaves_the_rest_outdated(film: Tale) -> None:
    film.edit(ADA, "description: in a grey coat", "description: in a red coat")
    path = "scenes/002/frames.yaml"
    assert {reason.item for reason in film.stand(path).reasons} == {"2A.start", "2A.end", "2B.start", "2B.end"}
    assert film.storyforge("frame", "redo", "2A", "-m", "make the coat bright red") == 0
    assert {reason.item for reason in film.stand(path).reasons} == {"2B.start", "2B.end"}


def test_who_will_film_it_rewrites_no_prompt_unless_it_is_asked_for_anew(tale: Tale) -> None:
    path = "scenes/001/prompts.yaml"
    tale.edit("story.yaml", "video: offline", "video: google:veo-3.1-generate-preview")
    assert not tale.not_current()
    tale.edit(KETTLE, "description: ''", "description: dented")
    assert tale.storyforge("run", "prompts", "--auto", "--outdated") == 0
    assert "dented" in tale.read(path)
    assert "family: veo" not in tale.read(path)
    assert tale.storyforge("prompts", "1", "--auto", "-m", "written for the new model") == 0
    assert "family: veo" in tale.read(path)


def test_another_name_of_ones_own_outdates_its_readers_and_not_itself(film: Tale) -> None:
    film.edit(ADA, "aliases: []", "aliases: [THE RAIN]")
    assert film.stand(ADA).freshness == "current"
    assert film.stand("scenes/001/shots.yaml").freshness == "outdated"
    assert film.storyforge("lock", "ada") == 0
    assert film.stand(ADA).freshness == "current"
    film.edit(SCRIPT, "Rain. ADA", "Much rain. ADA")
    assert film.stand(ADA).freshness == "outdated", "the script says more where the new name stands"


def test_an_item_that_a_newer_program_makes_of_a_known_shot_is_no_news(film: Tale) -> None:
    path = "scenes/001/prompts.yaml"
    text, record = film.read(path), film.record(path)
    film.write(path, re.sub(r"  blocking:\n(?:    .*\n)+", "", text))
    items = {name: item for name, item in record.items.items() if not name.endswith(".blocking")}
    film.write(f"locks/{path}.json", replace(record, items=items, shape=SHAPE).write())
    assert {str(reason) for reason in film.stand(path).reasons if reason.kind == "new"} >= {"1A.blocking is new"}
    film.write(f"locks/{path}.json", replace(record, items=items, shape=0).write())
    assert film.stand(path).reasons == ()
