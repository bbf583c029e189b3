"""A drawn picture treated so that it looks like a style: tones, colours, lines, paper; the same pixels every time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageFilter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from storyforge.model.visual_style import Treatment, VisualStyle

    Floats = NDArray[np.floating[Any]]

_SEED = 14
_LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)
_REFERENCE = 640
"""Width at which sizes in pixels are meant; a larger picture has larger strokes, dots and grain."""


def treated(picture: Image.Image, style: VisualStyle) -> Image.Image:
    """A picture as a style has it; how its palette is used is in the style's treatment."""
    how = style.treatment
    if how == type(how)():
        return picture.convert("RGB")
    scale = max(1, round(picture.width / _REFERENCE))
    bare = picture.convert("RGB")
    drawn = _wavered(bare, how.wobble, scale)
    colours = _painted(_softened(drawn, how.soften * scale), how)
    palette = np.asarray(style.colours, np.float32) / 255
    if len(palette):
        colours = _in_palette(colours, palette, how)
    colours = _stepped(colours, how.steps)
    dark = palette[0] if len(palette) else np.zeros(3, np.float32)
    light = palette[-1] if len(palette) else np.ones(3, np.float32)
    if how.relief:
        colours = _shadowed(colours, how.relief, scale)
    if how.hatching:
        colours = _mixed(colours, dark, _hatching(colours, scale) * how.hatching)
    if how.dots:
        colours = _dotted(colours, light, how.dots * scale)
    if how.lines:
        colours = _mixed(colours, dark, _edges(drawn, how.width * scale) * how.lines)
    return _finished(colours, light, how, scale)


def _floats(picture: Image.Image) -> Floats:
    return np.asarray(picture, np.float32) / 255


def _image(colours: Floats) -> Image.Image:
    return Image.fromarray((np.clip(colours, 0, 1) * 255 + 0.5).astype(np.uint8), "RGB")


def _luma(colours: Floats) -> Floats:
    found: Floats = colours @ _LUMA
    return found


def _mixed(colours: Floats, other: Floats, share: Floats) -> Floats:
    found: Floats = colours + (other - colours) * np.clip(share, 0, 1)[..., None]
    return found


def _noise(shape: tuple[int, ...], cell: int, seed: int) -> Floats:
    """Smooth noise from -1 to 1, its lumps `cell` pixels wide."""
    chance = np.random.default_rng(_SEED + seed)
    rows, columns = -(-shape[0] // cell) + 1, -(-shape[1] // cell) + 1
    small = Image.fromarray(chance.random((rows, columns), np.float32) * 255)
    whole = small.resize((columns * cell, rows * cell), Image.Resampling.BICUBIC)
    return np.asarray(whole, np.float32)[: shape[0], : shape[1]] / 127.5 - 1


def _wavered(picture: Image.Image, wobble: float, scale: int) -> Image.Image:
    """A picture as an unsteady hand traces it."""
    if not wobble:
        return picture
    height, width = picture.height, picture.width
    reach = 3.2 * wobble * scale
    across = _noise((height, width), 14 * scale, 1) * reach
    down = _noise((height, width), 14 * scale, 2) * reach
    columns = np.clip(np.arange(width)[None, :] + across, 0, width - 1).astype(np.intp)
    rows = np.clip(np.arange(height)[:, None] + down, 0, height - 1).astype(np.intp)
    return Image.fromarray(np.asarray(picture)[rows, columns], "RGB")


def _softened(picture: Image.Image, size: int) -> Image.Image:
    """Small shapes washed into larger ones, with edges kept."""
    if size < 2:
        return picture
    odd = min(size | 1, 11)
    return picture.filter(ImageFilter.MedianFilter(odd)).filter(ImageFilter.ModeFilter(odd))


def _exposed(colours: Floats) -> Floats:
    """A picture that goes from dark to light, so that a style has tones to work with; a flat one stays flat."""
    low, high = np.percentile(_luma(colours), (1, 99))
    if high - low < 0.15:
        return colours
    found: Floats = np.clip((colours - low * 0.8) / (high - low * 0.8), 0, 1).astype(np.float32)
    return found


def _painted(picture: Image.Image, how: Treatment) -> Floats:
    """Tones and strength of colour."""
    colours = _exposed(_floats(picture))
    span = max(how.white - how.black, 0.05)
    colours = np.clip((colours - how.black) / span, 0, 1) ** how.gamma
    if how.contrast > 0:
        curve = colours * colours * (3 - 2 * colours)
        colours = colours + (curve - colours) * how.contrast
    elif how.contrast < 0:
        colours = 0.5 + (colours - 0.5) * (1 + how.contrast)
    grey = _luma(colours)[..., None]
    found: Floats = np.clip(grey + (colours - grey) * how.saturation, 0, 1)
    return found


def _in_palette(colours: Floats, palette: Floats, how: Treatment) -> Floats:
    """Tones mapped onto the palette by lightness, and colours pulled to the nearest of it."""
    if how.tint:
        tones = _luma(palette)
        stops = np.linspace(0, 1, len(palette), dtype=np.float32) if tones[-1] - tones[0] < 0.2 else tones
        grey = _luma(colours)
        grey = stops[0] + grey * (stops[-1] - stops[0])
        mapped = np.stack([np.interp(grey, stops, palette[:, band]) for band in range(3)], axis=-1)
        colours = (colours + (mapped - colours) * how.tint).astype(np.float32)
    if how.snap:
        flat = colours.reshape(-1, 3)
        weights = np.array([1.0, 1.5, 0.8], np.float32)
        apart = (((flat[:, None, :] - palette[None, :, :]) * weights) ** 2).sum(axis=-1)
        near = palette[apart.argmin(axis=1)].reshape(colours.shape)
        colours = (colours + (near - colours) * how.snap).astype(np.float32)
    return colours


def _stepped(colours: Floats, steps: int) -> Floats:
    """Flat tones in place of smooth ones; hues stay."""
    if steps < 2:
        return colours
    tone = np.maximum(_luma(colours), 1e-3)
    flat = (np.floor(np.clip(tone, 0, 0.999) * steps) + 0.5) / steps
    found: Floats = np.clip(colours * (flat / tone)[..., None], 0, 1)
    return found


def _edges(picture: Image.Image, width: int) -> Floats:
    """Where shapes meet, from 0 to 1, drawn `width` pixels wide; the frame's own border is none."""
    grey = np.asarray(picture.convert("L").filter(ImageFilter.GaussianBlur(0.8)), np.float32)
    found = np.zeros_like(grey)
    across, down = grey[:, 2:] - grey[:, :-2], grey[2:, :] - grey[:-2, :]
    found[1:-1, 1:-1] = np.hypot(across[1:-1], down[:, 1:-1])
    strong = Image.fromarray(np.clip((found - 7) * 7, 0, 255).astype(np.uint8))
    if width > 1:
        strong = strong.filter(ImageFilter.MaxFilter(width // 2 * 2 + 1))
    return _floats(strong.filter(ImageFilter.GaussianBlur(0.6)))


def _hatching(colours: Floats, scale: int) -> Floats:
    """Strokes of a pen, falling to the left; a second layer across them where it is darkest."""
    tone = _luma(colours)
    down, across = np.mgrid[0 : tone.shape[0], 0 : tone.shape[1]].astype(np.float32)
    shake = _noise(tone.shape, 9 * scale, 3) * 1.6
    every = 6.0 * scale
    first = ((across + down + shake) % every) < 1.5 * scale
    second = ((across - down + shake) % every) < 1.5 * scale
    found: Floats = np.maximum(first * (tone < 0.42), second * (tone < 0.22)).astype(np.float32)
    return found


def _dotted(colours: Floats, paper: Floats, every: int) -> Floats:
    """Printed dots, larger where it is darker, on paper."""
    tone = _luma(colours)
    down, across = np.mgrid[0 : tone.shape[0], 0 : tone.shape[1]].astype(np.float32)
    u, v = (across + down) * 0.7071, (across - down) * 0.7071
    far = np.hypot(u % every - every / 2, v % every - every / 2) / (every * 0.7071)
    inked = np.clip((np.sqrt(np.clip(1.12 - tone, 0, 1)) - far) * every * 0.5 + 0.5, 0, 1)
    solid = np.clip((0.32 - tone) * 8, 0, 1)
    return _mixed(colours, paper, (1 - np.maximum(inked, solid)) * 0.85)


def _shadowed(colours: Floats, strength: float, scale: int) -> Floats:
    """The shadow of each layer on what is lighter, behind it."""
    tone = _luma(colours)
    reach = 5 * scale
    cast = np.empty_like(tone)
    cast[:] = tone
    cast[reach:, reach:] = tone[:-reach, :-reach]
    soft = Image.fromarray(np.clip((tone - cast) * 255, 0, 255).astype(np.uint8))
    depth = np.asarray(soft.filter(ImageFilter.GaussianBlur(2.2 * scale)), np.float32) / 255
    found: Floats = colours * (1 - np.clip(depth * 1.6, 0, 0.6) * strength)[..., None]
    return found


def _finished(colours: Floats, light: Floats, how: Treatment, scale: int) -> Image.Image:
    """Glow, paper, grain, and the corners."""
    shape = colours.shape[:2]
    if how.glow:
        bright = np.clip((_luma(colours) - 0.55) * 2.2, 0, 1)[..., None] * colours
        spread = _floats(_image(bright).filter(ImageFilter.GaussianBlur(9 * scale)))
        colours = (1 - (1 - np.clip(colours, 0, 1)) * (1 - spread * how.glow)).astype(np.float32)
    if how.vignette:
        rim = light if how.vignette < 0 else np.zeros(3, np.float32)
        colours = _mixed(colours, rim, _corners(shape, scale, blank=how.vignette < 0) * abs(how.vignette))
    if how.paper:
        fibre = _noise(shape, 2 * scale, 5) * 0.6 + _noise(shape, 5 * scale, 6) * 0.4
        pooled = _noise(shape, 40 * scale, 7) * 0.05
        colours = colours * (1 + (fibre * 0.09 + pooled) * how.paper)[..., None]
    if how.grain:
        colours = colours + (_noise(shape, scale + 1, 8) * 0.11 * how.grain)[..., None]
    return _image(colours)


def _corners(shape: tuple[int, ...], scale: int, *, blank: bool) -> Floats:
    """How far a point is from the middle, from 0 to 1: a ragged border left blank, or corners that darken."""
    down = np.linspace(-1, 1, shape[0], dtype=np.float32)[:, None]
    across = np.linspace(-1, 1, shape[1], dtype=np.float32)[None, :]
    far = np.maximum(np.abs(across), np.abs(down)) if blank else np.hypot(across, down) / 1.414
    begins, reach = (0.9, 0.08) if blank else (0.45, 0.55)
    found: Floats = np.clip((far + _noise(shape, 22 * scale, 4) * 0.05 - begins) / reach, 0, 1)
    return found
