"""The graph of items and facets, what is outdated and why, and the one function that runs a stage."""
