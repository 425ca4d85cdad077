"""``raekoda check``: Django's system checks, with what the plug-ins name looked up as well."""

from __future__ import annotations

from typing import Any

from django.core import checks
from django.core.management.commands import check

from raekoda.platform.core.plugin_checks import PLUGINS, names_exist


class Command(check.Command):
    """Checks that load the URLconf and the templates are registered here: other commands do not wait for them."""

    help = "Check the whole project: settings, models, addresses, and what apps plug into one another"

    def handle(self, *app_labels: Any, **options: Any) -> None:
        checks.register(names_exist, PLUGINS)
        super().handle(*app_labels, **options)
