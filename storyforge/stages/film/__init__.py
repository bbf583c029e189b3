"""The stages of a film, one module a stage, in walking order."""
