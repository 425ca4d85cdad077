"""The collections that are here from the start."""

from __future__ import annotations

from raekoda.publishing.features.layers.areas import Areas
from raekoda.publishing.features.layers.assets import layers
from raekoda.publishing.features.layers.places import Places
from raekoda.publishing.features.layers.reports import Reports
from raekoda.publishing.features.registry import register


def register_all() -> None:
    """Called once, when the room is ready."""
    for source in (Reports, layers, Areas, Places):
        register(source)
