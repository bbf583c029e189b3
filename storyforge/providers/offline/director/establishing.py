"""Opens a scene so that everybody knows where they are, and closes it on something the next one can cut from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.providers.offline.director.atoms import Draft

if TYPE_CHECKING:
    from storyforge.providers.offline.director.planning import Plan

_DETAILS = frozenset({"insert", "view", "note"})


def establish(plan: Plan, drafts: list[Draft]) -> list[Draft]:
    """The drafts with a wide view within the first two, unless the scene goes on in the same place (craft 3).

    A scene that opens on a detail keeps it and shows the place next; one that opens on talk gets a view nobody
    wrote, but for a very short one, which is seen in one view. A heading with nothing under it is a view of the place.
    """
    if not drafts:
        return [_master(plan)]
    goes_on = plan.context.continuous and not plan.context.new_place
    if plan.mode != "montage" and not goes_on and not _opens_wide(drafts):
        drafts = _opened(plan, drafts)
        _shown_late(plan, drafts)
    for draft in drafts:
        _hold_view(plan, draft)
    if sum(draft.seconds for draft in drafts) > plan.numbers.views.whole:
        _hold_last(plan, drafts[-1])
    return drafts


def _opens_wide(drafts: list[Draft]) -> bool:
    """Whether the author asked for a wide view at the start."""
    return any(draft.kind == "note" and draft.lock and draft.size in ("ELS", "LS") for draft in drafts[:2])


def _opened(plan: Plan, drafts: list[Draft]) -> list[Draft]:
    place = _view_at(drafts)
    talk = drafts[0].kind in ("talk", "exchange")
    if place is not None:
        _widen(plan, drafts[place])
    elif _is_object(drafts[0]) or plan.mode == "found-footage":
        return drafts
    elif talk and sum(draft.seconds for draft in drafts) <= plan.numbers.views.brief:
        drafts[0].size, drafts[0].why = "LS", "a short scene in one view"
    else:
        at = int(drafts[0].kind == "insert" or drafts[0].lock)
        return [*drafts[:at], _master(plan), *drafts[at:]]
    return drafts


def _shown_late(plan: Plan, drafts: list[Draft]) -> None:
    """After a cold open on a detail the place is seen wide as soon as the script comes to it."""
    for draft in drafts:
        first = bool(draft.atoms) and draft.atoms[0].index == plan.first_view
        if first and not draft.size and not draft.lines and not _is_object(draft):
            _widen(plan, draft)


def _is_object(draft: Draft) -> bool:
    return "insert" in (draft.kind, draft.size.lower())


def _view_at(drafts: list[Draft]) -> int | None:
    """Which draft shows the place if it is seen wide: the first, or the second after a detail."""
    if _shows_place(drafts[0]):
        return 0
    if len(drafts) > 1 and _shows_place(drafts[1]) and (drafts[0].kind in _DETAILS or _is_detail(drafts[0])):
        return 1
    return 0 if drafts[0].kind in ("talk", "exchange") and drafts[0].atoms[0].is_act else None


def _shows_place(draft: Draft) -> bool:
    if draft.lock or draft.kind not in ("place", "act", "picture", "over", "react"):
        return False
    if draft.kind == "over" and not draft.acts:
        return not draft.subject
    return not _is_detail(draft)


def _is_detail(draft: Draft) -> bool:
    """A part of a body is a detail, opened on by purpose."""
    first = draft.atoms[0] if draft.atoms else None
    return first is not None and first.has("part") and not first.names and not first.has("move")


def _widen(plan: Plan, draft: Draft) -> None:
    new = plan.context.new_place
    wide_open = plan.context.exterior and new and not draft.people()
    draft.size = "ELS" if wide_open else "LS"
    if draft.kind == "place":
        draft.kind = "establish"
    plain = draft.why in ("", "the place", "action", "montage picture")
    draft.why = "establishes the place" if plain else f"{draft.why}; establishes the place"
    _hold(draft, plan.numbers.derived.new_place if new else plan.numbers.derived.wide)


def _master(plan: Plan) -> Draft:
    derived = plan.numbers.derived
    seconds = derived.new_place if plan.context.new_place else derived.master
    outside = plan.context.exterior and plan.context.new_place
    return Draft(
        "establish", size="ELS" if outside else "LS", seconds=seconds, extra=seconds, why="establishes the place"
    )


def _hold(draft: Draft, least: float) -> None:
    if draft.seconds < least:
        draft.extra += least - draft.seconds
        draft.seconds = least


def _hold_view(plan: Plan, draft: Draft) -> None:
    """An object and a wide view need time to be read."""
    if _is_object(draft):
        _hold(draft, plan.numbers.derived.insert)
    elif draft.kind == "place" or (draft.kind in ("note", "view") and draft.size in ("LS", "ELS")):
        _hold(draft, plan.numbers.derived.wide)


def _hold_last(plan: Plan, draft: Draft) -> None:
    """A scene's last picture is held a little."""
    if draft.kind not in ("talk", "exchange", "listen", "crowd"):
        _hold(draft, plan.numbers.derived.last_picture)
