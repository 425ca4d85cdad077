"""API keys in Wagtail's admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy
from wagtail import hooks

from raekoda.channels.recordings.models import IntakeKey
from raekoda.platform.core.apikeys_admin import ApiKeyViewSet


class IntakeKeyViewSet(ApiKeyViewSet):
    model = IntakeKey
    key_actions = "raekoda.channels.recordings.actions"
    name = "recordings-keys"
    url_prefix = "salvestiste-votmed"
    menu_label = gettext_lazy("Keys for recordings")
    menu_order = 810
    help_text = gettext_lazy("A phone exchange or a mail archive hands in recordings and letters with this key.")


@hooks.register("register_admin_viewset")
def register_keys() -> IntakeKeyViewSet:
    return IntakeKeyViewSet()
