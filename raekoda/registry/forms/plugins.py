"""Registers permissions and the built-in prefill source."""

from django.utils.translation import gettext_lazy as _

from raekoda.registry.forms import (
    permissions,  # noqa: F401
    sources,
)
from raekoda.registry.forms.prefill import PrefillSource, prefill_sources

prefill_sources.register(
    PrefillSource("person.", sources.person_values, _("From what the municipality knows about you"), sources.OFFERS)
)
