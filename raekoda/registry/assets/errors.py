"""What goes wrong with assets, in words for people."""

from __future__ import annotations


class BadFile(ValueError):
    """The file cannot be brought in; the message says why to people."""


class LayerInUse(Exception):
    """A layer that reports hang on is not deleted."""
