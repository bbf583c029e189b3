"""Why artifacts are missing, drafts, edited or locked, and why they are not up to date with others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyforge.model.kinds import record_path
from storyforge.pipeline.tracing.causes import Cause
from storyforge.pipeline.tracing.facet_words import facet_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.model.record import Record
    from storyforge.pipeline.freshness.states import ArtifactState
    from storyforge.pipeline.tracing.provenance import Edit, Measure
    from storyforge.pipeline.tracing.why import Why

LOCKED = "locked"
SOME = 3
"""Files that are named of many that stand alike."""


def approval_causes(why: Why, artifacts: Sequence[ArtifactState], stage: str) -> list[Cause]:
    """Why some artifacts of a stage are not locked, by approval; of a single one, by what it was locked too."""
    if not artifacts:
        return _missing(why, stage, [])
    found: list[Cause] = []
    for approval in ("invalid", "missing", "draft", "edited", "locked"):
        alike = [artifact for artifact in artifacts if artifact.approval == approval]
        if alike and (approval != "locked" or len(artifacts) == 1):
            found += _alike(why, approval, alike, len(artifacts))
    flagged = [artifact for artifact in artifacts if artifact.flags]
    for artifact in flagged[:SOME]:
        found += _flags(why, artifact)
    return found


def _alike(why: Why, approval: str, alike: Sequence[ArtifactState], of: int) -> list[Cause]:
    first = alike[0]
    if approval == "missing":
        found = _missing(why, first.stage, alike)
    elif approval == "invalid":
        found = [Cause("approval", f"can't be read: {first.error}", place=first.path)]
    elif approval == "draft":
        found = [_draft(why, first)]
    elif approval == "edited":
        found = _edited(why, first)
    else:
        found = [_locked(why, first)]
    if of == 1:
        return found
    paths = tuple(artifact.path for artifact in alike)
    return [Cause(c.kind, c.words, c.facet, c.place, c.commit, paths, c.because) for c in found[:1]]


def _missing(why: Why, stage: str, artifacts: Sequence[ArtifactState]) -> list[Cause]:
    """What stands in the way of it, stage by stage back to the one that can be made or locked now."""
    lost = [medium for artifact in artifacts for medium in artifact.lost]
    if lost:
        return [Cause("approval", f"{medium} is not there", place=medium) for medium in lost[:SOME]]
    return [Cause("approval", "not made yet", because=tuple(_blocks(why, stage, set())))]


def _blocks(why: Why, stage: str, seen: set[str]) -> list[Cause]:
    found = []
    for need in why.state.stages[stage].blocked:
        if need in seen:
            continue
        seen.add(need)
        stands = why.state.stages[need]
        behind = tuple(_blocks(why, need, seen)) if stands.approval == "missing" else ()
        if stands.approval == "missing":
            words = f"needs {need}, which is not made yet"
            hint = "" if stands.blocked else f"storyforge run {need}"
        else:
            few = stands.paths("draft", "invalid")
            words = f"needs {need} locked, and {_few(few)} {'is a draft' if len(few) == 1 else 'are drafts'}"
            hint = f"storyforge lock {need}"
        found.append(Cause("approval", f"{words}: {hint}" if hint else words, because=behind))
    return found


def _few(paths: Sequence[str]) -> str:
    return paths[0] if len(paths) == 1 else f"{len(paths)} of its files" if paths else "it"


def _draft(why: Why, artifact: ArtifactState) -> Cause:
    path = artifact.path
    record = why.records.get(path)
    if record is None:
        versions = why.past.versions([path])
        behind = (why.edit(versions[-1].commit, path, "", 0),) if versions else (why.edit(None, path, "", 0),)
        return Cause("approval", "a draft: its author wrote it, and has not locked it", place=path, because=behind)
    if not record.sealed:
        words = "a draft: its record was changed or merged outside of storyforge, so it counts as not approved"
        return Cause("approval", words, place=record_path(path), because=_last(why, record_path(path)))
    versions = why.past.versions([record_path(path)])
    before = why.past.record_at(path, versions[1]) if len(versions) > 1 else None
    unlocked = before is not None and before.approval == "locked" and before.digest == record.digest
    words = "a draft: it was unlocked" if unlocked else "a draft: made, and not locked yet"
    return Cause("approval", words, place=path, because=_last(why, record_path(path)))


def _last(why: Why, path: str) -> tuple[Cause, ...]:
    versions = why.past.versions([path])
    return (why.edit(versions[0].commit, path, "", 0),) if versions else ()


def _edited(why: Why, artifact: ArtifactState) -> list[Cause]:
    """By whom the content was changed since it was recorded, or a picture put in the place of another."""
    path = artifact.path
    record: Record = why.records[path]

    content = _digest_of(path)
    found: list[Cause] = []
    if content(why.summaries) != record.digest:
        edits = why.past.edits([path], content, record.digest)
        found.append(_since(why, f"edited by hand since it was {_was(record)}", path, edits))
    for medium, was in why.summaries.index(path).get("media", {}).items():
        now = why.summaries.get(medium)
        if now is not None and now.digest != was:
            edits = why.past.edits([medium], _digest_of(medium), was)
            found.append(_since(why, f"{medium} was replaced by hand", medium, edits))
    return found[:SOME]


def _digest_of(path: str) -> Measure:
    return lambda summaries: found.digest if (found := summaries.get(path)) else None


def _was(record: Record) -> str:
    return "locked" if record.approval == "locked" else "made"


def _since(why: Why, words: str, path: str, edits: Sequence[Edit]) -> Cause:
    return Cause("approval", words, place=path, because=tuple(why.edit(edit, path, "", 0) for edit in edits))


def _locked(why: Why, artifact: ArtifactState) -> Cause:
    record = why.records[artifact.path]
    commit = why.past.since(artifact.path, lambda old: old.approval == "locked" and old.digest == record.digest)
    behind = (why.edit(commit, artifact.path, "", 0),) if commit else ()
    return Cause("approval", LOCKED, place=artifact.path, because=behind)


def _flags(why: Why, artifact: ArtifactState) -> list[Cause]:
    """Since which commits it is not up to date with others."""
    record = why.records[artifact.path]
    found = []
    for other, agreed in record.agrees.items():
        now = why.summaries.get(other)
        if now is None or now.digest == agreed:
            continue
        edits = why.past.edits([other], _digest_of(other), agreed)
        words = f"{facet_words(artifact.path, why.summaries)}: not up to date with {other}"
        behind = tuple(why.edit(edit, other, "", 0) for edit in edits)
        found.append(Cause("flag", words, place=other, because=behind))
    return found
