"""What the room tells the floors above."""

from __future__ import annotations

from dataclasses import dataclass

from raekoda.registry.assets.models import Layer


@dataclass(frozen=True)
class LayerChanged:
    """A layer or its assets are not as they were: its description was saved, or a file was brought in."""

    layer: Layer
