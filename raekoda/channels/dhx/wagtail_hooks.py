"""Registers of the document exchange in Wagtail's admin: own addresses, the address book, kinds by type of document."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import ForeignKey, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from django_scopes.forms import SafeModelChoiceField
from wagtail import hooks
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList, Panel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from raekoda.channels.dhx.models import OwnAddress, Participant, TypeRule
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.admin_forms import ScopedForm
from raekoda.platform.core.journal import record

register_form_field_override(ForeignKey, to=Participant, override={"form_class": SafeModelChoiceField})


class RegisterForm(ScopedForm):
    """A form of the open municipality; an intermediary is an entry of its address book."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "intermediary" in self.fields:
            chosen = Participant.objects.filter(is_intermediary=True).exclude(pk=self.instance.pk)
            self.fields["intermediary"].queryset = chosen  # type: ignore[attr-defined]


class ScopedIndex(generic.IndexView):
    """The rows of the open municipality."""

    def get_base_queryset(self) -> QuerySet[Any]:
        return self.model._default_manager.all()


class JournalMixin:
    """Writes each change to the journal."""

    request: HttpRequest
    form: ModelForm
    model: type[models.Model]

    def save_instance(self) -> models.Model:
        instance = super().save_instance()  # type: ignore[misc]
        record(f"exchange.set_{self.model._meta.model_name}", instance, Actor.of(self.request))
        return instance


class CreateView(JournalMixin, generic.CreateView):
    pass


class EditView(JournalMixin, generic.EditView):
    def get_queryset(self) -> QuerySet[Any]:
        return self.model._default_manager.all()


class Register(ModelViewSet):
    """Common base of the registers."""

    index_view_class = ScopedIndex
    add_view_class = CreateView
    edit_view_class = EditView
    copy_view_enabled = False
    inspect_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.model._default_manager.all()

    def get_edit_handler(self) -> Panel:
        return ObjectList(self.panels, base_form_class=RegisterForm).bind_to_model(self.model)


class ParticipantViewSet(Register):
    model = Participant
    icon = "group"
    name = "exchange-participants"
    url_prefix = "dokumendivahetus/osapooled"
    menu_label = gettext_lazy("Address book")
    list_display = [
        "name", Column("registry_code", label=gettext_lazy("Registry code"), accessor="registry_code"),
        Column("subsystem", label=gettext_lazy("Subsystem"), accessor="subsystem"),
        BooleanColumn("is_active", label=gettext_lazy("In use")),
    ]  # fmt: skip
    list_filter = ["is_active", "is_intermediary"]
    search_fields = ["name", "registry_code"]
    ordering = ["name", "pk"]
    panels: list[Panel] = [
        HelpPanel(gettext_lazy("An authority that takes documents over X-Road, itself or through an intermediary.")),
        *map(FieldPanel, (
            "name", "registry_code", "member_class", "subsystem", "intermediary", "system", "is_intermediary", "is_active",
        )),
    ]  # fmt: skip


class OwnAddressViewSet(Register):
    model = OwnAddress
    icon = "home"
    name = "exchange-addresses"
    url_prefix = "dokumendivahetus/aadressid"
    menu_label = gettext_lazy("Own addresses")
    list_display = [
        "name", Column("registry_code", label=gettext_lazy("Registry code"), accessor="registry_code"),
        Column("subsystem", label=gettext_lazy("Subsystem"), accessor="subsystem"),
        BooleanColumn("is_active", label=gettext_lazy("In use")),
    ]  # fmt: skip
    ordering = ["pk"]
    panels: list[Panel] = [
        HelpPanel(gettext_lazy("Documents for this registry code become cases here; letters leave in its name.")),
        *map(FieldPanel, (
            "name", "registry_code", "member_class", "subsystem", "is_represented", "since", "until", "is_active",
        )),
    ]  # fmt: skip


class TypeRuleViewSet(Register):
    model = TypeRule
    icon = "list-ul"
    name = "exchange-types"
    url_prefix = "dokumendivahetus/liigid"
    menu_label = gettext_lazy("Kinds by type of document")
    list_display = [
        "document_type", Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display"),
        Column("service", label=gettext_lazy("Service"), accessor="service"),
    ]  # fmt: skip
    ordering = ["document_type", "pk"]
    panels: list[Panel] = [
        HelpPanel(
            gettext_lazy(
                "Documents of types that are not named here become enquiries, requests or complaints by their type's name, "
                "and memos otherwise."
            )
        ),
        *map(FieldPanel, ("document_type", "kind", "service")),
    ]  # fmt: skip


class ExchangeGroup(ModelViewSetGroup):
    menu_label = gettext_lazy("Document exchange")
    menu_icon = "mail"
    menu_order = 260
    items = (ParticipantViewSet, OwnAddressViewSet, TypeRuleViewSet)


@hooks.register("register_admin_viewset")
def register_exchange() -> ExchangeGroup:
    return ExchangeGroup()
