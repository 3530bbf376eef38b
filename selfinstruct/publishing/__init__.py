"""A run as a data set for the hub: its card, its files, sending them, and a page to look at it."""
