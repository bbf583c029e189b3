"""Reference pictures: made one by one, approved one by one, and sent with the frames that they bear on."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, cast

import pytest
from PIL import Image

from storyforge.model.references import anchor_of, wanted_images
from storyforge.pipeline.images import add_reference, approve_images, make_primary
from storyforge.pipeline.session import Session
from storyforge.providers import IMAGE
from tests.pipeline.painting import Painter

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.model.frames import FrameSet
    from storyforge.model.images import AssetImages
    from tests.tale import Tale

ADA, BEN = "assets/characters/ada/images.yaml", "assets/characters/ben/images.yaml"
KETTLE, HOUSE = "assets/props/kettle/images.yaml", "assets/settings/house/images.yaml"
OF_ADA = ["ada.body", "ada.face", "ada.key", "ada.outfit"]
PAINTED = ("--with", "image=painter", "--max-cost", "20")
FRAMES = "scenes/002/frames.yaml"


@pytest.fixture(autouse=True)
def _painter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(IMAGE.table, "painter", "tests.pipeline.painting:Painter")
    monkeypatch.setattr(Painter, "asked", [])
    monkeypatch.setattr(Painter, "requests", {})


@pytest.fixture
def painted(prompted: Tale) -> Tale:
    """All reference pictures painted and approved, no frames."""
    assert prompted.storyforge("keys", "--auto", *PAINTED) == 0
    assert prompted.storyforge("instances", "--auto", *PAINTED) == 0
    Painter.asked.clear()
    return prompted


def images(tale: Tale, path: str = ADA) -> AssetImages:
    return cast("AssetImages", Session.open(tale.root).story.model(path))


def frames(tale: Tale, path: str = FRAMES) -> FrameSet:
    return cast("FrameSet", Session.open(tale.root).story.model(path))


def photo(folder: Path, colour: str = "red") -> Path:
    file = folder / f"{colour}.png"
    Image.new("RGB", (8, 8), colour).save(file, "PNG")
    return file


def test_the_offline_artist_draws_every_key_asset_in_one_commit(prompted: Tale) -> None:
    assert prompted.storyforge("keys", "--auto") == 0
    assert prompted.subjects[0] == "keys: 4 assets, 11 pictures"
    assert list(images(prompted).pictures()) == ["face-1", "key", "body-1", "outfit-1"]
    assert list(images(prompted, KETTLE).pictures()) == ["key"]
    assert list(images(prompted, HOUSE).pictures()) == ["key", "key-2"], "a place in three scenes"
    for image in images(prompted).images:
        size = Image.open(io.BytesIO((prompted.root / "assets/characters/ada" / image.file).read_bytes())).size
        assert size == (1280, 720)
        assert image.approved
        assert not image.sent
    assert prompted.stand(ADA).approval == "locked"
    assert not prompted.not_current()


def test_a_run_offline_makes_none_and_speaks_of_none(prompted: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert prompted.storyforge("run", "frames", "--auto") == 0
    assert not (prompted.root / "assets/characters/ada").exists()
    capsys.readouterr()
    assert prompted.storyforge("status", "--json") == 0
    assert "keys" not in [stage["name"] for stage in json.loads(capsys.readouterr().out)["stages"]]


def test_who_reads_pictures_is_sent_the_face_with_all_that_follows(painted: Tale) -> None:
    assert not Painter.requests["ada.face"].references
    for kind in ("key", "body", "outfit"):
        (sent,) = Painter.requests[f"ada.{kind}"].references
        assert (sent.role, sent.name) == ("face", "ADA")
        assert sent.png == (painted.root / "assets/characters/ada/refs/face-1.png").read_bytes()
        assert "Reference picture 1 shows the same person" in Painter.requests[f"ada.{kind}"].prompt
    assert images(painted).pictures()["key"].sent == ("ada.face",)
    assert (
        painted.git("log", "-1", "--skip=1", "--format=%(trailers:key=Storyforge-Cost,valueonly)").strip() == "0.44 USD"
    )


def test_frames_by_reference_wait_for_the_face_of_a_main_character(
    prompted: Tale, capfd: pytest.CaptureFixture[str]
) -> None:
    assert prompted.storyforge("frames", "2", "--quick", *PAINTED) == 3
    assert "storyforge keys ada" in capfd.readouterr().err
    assert prompted.storyforge("keys", "ada", *PAINTED) == 0
    assert prompted.storyforge("frames", "2", "--quick", *PAINTED) == 3
    assert "storyforge asset approve ada.face" in capfd.readouterr().err
    assert Painter.asked[0] == "ada.face"
    assert sorted(Painter.asked) == OF_ADA, "no frame was asked for"
    session = Session.open(prompted.root)
    assert approve_images(session, ["ada.face"]) == ["ada.face-1"]
    assert approve_images(session, ["ada.face"]) == []
    assert prompted.subjects[0] == "keys: ada.face-1 approved"


def test_a_frame_is_sent_who_is_in_it_and_its_place(painted: Tale) -> None:
    assert painted.storyforge("frames", "2", "--auto", *PAINTED) == 0
    made = frames(painted)
    assert made.establishing
    assert made.establishing.sent == ("house.key",)
    for item, frame in made.pictures().items():
        request = Painter.requests["2.establishing" if item == "establishing" else item]
        assert len(request.references) == len(frame.sent) <= 3
        for number, name in enumerate(frame.sent if item.endswith("start") else (), 1):
            if name.endswith(".face"):
                person = name.partition(".")[0].capitalize()
                lines = [line for line in request.prompt.splitlines() if line.startswith(f"{person}: ")]
                assert [line.endswith(f"(reference picture {number}).") for line in lines] == [True]
        assert request.prompt.count("(reference picture") <= len(frame.sent)
    starts = {shot.id: shot.start.sent for shot in made.frames}
    assert any("establishing" in sent for sent in starts.values())
    assert any("ada.wet.instance" in sent for sent in starts.values())
    assert any(name.endswith(".face") for sent in starts.values() for name in sent)
    ends = {shot.id: shot.end.sent for shot in made.frames if shot.end}
    assert all(sent[0] == f"{shot}.start" for shot, sent in ends.items())
    assert not painted.not_current()


def test_another_face_outdates_the_frames_that_were_sent_it_and_no_other(painted: Tale, tmp_path: Path) -> None:
    assert painted.storyforge("run", "frames", "--auto", *PAINTED) == 0
    name = add_reference(Session.open(painted.root), "ada", "face", photo(tmp_path), rights="photographed by me")
    assert name == "ada.face-2"
    assert images(painted).pictures()["face-2"].rights == "photographed by me"
    state = painted.state
    for number in ("001", "002", "003", "004"):
        path = f"scenes/{number}/frames.yaml"
        drawn = frames(painted, path).pictures()
        stale = {item for item, how in state.artifacts[path].items.items() if how.freshness == "outdated"}
        assert stale == {item for item, frame in drawn.items() if "ada.face" in frame.sent}
        assert all("of.face" in reason.facet for reason in state.artifacts[path].reasons)
    assert make_primary(Session.open(painted.root), "ada.face-1")
    assert not [path for path in painted.not_current() if "frames" in path]


def test_what_was_drawn_from_data_is_asked_for_again_by_nobody(painted: Tale, tmp_path: Path) -> None:
    assert painted.storyforge("run", "frames", "--auto") == 0
    assert not any(frame.sent for frame in frames(painted).pictures().values())
    add_reference(Session.open(painted.root), "ada", "face", photo(tmp_path))
    assert not [path for path in painted.not_current() if "frames" in path]


def test_asked_for_again_in_words_it_is_another_take_and_nothing_is_bought_twice(painted: Tale) -> None:
    before = images(painted).pictures()
    again = ("keys", "ada", "-m", "older, a scar over the left eye", *PAINTED)
    assert painted.storyforge(*again) == 3, "what is made from them is told first"
    assert painted.storyforge(*again, "--accept-impact") == 0
    assert sorted(Painter.asked) == OF_ADA
    after = images(painted).pictures()
    assert {image.take for image in after.values()} == {2}
    assert after["face-1"].guidance == "older, a scar over the left eye"
    assert not any(image.approved for image in after.values())
    assert after["key"].picture != before["key"].picture
    assert painted.storyforge("lock", "keys") == 0
    assert all(image.approved for image in images(painted).images)
    Painter.asked.clear()
    assert painted.storyforge("run", "keys", "--auto", "--outdated", *PAINTED) == 0
    assert Painter.asked == []


def test_a_look_that_changes_asks_for_these_pictures_alone(painted: Tale) -> None:
    painted.edit("assets/props/kettle.yaml", "description: ''", "description: dented, of copper")
    assert painted.storyforge("run", "keys", "--auto", "--outdated", "--accept-impact", *PAINTED) == 0
    assert Painter.asked == ["kettle.key"]


def test_a_picture_put_in_the_place_of_one_is_its_authors(painted: Tale, tmp_path: Path) -> None:
    painted.write("assets/characters/ada/refs/face-1.png", photo(tmp_path, "green").read_bytes())
    assert painted.storyforge("save", "-m", "my own photograph", "--accept-impact") == 0
    face = images(painted).pictures()["face-1"]
    assert (face.by, face.take, face.approved) == ("hand", 2, True)
    assert painted.storyforge("keys", "ada", "-m", "younger, and laughing", *PAINTED) == 0
    assert "ada.face" not in Painter.asked
    assert images(painted).pictures()["face-1"] == face


def test_a_picture_that_is_gone_is_made_again_from_what_was_bought(
    painted: Tale, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = painted.root / "assets/characters/ben/refs/body-1.png"
    content = picture.read_bytes()
    picture.unlink()
    capsys.readouterr()
    assert painted.storyforge("check", "media_in_place") == 2
    assert "storyforge keys ben" in capsys.readouterr().out
    assert painted.storyforge("keys", "--auto", *PAINTED) == 0
    assert picture.read_bytes() == content
    assert Painter.asked == []


def test_one_that_fails_stops_no_other_and_is_made_by_the_next_run(
    prompted: Tale, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Painter, "fails", ("ada.body",))
    assert prompted.storyforge("keys", "--auto", *PAINTED) == 1
    assert not (prompted.root / ADA).exists()
    assert (prompted.root / BEN).exists()
    monkeypatch.setattr(Painter, "fails", ())
    Painter.asked.clear()
    assert prompted.storyforge("keys", "--auto", *PAINTED) == 0
    assert Painter.asked == ["ada.body"], "what was bought before is used"


def test_a_state_needs_a_picture_before_frames_go_by_a_reference(
    prompted: Tale, capfd: pytest.CaptureFixture[str]
) -> None:
    assert prompted.storyforge("instances", "2", *PAINTED) == 3
    assert "storyforge keys ada" in capfd.readouterr().err
    assert prompted.storyforge("keys", "--auto", *PAINTED) == 0
    assert prompted.storyforge("frames", "2", "--quick", *PAINTED) == 3
    assert "storyforge instances 2 --element ada" in capfd.readouterr().err
    assert prompted.storyforge("instances", "2", "--element", "ada", *PAINTED) == 0
    request = Painter.requests["ada.wet"]
    assert [sent.role for sent in request.references] == ["face", "body"]
    assert "Different from the reference: now wet through" in request.prompt
    assert prompted.storyforge("frames", "2", "--quick", *PAINTED) == 3
    assert "--approve" in capfd.readouterr().err
    assert prompted.storyforge("instances", "2", "--element", "ada", "--approve") == 0
    assert prompted.subjects[0] == "instances: 2/ada.wet approved"
    assert prompted.storyforge("frames", "2", "--auto", *PAINTED) == 0


def test_the_same_state_in_another_scene_is_not_bought_again(prompted: Tale) -> None:
    assert prompted.storyforge("keys", "--auto", *PAINTED) == 0
    Painter.asked.clear()
    for number in ("1", "2"):
        assert prompted.storyforge("instances", number, "--auto", *PAINTED) == 0
    assert Painter.asked == ["ada.wet"]
    pictures = [prompted.root / f"scenes/{scene}/visuals/ada-wet.png" for scene in ("001", "002")]
    assert pictures[0].read_bytes() == pictures[1].read_bytes()


def test_an_instance_becomes_the_key_image(painted: Tale) -> None:
    assert painted.storyforge("instances", "2", "--element", "ada", "--promote") == 0
    found = images(painted).pictures()["key-1"]
    assert (found.by, found.primary, found.approved) == ("hand", True, True)
    wet = (painted.root / "scenes/002/visuals/ada-wet.png").read_bytes()
    assert (
        Image.open(io.BytesIO(wet)).tobytes()
        == Image.open(painted.root / "assets/characters/ada" / found.file).tobytes()
    )
    assert not images(painted).pictures()["key"].primary


def test_a_state_that_is_no_more_takes_its_picture_along(painted: Tale) -> None:
    path = "scenes/002/instances.yaml"
    painted.edit("scenes/001/shots.yaml", "review: accepted", "review: rejected")
    assert painted.storyforge("run", "instances", "--auto", "--outdated", "--accept-impact", *PAINTED) == 0
    assert "scenes/001/visuals/ada-wet.png" in painted.changed_in()
    assert not (painted.root / "scenes/001/visuals/ada-wet.png").exists()
    assert painted.stand(path).freshness == "current"
    assert Painter.asked == []


def test_impact_prices_the_pictures_and_the_frames_that_may_follow(
    painted: Tale, capsys: pytest.CaptureFixture[str]
) -> None:
    assert painted.storyforge("run", "frames", "--auto", *PAINTED) == 0
    sent = sum(
        "kettle.key" in f.sent for n in "1234" for f in frames(painted, f"scenes/00{n}/frames.yaml").pictures().values()
    )
    assert sent
    painted.edit("assets/props/kettle.yaml", "description: ''", "description: dented, of copper")
    capsys.readouterr()
    assert painted.storyforge("impact", "--json", "--with", "image=painter") == 0
    repair = json.loads(capsys.readouterr().out)["repair"]
    assert repair["buys"]["keys"] == 1
    assert repair["buys"]["frames"] >= sent
    Painter.asked.clear()
    assert painted.storyforge("run", "frames", "--auto", "--outdated", "--accept-impact", *PAINTED) == 0
    assert Painter.asked[0] == "kettle.key"
    assert len(Painter.asked) == repair["buys"]["keys"] + repair["buys"]["frames"]
    assert not painted.not_current()


def test_status_says_who_is_ready_and_what_the_others_lack(prompted: Tale, capsys: pytest.CaptureFixture[str]) -> None:
    assert prompted.storyforge("keys", "ada", *PAINTED) == 0
    approve_images(Session.open(prompted.root), ["ada.face", "ada.key"])
    capsys.readouterr()
    assert prompted.storyforge("status", "--json") == 0
    found = json.loads(capsys.readouterr().out)["references"]
    assert (found["ready"], found["of"]) == (0, 4)
    assert found["lacking"]["ada"] == ["body not approved", "outfit not approved"]
    assert found["lacking"]["kettle"] == ["key missing"]
    assert prompted.storyforge("status") == 0
    assert "Reference pictures: 0 of 4 assets ready; ada (body, outfit not approved)" in capsys.readouterr().out


def test_a_place_that_is_pinned_goes_by_two_pictures_and_what_its_author_locks(painted: Tale) -> None:
    path = "assets/settings/house.yaml"
    text = painted.read(path)
    locked = "spatial_notes: The stove stands under the window\nlocked_elements: [a green door]\nflagged: true\n"
    painted.write(path, text + locked)
    with_house = ("prompts", "2", "--auto", "-m", "with what stands where", "--accept-impact")
    assert painted.storyforge(*with_house) == 0
    assert "The stove stands under the window. Always there: a green door." in painted.read("scenes/002/prompts.yaml")
    assert painted.storyforge("run", "keys", "--auto", "--outdated", "--accept-impact", *PAINTED) == 0
    assert Painter.asked == ["house.key", "house.key-2"]
    found = images(painted, HOUSE).pictures()
    assert [(name, image.primary, image.sent) for name, image in found.items()] == [
        ("key", True, ()),
        ("key-2", False, ("house.key",)),
    ]
    assert "Always there: a green door." in Painter.requests["house.key-2"].prompt


@pytest.mark.parametrize(
    ("index", "why"),
    [
        ({"scenes": ["1", "2"]}, ""),
        ({"scenes": ["1", "2", "3"]}, "in 3 scenes"),
        ({"scenes": ["1"], "flagged": True}, "flagged"),
        ({"scenes": [], "pinned": True, "flagged": True}, "pinned"),
    ],
)
def test_a_place_goes_by_words_until_it_is_often_seen_pinned_or_flagged(index: dict[str, object], why: str) -> None:
    assert anchor_of({"kind": "setting", **index}) == why
    assert (wanted_images({"kind": "setting", "key": False, **index}) == ("key", "key-2")) == bool(why)
