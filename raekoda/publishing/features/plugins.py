"""Registers the built-in map layers and the format of early errors."""

from raekoda.platform.core.bounds import ErrorResponse, error_responses
from raekoda.publishing.features.layers.areas import Areas
from raekoda.publishing.features.layers.assets import layers
from raekoda.publishing.features.layers.places import Places
from raekoda.publishing.features.layers.reports import Reports
from raekoda.publishing.features.registry import collection_sources
from raekoda.publishing.features.serving import early_error

collection_sources.register(Reports)
collection_sources.register(layers)
collection_sources.register(Areas)
collection_sources.register(Places)
for language in ("", "/en", "/ru"):
    error_responses.register(ErrorResponse(f"{language}/ogc/", early_error))
