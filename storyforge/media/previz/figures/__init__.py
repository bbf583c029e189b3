"""Figures: people made of rounded limbs, with one colour and one silhouette each, a pose, and a face that looks."""
