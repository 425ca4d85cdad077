"""Bringing a layer's assets in from a file: reading, guessing columns, placing, comparing, writing."""
