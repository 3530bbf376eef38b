"""Writes the first version of a plugin: a package that installs, passes its tests and runs, for its author to change."""
