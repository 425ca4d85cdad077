"""Routing rules, edited by staff, with a form to test them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django_scopes.forms import SafeModelChoiceField

from raekoda.casework.cases import rules
from raekoda.casework.cases.configuration import build_route
from raekoda.casework.cases.desk.choices import districts, known_services
from raekoda.casework.cases.models import Kind, RoutingRule
from raekoda.identity.accounts.queries import officials, units
from raekoda.platform.core import journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current
from raekoda.platform.core.text import detect_language, lemmas

STEP = 10


class RuleForm(forms.ModelForm):
    class Meta:
        model = RoutingRule
        fields = ["name", "kind", "service", "area", "words", "unit", "official", "set_service", "is_active"]
        widgets = {"words": forms.Textarea({"rows": 4})}
        field_classes = dict.fromkeys(("service", "area", "unit", "official", "set_service"), SafeModelChoiceField)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields  # type: ignore[assignment]
        services = known_services()
        fields["service"].queryset = fields["set_service"].queryset = services
        fields["area"].queryset = districts()
        fields["unit"].queryset, fields["official"].queryset = units(), officials()
        fields["official"].label_from_instance = lambda user: user.display_name
        fields["kind"].choices = [("", _("any kind")), *Kind.choices]
        for name, words in (("service", _("any service")), ("area", _("anywhere")), ("unit", _("choose a unit")),
                            ("official", _("the whole unit")), ("set_service", _("leaves it as it is"))):  # fmt: skip
            fields[name].empty_label = words


class TryForm(forms.Form):
    """An invented case to test the rules with."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Kind.choices)
    service = forms.ModelChoiceField(None, label=gettext_lazy("Service"), required=False)
    area = forms.ModelChoiceField(None, label=gettext_lazy("Area"), required=False)
    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=5000, required=False, widget=forms.Textarea({"rows": 3, "data-key": "t"})
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="try_%s")
        fields: dict[str, Any] = self.fields  # type: ignore[assignment]
        fields["service"].queryset = known_services()
        fields["area"].queryset = districts()
        fields["service"].empty_label, fields["area"].empty_label = _("none"), _("none")

    def facts(self) -> rules.Facts:
        """What routing would match on for this case."""
        data = self.cleaned_data
        language = detect_language(data["text"])
        return rules.Facts(
            kind=data["kind"],
            language=language,
            lemmas=frozenset(lemmas(data["text"], language)),
            service_id=data["service"].pk if data["service"] else None,
            area_ids=frozenset({data["area"].pk} if data["area"] else ()),
        )


@dataclass(frozen=True)
class RuleTrial:
    """The result of one rule, as text."""

    rule: RoutingRule
    chosen: bool
    why_not: str


CONDITIONS = {
    "kind": gettext_lazy("another kind"),
    "service": gettext_lazy("another service"),
    "area": gettext_lazy("another area"),
    "words": gettext_lazy("the words are not there"),
}


@require_safe
@staff_page("cases.route")
def rules_page(request: HttpRequest) -> HttpResponse:
    """All rules in their order; with ``?kind=`` the results of a test."""
    listed = list(RoutingRule.objects.select_related("service", "area", "unit", "official", "set_service"))
    try_form = TryForm(request.GET if "kind" in request.GET else None)
    tried: list[RuleTrial] | None = None
    if try_form.is_bound and try_form.is_valid():
        tried = _try_rules(listed, try_form.facts())
    chosen = next((each.rule for each in tried or [] if each.chosen), None)
    return render(
        request,
        "cases/desk/routing.html",
        {"rules": listed, "try_form": try_form, "tried": tried, "chosen": chosen},
    )


def _try_rules(listed: list[RoutingRule], facts: rules.Facts) -> list[RuleTrial]:
    active = {rule.pk: rule for rule in listed if rule.is_active}
    verdicts = rules.explain([build_route(rule) for rule in active.values()], facts)
    return [RuleTrial(active[verdict.route.id], verdict.chosen, _why_not(verdict)) for verdict in verdicts]


def _why_not(verdict: rules.Verdict) -> str:
    if verdict.failed_conditions:
        return ", ".join(str(CONDITIONS[name]) for name in verdict.failed_conditions)
    return "" if verdict.chosen else _("an earlier rule fits")


@staff_page("cases.route")
def edit_rule(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Create a rule (last in order), or change one."""
    rule = get_object_or_404(RoutingRule, pk=pk) if pk else RoutingRule(municipality=current(), order=_next_order())
    form = RuleForm(request.POST or None, instance=rule)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            journal.record("cases.save_rule", rule, Actor.of(request), order=rule.order, is_active=rule.is_active)
        messages.success(request, _("The rule is kept. It counts from the next case on."))
        return redirect("cases_desk:routing")
    return render(request, "cases/desk/rule.html", {"form": form, "rule": rule})


def _next_order() -> int:
    last = RoutingRule.objects.order_by("-order").values_list("order", flat=True).first()
    return (last or 0) + STEP


@require_POST
@staff_page("cases.route")
def move_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a rule one position up (``to=up``) or down in the order."""
    with transaction.atomic():
        listed = list(RoutingRule.objects.select_for_update().order_by("order", "id"))
        position = next((index for index, each in enumerate(listed) if each.pk == pk), None)
        if position is None:
            get_object_or_404(RoutingRule, pk=pk)
        else:
            moved = listed.pop(position)
            listed.insert(max(position - 1, 0) if request.POST.get("to") == "up" else position + 1, moved)
            for number, each in enumerate(listed, start=1):
                if each.order != number * STEP:
                    each.order = number * STEP
                    each.save(update_fields=["order"])
            journal.record("cases.move_rule", moved, Actor.of(request), order=moved.order)
    return redirect("cases_desk:routing")


@require_POST
@staff_page("cases.route")
def delete_rule(request: HttpRequest, pk: int) -> HttpResponse:
    rule = get_object_or_404(RoutingRule, pk=pk)
    with transaction.atomic():
        journal.record("cases.delete_rule", rule, Actor.of(request))
        rule.delete()
    messages.success(request, _("The rule “%(name)s” is gone.") % {"name": rule.name})
    return redirect("cases_desk:routing")
