"""`storyforge style`: how the story sounds, and how its pictures look."""

from __future__ import annotations

import json
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from storyforge.cli.options import DryRun, Json, spends
from storyforge.model.counted import counted

if TYPE_CHECKING:
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.styling.adding import Given


class Action(StrEnum):
    """What is done with styles."""

    LIST = "list"
    SHOW = "show"
    SEARCH = "search"
    ADD = "add"
    REMOVE = "remove"
    PREVIEW = "preview"
    SCORE = "score"


@spends
def style(
    ctx: typer.Context,
    action: Annotated[Action, typer.Argument(help="list, show, search, add, remove; preview, score.")] = Action.LIST,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME|WORDS]", help="A style; to search, words; to score, a picture.")
    ] = None,
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILES]", help="add, remove: texts, or pictures; preview: more styles."),
    ] = None,
    within: Annotated[
        list[str] | None, typer.Option("--style", metavar="NAME", help="search, score: this style; may be repeated.")
    ] = None,
    visual: Annotated[
        bool, typer.Option("--visual", help="add, remove, show, list: visual styles, and pictures that show them.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="preview: where the sheet is written.")
    ] = None,
    count: Annotated[int, typer.Option("--count", metavar="N", min=1, max=100, help="Passages shown.")] = 3,
    library: Annotated[
        bool, typer.Option("--library", help="add, remove: in your library, for all your stories.")
    ] = False,
    dry_run: DryRun = False,
    *,
    spending: dict[str, Any],
    as_json: Json = False,
) -> None:
    """Styles: how the story should sound (written), and how its pictures should look (visual).

    A written style is a folder of texts, of which the passages nearest to a task are shown to whoever writes. It is
    looked for in the story (styles/written/NAME), then in your library, then among the built-in ones.

    A visual style is words for models, colours, and pictures that show it: styles/visual/NAME, then the built-in ones.
    preview draws one scene in each, on one sheet; score says how like a style a picture, or a scene's frames, are.

    Examples: storyforge style show noir; storyforge style search "rain on glass"; storyforge style add mine book.epub

    storyforge style preview noir ink --out styles.png; storyforge style add mine paintings --visual

    storyforge style score 3 --style mine
    """
    from storyforge.errors import RequestError

    if action is Action.LIST:
        _list(ctx, as_json, only_visual=visual)
        return
    if action in (Action.PREVIEW, Action.SCORE):
        from storyforge.cli import style_visual

        names = ([name] if name else []) + (files or [])
        if action is Action.PREVIEW:
            style_visual.preview(ctx, names, out, spending, dry_run=dry_run, as_json=as_json)
        else:
            style_visual.score(ctx, names, within or [], as_json=as_json)
        return
    if not name:
        what = "words to look for" if action is Action.SEARCH else "a name"
        raise RequestError(f"style {action} needs {what}.", f"Write: storyforge style {action} {_WANTS[action]}")
    if visual and action is not Action.SHOW:
        from storyforge.cli import style_visual

        if library:
            raise RequestError("Visual styles are kept in the story.", "Leave out --library.")
        style_visual.change(ctx, str(action), name, files or [], dry_run=dry_run, as_json=as_json)
        return
    options = {
        "visual": visual,
        "within": within,
        "count": count,
        "library": library,
        "dry_run": dry_run,
        "json": as_json,
    }
    _DO[action](ctx, name, files or [], options)


_LARGE = 4 * 10**6
"""Bytes of texts that take seconds to read."""

_WANTS = {
    Action.SHOW: "NAME",
    Action.SEARCH: '"rain on glass"',
    Action.ADD: "NAME FILES",
    Action.REMOVE: "NAME",
}


def _session(ctx: typer.Context) -> Session | None:
    """The story, if there is one here: what is built in and in the library can be seen without."""
    from storyforge.errors import MissingArtifactError, NotARepositoryError
    from storyforge.pipeline.session import Session

    with suppress(NotARepositoryError, MissingArtifactError):
        return Session.open(ctx.obj)
    return None


def _list(ctx: typer.Context, as_json: bool, *, only_visual: bool) -> None:
    from storyforge.cli.views_style import as_rows, listed
    from storyforge.cli.views_visual_style import as_visual_rows, listed_visual
    from storyforge.pipeline.styling.styles import every_style
    from storyforge.pipeline.styling.visual import entries

    session = _session(ctx)
    styles = [] if only_visual else every_style(*_where(session))
    named = session.story.story.styles if session else None
    used, looks = (named.written, named.visual) if named else (None, None)
    rows = as_rows(styles, used)
    drawn = as_visual_rows(entries(session.story if session else None), looks)
    if as_json:
        both = {} if only_visual else {"in_use": used, "styles": rows}
        print(json.dumps({**both, "visual_in_use": looks, "visual": drawn}, ensure_ascii=False))
        return
    if not only_visual:
        print("Written styles: how the story sounds\n")
        print("\n".join(listed(rows, used, in_story=session is not None)))
        print()
    print("Visual styles: how its pictures look\n")
    print("\n".join(listed_visual(drawn, looks, in_story=session is not None)))


def _where(session: Session | None) -> tuple[Any, Path | None]:
    return (session.story, session.repository.common_dir) if session else (None, None)


def _show(ctx: typer.Context, name: str, _files: list[str], options: dict[str, Any]) -> None:
    from storyforge.cli.views_style import as_shown, shown
    from storyforge.cli.views_visual_style import as_visual, shown_visual
    from storyforge.errors import UnknownStyleError
    from storyforge.pipeline.styling.corpus import corpora
    from storyforge.pipeline.styling.styles import one_style
    from storyforge.pipeline.styling.visual import entries, entry_of

    session = _session(ctx)
    story = session.story if session else None
    drawn = entries(story)
    look = as_visual(entry_of(story, name)) if name in drawn or options["visual"] else None
    if look is None and name not in corpora(story):
        raise UnknownStyleError(name, [*corpora(story), *drawn])
    told: dict[str, Any] = {}
    if not options["visual"] and name in corpora(story):
        found = one_style(*_where(session), name)
        told = as_shown(found, options["count"], session.story.story.language if session else None)
    if options["json"]:
        print(json.dumps({**(told or {"name": name}), **({"visual": look} if look else {})}, ensure_ascii=False))
        return
    lines = [*shown(told)] if told else []
    print("\n".join([*lines, *(shown_visual(look) if look else ())]))


def _search(ctx: typer.Context, query: str, more: list[str], options: dict[str, Any]) -> None:
    from storyforge.cli.views_style import as_found, found_lines
    from storyforge.pipeline.styling.styles import every_style, one_style, search_styles

    words = " ".join([query, *more])
    where = _where(_session(ctx))
    names = options["within"]
    styles = [one_style(*where, name) for name in dict.fromkeys(names)] if names else every_style(*where)
    found = [as_found(near) for near in search_styles(styles, words, options["count"])]
    if options["json"]:
        print(json.dumps({"query": words, "passages": found}, ensure_ascii=False))
    else:
        print("\n".join(found_lines(found, words, names)))


def _add(ctx: typer.Context, name: str, files: list[str], options: dict[str, Any]) -> None:
    from storyforge.errors import RequestError
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.styling import adding

    if not files:
        raise RequestError("style add needs texts.", f"Write: storyforge style add {name} FILES")
    session = None if options["library"] else Session.open(ctx.obj)
    places = [Path(file).expanduser() for file in files]
    size = sum(place.stat().st_size for place in places if place.is_file())
    if size > _LARGE and not options["json"]:
        typer.echo(f"reading {size / 10**6:.0f} MB ...", err=True)
    texts = adding.given(session, name, places)
    commit, where = None, ""
    if not options["dry_run"] and texts.new:
        if session:
            commit = adding.add(session, texts)
        else:
            where = str(adding.add_to_library(texts))
    if options["json"]:
        told = {"style": name, "added": list(texts.new), "known": list(texts.known), "commit": commit}
        print(json.dumps({**told, "folder": where or None, "dry_run": options["dry_run"]}, ensure_ascii=False))
        return
    _tell(texts, commit, where, dry_run=options["dry_run"])
    if texts.new and not options["dry_run"]:
        _tell_next(ctx, name)


def _tell(texts: Given, commit: str | None, where: str, *, dry_run: bool) -> None:
    for file in texts.known:
        print(f"{file} is in {texts.style} already.")
    if not texts.new:
        print("Nothing to add.")
        return
    place = f"commit {commit[:10]}" if commit else where
    said = "Would add" if dry_run else "Added"
    print(f"{said} to {texts.style}: {', '.join(texts.new)}{f' ({place})' if place else ''}")
    if texts.hides:
        whose = "your library's" if texts.hides == "library" else "the built-in"
        print(f"It takes the place of {whose} style of that name.")


def _tell_next(ctx: typer.Context, name: str) -> None:
    """What the style holds now, and how the story gets it."""
    from storyforge.pipeline.styling.styles import one_style

    session = _session(ctx)
    facts = one_style(*_where(session), name).facts()
    print(f"{counted(facts['passages'], 'passage')}, {facts['words']:,} words.")
    if session and session.story.story.styles.written != name:
        print(f"Next: storyforge setup --style {name}")
    else:
        print(f"Next: storyforge style show {name}")


def _remove(ctx: typer.Context, name: str, files: list[str], options: dict[str, Any]) -> None:
    from storyforge.pipeline.session import Session
    from storyforge.pipeline.styling import adding

    commit = None
    if options["library"]:
        gone = adding.remove_from_library(name, files, dry_run=options["dry_run"])
    else:
        gone, commit = adding.remove(Session.open(ctx.obj), name, files, dry_run=options["dry_run"])
    if options["json"]:
        told = {"style": name, "removed": gone, "commit": commit, "dry_run": options["dry_run"]}
        print(json.dumps(told, ensure_ascii=False))
        return
    said = "Would remove" if options["dry_run"] else "Removed"
    print(f"{said} from {name}: {', '.join(gone)}{f' (commit {commit[:10]})' if commit else ''}")
    if commit:
        print("They are in the history; back with: git revert " + commit[:10])


_DO = {Action.SHOW: _show, Action.SEARCH: _search, Action.ADD: _add, Action.REMOVE: _remove}
