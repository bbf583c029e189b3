"""Freshness: what stands how, and why; and how that is known again quickly."""
