"""Tracing: from a thing back to what made it so."""
