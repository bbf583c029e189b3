"""Places: sets made of a small kit of parts, one kind of place a function; chosen by the words of the heading."""
