"""Wrap-up codes and keys of phone exchanges in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList, Panel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from raekoda.channels.calls import actions
from raekoda.channels.calls.models import ExchangeKey, WrapUpCode
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.apikeys_admin import ApiKeyViewSet, NewKey
from raekoda.platform.core.journal import record
from raekoda.platform.core.tenancy import current


def own_codes() -> QuerySet[WrapUpCode]:
    """Codes of the current municipality, without the common ones."""
    return WrapUpCode.objects.filter(municipality=current())


class CodeForm(WagtailAdminModelForm):
    def clean_digit(self) -> int:
        digit: int = self.cleaned_data["digit"]
        if not 1 <= digit <= 9:
            raise ValidationError(_("The key is a digit from 1 to 9."))
        return digit

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        same = own_codes().filter(digit=cleaned.get("digit"), is_active=True).exclude(pk=self.instance.pk)
        if cleaned.get("is_active") and same.exists():
            self.add_error("digit", _("Another code in use has this key."))
        return cleaned


class CodeIndex(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[WrapUpCode]:
        return own_codes()


class SaveCodeMixin:
    """Saves a code and records it in the journal."""

    form: Any
    request: HttpRequest

    def save_instance(self) -> WrapUpCode:
        actor = Actor.of(self.request)
        actor.require("calls.change_codes")
        self.form.instance.municipality = current()
        with transaction.atomic():
            code: WrapUpCode = self.form.save()
            record("calls.change_code", code, actor, digit=code.digit, is_active=code.is_active)
        return code


class CodeCreate(SaveCodeMixin, generic.CreateView):
    pass


class CodeEdit(SaveCodeMixin, generic.EditView):
    def get_queryset(self) -> QuerySet[WrapUpCode]:
        return own_codes()


class CodeDelete(generic.DeleteView):
    def get_queryset(self) -> QuerySet[WrapUpCode]:
        return own_codes()


class WrapUpCodeViewSet(ModelViewSet):
    model = WrapUpCode
    icon = "tag"
    name = "calls-codes"
    url_prefix = "kone-tulemused"
    menu_label = gettext_lazy("Wrap-up codes of calls")
    menu_order = 820
    add_to_settings_menu = True
    index_view_class = CodeIndex
    add_view_class = CodeCreate
    edit_view_class = CodeEdit
    delete_view_class = CodeDelete
    copy_view_enabled = False
    list_display = [
        Column("digit", label=gettext_lazy("Key at the desk"), accessor="digit"),
        "name",
        BooleanColumn("is_active", label=gettext_lazy("In use")),
    ]
    ordering = ["digit"]
    panels: list[Panel] = [
        HelpPanel(
            gettext_lazy("With codes of your own the common ones are no longer shown. Codes that calls have stay.")
        ),
        FieldPanel("digit"),
        FieldPanel("name_et"),
        FieldPanel("name_en"),
        FieldPanel("name_ru"),
        FieldPanel("chosen_when"),
        FieldPanel("is_active"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return own_codes()

    def get_edit_handler(self) -> Any:
        return ObjectList(self.panels, base_form_class=CodeForm).bind_to_model(WrapUpCode)


class ExchangeKeyCreate(NewKey):
    """Creates a key; the success message shows its name and secret."""

    def save_instance(self) -> ExchangeKey:
        return actions.new_key(current(), self.form.cleaned_data["name"], actor=Actor.of(self.request))

    def get_success_message(self, instance: ExchangeKey) -> str:
        return _(
            "Key %(ref)s, secret %(secret)s – put both into the phone exchange now; the secret is not shown again."
        ) % {
            "ref": instance.ref,
            "secret": actions.get_secret(instance),
        }


class ExchangeKeyViewSet(ApiKeyViewSet):
    model = ExchangeKey
    key_actions = "raekoda.channels.calls.actions"
    name = "calls-keys"
    url_prefix = "telefonikeskjaama-votmed"
    menu_label = gettext_lazy("Keys of phone exchanges")
    menu_order = 830
    help_text = gettext_lazy("A phone exchange signs what it tells of calls with the secret of such a key.")
    add_view_class = ExchangeKeyCreate
    shown_column = Column("ref", label=gettext_lazy("Name of the key"), accessor="ref")
    search_fields = ["name", "ref"]


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ModelViewSet]:
    return [WrapUpCodeViewSet(), ExchangeKeyViewSet()]
