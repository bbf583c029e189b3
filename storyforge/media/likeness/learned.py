"""A visual style put into words, colours and a treatment, from pictures alone; the same for the same pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storyforge.media.likeness.descriptors import lab_of
from storyforge.media.likeness.signature import colour_distance, colour_name, learn, likeness_table
from storyforge.model.visual_style import Treatment, VisualStyle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storyforge.media.likeness.descriptors import Description

Colour = tuple[int, int, int]
_APART = 16.0
"""Distance in L*a*b* from which on two colours are two."""
_MOST = 6
_LEAST_SHARE = 0.02
_PLAIN = 11.8
"""Colourfulness of what the offline artist draws, untreated."""


def learned_style(name: str, samples: Sequence[Description]) -> VisualStyle:
    """The style that pictures show; its author may say it better in `style.yaml`."""
    numbers = learn(samples).means
    palette = palette_of(samples)
    words = {part: _words(part, numbers) for part in ("light", "line", "finish")}
    said = "black-and-white" if numbers["colourfulness"] < 3 else ""
    return VisualStyle(
        name=name,
        about=f"Learned from {len(samples)} pictures." if len(samples) > 1 else "Learned from one picture.",
        block=f"A {said} picture, its style as follows".replace("  ", " "),
        tag=name.replace("-", " "),
        palette={name: "#{:02x}{:02x}{:02x}".format(*colour) for name, colour in palette.items()},
        treatment=_treatment(numbers),
        **words,
    )


def palette_of(samples: Sequence[Description]) -> dict[str, Colour]:
    """The colours that pictures are made of, most of them first, each by a name of its own."""
    weights: dict[Colour, float] = {}
    for sample in samples:
        for colour, share in sample.colours:
            weights[colour] = weights.get(colour, 0.0) + share / len(samples)
    order = sorted(weights, key=lambda colour: (-weights[colour], colour))
    groups: list[tuple[Colour, float]] = []
    for colour in order:
        at = next(
            (i for i, (middle, _) in enumerate(groups) if colour_distance(lab_of(middle), lab_of(colour)) < _APART),
            None,
        )
        if at is None:
            groups.append((colour, weights[colour]))
        else:
            groups[at] = (groups[at][0], groups[at][1] + weights[colour])
    groups.sort(key=lambda group: (-group[1], group[0]))
    found: dict[str, Colour] = {}
    for colour, share in groups:
        name = colour_name(colour)
        if share >= _LEAST_SHARE and name not in found and len(found) < _MOST:
            found[name] = colour
    return found


def _words(part: str, numbers: dict[str, float]) -> str:
    """What a table says of some numbers: each group by the first row that holds."""
    found = []
    for group in likeness_table()["words"][part]:
        value = numbers[group["number"]]
        said = next((row["text"] for row in group["rows"] if _holds(row, value)), "")
        found += [said] if said else []
    return ", ".join(found)


def _holds(row: dict[str, Any], value: float) -> bool:
    return bool(value < row["below"] if "below" in row else value > row["above"])


def _treatment(numbers: dict[str, float]) -> Treatment:
    """How the offline artist comes near: saturation, tone, palette, lines and grain."""
    grey = numbers["colourfulness"] < 3
    return Treatment(
        saturation=0.0 if grey else round(min(2.5, max(0.2, numbers["colourfulness"] / _PLAIN)), 2),
        gamma=round(min(2.2, max(0.6, 1 + (55 - numbers["lightness"]) / 35)), 2),
        contrast=round(min(0.9, max(-0.4, (numbers["contrast"] - 17) / 14)), 2),
        tint=1.0 if grey else 0.35,
        snap=0.35,
        soften=4 if numbers["sharpness"] < 17 else 0,
        lines=0.9 if numbers["ink"] > 0.9 else 0.0,
        width=2 if numbers["ink"] > 1.6 else 1,
        grain=round(min(0.8, max(0.0, (numbers["grain"] - 0.5) * 0.5)), 2),
        vignette=round(min(0.7, max(-0.8, -numbers["corners"] / 45)), 2) if abs(numbers["corners"]) > 12 else 0.0,
    )
