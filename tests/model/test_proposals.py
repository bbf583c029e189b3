"""Changes of state are proposals until their author accepts them, and a decision holds when shots are made again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from storyforge.formats import artifacts
from storyforge.model.facets import summarise
from storyforge.model.kinds import BY_NAME
from storyforge.model.proposals import key_of, made_again, rejections, singly, tag_of
from storyforge.model.shots import Camera, Change, Shot, ShotList

SOAKED = "Ada comes in, soaked."
PATH = "scenes/003/shots.yaml"
OLD = """\
schema: shots/1
scene: '3'
shots:
- id: 3A
  frames: 48
  camera: {size: MS}
  changes:
  - {element: ada, gains: [wet], quote: "Ada comes in, soaked.", rule: becomes}
  - {element: ben, gains: [drunk], quote: "He is drunk.", rule: state, sure: false}
"""


def change(tag: str = "wet", *, sure: bool = True, review: str = "proposed", quote: str = SOAKED) -> Change:
    return Change.model_validate({"element": "ada", "gains": (tag,), "quote": quote, "sure": sure, "review": review})


def shot(*changes: Change, number: int = 0) -> Shot:
    return Shot(id=f"3{chr(65 + number)}", frames=48, camera=Camera(size="MS"), changes=changes)


def listed(*changes: Change) -> ShotList:
    return ShotList(scene="3", shots=(shot(*changes),), rejected=rejections((shot(*changes),), ()))


def reviews(found: ShotList) -> list[tuple[str, str]]:
    return [(each.review, each.decided) for shot in found.shots for each in shot.changes]


def test_what_is_read_is_a_proposal_and_auto_accepts_only_what_is_sure() -> None:
    shots = (shot(change("wet"), change("torn", sure=False)),)
    assert reviews(made_again("3", shots, None, auto=False)) == [("proposed", ""), ("proposed", "")]
    assert reviews(made_again("3", shots, None, auto=True)) == [("accepted", "auto"), ("proposed", "")]


def test_who_makes_the_shots_can_not_accept_for_their_author() -> None:
    shots = (shot(change("wet", review="accepted")),)
    assert reviews(made_again("3", shots, None, auto=False)) == [("proposed", "")]


def test_what_was_rejected_stays_rejected_whatever_became_of_the_shots_between() -> None:
    old = listed(change("wet", review="rejected"))
    without = made_again("3", (shot(),), old, auto=True)
    assert reviews(without) == []
    again = made_again("3", (shot(), shot(change("wet"), number=1)), without, auto=True)
    assert reviews(again) == [("rejected", "author")]
    assert [(each.element, each.tag, each.quote) for each in again.rejected] == [("ada", "wet", SOAKED)]


def test_another_sentence_is_another_proposal() -> None:
    old = listed(change("wet", review="rejected"))
    assert reviews(made_again("3", (shot(change("wet", quote="Rain drenches Ada.")),), old, auto=True)) == [
        ("accepted", "auto")
    ]


def test_what_was_accepted_is_not_asked_again() -> None:
    old = listed(change("torn", sure=False, review="accepted"))
    assert reviews(made_again("3", (shot(change("torn", sure=False)),), old, auto=False))[0][0] == "accepted"


def test_to_accept_what_was_rejected_takes_the_rejection_back() -> None:
    old = listed(change("wet", review="rejected"))
    assert rejections((shot(change("wet", review="accepted")),), old.rejected) == ()


def test_each_tag_is_a_proposal_of_its_own() -> None:
    both = Change(element="ada", gains=("wet", "muddy"), loses=("carrying:letter",), quote=SOAKED)
    assert [tag_of(one) for one in singly([both])] == ["-carrying:letter", "wet", "muddy"]
    assert len({key_of(one) for one in singly([both])}) == 3


def test_a_list_of_before_reviews_means_what_it_meant_and_is_as_locked_as_it_was() -> None:
    found = artifacts.read(BY_NAME["shots"], PATH, OLD)
    assert isinstance(found, ShotList)
    assert reviews(found) == [("accepted", ""), ("proposed", "")]
    summary = summarise("shots", found)
    assert summary.index["changes"] == [["ada", ["wet"], [], "3A"]]
    assert summary.digest == "84b9ee3a8d29bc082a3025dce767cbc8"


def test_a_proposal_is_in_no_facet_that_others_are_made_from() -> None:
    """A frame, a prompt, a starting state: none hears of what is only proposed, or rejected."""
    facets = [
        summarise("shots", ShotList(scene="3", shots=(shot(*changes), shot(number=1)))).facets
        for changes in ((), (change("wet"),), (change("wet", sure=False),), (change("wet", review="rejected"),))
    ]
    of_others = [{name: value for name, value in each.items() if name != "3A"} for each in facets]
    assert all(each == of_others[0] for each in of_others)
    accepted = summarise("shots", ShotList(scene="3", shots=(shot(change(review="accepted")), shot(number=1)))).facets
    touched = {name for name, value in accepted.items() if of_others[0].get(name) != value} - {"3A"}
    assert touched == {"3A.changes", "3A.staging", "3B.before", "first.ada"}


@given(
    st.lists(
        st.tuples(st.sampled_from(["wet", "torn", "asleep"]), st.booleans(), st.booleans()),
        max_size=5,
        unique_by=lambda row: row[:2],
    )
)
def test_making_the_same_shots_again_changes_no_decision(made: list[tuple[str, bool, bool]]) -> None:
    changes = [change(tag, sure=sure, quote=f"{tag} {sure}") for tag, sure, _ in made]
    first = made_again("3", (shot(*changes),), None, auto=True)
    rejected = [
        one.model_copy(update={"review": "rejected"}) if no else one
        for one, (_, _, no) in zip(first.shots[0].changes, made, strict=True)
    ]
    decided = listed(*rejected)
    again = made_again("3", (shot(*changes),), made_again("3", (shot(*changes),), decided, auto=False), auto=False)
    assert {key_of(one) for one in again.shots[0].changes if one.review == "rejected"} == {
        key_of(one) for one in rejected if one.review == "rejected"
    }
