"""Keys of integrations in Wagtail's admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy
from wagtail import hooks

from raekoda.channels.open311.models import ApiKey
from raekoda.platform.core.apikeys_admin import ApiKeyViewSet


class KeyViewSet(ApiKeyViewSet):
    model = ApiKey
    key_actions = "raekoda.channels.open311.actions"
    name = "open311-keys"
    url_prefix = "voetmed"
    menu_label = gettext_lazy("API keys")
    menu_order = 800
    help_text = gettext_lazy("Another system creates reports with this key through Open311 (GeoReport v2).")


@hooks.register("register_admin_viewset")
def register_keys() -> KeyViewSet:
    return KeyViewSet()
