"""Pure functions on pictures, sound and time."""
