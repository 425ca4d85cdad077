"""Lists and forms of rules of offers and of purposes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes.forms import SafeModelChoiceField
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.admin.widgets.button import Button

from raekoda.platform.core.actor import Actor
from raekoda.platform.core.admin_forms import ScopedForm
from raekoda.registry.benefits.admin.blocks import ConditionsField
from raekoda.selfservice.offers import actions
from raekoda.selfservice.offers.errors import OfferError
from raekoda.selfservice.offers.models import OfferRule, Purpose

register_form_field_override(ForeignKey, to=Purpose, override={"form_class": SafeModelChoiceField})


def purposes() -> QuerySet[Purpose]:
    """Purposes of the open municipality."""
    return Purpose.objects.all()


def rules() -> QuerySet[OfferRule]:
    """Rules of the open municipality."""
    return OfferRule.objects.select_related("benefit")


class RuleForm(ScopedForm):
    """A rule: further conditions by blocks."""

    conditions = ConditionsField(label=gettext_lazy("further conditions"), required=False)


class SavePurpose:
    form: Any
    request: HttpRequest

    def save_instance(self) -> Purpose:
        return actions.save_purpose(self.form.save(commit=False), actor=Actor.of(self.request))


class PurposeIndex(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Purpose]:
        return purposes()


class PurposeCreateView(SavePurpose, generic.CreateView):
    pass


class PurposeEditView(SavePurpose, generic.EditView):
    def get_queryset(self) -> QuerySet[Purpose]:
        return purposes()


class PurposeViewSet(ModelViewSet):
    model = Purpose
    icon = "lock-open"
    name = "offer-purposes"
    url_prefix = "pakkumiste-eesmargid"
    menu_label = gettext_lazy("Purposes of consents")
    add_to_reference_index = False
    index_view_class = PurposeIndex
    add_view_class = PurposeCreateView
    edit_view_class = PurposeEditView
    copy_view_enabled = False
    list_display = ["name", "code"]
    ordering = ["name_et", "pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Purpose]:
        return purposes()

    def get_edit_handler(self) -> Any:
        area = forms.Textarea(attrs={"rows": 3})
        panels = [
            HelpPanel(
                gettext_lazy("People read this before they consent: say which data are looked at, and what for.")
            ),
            FieldPanel("code"),
            FieldRowPanel([FieldPanel(f"name_{code}") for code in ("et", "en", "ru")]),
            *(FieldPanel(f"explanation_{code}", widget=area) for code in ("et", "en", "ru")),
        ]
        return ObjectList(panels, base_form_class=ScopedForm).bind_to_model(Purpose)


class SaveRule:
    """Both forms save by the same action; a released rule says why it stays."""

    form: Any
    request: HttpRequest
    produced_error_message: str | None

    def save_instance(self) -> OfferRule:
        return actions.save_rule(self.form.save(commit=False), actor=Actor.of(self.request))

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc,no-any-return]
        except OfferError as refusal:
            self.produced_error_message = str(refusal)
            return self.form_invalid(form)  # type: ignore[attr-defined,no-any-return]


class RuleIndex(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[OfferRule]:
        return rules()


class RuleCreateView(SaveRule, generic.CreateView):
    pass


class RuleEditView(SaveRule, generic.EditView):
    def get_queryset(self) -> QuerySet[OfferRule]:
        return rules()

    @property
    def header_more_buttons(self) -> list[Any]:
        url = reverse("offers_desk:rule", args=[self.object.ref])
        return [*super().header_more_buttons, Button(_("Try and release"), url=url, icon_name="view", priority=15)]


class OfferRuleViewSet(ModelViewSet):
    model = OfferRule
    icon = "pick"
    name = "offer-rules"
    url_prefix = "pakkumiste-reeglid"
    menu_label = gettext_lazy("Rules of offers")
    add_to_reference_index = False
    index_view_class = RuleIndex
    add_view_class = RuleCreateView
    edit_view_class = RuleEditView
    copy_view_enabled = False
    delete_view_enabled = False
    list_display = [
        Column("benefit", label=gettext_lazy("Benefit"), accessor="benefit"),
        Column("about", label=gettext_lazy("Whose matter"), accessor="get_about_display"),
        Column("state", label=gettext_lazy("State"), accessor="get_state_display"),
    ]
    ordering = ["-pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[OfferRule]:
        return rules()

    def get_edit_handler(self) -> Any:
        panels = [
            HelpPanel(
                gettext_lazy(
                    "After saving, try the rule on the desk; a colleague releases it. A change makes it a draft again."
                )
            ),
            FieldPanel("benefit", widget=forms.Select),
            FieldPanel("about"),
            FieldPanel("conditions"),
            FieldRowPanel([FieldPanel("needs_consent"), FieldPanel("asks_registers")]),
            FieldPanel("purpose", widget=forms.Select),
            FieldRowPanel([FieldPanel("lead_days"), FieldPanel("after_days")]),
        ]
        return ObjectList(panels, base_form_class=RuleForm).bind_to_model(OfferRule)


class OffersGroup(ModelViewSetGroup):
    """Offers in the admin's menu."""

    items = (OfferRuleViewSet, PurposeViewSet)
    menu_label = gettext_lazy("Offers")
    menu_icon = "pick"
    menu_order = 154
