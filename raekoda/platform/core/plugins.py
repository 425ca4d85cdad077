"""What core adds to Django."""

from __future__ import annotations

from django.core import checks

from raekoda.platform.core import typed_values
from raekoda.platform.core.plugin_checks import PLUGINS, types_fit

checks.register(types_fit, PLUGINS)
typed_values.install()
