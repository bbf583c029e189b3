"""Git, as users meet it."""
