"""Git: the only room that imports pygit2 or runs the git program."""
