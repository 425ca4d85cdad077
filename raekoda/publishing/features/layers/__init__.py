"""The collections that are here from the start."""
