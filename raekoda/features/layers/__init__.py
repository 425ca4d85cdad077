"""The collections that are here from the start."""

from __future__ import annotations

from raekoda.features.layers.areas import Areas
from raekoda.features.layers.assets import layers
from raekoda.features.layers.places import Places
from raekoda.features.layers.reports import Reports
from raekoda.features.registry import register


def register_all() -> None:
    """Called once, when the room is ready."""
    for source in (Reports, layers, Areas, Places):
        register(source)
