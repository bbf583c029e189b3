"""`styles/visual/NAME/style.yaml`: how pictures look, in words for models, in colours, and for the offline artist."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from storyforge.model.base import Model

Hex = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
Words = Annotated[str, StringConstraints(max_length=300)]
Share = Annotated[float, Field(ge=0, le=1)]


class Treatment(Model):
    """What the offline artist does to a picture so that it looks so; each is 0 where it does nothing."""

    soften: Annotated[int, Field(ge=0, le=9)] = Field(0, description="Small shapes are washed away, in pixels.")
    black: Share = Field(0.0, description="Darkness that becomes black.")
    white: Share = Field(1.0, description="Lightness that becomes white.")
    gamma: Annotated[float, Field(ge=0.3, le=3)] = Field(1.0, description="Above 1: middle tones become darker.")
    contrast: Annotated[float, Field(ge=-1, le=1)] = Field(0.0, description="Steeper middle tones; below 0 flatter.")
    saturation: Annotated[float, Field(ge=0, le=3)] = Field(1.0, description="0 is grey, 1 as it is.")
    tint: Share = Field(0.0, description="How far tones become the palette's colours, by lightness.")
    snap: Share = Field(0.0, description="How far colours become the nearest of the palette.")
    steps: Annotated[int, Field(ge=0, le=12)] = Field(0, description="Flat tones; 0 leaves them smooth.")
    lines: Share = Field(0.0, description="How strong edges are drawn in the palette's darkest colour.")
    width: Annotated[int, Field(ge=1, le=5)] = Field(1, description="How wide those lines are.")
    wobble: Share = Field(0.0, description="How unsteady the hand is.")
    hatching: Share = Field(0.0, description="Strokes in the shadows.")
    dots: Annotated[int, Field(ge=0, le=16)] = Field(0, description="Distance of printed dots, in pixels.")
    paper: Share = Field(0.0, description="How much of the paper is seen.")
    grain: Share = Field(0.0, description="Grain of film.")
    glow: Share = Field(0.0, description="Light that spreads around what is light.")
    vignette: Annotated[float, Field(ge=-1, le=1)] = Field(0.0, description="Darker corners; below 0 left blank.")
    relief: Share = Field(0.0, description="Shadows that shapes cast on what is behind them.")


class VisualStyle(Model):
    """One visual style: the block of every frame prompt, the tag for models of clips, colours and treatment."""

    ALWAYS: ClassVar[tuple[str, ...]] = ("block", "tag")

    name: Words = Field("", description="As people read it.")
    about: Words = Field("", description="One line that says what it is.")
    block: Annotated[str, StringConstraints(min_length=1, max_length=600)] = Field(
        description="What kind of picture it is: opens the style block of every frame prompt."
    )
    tag: Words = Field("", description="Two or three words for models of clips that want a style named.")
    palette: dict[Annotated[str, StringConstraints(min_length=1, max_length=40)], Hex] = Field(
        {}, description="Colours: their name in prompts, and their value.", max_length=12
    )
    light: Words = Field("", description="Light and tone.")
    line: Words = Field("", description="Lines and edges.")
    finish: Words = Field("", description="Surface: grain, paper, brush.")
    never: tuple[Words, ...] = Field((), description="What pictures in this style never have.", max_length=12)
    treatment: Treatment = Field(default_factory=Treatment, description="How the offline artist shows it.")

    @property
    def said(self) -> str:
        """The style block of a frame prompt; one text, so that another style changes nothing else."""
        parts = [("Palette", ", ".join(self.palette)), ("Light", self.light), ("Line", self.line)]
        parts += [("Finish", self.finish), ("Without", ", ".join(self.never))]
        told = [f"{name}: {text.strip(' .')}" for name, text in parts if text.strip(" .")]
        return ". ".join([self.block.strip(" ."), *told])

    @property
    def colours(self) -> tuple[tuple[int, int, int], ...]:
        """The palette as red, green and blue, from dark to light."""
        found = [(int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)) for text in self.palette.values()]
        return tuple(sorted(found, key=lambda c: 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]))
