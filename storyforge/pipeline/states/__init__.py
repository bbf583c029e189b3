"""States: the changes of state that a scene proposes, the conditions that meet its border, and what is said of both."""
