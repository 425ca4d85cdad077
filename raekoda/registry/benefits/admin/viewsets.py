"""Lists and forms of benefits and their rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from django_scopes.forms import SafeModelChoiceField
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from raekoda.platform.core.actor import Actor
from raekoda.platform.core.admin_forms import ScopedForm
from raekoda.registry.benefits import actions
from raekoda.registry.benefits.admin.blocks import ConditionsField, TableField
from raekoda.registry.benefits.errors import RuleInUse
from raekoda.registry.benefits.models import Benefit, BenefitRule

register_form_field_override(ForeignKey, to=Benefit, override={"form_class": SafeModelChoiceField})


def benefits() -> QuerySet[Benefit]:
    """Benefits of the current municipality."""
    return Benefit.objects.select_related("service")


def rules() -> QuerySet[BenefitRule]:
    """Rules of the current municipality."""
    return BenefitRule.objects.select_related("benefit")


class RuleForm(ScopedForm):
    """The form of a rule, with block editors for conditions and amounts."""

    conditions = ConditionsField(label=gettext_lazy("conditions"), required=False)
    table = TableField(label=gettext_lazy("table of amounts"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("benefit"):
            self.instance.municipality = cleaned["benefit"].municipality
        return cleaned


class SaveBenefitMixin:
    """Saves by :func:`actions.save_benefit` in the create and edit views."""

    form: Any
    request: HttpRequest

    def save_instance(self) -> Benefit:
        return actions.save_benefit(self.form.save(commit=False), actor=Actor.of(self.request))


class BenefitIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Benefit]:
        return benefits()


class BenefitCreateView(SaveBenefitMixin, generic.CreateView):
    pass


class BenefitEditView(SaveBenefitMixin, generic.EditView):
    def get_queryset(self) -> QuerySet[Benefit]:
        return benefits()


class BenefitViewSet(ModelViewSet):
    model = Benefit
    icon = "tag"
    name = "benefits-admin"
    url_prefix = "toetused"
    menu_label = gettext_lazy("Benefits")
    add_to_reference_index = False
    index_view_class = BenefitIndexView
    add_view_class = BenefitCreateView
    edit_view_class = BenefitEditView
    copy_view_enabled = False
    list_display = ["name", "code", "kind", Column("service", label=gettext_lazy("Service"), accessor="service")]
    search_fields = ["name_et", "name_en", "name_ru", "code"]
    ordering = ["name_et", "pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Benefit]:
        return benefits()

    def get_edit_handler(self) -> Any:
        panels = [
            FieldRowPanel([FieldPanel("name_et"), FieldPanel("name_en"), FieldPanel("name_ru")]),
            FieldRowPanel([FieldPanel("code"), FieldPanel("kind")]),
            FieldPanel("service", widget=forms.Select),
            FieldPanel("rule_of"),
        ]
        return ObjectList(panels, base_form_class=ScopedForm).bind_to_model(Benefit)


class SaveRuleMixin:
    """Saves by :func:`actions.save_rule` in the create and edit views; shows an error for a rule in use."""

    form: Any
    request: HttpRequest
    produced_error_message: str | None

    def save_instance(self) -> BenefitRule:
        return actions.save_rule(self.form.save(commit=False), actor=Actor.of(self.request))

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc,no-any-return]
        except RuleInUse as error:
            self.produced_error_message = str(error)
            return self.form_invalid(form)  # type: ignore[attr-defined,no-any-return]


class RuleIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[BenefitRule]:
        return rules()


class RuleCreateView(SaveRuleMixin, generic.CreateView):
    pass


class RuleEditView(SaveRuleMixin, generic.EditView):
    def get_queryset(self) -> QuerySet[BenefitRule]:
        return rules()


class RuleDeleteView(generic.DeleteView):
    def get_queryset(self) -> QuerySet[BenefitRule]:
        return rules()

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except RuleInUse as error:
            messages.error(self.request, str(error))
            return redirect(self.get_success_url())

    def delete_action(self) -> None:
        actions.delete_rule(self.object, actor=Actor.of(self.request))


class RuleViewSet(ModelViewSet):
    model = BenefitRule
    icon = "calendar-check"
    name = "benefit-rules"
    url_prefix = "toetuste-reeglid"
    menu_label = gettext_lazy("Rules of benefits")
    add_to_reference_index = False
    index_view_class = RuleIndexView
    add_view_class = RuleCreateView
    edit_view_class = RuleEditView
    delete_view_class = RuleDeleteView
    copy_view_enabled = False
    list_display = [
        Column("benefit", label=gettext_lazy("Benefit"), accessor="benefit"),
        DateColumn("valid_from", label=gettext_lazy("Valid from")),
        DateColumn("valid_to", label=gettext_lazy("Valid to")),
        "amount",
        "per",
        BooleanColumn("is_verified", label=gettext_lazy("Checked")),
    ]
    ordering = ["benefit__name_et", "-valid_from", "pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[BenefitRule]:
        return rules()

    def get_edit_handler(self) -> Any:
        return ObjectList(_rule_panels(), base_form_class=RuleForm).bind_to_model(BenefitRule)


def _rule_panels() -> list[Any]:
    return [
        HelpPanel(
            gettext_lazy(
                "When an act changes, end the old rule and add a new one from the day of the change: what happened "
                "before is judged by the old rule."
            )
        ),
        FieldPanel("benefit", widget=forms.Select),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
        FieldRowPanel([FieldPanel("amount"), FieldPanel("per")]),
        FieldPanel("conditions"),
        FieldPanel("table"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("apply_from"), FieldPanel("apply_to")]),
                FieldRowPanel([FieldPanel("pay_by"), FieldPanel("pay_within_days")]),
                FieldPanel("kept_years"),
            ],
            heading=gettext_lazy("When"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("source_act"),
                FieldRowPanel([FieldPanel("source_section"), FieldPanel("source_link")]),
                FieldPanel("is_verified"),
                FieldRowPanel([FieldPanel("note_et"), FieldPanel("note_en"), FieldPanel("note_ru")]),
            ],
            heading=gettext_lazy("Source"),
        ),
    ]


class BenefitsGroup(ModelViewSetGroup):
    """The menu group of benefits in the admin."""

    items = (BenefitViewSet, RuleViewSet)
    menu_label = gettext_lazy("Benefits")
    menu_icon = "tag"
    menu_order = 152
