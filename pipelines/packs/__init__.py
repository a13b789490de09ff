"""The topic pack: what is watched, as data. Loading, checking and its frozen forms."""
