"""Assets as their author changes them: kept, renamed, described, given a voice; into libraries, and out of them."""
