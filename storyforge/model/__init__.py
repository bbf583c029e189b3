"""What a story is: frozen records; no disk, no git, no clock."""
