"""Repairing: what an edit outdates, what repair would make and buy, and the gates that say so."""
