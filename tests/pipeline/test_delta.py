"""The state that is added to a base is the state that is computed in full, whatever was edited."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from storyforge.cli.status import read_report
from storyforge.errors import StoryforgeError
from storyforge.model.light import Unsure
from storyforge.model.summary import Summaries, Summary
from storyforge.pipeline.freshness import base as bases
from storyforge.pipeline.freshness.basing import base_of, keep_base
from storyforge.pipeline.freshness.delta import state_after
from storyforge.pipeline.freshness.glance import _Reader, edits_of, glance
from storyforge.pipeline.freshness.state import state_of
from storyforge.pipeline.freshness.structure import planned
from storyforge.pipeline.session import Session
from storyforge.repo import snapshot
from storyforge.reports.status import Standing, report, status
from storyforge.stages import walk
from tests.pipeline.random_edits import random_edits

if TYPE_CHECKING:
    from collections.abc import Callable

    from storyforge.pipeline.freshness.base import Base
    from storyforge.pipeline.freshness.states import State
    from storyforge.story import Story
    from tests.tale import Tale

SHOTS = "scenes/001/shots.yaml"
SEEDS = 100


def chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - an editor's whims, not a secret


def based(tale: Tale) -> Base:
    """The base of a story as it stands, as it comes back from a file."""
    session = Session.open(tale.root)
    keep_base(snapshot(tale.root), session.story, state_of(session.story.summaries, session.story.records))
    found = bases.load(tale.root / ".git", {})
    assert found is not None
    return found


def added(base: Base, before: Story, after: Story) -> tuple[Summaries, State] | None:
    """Summaries and state by the base; None where all must be computed anew."""
    paths = [path for path in {**before.files.ids, **after.files.ids} if before.read(path) != after.read(path)]
    reader = _Reader(base, "en")
    try:
        changes = {path: reader.summary(path, after.read(path)) for path in paths if not path.startswith("locks/")}
    except (Unsure, StoryforgeError):
        return None
    return state_after(base, changes, frozenset(), before.records.get)


def test_over_random_edits_what_is_added_is_what_is_computed(film: Tale) -> None:
    story = Session.open(film.root).story
    base = based(film)
    quick = 0
    for seed in range(SEEDS):
        edited, what = random_edits(story, chance(seed))
        found = added(base, story, edited)
        if found is None:
            continue
        summaries, state = found
        quick += 1
        assert dict(summaries.by_path) == dict(edited.summaries.by_path), what
        assert state == state_of(edited.summaries, edited.records), what
        assert list(state.artifacts) == list(state_of(edited.summaries, edited.records).artifacts), what
    assert quick > SEEDS // 4


def test_what_was_outdated_before_is_added_to_as_well(film: Tale) -> None:
    """A base of a state in which not everything is current: an edit may take away what another had done."""
    story = Session.open(film.root).story
    for seed in range(12):
        first, what = random_edits(story, chance(1000 + seed))
        base = base_of("0" * 40, {}, first, state_of(first.summaries, first.records))
        assert base is not None
        for again in range(4):
            second, more = random_edits(first, chance(2000 + 10 * seed + again))
            for before, after in ((first, second), (first, story)):
                found = added(base, before, after)
                if found is not None:
                    assert found[1] == state_of(after.summaries, after.records), (what, more)


def test_no_plan_reads_what_is_called_quiet(film: Tale) -> None:
    """What may differ without a look at the plan is put out of every plan's reach."""
    summaries = Session.open(film.root).story.summaries
    bare = Summaries({path: bared(summary) for path, summary in summaries.by_path.items()})
    for row in walk("screenplay"):
        assert row.load().items(bare) == row.load().items(summaries)


def bared(summary: Summary) -> Summary:
    index = planned(summary)
    if summary.kind == "shots":
        index["shots"] = [[row[0], 1, *row[1:]] for row in index["shots"]]
    if summary.kind == "beats":
        index["beats"] = dict.fromkeys(index["beats"], None)
    if summary.kind == "script":
        index["speakers"] = dict.fromkeys(index["speakers"], None)
    return Summary(summary.kind, summary.digest, summary.facets, index)


def fresh(tale: Tale) -> tuple[dict[str, Any], State]:
    session = Session.open(tale.root)
    state = state_of(session.story.summaries, session.story.records)
    return json.loads(json.dumps(status(session, state))), state


def glanced(tale: Tale) -> tuple[dict[str, Any], State] | None:
    seen = snapshot(tale.root)
    found = glance(seen)
    if found is None:
        return None
    edited, deleted = edits_of(seen, found.contents)
    made = report(Standing(seen.branch, seen.head, seen.operation, edited, deleted), found.summaries, found.state)
    return json.loads(json.dumps(made)), found.state


def camera(tale: Tale) -> None:
    tale.edit(SHOTS, "size: MLS", "size: CU")


def staged(tale: Tale) -> None:
    camera(tale)
    tale.git("add", SHOTS)


def staged_and_taken_back(tale: Tale) -> None:
    text = tale.read(SHOTS)
    staged(tale)
    tale.write(SHOTS, text)


def committed_by_hand(tale: Tale) -> None:
    camera(tale)
    tale.git("commit", "-q", "-am", "by hand")
    tale.edit("scenes/002/shots.yaml", "move: ", "move: slow ")


def saved(tale: Tale) -> None:
    camera(tale)
    assert tale.storyforge("save", "--accept-impact") == 0


def look(tale: Tale) -> None:
    tale.edit("assets/characters/ada.yaml", "description: ", "description: In a red coat; ")


def style(tale: Tale) -> None:
    tale.edit("story.yaml", "  visual:", "  visual: noir")


def treatment(tale: Tale) -> None:
    tale.write("treatment.md", tale.read("treatment.md") + "\nAnd then it rains.\n")


def spoken(tale: Tale) -> None:
    tale.edit("script.fountain", "It leaks", "It drips")


def picture_drawn_over(tale: Tale) -> None:
    first = sorted(tale.root.glob("scenes/001/frames/*.png"))
    first[0].write_bytes(first[1].read_bytes())


def picture_lost(tale: Tale) -> None:
    min(tale.root.glob("scenes/002/frames/*.png")).unlink()


def clip_lost_and_look(tale: Tale) -> None:
    look(tale)
    min(tale.root.glob("scenes/002/clips/*.mp4")).unlink()


def record_lost(tale: Tale) -> None:
    (tale.root / f"locks/{SHOTS}.json").unlink()


def record_touched(tale: Tale) -> None:
    tale.edit(f"locks/{SHOTS}.json", '"approval": "locked"', '"approval": "draft"')


def other_line_ends(tale: Tale) -> None:
    tale.write("beats.yaml", tale.read("beats.yaml").replace("\n", "\r\n"))


def own_file(tale: Tale) -> None:
    tale.write("todo.txt", "x")
    tale.write("inputs/mood.md", "Grey.\n")


def executable(tale: Tale) -> None:
    (tale.root / SHOTS).chmod(0o755)


QUICK = (
    camera,
    staged,
    staged_and_taken_back,
    committed_by_hand,
    saved,
    look,
    style,
    spoken,
    treatment,
    picture_drawn_over,
    picture_lost,
    clip_lost_and_look,
    record_lost,
    record_touched,
    other_line_ends,
    own_file,
    executable,
)


@pytest.mark.parametrize("change", QUICK, ids=lambda change: change.__name__)
def test_a_glance_tells_what_a_full_look_tells(film: Tale, change: Callable[[Tale], None]) -> None:
    based(film)
    change(film)
    assert glanced(film) == fresh(film)


def broken(tale: Tale) -> None:
    tale.edit(SHOTS, "size: MLS", "size: [")


def unknown_key(tale: Tale) -> None:
    tale.write(SHOTS, tale.read(SHOTS) + "colour: red\n")


def link(tale: Tale) -> None:
    (tale.root / "beats.yaml").unlink()
    (tale.root / "beats.yaml").symlink_to(tale.root / "treatment.md")


def own_template(tale: Tale) -> None:
    tale.write(".storyforge/templates/frame.j2", "{{ view }}")


def shot_gone(tale: Tale) -> None:
    text = tale.read(SHOTS)
    tale.write(SHOTS, text[: text.rindex("\n- id: ") + 1])


def another_language(tale: Tale) -> None:
    tale.edit("story.yaml", "language: en", "language: de")


SLOW = (broken, unknown_key, link, own_template, shot_gone, another_language)


@pytest.mark.parametrize("change", SLOW, ids=lambda change: change.__name__)
def test_what_may_be_another_plan_is_left_to_a_full_look(film: Tale, change: Callable[[Tale], None]) -> None:
    based(film)
    change(film)
    assert glanced(film) is None


def test_edits_that_were_looked_at_in_full_are_built_on(film: Tale) -> None:
    """A shot fewer is another plan; what is edited after that is seen at a glance, and so is the edit taken back."""
    based(film)
    whole = film.read(SHOTS)
    shot_gone(film)
    read_report(film.root)
    film.edit("scenes/002/shots.yaml", "move: ", "move: slow ")
    assert glanced(film) == fresh(film)
    film.write(SHOTS, whole)
    assert glanced(film) == fresh(film)


def test_a_base_of_a_commit_that_is_gone_is_no_base(film: Tale) -> None:
    based(film)
    session = Session.open(film.root)
    lost = base_of("1" * 40, {}, session.story, state_of(session.story.summaries, session.story.records))
    assert lost is not None
    bases.keep(film.root / ".git", lost)
    camera(film)
    assert glanced(film) is None
    assert json.loads(json.dumps(read_report(film.root))) == fresh(film)[0]


@pytest.mark.parametrize("cut", [0, 10, 60, 5000, -1])
def test_a_base_that_was_cut_short_is_no_base(film: Tale, cut: int) -> None:
    based(film)
    file = film.root / ".git" / "storyforge" / "base"
    file.write_bytes(file.read_bytes()[:cut])
    assert bases.load(film.root / ".git", {}) is None
    camera(film)
    assert json.loads(json.dumps(read_report(film.root))) == fresh(film)[0]
