"""Errors of assets."""

from __future__ import annotations


class InvalidFile(ValueError):
    """The file cannot be imported; the message is shown to the user."""


class LayerInUse(Exception):
    """The layer cannot be deleted because reports refer to its assets."""
