"""Which file of a story is which kind of artifact: one table of paths; standard library only, so it costs nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storyforge.model.base import Artifact


SUMMARIES = 9
"""Counts up when an artifact of the same content has other facets, or another index: all caches go by it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of artifact: its name, the pattern of its paths, its format, its model and the stage that makes it."""

    name: str
    pattern: re.Pattern[str]
    format: str
    model: str
    stage: str

    def load(self) -> type[Artifact]:
        """Import the model class."""
        module, _, name = self.model.partition(":")
        found: type[Artifact] = getattr(import_module(module), name)
        return found


def _row(name: str, pattern: str, form: str, model: str, stage: str) -> Kind:
    return Kind(name, re.compile(pattern), form, f"storyforge.model.{model}" if model else "", stage)


_SCENE = r"scenes/(?P<scene>[A-Z]{0,2}\d{3,4}[A-Z]{0,2})"
KINDS = (
    _row("story", r"story\.yaml", "yaml", "story:Story", "setup"),
    _row("inputs", r"inputs/inputs\.yaml", "yaml", "story:Inputs", "setup"),
    _row("audio", r"audio\.yaml", "yaml", "audio:Audio", "setup"),
    _row("treatment", r"treatment\.md", "markdown", "beats:Treatment", "treatment"),
    _row("treatment-option", r"treatment/option-[1-9]\.md", "markdown", "beats:Treatment", "treatment"),
    _row("lore", r"lore\.md", "markdown", "beats:Lore", "lore"),
    _row("lore-option", r"lore/option-[1-9]\.md", "markdown", "beats:Lore", "lore"),
    _row("narrative", r"narrative\.md", "markdown", "beats:Narrative", "narrative"),
    _row("narrative-option", r"narrative/option-[1-9]\.md", "markdown", "beats:Narrative", "narrative"),
    _row("beats", r"beats\.yaml", "yaml", "beats:BeatSheet", "beats"),
    _row("script", r"script\.fountain", "fountain", "", "script"),
    _row("character", r"assets/characters/(?P<slug>[a-z0-9-]+)\.yaml", "yaml", "assets:Character", "assets"),
    _row("prop", r"assets/props/(?P<slug>[a-z0-9-]+)\.yaml", "yaml", "assets:Prop", "assets"),
    _row("setting", r"assets/settings/(?P<slug>[a-z0-9-]+)\.yaml", "yaml", "assets:Setting", "assets"),
    _row(
        "images",
        r"assets/(?:characters|props|settings)/(?P<slug>[a-z0-9-]+)/images\.yaml",
        "yaml",
        "images:AssetImages",
        "keys",
    ),
    _row("scene", rf"{_SCENE}/scene\.yaml", "yaml", "scene:Scene", "scenes"),
    _row("shots", rf"{_SCENE}/shots\.yaml", "yaml", "shots:ShotList", "shots"),
    _row("visuals", rf"{_SCENE}/visuals\.yaml", "yaml", "visuals:Visuals", "visuals"),
    _row("instances", rf"{_SCENE}/instances\.yaml", "yaml", "instances:InstanceSet", "instances"),
    _row("prompts", rf"{_SCENE}/prompts\.yaml", "yaml", "prompts:Prompts", "prompts"),
    _row("frames", rf"{_SCENE}/frames\.yaml", "yaml", "frames:FrameSet", "frames"),
    _row("confirmation", rf"{_SCENE}/confirmation\.yaml", "yaml", "confirmation:Confirmation", "confirm"),
    _row("clips", rf"{_SCENE}/clips\.yaml", "yaml", "clips:ClipSet", "video"),
    _row("review", rf"{_SCENE}/review\.yaml", "yaml", "review:Review", ""),
    _row("waivers", r"waivers\.yaml", "yaml", "waivers:Waivers", ""),
)
BY_NAME = {kind.name: kind for kind in KINDS}
DEFINITIONS = _row("definitions", r"inputs/.+\.(?:yaml|yml|json)", "yaml", "assets:Definitions", "setup")
SCHEMAS = (*(kind for kind in KINDS if kind.format == "yaml"), DEFINITIONS)
"""Kinds with a JSON schema for editors."""


@cache
def kind_of(path: str) -> Kind | None:
    """The kind of artifact at a path within a story, or None for a file that is not an artifact."""
    return next((kind for kind in KINDS if kind.pattern.fullmatch(path)), None)


_MEDIUM = re.compile(
    rf"(?:{_SCENE}/(?:frames|clips|visuals)|assets/(?:characters|props|settings)/[a-z0-9-]+(?:/refs)?)/[^/]+"
    r"\.(?:png|jpe?g|webp|mp4|mov|webm|wav|mp3|m4a)|inputs/[^/]+\.(?i:wav|mp3|m4a)"
)


@cache
def is_medium(path: str) -> bool:
    """Whether a file is a picture or a recording that an artifact refers to."""
    return _MEDIUM.fullmatch(path) is not None


def scene_folder_of(path: str) -> str | None:
    """The scene folder's name in a path such as `scenes/003/shots.yaml`."""
    return path.split("/")[1] if path.startswith("scenes/") and path.count("/") >= 2 else None


def record_path(path: str) -> str:
    """Where an artifact's record is kept."""
    return f"locks/{path}.json"


FOLDER_OF = {"character": "characters", "prop": "props", "setting": "settings"}
"""Kind of asset -> its folder below assets/."""


def asset_path(kind: str, slug: str) -> str:
    """Where an asset is kept."""
    return f"assets/{FOLDER_OF[kind]}/{slug}.yaml"


def images_path(asset: str) -> str:
    """Where the reference pictures of an asset are kept, by the asset's own path."""
    return f"{asset.removesuffix('.yaml')}/images.yaml"


def asset_of(images: str) -> str:
    """The asset that reference pictures are of, the other way round."""
    return f"{images.removesuffix('/images.yaml')}.yaml"


def scene_path(scene_folder: str, kind: str) -> str:
    """Where an artifact of a scene is kept."""
    return f"scenes/{scene_folder}/{kind}.yaml"


def option_path(stage: str, number: int) -> str:
    """Where one of a stage's options is kept."""
    return f"{stage}/option-{number}.md"


def chosen_path(path: str) -> str:
    """Where the option that is chosen is kept: `treatment.md` of `treatment/option-2.md`; else the path itself."""
    kind = kind_of(path)
    return f"{kind.stage}.md" if kind and kind.name.endswith("-option") else path


CASSETTES = "cassettes/"
"""Where recorded answers of language models are kept."""
OWN_TEMPLATES = ".storyforge/templates/"
"""Where a story keeps prompt templates of its own."""
STYLES = "styles/"
"""Where a story keeps the texts and pictures of its own styles."""
_READ = ("inputs/", "locks/", OWN_TEMPLATES, CASSETTES, STYLES)


def is_ours(path: str) -> bool:
    """Whether a file means something to the program: artifacts, media, inputs, styles, records, templates, answers."""
    return kind_of(path) is not None or is_medium(path) or path.startswith(_READ)


def as_stored(path: str, content: bytes) -> bytes:
    """A file as it is committed: the attributes of a story say LF for YAML and Markdown; a work tree may differ."""
    kind = kind_of(path)
    return content.replace(b"\r\n", b"\n") if kind and kind.format in ("yaml", "markdown") else content
