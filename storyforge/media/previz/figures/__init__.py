"""Figures: people made of rounded limbs, with one colour and one silhouette each, a pose, and a face that looks."""

from storyforge.media.previz.figures.drawing import draw_figure, figure_bodies, head_of, joints, top_of
from storyforge.media.previz.figures.figure import Figure, Look
from storyforge.media.previz.figures.looks import read_look

__all__ = ["Figure", "Look", "draw_figure", "figure_bodies", "head_of", "joints", "read_look", "top_of"]
