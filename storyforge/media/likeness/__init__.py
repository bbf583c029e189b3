"""Likeness: how pictures look alike, whatever they show: in colour, in tone, in line; and what makes them look so."""
