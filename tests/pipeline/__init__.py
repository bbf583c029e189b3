"""Real stories in real repositories."""
