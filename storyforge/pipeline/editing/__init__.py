"""Editing: what authors change by hand, recorded, patched and numbered."""
