"""What a story is: no disk, no git, no clock."""
