"""Visual styles: words for models, a treatment for the offline artist, pictures that show them, and scores."""

from __future__ import annotations

import json
import struct
import zlib
from typing import TYPE_CHECKING, Any, ClassVar, cast

import pytest
from PIL import Image

from storyforge.errors import (
    InvalidArtifactError,
    NoPicturesError,
    NotAVisualStyleError,
    PriceNotAcceptedError,
    StyleFileTakenError,
    StyleNameError,
    TooManyPicturesError,
    UnknownVisualStyleError,
    VisualStyleInUseError,
)
from storyforge.formats.visual_styles import built_in_styles, named_style, no_files, read_style, visual_style
from storyforge.media.likeness.descriptors import Description, describe
from storyforge.media.likeness.learned import learned_style
from storyforge.media.likeness.signature import colour_name, learn, likeness, nearest
from storyforge.media.pictures import open_picture
from storyforge.pipeline.request import Request
from storyforge.pipeline.session import Session
from storyforge.pipeline.styling import visual_adding
from storyforge.pipeline.styling.preview import preview
from storyforge.pipeline.styling.scenes import drawn, shown_scenes
from storyforge.pipeline.styling.visual import Samples, entries, entry_of, signature_of
from storyforge.providers import IMAGE
from tests.pipeline.scripted_media import ScriptedArtist

if TYPE_CHECKING:
    from pathlib import Path

    from storyforge.model.frames import FrameSet
    from storyforge.model.prompts import Prompts
    from storyforge.providers.base import ImageRequest, Picture, Reply
    from tests.tale import Tale

BUILT_IN = built_in_styles()
HELD_APART = ("live-action", "noir", "ink", "neon", "watercolour")
SCENES = 5


@pytest.fixture(scope="module")
def described() -> dict[tuple[str, int], Description]:
    """Some scenes in some styles."""
    scenes = shown_scenes()[:SCENES]
    return {(n, i): describe(drawn(s.spec, BUILT_IN[n])) for n in HELD_APART for i, s in enumerate(scenes)}


def prompts(tale: Tale, number: str = "001") -> Prompts:
    return cast("Prompts", Session.open(tale.root).story.model(f"scenes/{number}/prompts.yaml"))


def texts(tale: Tale) -> dict[str, str]:
    """All texts of all shots, by name."""
    story = Session.open(tale.root).story
    sets = [story.model(path) for path in story.files.ids if path.endswith("/prompts.yaml")]
    return {
        f"{entry.id}.{name}": getattr(entry, name)
        for found in sets
        for entry in cast("Prompts", found).prompts
        for name in ("frame", "end_frame", "video")
    }


def test_there_are_a_dozen_and_each_says_what_it_is() -> None:
    assert len(BUILT_IN) >= 8
    for name, style in BUILT_IN.items():
        assert style.block
        assert style.tag, name
        assert 10 < len(style.about) <= 66, name
        if name != "live-action":
            assert len(style.palette) >= 3
            assert all((style.light, style.line, style.finish, style.never)), name
            assert style.said.startswith(style.block)
            assert style.treatment.plain(), name


def test_the_artist_draws_the_same_scene_otherwise_in_each_and_the_same_every_time() -> None:
    spec = shown_scenes()[0].spec
    found = {name: drawn(spec, style).tobytes() for name, style in BUILT_IN.items() if name in HELD_APART}
    assert len(set(found.values())) == len(HELD_APART)
    assert drawn(spec, BUILT_IN["ink"]).tobytes() == found["ink"]


def test_words_that_are_no_name_are_the_style_and_a_name_is_never_a_path() -> None:
    charcoal = visual_style(no_files, "rough charcoal on brown paper")
    assert charcoal.said == charcoal.tag == "rough charcoal on brown paper"
    assert visual_style(no_files, "").block == BUILT_IN["live-action"].block
    for name in ("../../secrets", "/etc", "noir/../ink", "", "Noir"):
        assert named_style(no_files, name) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"[1, 2]", "holds no keys"),
        (b"block: ''", "block"),
        (b"block: a\nlight: [3", "YAML"),
        (b"block: a\ntreatment: {lines: 7}", "treatment.lines"),
        (b"block: a\npalette: {red: crimson}", "palette.red"),
        (b"block: a\nbrush: wide", "brush"),
        (b"\xff\xfe", "UTF-8"),
    ],
)
def test_a_style_that_is_written_wrong_says_where(text: bytes, said: str) -> None:
    with pytest.raises(InvalidArtifactError, match=said):
        read_style("styles/visual/mine/style.yaml", text)


def test_another_style_changes_exactly_the_style_block_of_every_prompt(prompted: Tale) -> None:
    before = texts(prompted)
    assert prompted.storyforge("setup", "--visual-style", "ink") == 0
    assert set(prompted.not_current()) >= {"scenes/001/prompts.yaml", "scenes/002/prompts.yaml"}
    assert prompted.storyforge("run", "prompts", "--outdated", "--auto") == 0
    after = texts(prompted)
    assert set(before) == set(after)
    for name, text in after.items():
        if not name.endswith(".frame"):
            assert text == before[name], name
            continue
        pairs = zip(before[name].splitlines(), text.splitlines(), strict=True)
        changed = [(old, new) for old, new in pairs if old != new]
        assert changed == [(f"Style: {BUILT_IN['live-action'].said}.", f"Style: {BUILT_IN['ink'].said}.")]


def test_a_scene_with_a_style_of_its_own_is_outdated_alone(prompted: Tale) -> None:
    others = {name: text for name, text in texts(prompted).items() if name[0] != "1"}
    prompted.edit("scenes/001/visuals.yaml", "scene: '1'", "scene: '1'\nstyle: noir")
    assert prompted.storyforge("save") == 0
    outdated = [path for path, how in prompted.not_current().items() if how == "outdated"]
    assert outdated == ["scenes/001/prompts.yaml"]
    assert prompted.storyforge("run", "prompts", "--outdated", "--auto") == 0
    assert BUILT_IN["noir"].said in prompts(prompted).prompts[0].frame
    assert {name: text for name, text in texts(prompted).items() if name[0] != "1"} == others
    # Now the story's own style is no matter of that scene.
    assert prompted.storyforge("setup", "--visual-style", "ink") == 0
    assert "scenes/001/prompts.yaml" not in prompted.not_current()


def test_a_story_s_own_style_is_read_and_followed_when_its_words_change(prompted: Tale) -> None:
    assert prompted.storyforge("setup", "--visual-style", "mine") == 0
    assert prompted.storyforge("run", "prompts", "--outdated", "--auto") == 0
    assert "\nStyle: mine.\n" in prompts(prompted).prompts[0].frame, "words, as long as there is no such file"
    prompted.write("styles/visual/mine/style.yaml", "block: A woodcut\ntag: woodcut\n")
    assert prompted.storyforge("status") == 0
    assert prompted.stand("scenes/001/prompts.yaml").freshness == "outdated"
    assert prompted.storyforge("run", "prompts", "--outdated", "--auto") == 0
    assert "\nStyle: A woodcut.\n" in prompts(prompted).prompts[0].frame
    assert "scenes/001/prompts.yaml" not in prompted.not_current()
    prompted.edit("styles/visual/mine/style.yaml", "A woodcut", "A linocut")
    assert prompted.storyforge("save") == 0
    assert prompted.stand("scenes/001/prompts.yaml").freshness == "outdated"
    prompted.write("styles/visual/mine/style.yaml", "block: A woodcut\ntag: woodcut\n")
    assert prompted.storyforge("save") == 0
    assert "scenes/001/prompts.yaml" not in prompted.not_current(), "as it was"


# -- pictures that show a style


def png(folder: Path, name: str, colour: tuple[int, int, int], size: tuple[int, int] = (64, 36)) -> Path:
    folder.mkdir(exist_ok=True)
    Image.new("RGB", size, colour).save(folder / name)
    return folder / name


def bomb() -> bytes:
    """A PNG file of a few bytes that says it is 60,000 pixels wide and high."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    data = b"IDAT" + zlib.compress(b"\0" * 1000)
    parts = [struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in (chunk, data, b"IEND")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def test_pictures_are_added_in_one_commit_and_put_into_words(prompted: Tale, tmp_path: Path) -> None:
    folder = tmp_path / "red things"
    png(folder, "Ein Bild.PNG", (200, 30, 40))
    png(folder, "zwei.png", (210, 40, 50))
    (folder / "bomb.png").write_bytes(bomb())
    (folder / "text.jpg").write_text("no picture")
    (folder / "notes.txt").write_text("left out without a word")
    (folder / "link.png").symlink_to(folder / "zwei.png")
    head = prompted.head
    assert prompted.storyforge("style", "add", "red", str(folder), "--visual") == 0
    assert prompted.git("rev-parse", "HEAD^") == head
    new = ["styles/visual/red/ein-bild.png", "styles/visual/red/style.yaml", "styles/visual/red/zwei.png"]
    assert prompted.changed_in() == new
    assert (prompted.root / new[0]).read_bytes() == (folder / "Ein Bild.PNG").read_bytes()
    story = Session.open(prompted.root).story
    style = entry_of(story, "red").style
    assert style is not None
    assert set(style.palette) == {"red"} or set(style.palette) == {"crimson"}
    assert "saturated colour" in style.finish
    assert not prompted.not_current().get("scenes/001/prompts.yaml"), "nobody draws in it yet"
    again = visual_adding.shown(Session.open(prompted.root), "red", [folder])
    assert (again.new, again.words, set(again.known)) == ({}, None, {"ein-bild.png", "zwei.png"})
    assert set(again.unread) == {"bomb.png", "text.jpg"}


def test_what_can_t_be_added_is_refused_and_nothing_is_written(
    prompted: Tale, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visual_adding, "MOST_PICTURES", 3)
    session, head = Session.open(prompted.root), prompted.head
    folder = tmp_path / "in"
    red = png(folder, "a.png", (255, 0, 0))
    with pytest.raises(StyleNameError):
        visual_adding.shown(session, "../red", [red])
    with pytest.raises(NoPicturesError):
        visual_adding.shown(session, "red", [tmp_path / "nowhere.png"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(NoPicturesError):
        visual_adding.shown(session, "red", [tmp_path / "empty"])
    other = png(tmp_path / "out", "a.png", (0, 0, 255))
    with pytest.raises(StyleFileTakenError):
        visual_adding.shown(session, "red", [red, other])
    for n in range(visual_adding.MOST_PICTURES + 1):
        png(tmp_path / "many", f"{n}.png", (n, 0, 0), (2, 2))
    with pytest.raises(TooManyPicturesError):
        visual_adding.shown(session, "red", [tmp_path / "many"])
    assert prompted.head == head


def test_a_style_in_use_is_not_taken_away(prompted: Tale, tmp_path: Path) -> None:
    png(tmp_path / "in", "a.png", (255, 0, 0))
    assert prompted.storyforge("style", "add", "red", str(tmp_path / "in"), "--visual") == 0
    assert prompted.storyforge("setup", "--visual-style", "red") == 0
    with pytest.raises(VisualStyleInUseError):
        visual_adding.remove_pictures(Session.open(prompted.root), "red", [])
    assert prompted.storyforge("style", "remove", "red", "a.png", "--visual") == 0
    assert list(entries(Session.open(prompted.root).story)["red"].pictures) == []


def test_the_samples_nearest_in_light_come_first(prompted: Tale, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for index, scene in enumerate(shown_scenes()[:SCENES]):
        drawn(scene.spec, BUILT_IN["technicolor"]).save(folder / f"{index}.png")
    assert prompted.storyforge("style", "add", "dyed", str(folder), "--visual") == 0
    session = Session.open(prompted.root)
    samples = Samples(session.story, session.repository.common_dir)
    entry = entry_of(session.story, "dyed")
    wood = describe(drawn(shown_scenes()[2].spec, BUILT_IN["live-action"]))
    assert samples.nearest(entry, wood, 2)[0] == "styles/visual/dyed/2.png", "a wood at night"
    cache = session.repository.common_dir / "storyforge" / "styles" / "pictures.json"
    assert len(json.loads(cache.read_text())) == SCENES
    cache.write_text("{broken")
    assert Samples(session.story, session.repository.common_dir).nearest(entry, wood, 1)[0].endswith("/2.png")


class ArtistThatLooks(ScriptedArtist):
    """As the scripted one, and reads reference pictures."""

    reads_references = True
    roles: ClassVar[dict[str, list[str]]] = {}

    def draw(self, request: ImageRequest) -> Reply[Picture]:
        """Remembers what it was sent."""
        type(self).roles[f"{request.spec.shot}.{request.moment}"] = [one.role for one in request.references]
        return super().draw(request)


def test_a_frame_with_room_is_sent_pictures_of_its_style_and_says_so(
    prompted: Tale, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(IMAGE.table, "looking", f"{__name__}:ArtistThatLooks")
    for name, shade in (("dark.png", 20), ("light.png", 230), ("grey.png", 120)):
        png(tmp_path / "in", name, (shade, shade, shade))
    assert prompted.storyforge("style", "add", "grey", str(tmp_path / "in"), "--visual") == 0
    assert prompted.storyforge("setup", "--visual-style", "grey") == 0
    assert prompted.storyforge("run", "prompts", "--outdated", "--auto") == 0
    paid = ("--with", "image=looking", "--max-cost", "5", "--accept-impact")
    assert prompted.storyforge("keys", "--auto", *paid) == 0
    assert prompted.storyforge("instances", "1", "--auto", *paid) == 0
    assert prompted.storyforge("frames", "1", "--quick", *paid) == 0
    assert ArtistThatLooks.roles["1A.establishing"] == ["style", "style"]
    made = cast("FrameSet", Session.open(prompted.root).story.model("scenes/001/frames.yaml"))
    assert made.establishing is not None
    assert len(made.establishing.sent) == 2
    assert all(name.startswith("styles/visual/grey/") for name in made.establishing.sent)
    assert all(len(frame.sent) <= 3 for frame in made.pictures().values())
    # A picture of the style that is another now outdates what was sent it; one more outdates nothing.
    frames = prompted.stand("scenes/001/frames.yaml").freshness
    png(tmp_path / "more", "fourth.png", (90, 90, 90))
    assert prompted.storyforge("style", "add", "grey", str(tmp_path / "more"), "--visual") == 0
    assert prompted.stand("scenes/001/frames.yaml").freshness == frames == "current"
    png(prompted.root / "styles" / "visual" / "grey", made.establishing.sent[0].rpartition("/")[2], (200, 0, 0))
    assert prompted.storyforge("save", "--accept-impact") == 0
    assert prompted.stand("scenes/001/frames.yaml").freshness == "outdated"


# -- signature and score


def test_a_picture_of_a_style_scores_above_those_of_others(described: dict[tuple[str, int], Description]) -> None:
    same: list[int] = []
    other: list[int] = []
    for style in HELD_APART:
        for scene in range(SCENES):
            signature = learn([described[style, index] for index in range(SCENES) if index != scene])
            for name in HELD_APART:
                (same if name == style else other).append(likeness(described[name, scene], signature).score)
    pairs = [(a > b) + (a == b) / 2 for a in same for b in other]
    assert sum(pairs) / len(pairs) >= 0.95
    assert sorted(same)[len(same) // 2] > 70
    assert sorted(other)[len(other) // 2] < 50


def test_a_score_says_what_differs(described: dict[tuple[str, int], Description]) -> None:
    noir = learn([described["noir", index] for index in range(SCENES)])
    said = {each.words for each in likeness(described["neon", 0], noir).differences}
    assert said & {"more colourful", "brightest colours stronger", "palette redder"}
    assert likeness(described["noir", 0], noir).score > 60
    assert likeness(described["noir", 0], learn([described["noir", 0]])).score == 100


def test_what_is_learned_is_the_same_for_the_same_pictures(described: dict[tuple[str, int], Description]) -> None:
    noir = [described["noir", index] for index in range(SCENES)]
    style = learned_style("mine", noir)
    assert style == learned_style("mine", noir)
    assert "black-and-white" in style.block
    assert style.treatment.saturation == 0
    assert Description.read(json.loads(json.dumps(noir[0].plain()))) == noir[0]
    assert colour_name((220, 40, 40)) == "red"
    assert nearest(noir[2], noir, 1) == [2]


def test_a_style_in_words_alone_has_no_signature(prompted: Tale) -> None:
    prompted.write("styles/visual/mine/style.yaml", "block: A woodcut\n")
    assert prompted.storyforge("save") == 0
    session = Session.open(prompted.root)
    with pytest.raises(NotAVisualStyleError):
        signature_of(session.story, None, "mine")
    with pytest.raises(UnknownVisualStyleError, match="visual style"):
        signature_of(session.story, None, "nowhere")


# -- a preview by a model


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> type[ScriptedArtist]:
    monkeypatch.setitem(IMAGE.table, "scripted", "tests.pipeline.scripted_media:ScriptedArtist")
    monkeypatch.setattr(ScriptedArtist, "asked", [])
    return ScriptedArtist


def test_a_preview_by_a_model_is_paid_for_once_and_only_when_its_price_is_agreed_to(
    prompted: Tale, scripted: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    paid = ("style", "preview", "noir", "ink", "--with", "image=scripted", "--out", "two.png")
    assert prompted.storyforge(*paid) == 3
    assert scripted.asked == []
    assert prompted.storyforge(*paid, "--dry-run") == 0
    assert "0.08 USD" in capsys.readouterr().out
    assert scripted.asked == []
    assert prompted.storyforge(*paid, "--max-cost", "0.05") == 4 or scripted.asked == ["1A.start"]
    assert prompted.storyforge(*paid, "--max-cost", "1") == 0
    assert len(scripted.asked) == 2
    assert prompted.storyforge(*paid, "--max-cost", "1") == 0
    assert len(scripted.asked) == 2, "nothing is bought twice"
    assert open_picture((prompted.root / "two.png").read_bytes(), "two.png").width > 900
    with pytest.raises(PriceNotAcceptedError, match=r"0\.04"):
        preview(Session.open(prompted.root), ["neon"], Request("preview", providers={"image": "scripted"}))


def test_a_preview_needs_no_story(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from storyforge.cli.main import run

    assert run(["-C", str(tmp_path), "style", "preview", "noir", "--json", "-o", "a.png"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["styles"], told["by"]) == (["noir"], "offline")
    assert (tmp_path / "a.png").is_file()
    assert run(["-C", str(tmp_path), "style", "score", "a.png", "--style", "noir", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["scores"][0]["style"] == "noir"
    assert run(["-C", str(tmp_path), "style", "preview", "nowhere"]) == 2
