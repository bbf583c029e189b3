"""Shots changed one by one: split, merged, set, and brought to a tempo."""
