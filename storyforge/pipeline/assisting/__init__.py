"""Assisting: facts of a story gathered by rules, questions asked about them, and what is done with the answers."""
