"""Artifacts: text to model and back; every error with its place, and the author's hand kept."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from storyforge.errors import InvalidArtifactError
from storyforge.formats import artifacts, markdown
from storyforge.formats.yaml import load_data
from storyforge.model import upgrades
from storyforge.model.kinds import BY_NAME, DEFINITIONS, KINDS, SCHEMAS
from tests.rare import RARE

if TYPE_CHECKING:
    from storyforge.model.base import Artifact, Model
    from storyforge.model.kinds import Kind

WITH_MODEL = [kind for kind in (*KINDS, DEFINITIONS) if kind.model]
PATHS = {
    "story": "story.yaml",
    "inputs": "inputs/inputs.yaml",
    "audio": "audio.yaml",
    "treatment": "treatment.md",
    "treatment-option": "treatment/option-2.md",
    "lore": "lore.md",
    "lore-option": "lore/option-1.md",
    "narrative": "narrative.md",
    "narrative-option": "narrative/option-3.md",
    "beats": "beats.yaml",
    "character": "assets/characters/ada.yaml",
    "prop": "assets/props/lamp.yaml",
    "setting": "assets/settings/kitchen.yaml",
    "scene": "scenes/A003/scene.yaml",
    "shots": "scenes/A003/shots.yaml",
    "visuals": "scenes/A003/visuals.yaml",
    "prompts": "scenes/A003/prompts.yaml",
    "frames": "scenes/A003/frames.yaml",
    "confirmation": "scenes/A003/confirmation.yaml",
    "clips": "scenes/A003/clips.yaml",
    "definitions": "inputs/cast.yaml",
    **{name: path for name, (path, _) in RARE.items()},
}


def error_of(kind: str, text: str) -> InvalidArtifactError:
    with pytest.raises(InvalidArtifactError) as caught:
        artifacts.read(BY_NAME[kind], PATHS[kind], text)
    return caught.value


SHOTS = """\
schema: shots/1
scene: '3'
shots:
- id: 3A
  frames: 96
  camera: {size: MS, angle: eye}
- id: 3B
  frames: 48
  camera:
    size: CU
"""


@pytest.mark.parametrize(
    ("old", "new", "place", "message", "hint"),
    [
        ("frames: 96", "frame: 96", (5, 3), 'There is no key "shots.0.frame".', 'Did you mean "frames"?'),
        ("angle: eye", "angel: eye", (6, 22), 'There is no key "shots.0.camera.angel".', 'Did you mean "angle"?'),
        ("scene: '3'", "scene: '3'\nmood: 1", (3, 1), 'There is no key "mood".', "Keys here: scene, shots, rejected."),
        ("frames: 96", "frames: 96\n  colour: red", (6, 3), 'There is no key "shots.0.colour".', "starts with x-"),
        ("scene: '3'\n", "", (1, 1), 'The key "scene" is missing.', "Add it"),
        ("    size: CU", "    angle: low", (9, 3), 'The key "shots.1.camera.size" is missing.', "Add it"),
        ("frames: 96", "frames: long", (5, 3), "should be a whole number, not 'long'", "Whole frames"),
        ("frames: 96", "frames: 0", (5, 3), '"shots.0.frames" should be greater than 0, not 0.', "Whole frames"),
        ("frames: 96", "frames: 1.5", (5, 3), "should be a whole number, not 1.5.", "Whole frames"),
        ("size: MS", "size: XL", (6, 12), "not 'XL'", "What belongs here: ELS, LS"),
        ("id: 3A", "id: shot one", (4, 3), "\"shots.0.id\" should have another form, not 'shot one'.", "3A, 3B"),
        (
            "camera: {size: MS, angle: eye}",
            "camera: MS",
            (6, 3),
            '"shots.0.camera" should be keys with values',
            "Size, angle and move.",
        ),
        ("- id: 3A", "- 7\n- id: 3A", (4, 3), '"shots.0" should be keys with values', "The shots in order."),
        ("shots:", "shots: {}\nx-old:", (3, 1), '"shots" should be a list, not {}.', "The shots in order."),
        ("schema: shots/1\n", "", (1, None), "The schema line is missing.", "schema: shots/2"),
        ("shots/1", "beats/1", (1, None), '"beats/1" does not belong here', "shots/2"),
        ("shots/1", "shots", (1, None), '"shots" does not belong here', "shots/2"),
        ("shots/1", "shots/3", (1, None), "shots/3 is newer than this program", "Update storyforge"),
        ("schema: shots/1", "schema: [shots/1]", (1, None), "does not belong here", "shots/2"),
        ("scene: '3'", "scene: '3'\nscene: '4'", (3, 1), 'The key "scene" stands here twice.', "Mend"),
        ("scene: '3'", "scene: [", (4, 1), "not valid YAML", "Mend"),
    ],
)
def test_every_error_says_where_and_what_to_do(
    old: str, new: str, place: tuple[int, int | None], message: str, hint: str
) -> None:
    assert old in SHOTS
    error = error_of("shots", SHOTS.replace(old, new, 1))
    assert message in error.message
    assert hint in error.hint
    assert (error.path, error.line, error.column) == (PATHS["shots"], *place)
    assert str(error).startswith(f"{PATHS['shots']}:{place[0]}:")
    assert "\n" not in f"{error.message}{error.hint}"
    assert error.exit == 2


@pytest.mark.parametrize("text", ["", "# nothing\n", "- a\n- b\n", "word\n", "42\n", "null\n"])
def test_a_file_without_keys_says_so(text: str) -> None:
    assert "no keys" in error_of("beats", text).message


def test_front_matter_is_counted_from_the_top_of_the_file() -> None:
    error = error_of("treatment", "---\nschema: treatment/1\ntitel: Two Rooms\n---\n\nAda.\n")
    assert (error.line, error.column) == (3, 1)
    assert error.hint == 'Did you mean "title"?'


def test_invalid_yaml_in_front_matter_is_counted_from_the_top_too() -> None:
    error = error_of("treatment", "---\nschema: treatment/1\ntitle: a: b\n---\n\nAda.\n")
    assert (error.line, error.column) == (3, 9)


def test_a_body_is_no_key() -> None:
    error = error_of("treatment", "---\nschema: treatment/1\nbodies: x\n---\n\nAda.\n")
    assert "body" not in error.hint.split("Keys here: ")[-1].split(".")[0].split(", ")


def test_a_long_value_is_shortened_in_the_message() -> None:
    error = error_of("shots", SHOTS.replace("size: MS", f"size: {'M' * 500}"))
    assert len(error.message) < 250


def test_a_minor_version_is_read() -> None:
    found = artifacts.read(BY_NAME["shots"], PATHS["shots"], SHOTS.replace("shots/1", "shots/1.7"))
    assert found == artifacts.read(BY_NAME["shots"], PATHS["shots"], SHOTS)


def test_an_older_major_is_upgraded_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def from_zero(data: dict[str, Any]) -> dict[str, Any]:
        return {"scene": str(data["number"]), "shots": data["shots"]}

    monkeypatch.setitem(upgrades.STEPS, ("shots", 0), from_zero)
    old = SHOTS.replace("shots/1", "shots/0").replace("scene: '3'", "number: 3")
    assert artifacts.read(BY_NAME["shots"], PATHS["shots"], old).plain()["scene"] == "3"


def test_ones_own_keys_are_allowed_anywhere_and_mean_nothing() -> None:
    own = SHOTS.replace("frames: 96", "frames: 96\n  x-lens: {mm: 50}").replace("scene:", "x-owner: Ada\nscene:")
    assert artifacts.read(BY_NAME["shots"], PATHS["shots"], own) == artifacts.read(
        BY_NAME["shots"], PATHS["shots"], SHOTS
    )


def test_ones_own_keys_comments_and_quotes_survive_a_rewrite() -> None:
    hand = SHOTS.replace("- id: 3A", '# the first\n- id: "3A"  # stays\n  x-lens: 50 mm')
    found = artifacts.read(BY_NAME["shots"], PATHS["shots"], hand)
    plain = found.model_dump()
    changed = type(found).model_validate({**plain, "shots": plain["shots"][::-1]})
    written = artifacts.write(BY_NAME["shots"], PATHS["shots"], changed, hand)
    for kept in ('"3A"  # stays', "x-lens: 50 mm", "# the first"):
        assert kept in written
    assert artifacts.read(BY_NAME["shots"], PATHS["shots"], written) == changed


def test_a_markdown_body_is_prose_to_the_byte() -> None:
    body = "# Not a comment\n\n---\n\nA rule above.\n\n  indented\n\nÜber: {a}"
    text = artifacts.write(
        BY_NAME["treatment"], "treatment.md", BY_NAME["treatment"].load().model_validate({"title": "T", "body": body})
    )
    assert artifacts.read(BY_NAME["treatment"], "treatment.md", text).plain() == {"title": "T", "body": body}


@pytest.mark.parametrize(
    ("text", "head", "body", "offset"),
    [
        ("---\na: 1\n---\n\nProse.\n", "a: 1\n", "Prose.", 1),
        ("---\r\na: 1\r\n---\r\nProse.\r\n", "a: 1\n", "Prose.", 1),
        ("\ufeff---\na: 1\n...\nProse.\n", "a: 1\n", "Prose.", 1),
        ("Prose.\n\n---\n\nMore.\n", "", "Prose.\n\n---\n\nMore.", 0),
        ("---\na: 1\nno end\n", "", "---\na: 1\nno end", 0),
        ("---\n---\n", "\n", "", 1),
        ("", "", "", 0),
    ],
)
def test_front_matter(text: str, head: str, body: str, offset: int) -> None:
    assert markdown.split(text) == (head, body, offset)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n"), max_size=60))
def test_any_prose_comes_back(body: str) -> None:
    _, found, _ = markdown.split(markdown.join("a: 1\n", body))
    assert found == body.strip("\n")


def values(annotation: Any, metadata: tuple[Any, ...] = ()) -> st.SearchStrategy[Any]:
    """Values of a field by its annotation: what an author or a stage may put there."""
    arguments = get_args(annotation)
    text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
    least = max((getattr(each, "min_length", None) or 0 for each in metadata), default=0)
    pattern = next((found for each in metadata if (found := getattr(each, "pattern", None))), None)
    by_type: dict[Any, st.SearchStrategy[Any]] = {
        str: text.map(lambda found: found.ljust(least, "é")),
        int: st.integers(1, 500),
        bool: st.booleans(),
        type(None): st.none(),
        Decimal: st.sampled_from([Decimal("0.8"), Decimal("1.10"), Decimal(1), Decimal("1.3")]),
    }
    if pattern:
        return st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True)
    if annotation in by_type:
        return by_type[annotation]
    if not arguments:
        return models(annotation)
    if str(annotation).startswith("typing.Literal"):
        return st.sampled_from(arguments)
    if str(annotation).startswith("typing.Annotated"):
        return values(arguments[0], (*metadata, *arguments[1:]))
    return several(annotation, arguments, metadata)


def several(annotation: Any, arguments: tuple[Any, ...], metadata: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    """Values of a tuple or of a choice of types."""
    if getattr(annotation, "__origin__", None) is tuple:
        return st.lists(values(arguments[0]), max_size=3).map(tuple)
    return st.one_of([values(argument, metadata) for argument in arguments])


def models(model: type[Model]) -> st.SearchStrategy[Any]:
    special = {
        "rate": st.sampled_from(["24", "25", "30", "24000/1001", "30000/1001"]),
        "length": st.none() | st.just("8:00-12:00"),
        "genres": st.lists(st.sampled_from(["drama", "no", "1:30"]), max_size=2).map(tuple),
    }
    fields = {
        name: special[name] if name in special else values(field.annotation, tuple(field.metadata))
        for name, field in model.model_fields.items()
    }
    return st.fixed_dictionaries({}, optional=fields).map(lambda data: _complete(model, data)).filter(bool)


def _complete(model: type[Model], data: dict[str, Any]) -> Any:
    """A model of some fields, those that must be there made up where they are left out."""
    plain = {"camera": {"size": "MS"}, "primary": {"path": "inputs/a.fountain"}, "id": "b01", "language": "en"}
    for name, field in model.model_fields.items():
        if field.is_required() and name not in data:
            data[name] = plain.get(name, "x")
    for given_names in (data, {**data, "id": "3A"}, {**data, "id": "a-1"}):
        for changes in ({}, {"mode": "screenplay"}, {"kind": "prop", "source": "master"}, {"frames": 24, "size": "MS"}):
            try:
                return model.model_validate(
                    {**given_names, **{k: v for k, v in changes.items() if k in model.model_fields}}
                )
            except ValidationError:
                continue
    return None


@pytest.mark.parametrize("kind", WITH_MODEL, ids=lambda kind: kind.name)
@settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
@given(data=st.data())
def test_a_model_goes_through_its_file_and_keeps_its_digest(kind: Kind, data: st.DataObject) -> None:
    artifact: Artifact = data.draw(models(kind.load()))
    path = PATHS[kind.name]
    text = artifacts.write(kind, path, artifact)
    again = artifacts.read(kind, path, text)
    assert again.digest() == artifact.digest()
    empty = re.sub(r": null$", ":", text, flags=re.MULTILINE)
    assert artifacts.write(kind, path, again, empty) == empty
    if kind.format == "yaml":
        first, second = text.split("\n")[:2]
        assert first.startswith("# yaml-language-server: $schema=")
        assert second == f"schema: {artifact.SCHEMA}"


@pytest.mark.parametrize("kind", [kind for kind in WITH_MODEL if kind.format == "yaml"], ids=lambda kind: kind.name)
def test_the_schema_line_leads_to_the_schema(kind: Kind) -> None:
    path = PATHS[kind.name]
    up = artifacts.schema_reference(kind, path)
    parts = path.split("/")[:-1]
    for step in up.split("/"):
        parts = parts[:-1] if step == ".." else [*parts, step]
    assert "/".join(parts) == f".storyforge/schemas/{kind.name}.json"


def resolve(schema: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in part:
        found: dict[str, Any] = schema["$defs"][part["$ref"].rpartition("/")[2]]
        return found
    return part


TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "number": (int, float),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}


def fits(schema: dict[str, Any], part: dict[str, Any], value: Any) -> bool:
    """Whether plain data has the shape that a JSON schema asks for: types, keys, choices and patterns."""
    part = resolve(schema, part)
    if "anyOf" in part:
        return any(fits(schema, each, value) for each in part["anyOf"])
    inner = True
    if isinstance(value, list) and "items" in part:
        inner = all(fits(schema, part["items"], item) for item in value)
    elif isinstance(value, dict) and "properties" in part:
        own = {key: item for key, item in value.items() if not key.startswith("x-")}
        known = part["properties"]
        keys = set(part.get("required", ())) <= set(own) <= set(known)
        inner = keys and all(fits(schema, known[key], item) for key, item in own.items())
    return (
        inner
        and value in part.get("enum", [value])
        and value == part.get("const", value)
        and ("type" not in part or isinstance(value, TYPES[part["type"]]))
        and (not isinstance(value, str) or re.search(part.get("pattern", ""), value) is not None)
    )


@pytest.mark.parametrize("kind", SCHEMAS, ids=lambda kind: kind.name)
@settings(max_examples=15, suppress_health_check=list(HealthCheck), deadline=None)
@given(data=st.data())
def test_a_file_we_write_fits_the_schema_we_give_to_editors(kind: Kind, data: st.DataObject) -> None:
    schema = json.loads(json.dumps(artifacts.json_schema(kind)))
    artifact: Artifact = data.draw(models(kind.load()))
    plain = load_data(artifacts.write(kind, PATHS[kind.name], artifact))
    assert fits(schema, schema, plain), plain
    assert not fits(schema, schema, {**plain, "colour": 1}), "an unknown key is told in the editor"
    assert fits(schema, schema, {**plain, "x-colour": 1})
    assert not fits(schema, schema, {**plain, "schema": "other/1"})
    assert fits(schema, schema, {**plain, "schema": f"{artifact.SCHEMA}.3"})


@pytest.mark.parametrize("kind", SCHEMAS, ids=lambda kind: kind.name)
def test_a_schema_describes_every_key(kind: Kind) -> None:
    schema = artifacts.json_schema(kind)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert "schema" in schema["required"]
    for part in (schema, *schema.get("$defs", {}).values()):
        assert part["additionalProperties"] is False
        assert part["patternProperties"] == {"^x-": {}}
        assert part["description"]
        for name, field in part["properties"].items():
            assert name in {"schema", "kind"} or field.get("description") or "$ref" in field, (
                part["title"],
                name,
            )
