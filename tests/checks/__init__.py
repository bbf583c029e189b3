"""Checks: a small story as its author has it on disk, with one thing wrong at a time."""
