"""Events of assets."""

from __future__ import annotations

from dataclasses import dataclass

from raekoda.registry.assets.models import Layer


@dataclass(frozen=True)
class LayerChanged:
    """A layer was saved, or a file was imported into it."""

    layer: Layer
