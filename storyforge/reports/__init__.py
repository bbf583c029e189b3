"""Story and state to rows: what commands print and sites draw."""
