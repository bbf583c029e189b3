"""Text to model and back: strings in, strings out."""
