"""Writing: passages rewritten, beats added, joined and exchanged, and what is behind brought up to date."""
