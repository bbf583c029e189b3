"""The stage commands: `storyforge shots 3` and its like; each makes one stage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from storyforge.cli.options import (
    AllowTodo,
    Auto,
    Detach,
    DryRun,
    Guidance,
    Json,
    Timeline,
    spends,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Numbers = Annotated[
    list[str] | None, typer.Argument(metavar="[N]...", help="Scene numbers; else all that are missing.")
]


def _of_the_story(stage: str, about: str) -> Callable[..., None]:
    """The command of a stage that is made for the whole story."""

    @spends
    def command(
        ctx: typer.Context,
        guidance: Guidance = "",
        auto: Auto = False,
        timeline: Timeline = None,
        allow_todo: AllowTodo = False,
        dry_run: DryRun = False,
        *,
        spending: dict[str, Any],
        as_json: Json = False,
    ) -> None:
        spending |= {"timeline": timeline or "", "allow_gaps": allow_todo}
        _make(
            ctx.obj,
            stage,
            (),
            guidance,
            auto=auto,
            dry=dry_run,
            as_json=as_json,
            spending=spending,
        )

    command.__doc__ = about
    return command


def _of_scenes(stage: str, about: str) -> Callable[..., None]:
    """The command of a stage that is made scene by scene."""

    @spends
    def command(
        ctx: typer.Context,
        numbers: Numbers = None,
        guidance: Guidance = "",
        auto: Auto = False,
        dry_run: DryRun = False,
        *,
        spending: dict[str, Any],
        as_json: Json = False,
    ) -> None:
        _make(
            ctx.obj,
            stage,
            tuple(numbers or ()),
            guidance,
            auto=auto,
            dry=dry_run,
            as_json=as_json,
            spending=spending,
        )

    command.__doc__ = about
    return command


def _make(
    folder: Path,
    stage: str,
    scenes: tuple[str, ...],
    guidance: str,
    *,
    auto: bool,
    dry: bool,
    as_json: bool,
    spending: dict[str, Any],
    way: str = "",
) -> None:
    from storyforge.cli.run import execute
    from storyforge.pipeline.request import Request

    request = Request(
        stage,
        only=True,
        scenes=scenes,
        guidance=guidance,
        auto=auto,
        dry=dry,
        options={way: True} if way else {},
        **spending,
    )
    execute(folder, request, as_json)


lore = _of_the_story(
    "lore",
    """Stage 2 of a storyboard story: its world, its people, and what is at stake, in three options.

    Read them: storyforge show lore; take one: storyforge choose lore 2. With --auto the first is taken.
    """,
)
narrative = _of_the_story(
    "narrative",
    """Stage 2 of a storyboard story: what happens, from first to last, in three options.

    Read them: storyforge show narrative; take one: storyforge choose narrative 2. With --auto the first is taken.
    """,
)
treatment = _of_the_story(
    "treatment",
    """Stage 2: the story told in prose, in three options that are different stories.

    Read them: storyforge show treatment; take one: storyforge choose treatment 2. With --auto the first is taken.

    In screenplay mode it is derived backwards from the beats, and marked so.
    """,
)
beats = _of_the_story(
    "beats",
    """Stage 3: the story in 15 to 30 beats, each with the passage that it comes from.

    In screenplay mode they are derived backwards from the scenes, and marked so.
    """,
)


@spends
def script(
    ctx: typer.Context,
    guidance: Guidance = "",
    auto: Auto = False,
    timeline: Timeline = None,
    allow_todo: AllowTodo = False,
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Only show which scenes play which beat, and how far, by rules.")
    ] = False,
    dry_run: DryRun = False,
    *,
    spending: dict[str, Any],
    as_json: Json = False,
) -> None:
    """Stage 4: the master script, written scene by scene from the beats.

    In screenplay mode it is the primary input, byte for byte, with scene numbers written into the headings.

    Making it anew after its beats were edited needs a timeline of its own: storyforge script -m "..." --timeline NAME

    A model judges how far scenes do what their beats want where it is named: script --coverage --with text=PROVIDER
    """
    if coverage:
        from storyforge.cli.coverage import cover

        cover(ctx.obj, spending, as_json=as_json)
        return
    spending |= {"timeline": timeline or "", "allow_gaps": allow_todo}
    _make(ctx.obj, "script", (), guidance, auto=auto, dry=dry_run, as_json=as_json, spending=spending)


assets = _of_the_story(
    "assets",
    """Stage 5: characters, props and settings.

    Whether two names are one person or one place is asked, never guessed: add an alias to answer.
    """,
)


@spends
def keys(
    ctx: typer.Context,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[ASSET]...", help="Slugs (edward); else all that need one.")
    ] = None,
    guidance: Guidance = "",
    auto: Auto = False,
    dry_run: DryRun = False,
    *,
    spending: dict[str, Any],
    as_json: Json = False,
) -> None:
    """Stage 5: reference pictures of everybody and everything that is key: face, key image, body, outfit.

    Models of pictures keep a person alike by them. The offline artist draws from data and needs none, so that a run
    makes them only where somebody reads them; this command makes them always.

    Examples: storyforge keys; storyforge keys edward -m "older, a scar over the left eye"

    Look at them, then: storyforge asset approve edward.face, or storyforge lock keys.
    """
    from storyforge.cli.run import execute
    from storyforge.pipeline.images import key_assets
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session

    slugs = key_assets(Session.open(ctx.obj).story, names or ())
    request = Request("keys", only=True, assets=slugs, guidance=guidance, auto=auto, dry=dry_run, **spending)
    execute(ctx.obj, request, as_json)


scenes = _of_scenes("scenes", "Stage 6: who and what is in each scene, where, when, and how it is covered.")


@spends
def shots(
    ctx: typer.Context,
    numbers: Numbers = None,
    guidance: Guidance = "",
    auto: Auto = False,
    renumber: Annotated[
        bool, typer.Option("--renumber", help="Only give the shots new ids in order: 3A, 3B, 3C.")
    ] = False,
    dry_run: DryRun = False,
    *,
    spending: dict[str, Any],
    as_json: Json = False,
) -> None:
    """Stage 7: the shot list of each scene.

    Example: storyforge shots 3 -m "tighter, more close-ups"

    Ids of shots are stable. storyforge shots 3 --renumber gives them anew, until prompts, frames or clips go by them.
    """
    if renumber:
        _renumber(ctx.obj, tuple(numbers or ()), guidance, dry=dry_run, as_json=as_json)
        return
    _make(
        ctx.obj,
        "shots",
        tuple(numbers or ()),
        guidance,
        auto=auto,
        dry=dry_run,
        as_json=as_json,
        spending=spending,
    )


def _renumber(folder: Path, scenes: tuple[str, ...], guidance: str, *, dry: bool, as_json: bool) -> None:
    import json

    from storyforge.errors import RequestError
    from storyforge.pipeline.editing.renumber import renumber_shots
    from storyforge.pipeline.session import Session

    if not scenes or guidance:
        raise RequestError("--renumber is for named scenes, and asks nobody.", "Write: storyforge shots 3 --renumber")
    session = Session.open(folder)
    changed = renumber_shots(session, scenes, dry=dry)
    if as_json:
        print(json.dumps({"renumbered": changed, "commits": session.commits}))
        return
    for number, ids in changed.items():
        print(f"scene {number}: {', '.join(f'{old} is {new}' for old, new in ids.items())}")
    if not changed:
        print("Nothing to do: the ids are in order.")
    elif dry:
        print("Nothing was written.")


visuals = _of_scenes(
    "visuals",
    """Stage 8: the starting state of every element in a scene.

    Where a condition (wet, torn) meets a scene border you decide under `carry:` in scene.yaml, or --auto does.
    """,
)


@spends
def instances(
    ctx: typer.Context,
    numbers: Numbers = None,
    element: Annotated[
        list[str] | None, typer.Option("--element", metavar="SLUG", help="Only of this element; give it several times.")
    ] = None,
    guidance: Guidance = "",
    auto: Auto = False,
    approve: Annotated[bool, typer.Option("--approve", help="Approve what is there, and make nothing.")] = False,
    promote: Annotated[
        bool, typer.Option("--promote", help="Make the picture of one element the key image of its asset.")
    ] = False,
    dry_run: DryRun = False,
    *,
    spending: dict[str, Any],
    as_json: Json = False,
) -> None:
    """Stage 8: pictures of characters and props as they are in a scene, where that is not as their assets say.

    Made from the approved picture of the asset and the state in words (muddy, torn). Whoever draws frames by reference
    pictures needs them, since words can't overrule a picture. The same state in another scene is the same picture.

    Examples: storyforge instances 5 --element john --element mary; storyforge instances 5 --element john --approve
    """
    from storyforge.cli.run import execute
    from storyforge.pipeline.images import key_assets
    from storyforge.pipeline.request import Request
    from storyforge.pipeline.session import Session

    scenes, elements = tuple(numbers or ()), tuple(element or ())
    if approve or promote:
        _decide(ctx.obj, scenes, elements, promote=promote, as_json=as_json)
        return
    key_assets(Session.open(ctx.obj).story, elements)
    options = {"elements": elements} if elements else {}
    request = Request(
        "instances", only=True, scenes=scenes, guidance=guidance, auto=auto, dry=dry_run, options=options,
        shots=elements, **spending,
    )  # fmt: skip
    execute(ctx.obj, request, as_json)


def _decide(folder: Path, scenes: tuple[str, ...], elements: tuple[str, ...], *, promote: bool, as_json: bool) -> None:
    import json

    from storyforge.errors import RequestError
    from storyforge.pipeline.instances import approve_instances, promote_instance
    from storyforge.pipeline.session import Session

    if not scenes or (promote and (len(scenes), len(elements)) != (1, 1)):
        raise RequestError(
            "--approve is for named scenes, --promote for one element of one scene.",
            "Write: storyforge instances 5 --element john --approve",
        )
    session = Session.open(folder)
    if promote:
        made = [promote_instance(session, scenes[0], elements[0])]
    else:
        made = approve_instances(session, scenes, elements)
    if as_json:
        print(json.dumps({"promoted" if promote else "approved": made, "commits": session.commits}))
        return
    word = "Made the key image" if promote else "Approved"
    print(f"{word}: {', '.join(made)}" if made else "Nothing to do: they are approved already.")


@spends
def prompts(
    ctx: typer.Context,
    numbers: Annotated[
        list[str] | None, typer.Argument(metavar="[N]... | try SHOT", help="Scene numbers; or try and a shot.")
    ] = None,
    guidance: Guidance = "",
    auto: Auto = False,
    variants: Annotated[int, typer.Option("--variants", metavar="K", min=2, max=8, help="try: how many.")] = 4,
    take: Annotated[int | None, typer.Option("--take", metavar="N", help="try: make this one the prompt.")] = None,
    compiled: Annotated[
        bool, typer.Option("--compile", help="Have a language model put the texts that are there into words.")
    ] = False,
    dry_run: DryRun = False,
    *,
    spending: dict[str, Any],
    as_json: Json = False,
) -> None:
    """Stage 9: the prompts of every shot; for the start frame, the end frame and the clip.

    try makes pictures of some variants of a shot's frame prompt, side by side with scores; --take N keeps one as yours.

    --compile has a language model put each text into the words that its family of models reads best; what must not
    change is held against its answer, and where it won't do the text stays as it is.

    Examples: storyforge prompts 3; storyforge prompts try 3B --variants 4; storyforge prompts try 3B --take 2;
    storyforge prompts 3 --compile --with text=litellm:openai/gpt-5 --dry-run
    """
    if numbers and numbers[0] == "try":
        from storyforge.cli.prompts_try import try_variants

        shots = tuple(numbers[1:])
        try_variants(ctx.obj, shots, variants, take, spending, dry=dry_run, as_json=as_json)
        return
    if compiled:
        from storyforge.cli.prompts_compile import compile_texts

        spending |= {"guidance": guidance, "auto": auto, "dry": dry_run}
        compile_texts(ctx.obj, tuple(numbers or ()), spending, as_json=as_json)
        return
    _make(
        ctx.obj,
        "prompts",
        tuple(numbers or ()),
        guidance,
        auto=auto,
        dry=dry_run,
        as_json=as_json,
        spending=spending,
    )


@spends
def frames(
    ctx: typer.Context,
    numbers: Numbers = None,
    guidance: Guidance = "",
    auto: Auto = False,
    quick: Annotated[
        bool, typer.Option("--quick", help="All frames of a scene at once; offline this is usual.")
    ] = False,
    control: Annotated[
        bool, typer.Option("--control", help="One frame after the other, each once the one before is approved.")
    ] = False,
    detach: Detach = False,
    dry_run: DryRun = False,
    *,
    spending: dict[str, Any],
    as_json: Json = False,
) -> None:
    """Stage 10: the start and end frame of every shot, as clean pictures.

    With --quick all of a scene at once, with --control one after the other: no end frame before its start is approved,
    no shot before the one it follows. Where frames cost money, one of the two must be chosen, or --auto.

    How far each start frame is from the end before is told. Approve them: storyforge frame approve 3A, or lock frames.
    """
    from storyforge.cli.frames_after import choose_mode, shown, tell_scores

    if detach:
        from storyforge.cli.run import go_on_alone

        go_on_alone(ctx.obj, as_json)
        return
    number = tuple(numbers or ())
    if not (dry_run or guidance or auto):
        choose_mode(ctx.obj, number, spending, quick=quick, control=control)
    before = {} if dry_run or as_json else shown(ctx.obj, number)
    _make(
        ctx.obj,
        "frames",
        number,
        guidance,
        auto=auto,
        dry=dry_run,
        as_json=as_json,
        spending=spending,
        way="control" if control else "quick" if quick and number else "",
    )
    if not dry_run and not as_json:
        tell_scores(ctx.obj, number, before)
