"""The map layers that are here from the start."""

from raekoda.publishing.features.layers.areas import Areas
from raekoda.publishing.features.layers.assets import layers
from raekoda.publishing.features.layers.places import Places
from raekoda.publishing.features.layers.reports import Reports
from raekoda.publishing.features.registry import collection_sources

collection_sources.register(Reports)
collection_sources.register(layers)
collection_sources.register(Areas)
collection_sources.register(Places)
