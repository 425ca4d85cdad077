"""Keys of integrations in Wagtail's admin: made, shown once, put out of use."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, HelpPanel, Panel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from raekoda.channels.open311 import actions
from raekoda.channels.open311.models import ApiKey
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import current


class KeyIndex(generic.IndexView):
    """The keys of the open municipality."""

    def get_base_queryset(self) -> QuerySet[ApiKey]:
        return ApiKey.objects.all()


class NewKey(generic.CreateView):
    """Makes a key; the page that follows shows it, this once."""

    plain = ""

    def save_instance(self) -> ApiKey:
        key, self.plain = actions.new_key(current(), self.form.cleaned_data["name"], by=Actor.of(self.request))
        return key

    def get_success_message(self, instance: ApiKey) -> str:
        return _("The key of %(name)s is %(key)s – copy it now, it is not shown again.") % {
            "name": instance.name,
            "key": self.plain,
        }


class ChangedKey(generic.EditView):
    """Renames a key or puts it out of use."""

    def get_queryset(self) -> QuerySet[ApiKey]:
        return ApiKey.objects.all()

    def save_instance(self) -> ApiKey:
        return actions.change_key(
            self.object,
            name=self.form.cleaned_data["name"],
            is_active=self.form.cleaned_data["is_active"],
            by=Actor.of(self.request),
        )


class KeyViewSet(ModelViewSet):
    model = ApiKey
    icon = "key"
    name = "open311-keys"
    url_prefix = "voetmed"
    menu_label = gettext_lazy("API keys")
    menu_order = 800
    add_to_settings_menu = True
    index_view_class = KeyIndex
    add_view_class = NewKey
    edit_view_class = ChangedKey
    copy_view_enabled = False
    list_display = [
        "name",
        Column("prefix", label=gettext_lazy("Begins with"), accessor="prefix"),
        BooleanColumn("is_active", label=gettext_lazy("In use")),
        Column("created_at", label=gettext_lazy("Made"), accessor="created_at"),
    ]
    list_filter = ["is_active"]
    search_fields = ["name", "prefix"]
    ordering = ["-pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return ApiKey.objects.all()

    panels: list[Panel] = [
        HelpPanel(gettext_lazy("Another system creates reports with this key through Open311 (GeoReport v2).")),
        FieldPanel("name"),
        FieldPanel("is_active"),
    ]


@hooks.register("register_admin_viewset")
def register_keys() -> KeyViewSet:
    return KeyViewSet()
