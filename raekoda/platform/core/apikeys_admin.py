"""Keys of other systems in Wagtail's admin: made, shown once, renamed, put out of use."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, HelpPanel, Panel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import current


class KeyIndex(generic.IndexView):
    """The keys of the open municipality."""

    def get_base_queryset(self) -> QuerySet[Any]:
        return self.model._default_manager.all()


class NewKey(generic.CreateView):
    """Makes a key by ``new_key`` of ``key_actions``; the message on the page that follows shows it, this once."""

    key_actions = ""
    plain = ""

    def save_instance(self) -> Model:
        key, self.plain = import_module(self.key_actions).new_key(
            current(), self.form.cleaned_data["name"], actor=Actor.of(self.request)
        )
        return key

    def get_success_message(self, instance: Any) -> str:
        return _("The key of %(name)s is %(key)s – copy it now, it is not shown again.") % {
            "name": instance.name,
            "key": self.plain,
        }


class ChangedKey(generic.EditView):
    """Renames a key or puts it out of use by ``change_key`` of ``key_actions``."""

    key_actions = ""

    def get_queryset(self) -> QuerySet[Any]:
        return self.model._default_manager.all()

    def save_instance(self) -> Model:
        given = self.form.cleaned_data
        change_key = import_module(self.key_actions).change_key
        return change_key(self.object, name=given["name"], is_active=given["is_active"], actor=Actor.of(self.request))


class ApiKeyViewSet(ModelViewSet):
    """The pages of one kind of key.

    ``key_actions`` names the module that has ``new_key`` and ``change_key``; ``help_text`` stands above the form.
    """

    key_actions: str
    help_text: Any
    icon = "key"
    add_to_settings_menu = True
    index_view_class = KeyIndex
    add_view_class = NewKey
    edit_view_class = ChangedKey
    copy_view_enabled = False
    shown_column = Column("prefix", label=gettext_lazy("Begins with"), accessor="prefix")
    list_filter = ["is_active"]
    search_fields = ["name", "prefix"]
    ordering = ["-pk"]

    @property
    def list_display(self) -> list[Any]:
        return [
            "name",
            self.shown_column,
            BooleanColumn("is_active", label=gettext_lazy("In use")),
            Column("created_at", label=gettext_lazy("Made"), accessor="created_at"),
        ]

    @property
    def panels(self) -> list[Panel]:
        return [HelpPanel(self.help_text), FieldPanel("name"), FieldPanel("is_active")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.model._default_manager.all()

    def get_add_view_kwargs(self) -> dict[str, Any]:
        return super().get_add_view_kwargs() | {"key_actions": self.key_actions}

    def get_edit_view_kwargs(self) -> dict[str, Any]:
        return super().get_edit_view_kwargs() | {"key_actions": self.key_actions}
