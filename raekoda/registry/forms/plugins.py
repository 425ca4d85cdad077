"""What forms know to fill in from the start, and who may do what with them."""

from django.utils.translation import gettext_lazy as _

from raekoda.registry.forms import (
    permissions,  # noqa: F401
    sources,
)
from raekoda.registry.forms.prefill import PrefillSource, prefill_sources

prefill_sources.register(
    PrefillSource("person.", sources.of_person, _("From what the city knows about you"), sources.OFFERS)
)
